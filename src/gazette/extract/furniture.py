"""Lines among the article's own that are not its text: the title again, by-lines, notes.

Judged inside the chosen root, line by line, by wording and by place.
"""

from typing import Final

from gazette.article import Reason
from gazette.extract.byline import is_byline
from gazette.extract.dates import parse_words
from gazette.extract.disclosure import discloses
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About
from gazette.extract.notices import mark_heading
from gazette.extract.page import Line, Page
from gazette.extract.wording import wording
from gazette.text import fold

_NOTICES: Final = frozenset(
    (Reason.NEWSLETTER, Reason.PAYWALL, Reason.COOKIES, Reason.COMMENTS, Reason.SHARE)
)
_LABEL_LINE: Final = 160
_ARROWS: Final = (">", "→", "►", "▶", "➡", "»")
_DATE_LINE: Final = 60
_PROSE_SHARE: Final = 0.5
_NEAR_TOP: Final = 6
_NEAR_BOTTOM: Final = 3
_LINK_SHARE: Final = 0.7
_CELLS: Final = frozenset(("li", "td", "th", "dd"))
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))


def mark_furniture(draft: Draft, root: int, about: About) -> None:
    """Mark the lines of `root` that are not text of the article."""
    page = draft.page
    numbers = draft.unmarked(range(page.first[root], page.last[root]))
    for number in numbers:
        draft.marks[number] = _line_reason(draft, number, about)
    for number in numbers:
        if draft.marks[number] in _NOTICES:
            mark_heading(draft, number)
    _mark_ends(draft, numbers)
    _mark_dates(draft, numbers)


def _line_reason(draft: Draft, number: int, about: About) -> Reason | None:
    line = draft.page.lines[number]
    phrases = wording()
    if (reason := phrases.note(line.text)) and not phrases.reports(line.text):
        return reason
    length = len(line.text)
    if line.link_chars >= _LINK_SHARE * length and length > 3:
        return phrases.label(line.text) or Reason.RELATED
    if length <= _LABEL_LINE and line.text.startswith(_ARROWS):
        return Reason.RELATED
    is_label = length <= _LABEL_LINE and (not draft.prose[number] or line.links)
    if is_label and (reason := phrases.label(line.text)):
        return reason
    if length <= about.longest_heading and fold(line.text) in about.headings:
        return Reason.TITLE
    if discloses(line.text) and draft.page.tags[line.block] not in _HEADINGS:
        return Reason.BYLINE
    return None


def _mark_ends(draft: Draft, numbers: list[int]) -> None:
    """Mark what stands before the first and after the last prose and is none."""
    left = draft.unmarked(numbers)
    prose = [number for number in left if draft.prose[number]]
    own = sum(draft.page.lines[number].own_chars for number in left)
    # A calendar or a table of results is short lines to its end.
    if not prose or sum(draft.prose[number] for number in prose) < _PROSE_SHARE * own:
        return
    for number in draft.unmarked(numbers):
        if not prose[0] <= number <= prose[-1]:
            line = draft.page.lines[number]
            draft.marks[number] = _end_reason(draft.page, line, after=number > prose[-1])


def _end_reason(page: Page, line: Line, *, after: bool) -> Reason | None:
    tags = [page.tags[e] for e in list(page.ancestors(line.block))[:3]]
    if not line.links and not _CELLS.isdisjoint(tags):
        return None
    if not after and any(tag in _HEADINGS for tag in tags) and len(line.text) > 20:
        return None
    if len(line.text) < _DATE_LINE and parse_words(line.text):
        return Reason.BYLINE
    if ends_sentence(line.text) and not line.links:
        return None
    return Reason.BOILERPLATE if len(line.text) < 60 or line.links else None


def _mark_dates(draft: Draft, numbers: list[int]) -> None:
    """Mark lines near either end that are a date and little else."""
    left = draft.unmarked(numbers)
    for number in [*left[:_NEAR_TOP], *left[-_NEAR_BOTTOM:]]:
        text = draft.page.lines[number].text
        is_day = len(text) < _DATE_LINE and not ends_sentence(text) and parse_words(text)
        if is_day or is_byline(text):
            draft.marks[number] = Reason.BYLINE
