"""The extractor keeps what it has reached: a figure may only go down in a commit that says so."""

import re
from html.parser import HTMLParser

import pytest

from gazette.text import decode
from tests.quality.floors import (
    by_language,
    fallen,
    measure,
    read_floors,
    text_figures,
)
from tests.quality.lessons import Lesson, all_lessons, digest
from tests.quality.scores import squeezed

RENEW = "python -m tests.quality.floors"
WORD = r"\w+"
FLOORS = read_floors()
LESSONS = all_lessons()


@pytest.fixture(scope="module")
def results():
    return measure()


def test_the_floors_were_measured_on_these_pages():
    assert digest() == FLOORS["pages"], (
        "tests/data/pages has changed: its figures are others now. Renew digest and floors"
        f" together: {RENEW}"
    )


def test_no_figure_of_a_language_is_below_its_floor(results):
    falls = fallen(FLOORS["languages"], by_language(results))
    assert not falls, f"mend it, or lower the floor in a commit that says why: {RENEW} --lower"


def test_no_weak_lesson_has_become_weaker(results):
    measured = {result.lesson.name: text_figures(result) for result in results}
    falls = fallen(FLOORS["weak"], measured)
    assert not falls, f"mend it, or lower the floor in a commit that says why: {RENEW} --lower"


def test_what_was_gained_is_pinned(results):
    """Or it could be lost again unseen."""
    gains = fallen(by_language(results), FLOORS["languages"])
    assert not gains, f"the floors are too low now: {RENEW}"


def test_each_weak_lesson_exists_and_says_why():
    for name, weak in FLOORS["weak"].items():
        assert name in {lesson.name for lesson in LESSONS}
        assert weak["why"].strip()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_asks_only_about_what_its_page_holds(lesson: Lesson):
    page, wanted = words_of_page(lesson.page), words(lesson.text)
    for phrase in lesson.unwanted:
        assert words(phrase) in page
        assert words(phrase) not in wanted
    assert set(wanted.split()) <= set(page.split())


def words(text: str) -> str:
    return f" {' '.join(re.findall(WORD, squeezed(text)))} "


def words_of_page(page: bytes) -> str:
    """Return the words of a page, those of its scripts too: an article may be in its data."""
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append  # type: ignore[method-assign]  # all that is asked of it
    parser.feed(decode(page))
    parser.close()
    return words(" ".join(parts).replace("\\n", " "))
