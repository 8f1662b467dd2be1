"""Sections of a page that are not its article: a label and what it heads.

A label ("À lire aussi", "Related articles") is told by its words. What it heads is the box that
begins with it; without one, the links after it with their summaries, or titles without links, up
to where the article goes on.
"""

import re
from bisect import bisect_right
from itertools import pairwise, takewhile
from typing import Final

from gazette.article import Reason
from gazette.extract.cards import ARTICLE_CHARS, ARTICLE_SHARE, holds_cards
from gazette.extract.continuation import NEAR, goes_on, holds_article, resumes, returns
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.notices import mark_below
from gazette.extract.page import Page
from gazette.extract.shape import is_link, is_set, leads_away, rank_of
from gazette.extract.wording import LONGEST_HEADING, wording

_LABELLED_CHARS: Final = 250
"""Prose that stands before a label that an article does not use."""
_TITLES: Final = 6
"""Titles without links that one label heads amid a text, at most."""
_RESUMED: Final = 2
"""Paragraphs that are an article's, where fewer may be a title's summary."""
_TITLE_CHARS: Final = 120
_REFERENCE_CHARS: Final = 40
_REFERENCE_LINKS: Final = 0.75
_REFERENCE_CUES: Final = 2
_REFERENCE: Final = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:pp?\.|vol\.|n[°o]\s?\d|pages|isbn|doi|[eé]ditions?|[eé]ds?\.|dir\.|trad\."
    r"|coll\.|edn?\.|revue|review|journal|annales|annals|presses?|press|university|universit[eé])(?!\w)",
    re.I,
)
_ENDS: Final = frozenset((Reason.RELATED, Reason.COMMENTS))
"""What labels may head that is prose: all others head themselves and the links after them."""
_NOTICES: Final = frozenset((Reason.COOKIES, Reason.NEWSLETTER, Reason.PAYWALL, Reason.SHARE))
_FAR: Final = 2_000
"""Lines after a label in which the links of its section begin."""
_BADGES: Final = 2
_BIOGRAPHY_LINES: Final = 2


def mark_sections(draft: Draft, title: int | None) -> None:
    """Mark each section label and the lines that it heads, up to the article's own heading.

    `title` is the element of that heading: what stands over it is a rubric ("Le fil info").
    """
    phrases = wording()
    heading = draft.page.first[title] if title is not None else len(draft.page.lines)
    labels = _labels(draft)
    if not labels:
        return
    prose = draft.open_prose()
    leads = [
        mark not in _NOTICES and leads_away(draft, number)
        for number, mark in enumerate(draft.marks)
    ]
    sure = [number for number in labels if not phrases.is_doubtful(draft.page.lines[number].text)]
    heads = [number for number in sure if labels[number] in (*_ENDS, Reason.COOKIES)]
    are_sure, places = set(sure), list(labels)
    # What is told of the writer ends where other articles begin.
    for number in sorted(labels, key=lambda number: labels[number] is Reason.BYLINE):
        if draft.marks[number] is not None:
            continue
        reason = labels[number]
        is_doubtful = number not in are_sure
        limit = _after(heads, number, len(leads))
        stop = _section_end(draft, number, limit, reason, prose, leads)
        if is_doubtful:
            stop = min(stop, _after(places, number, stop), number + NEAR)
        if number < heading < stop:
            stop = heading if any(leads[number + 1 : heading]) else number + 1
        if reason is Reason.BYLINE:
            most = 1 if is_doubtful else _BIOGRAPHY_LINES
            stop = _biography_end(draft, number, stop, most)
            stop = max(stop, number + (not is_doubtful))
        elif reason is Reason.RELATED and _is_bibliography(draft, number + 1, stop):
            stop = number if is_doubtful else number + 1
        elif is_doubtful and not _leads(draft, number + 1, stop):
            continue
        draft.mark(number, stop, reason)
        if stop == number + 1 and reason in _NOTICES:
            mark_below(draft, number)


def _after(numbers: list[int], number: int, default: int) -> int:
    """Return the first of ascending numbers that is greater than one."""
    place = bisect_right(numbers, number)
    return numbers[place] if place < len(numbers) else default


def _biography_end(draft: Draft, label: int, stop: int, most: int) -> int:
    """Return where the lines about the writer end; `label` itself where an article goes on."""
    end = _holder_end(draft.page, label)
    near = range(label + 1, min(end, label + NEAR))
    text = [number for number in draft.unmarked(near) if draft.prose[number]]
    if len(text) > most:
        return label
    return max(stop, text[-1] + 1) if text else stop


