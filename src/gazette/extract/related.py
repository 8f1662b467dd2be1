"""Parts of a page that lead to other articles, told by their words and their shape, not by names.

A section is a label ("À lire aussi", "Related articles") and what it heads. Cards are siblings
built alike that each begin with a link, a picture or a heading.
"""

from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.page import NO_ELEMENT, Line, Page
from gazette.extract.wording import LONGEST_HEADING, wording

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_DEPTH: Final = 3
_ARTICLE_SHARE: Final = 0.4
_ARTICLE_CHARS: Final = 400
"""Prose that stands before a list of cards that may outweigh the article."""
_ENDS: Final = frozenset((Reason.RELATED, Reason.COMMENTS))
"""What labels may head that is prose: all others head themselves and the links after them."""
_FAR: Final = 2_000
"""Lines after a label in which the links of its section begin."""
_CARDS: Final = 3
_CARD_CHARS: Final = 600
_SUMMARY_CHARS: Final = 400
"""A longer paragraph after a picture that leads elsewhere is no card's."""
_NO_CARDS: Final = frozenset(("p", "br", "tr", "td", "span"))


def mark_sections(draft: Draft, title: int | None) -> None:
    """Mark each section label and the lines that it heads, up to the article's own heading.

    `title` is the element of that heading: what stands over it is a rubric ("Le fil info").
    """
    phrases = wording()
    heading = draft.page.first[title] if title is not None else len(draft.page.lines)
    prose, leads = draft.open_prose(), list[bool]()
    for number, line in enumerate(draft.page.lines):
        if draft.marks[number] is not None or len(line.text) > LONGEST_HEADING:
            continue
        reason = phrases.section(line.text)
        if reason is None and _rank(draft.page, number):
            reason = phrases.heading(line.text)
        if reason is None:
            continue
        # Most pages have no such label.
        leads = leads or [_leads_away(draft, i) for i in range(len(draft.page.lines))]
        stop = _section_end(draft, number, reason, prose, leads)
        if number < heading < stop:
            stop = heading if any(leads[number + 1 : heading]) else number + 1
        if not phrases.is_doubtful(line.text) or _leads(draft, number + 1, stop):
            draft.mark(number, stop, reason)


def _leads(draft: Draft, first: int, last: int) -> bool:
    """Return whether lines are links rather than text, or nothing at all."""
    numbers = draft.unmarked(range(first, last))
    links = sum(_leads_away(draft, number) for number in numbers)
    return links >= sum(draft.prose[number] > 0 for number in numbers)


def _section_end(
    draft: Draft, label: int, reason: Reason, prose: list[int], leads: list[bool]
) -> int:
    """Return the number of the line after the section that `label` heads."""
    page = draft.page
    box = _box(page, label, prose)
    if box is not None and page.last[box] > label + 1:
        return page.last[box]
    end = _holder_end(page, label)
    if reason not in _ENDS:
        return next((i for i in range(label + 1, end) if not leads[i]), end)
    # Bounded, or a page of nothing but labels takes minutes.
    if True in leads[label + 1 : min(end, label + _FAR)]:
        return _run_end(draft, label, end, leads)
    # Nothing tells cards without links from the article but that the article has been.
    if prose[label] >= _ARTICLE_CHARS:
        rank = _rank(page, label)
        if rank is None:
            return end
        return next((i for i in range(label + 1, end) if _rank(page, i) == rank), end)
    return label + 1


def _box(page: Page, label: int, prose: list[int]) -> int | None:
    """Return the largest element that begins with the label and is not the article itself."""
    limit = _ARTICLE_SHARE * max(1, prose[-1])
    found = None
    for element in page.ancestors(page.lines[label].block):
        first, last = page.first[element], page.last[element]
        if first != label:
            break
        if prose[last] - prose[first] > limit and prose[first] < _ARTICLE_CHARS:
            break
        found = element
    return found


def _holder_end(page: Page, label: int) -> int:
    """Return where the innermost element ends that holds the label and something after it."""
    for element in page.ancestors(page.lines[label].block):
        if page.last[element] > label + 1:
            return page.last[element]
    return len(page.lines)


