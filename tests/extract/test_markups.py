"""The words decide, not the markup: the same article comes out of each way to write it."""

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import CARD_TEXTS, COOKIES, MARKUPS, PARAGRAPHS, TITLE


@pytest.mark.parametrize("markup", MARKUPS)
def test_exactly_the_article_comes_out_of(markup):
    article = extract_article(MARKUPS[markup].encode())
    assert article.title == TITLE
    assert article.paragraphs == PARAGRAPHS
    assert article.language == "fr"
    assert not article.ai_disclosed


@pytest.mark.parametrize("markup", ["a heading and a grid", "plain text"])
def test_what_was_left_out_is_told_with_its_reason(markup):
    removed = extract(MARKUPS[markup].encode()).removed
    assert any(piece.reason == "title" and piece.text == TITLE for piece in removed)
    related = " ".join(piece.text for piece in removed if piece.reason == "related")
    assert related.startswith("Articles connexes")


def test_a_banner_before_the_article_is_left_out_too():
    page = MARKUPS["no heading"].replace("<body>", f"<body><div><p>{COOKIES}</p></div>")
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


def test_a_card_in_the_middle_is_left_out_and_the_article_goes_on():
    card = f'<h3>À lire aussi</h3><p><a href="/1">{CARD_TEXTS[0]}</a></p><p>'
    page = MARKUPS["an aside"].replace("<p>Les charpentiers", f"{card}Les charpentiers")
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


def test_a_subheading_that_could_be_a_label_stays_with_its_text():
    page = MARKUPS["an aside"].replace("<p>Une quarantaine", "<h2>Réactions</h2><p>Une quarantaine")
    paragraphs = extract_article(page.encode()).paragraphs
    assert paragraphs == (*PARAGRAPHS[:3], "Réactions", *PARAGRAPHS[3:])