def _labels(draft: Draft) -> dict[int, Reason]:
    """Return the unmarked lines that head what is not the article."""
    phrases = wording()
    found: dict[int, Reason] = {}
    for number, (line, mark) in enumerate(zip(draft.page.lines, draft.marks, strict=True)):
        if mark is not None or len(line.text) > LONGEST_HEADING:
            continue
        reason = phrases.section(line.text)
        if reason is None and rank_of(draft.page, number):
            reason = phrases.heading(line.text)
        if reason is not None and not _is_button(draft.page, number):
            found[number] = reason
    return found


def _is_button(page: Page, number: int) -> bool:
    """Return whether a label is the link that ends a card ("Lire la suite")."""
    line = page.lines[number]
    if not is_link(line):
        return False
    for element in page.ancestors(line.block):
        if page.last[element] - page.first[element] > 1:
            return page.last[element] == number + 1
    return False


def _leads(draft: Draft, first: int, last: int) -> bool:
    """Return whether lines are links or titles rather than text.

    Where there are none, what follows tells: a subheading has its text after it.
    """
    numbers = draft.unmarked(range(first, last))
    if not numbers:
        return last >= len(draft.marks) or draft.marks[last] is not None or not draft.prose[last]
    links = sum(leads_away(draft, number) for number in numbers)
    if links:
        return links >= sum(draft.prose[number] > 0 for number in numbers)
    # Where something else begins, what it says is no title.
    own = list(takewhile(lambda number: draft.marks[number] is None, range(first, last)))
    return _are_teasers(draft, own)


def _are_teasers(draft: Draft, numbers: list[int]) -> bool:
    """Return whether lines without links alternate as titles and summaries do."""
    titles = sum(_is_title(draft, number) for number in numbers)
    return titles >= 0.6 * (len(numbers) - titles)


def _is_title(draft: Draft, number: int) -> bool:
    text = draft.page.lines[number].text
    return not ends_sentence(text) and len(text) <= _TITLE_CHARS


def _is_bibliography(draft: Draft, first: int, last: int) -> bool:
    """Return whether lines name books and journals, as an article's own list does."""
    numbers = draft.unmarked(range(first, min(last, first + NEAR)))
    if not numbers or any(number in draft.pictured for number in numbers):
        return False
    return 2 * sum(_is_reference(draft, number) for number in numbers) > len(numbers)


def _is_reference(draft: Draft, number: int) -> bool:
    """Return whether a line has two of the things by which a work is named."""
    line = draft.page.lines[number]
    if line.link_chars > _REFERENCE_LINKS * len(line.text) or len(line.text) < _REFERENCE_CHARS:
        return False
    cues = {found.group().lower() for found in _REFERENCE.finditer(line.text)}
    return len(cues) + (line.link_chars > 0) >= _REFERENCE_CUES


def _section_end(
    draft: Draft, label: int, limit: int, reason: Reason, prose: list[int], leads: list[bool]
) -> int:
    """Return the number of the line after the section that `label` heads.

    Without a box it ends at `limit` at the latest, where another begins.
    """
    page = draft.page
    end = min(_holder_end(page, label), limit)
    box = _box(draft, label, prose)
    if box is not None and page.last[box] > label + 1:
        return page.last[box]
    if reason in _ENDS and goes_on(draft, label, end, prose[label], reason):
        return label + 1
    if reason is Reason.COMMENTS and prose[label] < _LABELLED_CHARS:
        # Their number stands with date and writer, too.
        return label + 1
    if reason not in _ENDS:
        return next((i for i in range(label + 1, end) if not leads[i]), end)
    if (stop := returns(draft, label, end)) is not None:
        return stop
    stop = _headed_end(draft, label, end, prose, leads)
    least = ARTICLE_CHARS if reason is Reason.RELATED else _LABELLED_CHARS
    # A label that is a link leads to what it names, and heads nothing.
    is_alone = leads[label] and stop == label + 1
    is_over = stop < end and prose[label] >= least and not is_alone
    if is_over and not resumes(draft, label, stop, end, prose[label]):
        return end
    return stop


