"""Where the article stands: the element whose lines are worth most together."""

from itertools import accumulate
from typing import Final

from gazette.extract.boilerplate import BODY_NAME
from gazette.extract.draft import Draft
from gazette.extract.page import Line

_MARKED: Final = -5.0
_LONGEST: Final = 800
"""Characters of one line that count: a licence text in one paragraph is not an article."""
_BODY_BONUS: Final = 300.0
"""Two paragraphs: decides for a page of short lines, and never against a longer text."""


def find_root(draft: Draft) -> int:
    """Return the element whose lines have the greatest value; the innermost of equals."""
    page = draft.page
    triples = zip(page.lines, draft.prose, draft.marks, strict=True)
    values = (_MARKED if mark else _value(line, prose) for line, prose, mark in triples)
    sums = [0.0, *accumulate(values)]
    bodies = {names for names in set(page.names) if BODY_NAME.search(names)}
    best, best_value = 0, float("-inf")
    for element, first in enumerate(page.first):
        value = sums[page.last[element]] - sums[first]
        if value > -_BODY_BONUS and page.names[element] in bodies:
            value += _BODY_BONUS
        if value >= best_value:
            best, best_value = element, value
    return best


def _value(line: Line, prose: int) -> float:
    """Return what a line says for being in an article: its prose, less its links."""
    own = line.own_chars
    if own < line.link_chars:
        return -20.0 - min(line.link_chars, 60) / 2
    if prose:
        return float(min(prose, _LONGEST))
    return -8.0 if own < 40 else 4.0
