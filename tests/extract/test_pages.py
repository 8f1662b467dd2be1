"""Small pages of our own, one lesson each; what is in them, see `tests/quality/lessons.py`."""

import pytest

from tests.quality.floors import read_floors
from tests.quality.lessons import Lesson, all_lessons

WEAK = read_floors()["weak"]


def _lessons():
    for lesson in all_lessons():
        weak = WEAK.get(lesson.name)
        # Strict: a lesson that is mended leaves the list, or the gain could be lost unseen.
        marks = [pytest.mark.xfail(strict=True, reason=weak["why"])] if weak else []
        yield pytest.param(lesson, marks=marks, id=lesson.name)


@pytest.mark.parametrize("lesson", _lessons())
def test_a_page_gives_the_article_that_it_holds(lesson: Lesson):
    extraction = lesson.extracted()
    assert lesson.seen(extraction) == lesson.expected
    assert extraction.article.ai_disclosed == (lesson.expected["ai_wording"] is not None)
