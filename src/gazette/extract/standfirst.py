"""The standfirst (chapô): told by its name, by the page's description, or by its place."""

import re
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.metadata import About
from gazette.extract.page import Page
from gazette.text import fold

_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|standfirst|dek|deck|lead|lede|intro|introduction|excerpt|summary|sub-?title"
    r"|sub-?head(?:line|ing)?|strapline|abstract|accroche|description|tagline)(?![a-z])"
)
_STRICTLY_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|standfirst|dek|strapline|sub-?headline|sub-?title)(?![a-z])"
)
_NEVER: Final = (Reason.RELATED, Reason.CAPTION, Reason.RULE, Reason.REPEATED)
"""What the page's description may say too: that of a site is the same on each of its pages."""
_NEAR: Final = 40
"""Lines between a title and its article, at most."""
_SAME_CHARS: Final = 60


def find_standfirsts(draft: Draft, kept: list[int], about: About) -> set[int]:
    """Return the lines that are the standfirst; those before the root are not yet in `kept`."""
    if not kept:
        return set()
    page = draft.page
    described = _start(about.description)
    heading = page.last[about.heading] if about.heading is not None else 0
    start = max(heading, kept[0] - _NEAR) if heading <= kept[0] else kept[0] - 15
    before = [
        i
        for i in range(max(0, start), kept[0])
        if _is_candidate(draft, i, described, near=heading > 0)
    ]
    first = [i for i in kept[:3] if _is_named(page, i) or _start(page.lines[i].text) == described]
    return {*before[:3], *([] if before else first[:1])}


def _is_candidate(draft: Draft, number: int, described: str, *, near: bool) -> bool:
    line = draft.page.lines[number]
    if line.link_chars > 0.3 * len(line.text):
        return False
    if described and _start(line.text) == described and len(line.text) >= 40:
        return draft.marks[number] not in _NEVER
    if near and _STRICTLY_NAMED.search(draft.page.names[line.block]):
        return draft.marks[number] in (None, Reason.BYLINE, Reason.SHARE) and len(line.text) >= 20
    return near and draft.marks[number] is None and draft.prose[number] > 0


def _is_named(page: Page, number: int) -> bool:
    nearest = list(page.ancestors(page.lines[number].block))[:2]
    return any(_NAMED.search(page.names[element]) for element in nearest)


def _start(text: str) -> str:
    return fold(text.strip())[:_SAME_CHARS]
