"""The article whole: whatever parts a page sets it in, and none of what is like it."""

from html import escape

import pytest

from gazette.extract import extract_article
from tests.extract.markups import FERRY, HALLE, STORIES

MENU = '<ul><li><a href="/">Accueil</a></li><li><a href="/v">Ville</a></li></ul>'
LEGAL = {
    "fr": "Le site est édité par la société des Échos du canal, au capital de douze mille euros,"
    " immatriculée au registre du commerce sous le numéro 000 000 000, dont le siège est sur le"
    " port, et qui est responsable de tout ce qui s’y publie.",
    "en": "The Pier Post is published by the Pier Post Company, registered under number 000000 at"
    " the harbour office, which answers for everything that is printed here and for nothing else.",
}
COMMENTS = {
    "fr": "Je suis passé samedi et la file faisait le tour de la place, il faudra prévoir des"
    " barrières la prochaine fois, mais quel plaisir de revoir la halle ouverte après tant"
    " d’années ! Mon grand-père y vendait son blé, et il aurait aimé ce toit.",
    "en": "I took the first boat and it was full of people who had not seen the mainland since the"
    " spring, all of them talking at once, and nobody minded the rain at all. My sister came along"
    " with both of her dogs, and even they seemed pleased.",
}


def _ps(texts):
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _cards(story):
    titles = [text for text in story.cards if 20 < len(text) < 90]
    return "".join(f'<div><a href="/{n}">{escape(t)}</a></div>' for n, t in enumerate(titles))


def _page(story, body, head=""):
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)} - {story.site}</title>{head}</head><body>{MENU}{body}"
        f"<div><h3>{story.label}</h3>{_cards(story)}</div>"
        f"<footer><p>{escape(LEGAL[story.language])}</p></footer>"
        f"<div><p>{escape(story.consent)}</p><button>OK</button></div></body></html>"
    )


def _h1(story):
    return f"<h1>{escape(story.title)}</h1>"


AD = '<div class="ad-slot"><span>Publicité</span></div>'
PARTS = {
    "sections of one class": lambda s, p: (
        f'<main>{_h1(s)}<section class="part">{_ps(p[:2])}</section>{AD}'
        f'<section class="part">{_ps(p[2:4])}</section>{AD}<section class="part">{_ps(p[4:])}'
        "</section></main>"
    ),
    "a wrapper for each paragraph": lambda s, p: (
        f"<div>{_h1(s)}</div><div>"
        + AD.join(f'<div class="blk"><div class="in"><p>{escape(t)}</p></div></div>' for t in p)
        + "</div>"
    ),
    "sections with the heading elsewhere": lambda s, p: (
        f'<div class="top">{_h1(s)}</div>'
        + "".join(f"<section><div>{_ps([t])}</div></section>" for t in p)
    ),
    "two pages on one": lambda s, p: (
        f'<div>{_h1(s)}<div id="page-1">{_ps(p[:3])}</div><div id="page-2">{_ps(p[3:])}</div></div>'
    ),
    "two columns": lambda s, p: (
        f'<div>{_h1(s)}<div class="row"><div class="col-6">{_ps(p[:3])}</div>'
        f'<div class="col-6">{_ps(p[3:])}</div></div></div>'
    ),
    "two columns of a table": lambda s, p: (
        f"{_h1(s)}<table><tr><td>{_ps(p[:3])}</td><td>{_ps(p[3:])}</td></tr></table>"
    ),
    "a teaser and what is behind the wall": lambda s, p: (
        f'<article>{_h1(s)}<div class="teaser">{_ps(p[:2])}</div>'
        f'<div class="paywall-content">{_ps(p[2:])}</div></article>'
    ),
    "an intro and the rest": lambda s, p: (
        f'<div>{_h1(s)}<div class="article-teaser__intro">{_ps(p[:1])}</div>'
        f'<div class="premium-content">{_ps(p[1:])}</div></div>'
    ),
    "a short teaser and the rest": lambda s, p: (
        f'<div>{_h1(s)}<p class="teaser">{escape(p[0])}</p><div class="body">{_ps(p[1:])}</div>'
        "</div>"
    ),
    "a teaser outside the body": lambda s, p: (
        f'<main><div class="story-teaser">{_h1(s)}<p>{escape(p[0])}</p></div>'
        f'<div class="story-body">{_ps(p[1:])}</div></main>'
    ),
    "the first paragraph in the header": lambda s, p: (
        f"<article><header>{_h1(s)}<p>{escape(p[0])}</p></header><div>{_ps(p[1:])}</div></article>"
    ),
    "the first paragraph beside the picture": lambda s, p: (
        f'<div>{_h1(s)}<div class="lead"><img src="/a.jpg"><p>{escape(p[0])}</p></div>'
        f'<div class="article-body">{_ps(p[1:])}</div></div>'
    ),
    "the last paragraphs in a box of their own": lambda s, p: (
        f'<article>{_h1(s)}<div class="article-body">{_ps(p[:3])}</div>'
        f'<div class="article-body">{_ps(p[3:])}</div></article>'
    ),
    "unequal depths": lambda s, p: (
        f"<div>{_h1(s)}<div><div><div>{_ps(p[:1])}</div></div></div>{_ps(p[1:2])}"
        f"<div>{_ps(p[2:4])}</div><section><div><div>{_ps(p[4:])}</div></div></section></div>"
    ),
    "text in the body itself": lambda s, p: _h1(s) + "<br><br>".join(map(escape, p)),
    "text between blocks": lambda s, p: (
        f"<div>{_h1(s)}{escape(p[0])}<div>{escape(p[1])}</div>{escape(p[2])}"
        f"<p>{escape(p[3])}</p>{escape(p[4])}</div>"
    ),
    "custom elements": lambda s, p: (
        f"<x-story><x-title>{_h1(s)}</x-title><x-body>"
        + "".join(f"<x-paragraph>{escape(t)}</x-paragraph>" for t in p)
        + "</x-body></x-story>"
    ),
    "slots of a template": lambda s, p: (
        f"<x-story>{_h1(s)}"
        + "".join(f'<span slot="p"><x-paragraph>{escape(t)}</x-paragraph></span>' for t in p)
        + "</x-story>"
    ),
    "an article inside an article": lambda s, p: (
        f"<article><article>{_h1(s)}{_ps(p[:2])}</article><article>{_ps(p[2:])}</article></article>"
    ),
    "an anchor left open": lambda s, p: f'<div>{_h1(s)}<a name="top">{_ps(p)}</div>',
    "a form around the page": lambda s, p: (
        f'<form id="aspnetForm"><div>{_h1(s)}{_ps(p)}</div></form>'
    ),
    "a figure around the text": lambda s, p: f"<div>{_h1(s)}<figure>{_ps(p)}</figure></div>",
    "an aside in the middle with long text": lambda s, p: (
        f"<article>{_h1(s)}{_ps(p[:2])}<aside><h4>{s.label}</h4>{_cards(s)}</aside>{_ps(p[2:])}"
        "</article>"
    ),
    "a menu that was never closed": lambda s, p: (
        f'<div class="nav"><a href="/">Accueil</a><a href="/v">Ville</a><div>{_h1(s)}{_ps(p)}</div>'
    ),
    "comments longer than the text": lambda s, p: (
        f"<div>{_h1(s)}<div>{_ps(p)}</div></div><div><h3>"
        + ("Commentaires (12)" if s.language == "fr" else "Comments (12)")
        + "</h3>"
        + "".join(
            f"<div><b>Lou {n}</b><p>{n} {escape(COMMENTS[s.language])}</p></div>" for n in range(12)
        )
        + "</div>"
    ),
    "comments by their class": lambda s, p: (
        f'<div>{_h1(s)}<div>{_ps(p)}</div><div id="comments">'
        + "".join(
            f"<div><b>Lou {n}</b><p>{n} {escape(COMMENTS[s.language])}</p></div>" for n in range(12)
        )
        + "</div></div>"
    ),
}


