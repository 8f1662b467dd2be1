"""Small pages of our own, one lesson each: `tests/data/pages/<lesson>/page.html, expected.toml`."""

import tomllib
from pathlib import Path

import pytest

from gazette.extract import extract

PAGES = Path(__file__).parent.parent / "data" / "pages"
LESSONS = sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())
FIELDS = ("title", "published", "language", "site", "image", "ai_wording")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_page_gives_the_article_that_it_holds(lesson):
    expected = tomllib.loads((PAGES / lesson / "expected.toml").read_text("utf-8"))
    url = expected.get("url", "https://example.org/a.html")
    extraction = extract((PAGES / lesson / "page.html").read_bytes(), url=url)
    article = extraction.article
    assert list(article.paragraphs) == expected["paragraphs"]
    assert {field: getattr(article, field) for field in FIELDS if field in expected} == {
        field: expected[field] for field in FIELDS if field in expected
    }
    assert list(article.authors) == expected.get("authors", [])
    assert article.url == url
    assert article.ai_disclosed == ("ai_wording" in expected)
    if "blocks" in expected:
        assert [block.__struct_config__.tag for block in article.blocks] == expected["blocks"]
    for reason, text in expected.get("removed", {}).items():
        pieces = [piece.text for piece in extraction.removed if piece.reason == reason]
        assert any(text in piece for piece in pieces), (reason, pieces)
