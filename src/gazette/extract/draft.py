"""A page's lines with the reasons against them: what every pass reads and adds to."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import mul, not_
from typing import Final

from gazette.article import Reason
from gazette.extract.page import Line, Page

_SENTENCE_END: Final = tuple(".!?…:;»”\"')。！？」")
_PROSE_CHARS: Final = 80
_SHORT_PROSE_CHARS: Final = 40
_WIDE: Final = "\u2e80"
"""From here on a character says as much as two or three of ours."""


@dataclass(slots=True)
class Draft:
    """Marks are only ever added, and the first one stays."""

    page: Page
    marks: list[Reason | None]
    prose: list[int]
    """Characters of running text that each line has outside links; 0 for a label or a menu."""
    pictured: set[int]
    """Lines before which a picture stands that leads to another page."""

    def mark(self, first: int, last: int, reason: Reason) -> None:
        """Put `reason` against the lines `first` to `last`, the last one not included."""
        for number in range(first, last):
            self.marks[number] = self.marks[number] or reason

    def open_prose(self) -> list[int]:
        """Return running sums: item i is the unmarked prose before line i."""
        # A reason is a text that is not empty: `not mark` is 1 where there is none.
        return list(accumulate(map(mul, self.prose, map(not_, self.marks)), initial=0))

    def unmarked(self, numbers: Iterable[int]) -> list[int]:
        """Return those of the lines that nothing stands against."""
        return [number for number in numbers if self.marks[number] is None]


def draft_of(page: Page) -> Draft:
    """Return a page without marks."""
    pictured = {picture.line for picture in page.pictures if picture.leads}
    return Draft(page, [None] * len(page.lines), [*map(prose_chars, page.lines)], pictured)


def prose_chars(line: Line) -> int:
    """Return how much of a line is running text: all that is no link, or nothing."""
    text = line.text
    own = len(text) - line.link_chars
    if own >= _PROSE_CHARS or (own >= _SHORT_PROSE_CHARS and ends_sentence(text)):
        return own
    if own >= _SHORT_PROSE_CHARS // 2 and text[own // 2] >= _WIDE and ends_sentence(text):
        return own * 2
    return 0


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does."""
    return text.endswith(_SENTENCE_END)