@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
@pytest.mark.parametrize("parts", PARTS)
def test_the_article_is_whole_in(parts, story):
    article = extract_article(_page(story, PARTS[parts](story, story.paragraphs)).encode())
    assert article.paragraphs == story.paragraphs
    assert article.title == story.title


# --- the next story ---


@pytest.mark.parametrize("wrap", ["article", "div", "section"])
@pytest.mark.parametrize(
    ("story", "other"), [(HALLE, FERRY), (FERRY, HALLE)], ids=["short first", "long first"]
)
def test_the_next_story_on_an_endless_page_is_another_one(story, other, wrap):
    body = (
        f"<main><{wrap}>{_h1(story)}{_ps(story.paragraphs)}</{wrap}>"
        f"<{wrap}>{_h1(other)}{_ps(other.paragraphs * 2)}</{wrap}></main>"
    )
    assert extract_article(_page(story, body).encode()).paragraphs == story.paragraphs


@pytest.mark.parametrize(
    ("story", "other"), [(HALLE, FERRY), (FERRY, HALLE)], ids=["long first", "short first"]
)
def test_what_stands_above_the_title_is_not_its_text(story, other):
    body = f"<div>{_ps(other.paragraphs)}</div><div>{_h1(story)}{_ps(story.paragraphs)}</div>"
    assert extract_article(_page(story, body).encode()).paragraphs == story.paragraphs


def test_a_heading_below_the_text_is_not_its_beginning():
    body = f"<div>{_ps(HALLE.paragraphs)}</div><div>{_h1(HALLE)}<p>Partagez cette page.</p></div>"
    assert extract_article(_page(HALLE, body).encode()).paragraphs == HALLE.paragraphs


LINKS = [f'<a href="/{n}">Une rubrique du site, la {n}e</a>' for n in range(150)]
CAPTIONS = [f"<figure><img src=/{n}><figcaption>Vue {n}</figcaption></figure>" for n in range(99)]
FLAT = {
    "links before": lambda text: f"{'<br>'.join(LINKS)}{_h1(HALLE)}{text}",
    "links after": lambda text: f"{_h1(HALLE)}{text}<br>{'<br>'.join(LINKS)}",
    "linked paragraphs": lambda text: f"{_h1(HALLE)}{text}<p>{'</p><p>'.join(LINKS)}</p>",
    "captions after": lambda text: f"{_h1(HALLE)}{text}{''.join(CAPTIONS)}",
}


@pytest.mark.parametrize("wrap", ["{}", "<div>{}</div>"])
@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("around", FLAT)
def test_paragraphs_amid_two_hundred_links_are_one_text(around, tag, wrap):
    text = "".join(f"<{tag}>{p}</{tag}>" for p in HALLE.paragraphs)
    page = f"<html><body>{wrap.format(FLAT[around](text))}</body></html>"
    assert extract_article(page.encode()).paragraphs == HALLE.paragraphs


def test_a_body_of_which_nothing_is_left_is_not_the_root():
    wall = '<div class="article-text"><div class="newsletter-box"><p>Abonnez-vous.</p></div></div>'
    body = f"<div>{_h1(HALLE)}{_ps(HALLE.paragraphs[1:2])}</div>{wall}"
    page = f"<html><body>{body}</body></html>"
    assert extract_article(page.encode()).paragraphs == HALLE.paragraphs[1:2]
