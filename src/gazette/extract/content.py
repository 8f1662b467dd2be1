"""Where the article stands: the element whose lines are worth most together."""

from itertools import accumulate
from typing import Final

from gazette.extract.draft import Draft
from gazette.extract.page import Line

_MARKED: Final = -5.0
_LINK_CHARS: Final = 10
"""A menu in one line counts as its links would, one by one."""
_SHORT: Final = -6.0
"""Twenty dates of a calendar are not to outweigh the name of the element that holds them."""
_CELLS: Final = frozenset(("td", "th"))
_ASIDE_SHARE: Final = 0.25
"""What prose in a side column counts: on a page of short lines it is all the prose there is."""
_LONGEST: Final = 800
"""Characters of one line that count: a licence text in one paragraph is not an article."""
_BODY_BONUS: Final = 300.0
"""Two paragraphs: decides for a page of short lines, and never against a longer text."""


def find_root(draft: Draft) -> int:
    """Return the element whose lines have the greatest value; the innermost of equals."""
    page = draft.page
    triples = zip(page.lines, draft.prose, draft.marks, strict=True)
    values = [
        _MARKED - line.link_chars / _LINK_CHARS
        if mark
        else _value(line, prose, page.tags[line.block])
        for line, prose, mark in triples
    ]
    if "aside" in page.tags:
        for element, tag in enumerate(page.tags):
            if tag == "aside":
                for number in range(page.first[element], page.last[element]):
                    values[number] = min(values[number], values[number] * _ASIDE_SHARE)
    sums = [0.0, *accumulate(values)]
    worth = [sums[last] - sums[first] for first, last in zip(page.first, page.last, strict=True)]
    for element, sort in enumerate(page.sorts):
        if sort.is_body:
            worth[element] += _BODY_BONUS
    return len(worth) - 1 - worth[::-1].index(max(worth))


def _value(line: Line, prose: int, tag: str) -> float:
    """Return what a line says for being in an article: its prose, less its links."""
    own = line.own_chars
    if own < line.link_chars:
        return -20.0 - min(line.link_chars, 60) / 2
    if prose:
        return float(min(prose, _LONGEST))
    if not line.links:
        return 0.0 if tag in _CELLS else _SHORT
    return -8.0 if own < 40 else 4.0
