"""The words decide, not the markup: the same articles come out of each way to write them."""

from dataclasses import replace

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import CARD_TEXTS, COOKIES, FERRY, HALLE, MADE, PARAGRAPHS

LABELS = {
    "fr": ("Articles connexes", "À lire aussi", "Sur le même sujet", "Dans la même rubrique"),
    "en": ("Related articles", "Read more", "More on this story", "Recommended for you"),
}
STORIES = [
    replace(story, label=label) for story in (HALLE, FERRY) for label in LABELS[story.language]
]
ASIDE = MADE["an aside"](HALLE)


@pytest.mark.parametrize("story", STORIES, ids=[story.label for story in STORIES])
@pytest.mark.parametrize("markup", MADE)
def test_exactly_the_article_comes_out_of(markup, story):
    article = extract_article(MADE[markup](story).encode())
    assert article.title == story.title
    assert article.paragraphs == story.paragraphs
    assert article.language == story.language
    assert not article.ai_disclosed


@pytest.mark.parametrize("markup", ["a heading and a grid", "plain text"])
def test_what_was_left_out_is_told_with_its_reason(markup):
    removed = extract(MADE[markup](HALLE).encode()).removed
    assert any(piece.reason == "title" and piece.text == HALLE.title for piece in removed)
    related = " ".join(piece.text for piece in removed if piece.reason == "related")
    assert related.startswith("Articles connexes")


def test_a_banner_before_the_article_is_left_out_too():
    page = MADE["no heading"](HALLE).replace("<body>", f"<body><div><p>{COOKIES}</p></div>")
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


def test_a_card_in_the_middle_is_left_out_and_the_article_goes_on():
    card = f'<h3>À lire aussi</h3><p><a href="/1">{CARD_TEXTS[0]}</a></p><p>'
    page = ASIDE.replace("<p>Les charpentiers", f"{card}Les charpentiers")
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


def test_a_subheading_that_could_be_a_label_stays_with_its_text():
    page = ASIDE.replace("<p>Une quarantaine", "<h2>Réactions</h2><p>Une quarantaine")
    paragraphs = extract_article(page.encode()).paragraphs
    assert paragraphs == (*PARAGRAPHS[:3], "Réactions", *PARAGRAPHS[3:])


@pytest.mark.parametrize("names", ["listing-item", "nav-content", "related-text", "topics", "rail"])
@pytest.mark.parametrize("tag", ["div", "p"])
def test_a_name_that_would_take_the_article_is_refused(names, tag):
    text = "".join(f'<{tag} class="{names}">{text}</{tag}>' for text in PARAGRAPHS)
    page = f"<html><body><h1>{HALLE.title}</h1><div>{text}</div></body></html>"
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("names", ["sidebar-grid", "has-sidebar content", "widgets", "menu-page"])
def test_a_grid_that_is_named_for_its_side_may_hold_the_article(names):
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f'<html><body><h1>{HALLE.title}</h1><div class="{names}">{text}</div></body></html>'
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS
