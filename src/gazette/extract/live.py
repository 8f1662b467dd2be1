"""Live pages: many short entries, each with its time.

Their lines are too short to be told as prose one by one; that they follow a clock tells them. A
ticker of headlines is timed too, but its lines lead elsewhere.
"""

import re
from collections import Counter
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.page import NO_ELEMENT
from gazette.extract.shape import is_link
from gazette.extract.wording import wording
from gazette.text import fold

_CLOCK: Final = re.compile(
    r"(?:[01]?\d|2[0-3])\s?(?:[:.]\s?[0-5]\d|[hH]\s?(?:[0-5]\d)?\b)"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:GMT|BST|CET|CEST|E[SD]T|P[SD]T|UTC)\b)?"
    r"|\d{1,3}(?:\+\d)?\s?['’′](?=\W|$)|(?:1[0-2]|\d)\s?[ap]\.?m\b\.?"
)
_DIGITS: Final = frozenset("0123456789")
_SAID: Final = tuple(".!?…»”")
_LEAST_ENTRIES: Final = 4
_LEAST_CHARS: Final = 150
_MOST_LINKED: Final = 0.5
"""Link characters for each of text: of an entry's own address, not of a list of stories."""


def count_feed(draft: Draft) -> range:
    """Count the entries of a live page as prose, and return their lines; an empty range if none."""
    page = draft.page
    timed = [
        number
        for number, line in enumerate(page.lines)
        if line.text[0] in _DIGITS and _CLOCK.match(line.text)
    ]
    if len(timed) < _LEAST_ENTRIES:
        return range(0)
    parents = Counter(_holder(draft, number) for number in timed)
    feed, count = max(parents.items(), key=lambda pair: pair[1])
    if count < _LEAST_ENTRIES or feed == NO_ELEMENT:
        return range(0)
    numbers = range(min(n for n in timed if n >= page.first[feed]), page.last[feed])
    lines = page.lines[numbers.start : numbers.stop]
    own = sum(line.own_chars for line in lines)
    if own < _LEAST_CHARS or sum(line.link_chars for line in lines) > _MOST_LINKED * own:
        return range(0)
    is_timed = False
    for number, line in zip(numbers, lines, strict=True):
        follows, is_timed = is_timed, _CLOCK.match(line.text) is not None
        # Between two entries the house speaks too, as amid any text.
        is_said = line.text.endswith(_SAID) and not wording().label(line.text)
        if (is_timed or follows or is_said) and not is_link(line):
            draft.prose[number] = max(draft.prose[number], line.own_chars)
    return numbers


def _holder(draft: Draft, number: int) -> int:
    """Return the element in which the entry stands that begins with the line, or one before."""
    page = draft.page
    element = page.lines[number].block
    while (parent := page.parents[element]) != NO_ELEMENT and page.first[parent] >= number - 1:
        element = parent
    return parent


def mark_around(draft: Draft, feed: range, first: int) -> None:
    """Mark the times that stand alone in a feed, and the list of its headlines.

    That list stands between the line `first` and the feed, and what it says the feed says too.
    """
    lines = draft.page.lines
    for number in feed:
        if lines[number].text[0] in _DIGITS and _CLOCK.fullmatch(lines[number].text):
            draft.mark(number, number + 1, Reason.BYLINE)
    said = "\n".join([fold(lines[number].text) for number in feed])
    is_repeated = False
    for number in range(feed.start - 1, first - 1, -1):
        if draft.marks[number] is not None:
            continue
        if fold(_CLOCK.sub("", lines[number].text, count=1)).strip() in said:
            draft.marks[number], is_repeated = Reason.RELATED, True
        elif is_repeated and not draft.prose[number]:
            draft.marks[number], is_repeated = Reason.RELATED, False