def _headed_end(draft: Draft, label: int, end: int, prose: list[int], leads: list[bool]) -> int:
    """Return where the links, or the titles without links, end that a label heads."""
    page = draft.page
    # Bounded, or a page of nothing but labels takes minutes.
    if True in leads[label + 1 : min(end, label + _FAR)]:
        return _run_end(draft, label, end, prose, leads)
    # Nothing tells cards without links from the article but that the article has been.
    rank = rank_of(page, label)
    if rank is not None:
        end = next((i for i in range(label + 1, end) if rank_of(page, i) == rank), end)
    if (stop := _pairs_end(draft, label + 1, end)) is not None:
        return stop
    stop = _resumption(draft, label + 1, end)
    # Either leads to one article; that its title is missing says nothing of what follows.
    text = page.lines[label].text
    if stop == end and (leads[label] or (text.endswith(":") and wording().label(text))):
        return label + 1
    return stop if stop < end or prose[label] >= _LABELLED_CHARS else label + 1


def _pairs_end(draft: Draft, first: int, end: int) -> int | None:
    """Return where pairs of a heading and one text end, if there are two or more.

    The article goes on where text follows text, or with a heading of another rank.
    """
    rank = rank_of(draft.page, first) if first < end else None
    pairs, number = 0, first
    while rank and number < end and rank_of(draft.page, number) == rank:
        number += 1
        while number < end and not draft.prose[number] and not rank_of(draft.page, number):
            number += 1
        if number < end and draft.prose[number] and not rank_of(draft.page, number):
            pairs, number = pairs + 1, number + 1
    return number if pairs > 1 else None


def _resumption(draft: Draft, first: int, end: int) -> int:
    """Return where the article goes on after a few titles without links, or `end`."""
    numbers = draft.unmarked(range(first, min(end, first + NEAR)))
    # What is set as the label is a title; what is set as a heading where the label is not, is one.
    may_be_set = is_set(draft.page, first - 1)
    titles = list(
        takewhile(
            lambda n: _is_title(draft, n) and (may_be_set or not is_set(draft.page, n)),
            numbers[: _TITLES + 1],
        )
    )
    rest = numbers[len(titles) :]
    if not titles or len(titles) > _TITLES or len(rest) < _RESUMED:
        return end
    return end if _alternate(draft, rest) else rest[0]


def _alternate(draft: Draft, numbers: list[int]) -> bool:
    """Return whether no text follows text: each summary has its title."""
    titles = [_is_title(draft, number) for number in numbers]
    return _are_teasers(draft, numbers) or all(one or two for one, two in pairwise(titles))


def _box(draft: Draft, label: int, prose: list[int]) -> int | None:
    """Return the largest element that begins with the label and is not the article itself."""
    page = draft.page
    limit = ARTICLE_SHARE * max(1, prose[-1])
    found = None
    for element in page.ancestors(page.lines[label].block):
        first, last = page.first[element], page.last[element]
        if first != label:
            break
        is_large = prose[last] - prose[first] > limit and not holds_cards(draft, element)
        is_first = is_large and prose[first] < ARTICLE_CHARS
        if is_first or (is_large and holds_article(draft, label, last, prose[label])):
            break
        found = element
    return found


def _holder_end(page: Page, label: int) -> int:
    """Return where the innermost element ends that holds the label and something after it."""
    for element in page.ancestors(page.lines[label].block):
        if page.last[element] > label + 1:
            return page.last[element]
    return len(page.lines)


def _run_end(draft: Draft, label: int, end: int, prose: list[int], leads: list[bool]) -> int:
    """Return where a section ends whose lines are siblings of its label.

    Links and short lines belong to it, and prose that a further link follows: a card's summary.
    """
    rank = rank_of(draft.page, label)
    # Before the article, a paragraph of it may be followed by a link as well.
    is_early = prose[label] < _LABELLED_CHARS
    taken, link, summaries, links, is_told = label + 1, label, 0, 0, False
    for number in range(label + 1, end):
        if rank and rank_of(draft.page, number) == rank and not leads[number]:
            break
        if leads[number]:
            taken, link, links, is_told = number + 1, number, links + 1, False
        elif draft.marks[number]:
            taken = number + 1
        elif draft.prose[number]:
            # Its badge may stand between the title and the summary.
            is_last = summaries and not is_told and number - taken <= _BADGES
            if not is_last and not any(leads[number + 1 : min(end, number + 3)]):
                break
            if is_early and (number - link > _BADGES + 1 or (links > 1 and not summaries)):
                break
            summaries, taken, link, is_told = summaries + 1, number + 1, link - end, True
    return taken