def _run_end(draft: Draft, label: int, end: int, leads: list[bool]) -> int:
    """Return where a section ends whose lines are siblings of its label.

    Links and short lines belong to it, and prose that a further link follows: a card's summary.
    """
    rank = _rank(draft.page, label)
    following = range(label + 1, end)
    taken, summaries = label + 1, 0
    for number in following:
        if rank and _rank(draft.page, number) == rank and not leads[number]:
            break
        if leads[number] or draft.marks[number]:
            taken = number + 1
        elif draft.prose[number]:
            if not any(leads[number + 1 : min(end, number + 3)]) and not (
                summaries and taken == number
            ):
                break
            summaries, taken = summaries + 1, number + 1
    return taken


def _leads_away(draft: Draft, number: int) -> bool:
    is_pictured = number in draft.pictured and draft.prose[number] <= _SUMMARY_CHARS
    return is_pictured or is_link(draft.page.lines[number])


def is_link(line: Line) -> bool:
    """Return whether a line is a link and little else."""
    return line.link_chars >= 0.6 * len(line.text)


def _rank(page: Page, number: int) -> str | None:
    """Return the heading tag that a line stands in."""
    element = page.lines[number].block
    for _ in range(_HEADING_DEPTH):
        if element == NO_ELEMENT:
            break
        if page.tags[element] in _HEADINGS:
            return page.tags[element]
        element = page.parents[element]
    return None


def mark_cards(draft: Draft) -> None:
    """Mark lists of at least three siblings built alike that each lead somewhere else."""
    page, prose = draft.page, draft.open_prose()
    limit = _ARTICLE_SHARE * max(1, prose[-1])
    resume = 0
    spans = enumerate(zip(page.first, page.last, strict=True))
    # Most elements hold a line or two.
    for element, (first, last) in [(e, s) for e, s in spans if s[1] - s[0] >= _CARDS]:
        if element < resume or draft.marks[first] is not None:
            continue
        is_small = prose[last] - prose[first] <= limit or _follows_article(prose, first, last)
        if is_small and _is_card_list(draft, element):
            draft.mark(first, last, Reason.RELATED)
            resume = page.ends[element]


def _follows_article(prose: list[int], first: int, last: int) -> bool:
    """Return whether an article stands before the lines and next to nothing after them."""
    before, after = prose[first], prose[-1] - prose[last]
    return before >= _ARTICLE_CHARS and after <= 0.2 * before


def _is_card_list(draft: Draft, element: int) -> bool:
    page = draft.page
    shapes: dict[tuple[str, str], list[int]] = {}
    for child in page.children(element):
        if page.tags[child] not in _NO_CARDS and page.first[child] < page.last[child]:
            shapes.setdefault((page.tags[child], page.names[child]), []).append(child)
    largest = max(shapes.values(), key=len, default=[])
    if len(largest) < _CARDS:
        return False
    covered = sum(page.last[child] - page.first[child] for child in largest)
    if covered < 0.7 * (page.last[element] - page.first[element]):
        return False
    return sum(_is_card(draft, child) for child in largest) >= 0.6 * len(largest)


def _is_card(draft: Draft, element: int) -> bool:
    """Return whether an element is short and begins with a link to something that has a title."""
    first, last = draft.page.first[element], draft.page.last[element]
    lines = draft.page.lines[first:last]
    if sum(len(line.text) for line in lines) > _CARD_CHARS:
        return False
    if first in draft.pictured:
        return True
    return any(is_link(line) and len(line.text) >= 15 for line in lines[:3])


def mark_tail(draft: Draft, root: int) -> None:
    """Mark the run of links and their summaries that ends the root, if an article precedes it."""
    page, prose = draft.page, draft.open_prose()
    first, last = page.first[root], page.last[root]
    links, start, since = 0, last, 0
    for number in reversed(draft.unmarked(range(first, last))):
        if _leads_away(draft, number):
            links, start, since = links + 1, number, 0
        elif draft.prose[number]:
            since += 1
            if since > (1 if links else 2):
                break
    if links >= _CARDS and prose[start] - prose[first] >= _ARTICLE_CHARS:
        draft.mark(start, last, Reason.RELATED)
