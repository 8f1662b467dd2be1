"""Where the article stands: the element whose lines are worth most together."""

import re
from collections.abc import Collection
from itertools import accumulate
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.metadata import About
from gazette.extract.page import NO_ELEMENT, Line, Page
from gazette.text import fold

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
_STORY_CHARS: Final = 250
"""Characters of prose that make a story of what holds or follows the title."""
_NEARLY_ALL: Final = 0.9
# "par1", "par2": the parts of one text are told apart by a number.
_DIGITS: Final = re.compile(r"\d+")


def mark_other_stories(draft: Draft, about: About) -> None:
    """Mark the stories that an endless page shows after its own, each with a heading like its."""
    page = draft.page
    title = about.heading
    if title is None or page.tags.count("h1") < 2:
        return
    prose = draft.open_prose()
    held = set(page.ancestors(title))
    for heading in range(page.ends[title], len(page.tags)):
        if page.tags[heading] != "h1" or fold(page.text(heading)) in about.headings:
            continue
        other = next(e for e in page.ancestors(heading) if page.parents[e] in held)
        own = next((e for e in page.children(page.parents[other]) if e in held), title)
        is_alike = page.tags[own] == page.tags[other] and _unnumbered(
            page.names[own]
        ) == _unnumbered(page.names[other])
        if is_alike and prose[page.last[own]] - prose[page.last[title]] >= _STORY_CHARS:
            draft.mark(page.first[other], page.last[other], Reason.RELATED)


def text_start(draft: Draft, heading: int | None) -> int:
    """Return the line before which nothing is text: that of the title's `heading`, or 0.

    On 299 pages no line above the heading was text. Where next to nothing follows it, it is the
    heading of something else, as of a box to share the page.
    """
    if heading is None:
        return 0
    start, prose = draft.page.first[heading], draft.open_prose()
    return start if prose[-1] - prose[start] >= _STORY_CHARS else 0


def find_root(draft: Draft, start: int = 0) -> int:
    """Return the element whose lines have the greatest value; the innermost of equals.

    What stands before the line `start` is not text.
    """
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
    for number in range(start):
        values[number] = min(values[number], values[number] * _ASIDE_SHARE)
    sums = [0.0, *accumulate(values)]
    worth = [sums[last] - sums[first] for first, last in zip(page.first, page.last, strict=True)]
    for element, sort in enumerate(page.sorts):
        if sort.is_body and None in draft.marks[page.first[element] : page.last[element]]:
            worth[element] += _BODY_BONUS
    return _joined(draft, len(worth) - 1 - worth[::-1].index(max(worth)))


def holder(page: Page, numbers: Collection[int]) -> int:
    """Return the innermost element that holds nearly all of the lines."""
    chars = {number: len(page.lines[number].text) for number in numbers}
    least = _NEARLY_ALL * sum(chars.values())
    longest = max(chars, key=chars.__getitem__)
    for element in page.ancestors(page.lines[longest].block):
        inside = range(page.first[element], page.last[element])
        if sum(count for number, count in chars.items() if number in inside) >= least:
            return element
    return 0


def _joined(draft: Draft, root: int) -> int:
    """Return the root, or what holds it and others like it: a text set in several elements.

    Those are bodies of one name, and paragraphs: next to two hundred links that nothing holds
    together one paragraph is worth more than all five are.
    """
    page = draft.page
    parent = page.parents[root] if page.tags else NO_ELEMENT
    is_line = page.last[root] - page.first[root] == 1
    if parent == NO_ELEMENT or not (is_line or page.sorts[root].is_body):
        return root
    tag, names = page.tags[root], _unnumbered(page.names[root])
    alike = (
        child
        for child in page.children(parent)
        if child != root and page.tags[child] == tag and _unnumbered(page.names[child]) == names
    )
    has_text = any(
        draft.prose[number] and draft.marks[number] is None
        for child in alike
        for number in range(page.first[child], page.last[child])
    )
    return parent if has_text else root


def _unnumbered(names: str) -> str:
    return _DIGITS.sub("", names)


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
