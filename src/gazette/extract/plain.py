"""Plain text → the same lists that an HTML page gives: the first line is the title."""

import re
from statistics import median
from typing import Final

from gazette.extract.page import NO_SORT, Line, Page

_EMPTY_LINES: Final = re.compile(r"\n[ \t\u00a0\u202f]*(?:\n[ \t\u00a0\u202f]*)+")
PLAIN_TITLE: Final = 1
"""The element that the first line becomes."""
_WRAPPED: Final = (50, 90)
"""Characters a line, where a text was broken by its width and not by its writer."""


def read_plain(source: bytes | str) -> Page:
    """Return the lists of a text (bytes are UTF-8) whose paragraphs are parted by empty lines."""
    text = source if isinstance(source, str) else source.decode("utf-8")
    page = Page()
    _begin(page, "body", -1)
    for number, paragraph in enumerate(_EMPTY_LINES.split(text.replace("\r\n", "\n").strip())):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if len(lines) > 2 and _WRAPPED[0] <= median(map(len, lines)) <= _WRAPPED[1]:
            lines = [" ".join(lines)]
        element = _begin(page, "p" if number else "h1", 0)
        for place, line in enumerate(lines):
            page.lines.append(Line(line, element, breaks=min(place, 1)))
        _end(page, element)
    _end(page, 0)
    return page


def _begin(page: Page, tag: str, parent: int) -> int:
    page.tags.append(tag)
    page.parents.append(parent)
    page.names.append("")
    page.sorts.append(NO_SORT)
    page.ends.append(len(page.tags))
    page.first.append(len(page.lines))
    page.last.append(len(page.lines))
    return len(page.tags) - 1


def _end(page: Page, element: int) -> None:
    page.ends[element] = len(page.tags)
    page.last[element] = len(page.lines)
