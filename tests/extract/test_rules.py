"""Selectors: what they take, what becomes the article, and what is said of it."""

import pytest

from gazette.article import Figure, Reason
from gazette.errors import ExtractError
from gazette.extract import PageRules, extract

FIRST = "Le conseil a voté mardi soir la fermeture du vieux pont, après une année de débats."
SECOND = "Les travaux dureront dix mois, et la circulation passera par le village voisin."
THIRD = "« Nous l’attendions depuis vingt ans », dit une riveraine qui habite en face du pont."
POLL = "Quel pont de notre région préférez-vous, et pourquoi ? Votez, le résultat sera demain ici."
TITLE = "Le vieux pont sera fermé"


def page(body: str) -> bytes:
    return f"<html lang=fr><title>{TITLE}</title><body><h1>{TITLE}</h1>{body}</body>".encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


STORY = paragraphs(FIRST, SECOND, THIRD)


def test_what_a_selector_removes_is_gone_and_says_which_took_it() -> None:
    html = page(f"<div>{paragraphs(FIRST)}<div class=encart><p>{POLL}</p></div>{STORY}</div>")
    assert POLL in extract(html).article.text

    rules = PageRules(remove=("#rien", ".encart"), remove_from="feeds.toml")
    extraction = extract(html, rules=rules)

    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)
    (removed,) = [r for r in extraction.removed if r.reason is Reason.RULE]
    assert (removed.text, removed.rule) == (POLL, ".encart (feeds.toml)")


def test_what_is_matched_inside_a_line_is_cut_out_of_it() -> None:
    html = page(f"<p>{FIRST}<sup class=renvoi>[3]</sup></p>{paragraphs(SECOND, THIRD)}")
    extraction = extract(html, rules=PageRules(remove=("sup.renvoi",)))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)
    assert [(r.text, r.rule) for r in extraction.removed if r.rule] == [("[3]", "sup.renvoi")]


def test_one_match_inside_another_goes_with_it() -> None:
    html = page(f"{STORY}<div class=encart><b class=encart><i class=mot>{POLL}</i></b></div>")
    extraction = extract(html, rules=PageRules(remove=(".mot", ".encart", "b")))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)
    assert [r.rule for r in extraction.removed if r.rule] == [".encart"]


def test_nothing_outside_the_named_article_is_kept_not_even_a_longer_text() -> None:
    html = page(f"<section class=b>{paragraphs(POLL * 4)}</section><div class=a>{STORY}</div>")
    extraction = extract(html, rules=PageRules(article="div.a", article_from="a.example.toml"))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)
    assert {r.rule for r in extraction.removed if POLL in r.text} == {"div.a (a.example.toml)"}
    assert extraction.article.title == TITLE


def test_several_matches_are_joined() -> None:
    parts = f"<div><div class=a><p>{FIRST}</div></div><p>{POLL}<div class=a><p>{SECOND}<p>{THIRD}"
    extraction = extract(page(parts), rules=PageRules(article=".a"))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)


@pytest.mark.parametrize("names", ["related-articles", "comments", "newsletter hidden", "sidebar"])
def test_the_named_article_stands_whatever_else_its_element_is_called(names: str) -> None:
    html = page(f"<aside class='{names}'><div class='a {names}'>{STORY}</div></aside>")
    extraction = extract(html, rules=PageRules(article=".a"))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)


@pytest.mark.parametrize("tag", ["span", "b", "own-element", "td"])
def test_the_named_article_may_be_any_element(tag: str) -> None:
    text = f"<{tag} class=a>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</{tag}>"
    if tag == "td":
        text = f"<table><tr><td>{POLL}</td>{text}</tr></table>"
    extraction = extract(page(f"{text}<div><p>{POLL}</div>"), rules=PageRules(article=".a"))
    assert POLL not in extraction.article.text
    assert extraction.article.text.replace("\n\n", " ") == f"{FIRST} {SECOND} {THIRD}"


@pytest.mark.parametrize(
    "left", ["", "<div class=a></div>", "<div class=a><p>Chargement…</p></div>"]
)
def test_an_article_selector_that_finds_none_is_passed_over_and_removals_hold(left: str) -> None:
    html = page(f"{left}{STORY}<div class=encart><p>{POLL}</div>")
    extraction = extract(html, rules=PageRules(article=".a", remove=(".encart",)))
    assert extraction.article.paragraphs[-3:] == (FIRST, SECOND, THIRD)
    assert POLL not in extraction.article.text


def test_a_standfirst_that_a_rule_removes_does_not_come_back() -> None:
    head = f'<meta name=description content="{POLL}"><p class=chapo>{POLL}</p>'
    html = page(head + STORY)
    assert extract(html).article.paragraphs[0] == POLL
    for rules in (PageRules(remove=(".chapo",)), PageRules(article="p:not(.chapo)")):
        assert extract(html, rules=rules).article.paragraphs == (FIRST, SECOND, THIRD)


def test_a_removed_picture_makes_no_figure() -> None:
    figure = "<figure class=pub><img src=/x.jpg><figcaption>Notre calendrier</figcaption></figure>"
    html = page(f"<div>{paragraphs(FIRST)}{figure}{STORY}</div>")
    assert any(isinstance(b, Figure) for b in extract(html).article.blocks)
    left = extract(html, rules=PageRules(remove=("figure.pub",))).article.blocks
    assert not any(isinstance(b, Figure) for b in left)


def test_rules_that_take_the_whole_text_are_named_as_the_reason() -> None:
    with pytest.raises(ExtractError, match="the rules for this page remove its text"):
        extract(page(f"<main>{STORY}</main>"), rules=PageRules(remove=("main",)))


def test_a_page_cannot_speak_for_a_rule() -> None:
    html = page(f"<div class='gazette-rule-9 gazette-rule-x'>{STORY}</div><i class=x>o</i>")
    extraction = extract(html, rules=PageRules(remove=(".x",)))
    assert extraction.article.paragraphs == (FIRST, SECOND, THIRD)
