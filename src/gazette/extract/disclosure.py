"""Whether a page says of its article that a machine wrote it.

Asked of the lines about this article only: what a card says of another article, or a caption of
its picture, is not said of the text.
"""

from bisect import bisect_right
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.wording import wording
from gazette.text import clean_line

_OF_ANOTHER: Final = (
    Reason.RELATED,
    Reason.CAPTION,
    Reason.NAVIGATION,
    Reason.COMMENTS,
    Reason.TITLE,
    Reason.HIDDEN,
    Reason.ADVERT,
    Reason.NEWSLETTER,
    Reason.COOKIES,
)
# Every phrase of the lists has one of these; most lines have none and are not folded.
_HINTS: Final = (
    "IA",
    "AI",
    "A.I",
    "rtifici",
    "utomat",
    "lgorith",
    "GPT",
    "DeepL",
    "LLM",
    "laude",
    "emini",
    "opilot",
    "achine",
    "obot",
    "odel",
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4")
_ABOVE: Final = 2
"""Lines above the title, in the same box, in which it may stand."""
_BELOW: Final = 4
"""Lines after the article in which the note stands that belongs to it."""
_STANDFIRSTS: Final = 2
"""Paragraphs below which a badge may still be the article's."""
_STATEMENT_CHARS: Final = 40
DISCLOSURE_CHARS: Final = 300


def discloses(text: str) -> bool:
    """Return whether a line says that a machine wrote what it stands with."""
    return len(text) <= DISCLOSURE_CHARS and _is_hinted(text) and wording().discloses_ai(text)


def _is_hinted(text: str) -> bool:
    # A plain loop: a generator takes two thirds more, and this is asked of every short line.
    for hint in _HINTS:  # noqa: SIM110
        if hint in text:
            return True
    return False


def ai_wording(draft: Draft, heading: int | None, root: int) -> str | None:
    """Return the line from the title to just below the root that says so, or None."""
    page = draft.page
    first, last = page.first[root], min(page.last[root] + _BELOW, len(page.lines))
    if heading is not None:
        box = page.first[page.parents[heading]] if heading else 0
        first = min(first, max(box, page.first[heading] - _ABOVE))
    text_lines: list[int] | None = None
    for number in range(first, last):
        mark = draft.marks[number]
        if mark in _OF_ANOTHER:
            if number >= page.last[root]:
                return None
            continue
        # Inside the root such a line has been marked as a by-line.
        if mark is None and page.first[root] <= number < page.last[root]:
            continue
        text = page.lines[number].text
        if not discloses(text) or page.tags[page.lines[number].block] in _HEADINGS:
            continue
        if text_lines is None:
            inside = draft.unmarked(range(page.first[root], page.last[root]))
            text_lines = [n for n in inside if draft.prose[n]]
        if not _is_amid(text_lines, number) or _is_statement(text):
            return clean_line(text, DISCLOSURE_CHARS)
    return None


def _is_amid(text_lines: list[int], number: int) -> bool:
    """Return whether text stands above a line and below: a badge there is some card's."""
    above = bisect_right(text_lines, number)
    return above > _STANDFIRSTS and above < len(text_lines)


def _is_statement(text: str) -> bool:
    return len(text) >= _STATEMENT_CHARS and ends_sentence(text)
