"""A card goes by its shape, with no label over it, and what only looks like one stays."""

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE
from tests.extract.test_furniture import page_of

CARD = (
    '<div><span>Czytaj dalej</span><a href="/x"><img src="/x.jpg" alt=""></a>'
    '<div><a href="/x">Une forêt plantée pour les charpentes de demain</a></div>'
    "<p>Trois communes ont planté quatre mille chênes pour ceux qui viendront après.</p></div>"
)


@pytest.mark.parametrize("story", [HALLE, FERRY])
def test_a_single_card_is_told_by_its_picture_and_its_title(story):
    extraction = extract(page_of(story, f"</p>{CARD}<p>", "amid", "p"))
    assert extraction.article.paragraphs == story.paragraphs
    assert any("quatre mille" in p.text for p in extraction.removed if p.reason == "related")


def test_a_paragraph_beside_a_linked_picture_stays():
    picture = '</p><div><a href="/album"><img src="/x.jpg" alt=""></a>'
    line = "La charpente a été levée en une nuit, à la lumière des projecteurs."
    page = page_of(HALLE, f"{picture}<p>{line}</p></div><p>", "amid", "p")
    assert line in extract_article(page).paragraphs
