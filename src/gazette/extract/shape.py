"""The shape of a line, whatever it says: that of a link, or of a heading.

What leads to another article is a link and little else, or stands with a picture that is one. What
heads others is set so by its tag, or in bold.
"""

from typing import Final

from gazette.extract.draft import Draft
from gazette.extract.page import NO_ELEMENT, Line, Page

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_DEPTH: Final = 3
_BOLD_SHARE: Final = 0.9
_SUMMARY_CHARS: Final = 400
"""A longer paragraph after a picture that leads elsewhere is no card's."""


def is_link(line: Line) -> bool:
    """Return whether a line is a link and little else."""
    return line.link_chars >= 0.6 * len(line.text)


def leads_away(draft: Draft, number: int) -> bool:
    """Return whether a line is a link, or stands with a picture that leads elsewhere."""
    is_pictured = number in draft.pictured and draft.prose[number] <= _SUMMARY_CHARS
    return is_pictured or is_link(draft.page.lines[number])


def is_set(page: Page, number: int) -> bool:
    """Return whether a line is set as a heading: by its tag or in bold."""
    line = page.lines[number]
    return line.bold_chars >= _BOLD_SHARE * len(line.text) or rank_of(page, number) is not None


def rank_of(page: Page, number: int) -> str | None:
    """Return the heading tag that a line stands in."""
    element = page.lines[number].block
    for _ in range(_HEADING_DEPTH):
        if element == NO_ELEMENT:
            break
        if page.tags[element] in _HEADINGS:
            return page.tags[element]
        element = page.parents[element]
    return None
