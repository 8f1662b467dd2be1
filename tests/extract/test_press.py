"""The sample press, in five layouts and two languages: each page gives what was printed."""

from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from gazette.article import Article
from gazette.demo import Press
from gazette.extract import extract_article

NOW = datetime(2026, 11, 23, 6, 45, tzinfo=UTC)


@pytest.fixture(scope="module")
def printed():
    """Pairs of the article that was printed and the one that its page gives, by path."""
    with Press(now=NOW) as press:
        return {
            url.removeprefix(press.base_url): (article, read(url))
            for url, article in press.articles.items()
        }


def read(url: str) -> Article:
    with urlopen(url) as answer:
        return extract_article(answer.read(), url)


@pytest.mark.parametrize(
    "field",
    "title paragraphs authors published language site url ai_disclosed ai_wording".split(),
)
def test_every_page_of_the_press_gives_the_printed(printed, field):
    wrong = {
        path: (getattr(article, field), getattr(found, field))
        for path, (article, found) in printed.items()
        if getattr(article, field) != getattr(found, field)
    }
    assert len(printed) > 20
    assert wrong == {}
