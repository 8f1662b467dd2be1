"""The standfirst (chapô): told by its name, by the page's description, or by its place."""

import re
from itertools import islice
from typing import Final

from gazette.article import Reason
from gazette.extract.byline import mark_names
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
_NEVER: Final = (Reason.CAPTION, Reason.RULE, Reason.REPEATED)
"""What the page's description may say too: that of a site is the same on each of its pages."""
_TEASER: Final = re.compile(r"(?:^|[\s_-])(?:teaser|excerpt|intro)(?![a-z])")
"""What a house calls its own article's standfirst, and the text of cards."""
_NEAR: Final = 40
"""Lines between a title and its article, at most."""
_ABOVE: Final = 4
"""Lines above a title among which its standfirst may be."""
_TITLE_SHARE: Final = 0.6
_SAME_CHARS: Final = 60
_LEAST_CHARS: Final = 25
"""Of a standfirst that the description says too: a shorter one is a rubric."""


def find_standfirsts(draft: Draft, kept: list[int], about: About) -> set[int]:
    """Return the lines that are the standfirst; those before the root are not yet in `kept`.

    What stands between it and the text, and is the author's name, is marked.
    """
    if not kept:
        return set()
    page = draft.page
    described = _start(about.description)
    heading = _after_title(page, kept[0], about)
    start = max(heading, kept[0] - _NEAR) if heading <= kept[0] else kept[0] - 15
    before = [
        i
        for i in range(max(0, start), kept[0])
        if _is_candidate(draft, i, described, near=heading > 0)
    ]
    if not before and 0 < heading <= kept[0]:
        above = range(max(0, heading - _ABOVE), heading)
        before = [i for i in above if _is_named_one(draft, i)]
    mark_names(draft, about, kept)
    first = [
        i
        for i in draft.unmarked(kept[:3])
        if _is_named(page, i) or _start(page.lines[i].text) == described
    ]
    return {*before[:3], *([] if before else first[:1])}


def _after_title(page: Page, first: int, about: About) -> int:
    """Return the line after the title's heading, whatever its rank; 0 if there is none."""
    if about.heading is not None:
        return page.last[about.heading]
    for number in range(first - 1, max(0, first - _NEAR) - 1, -1):
        text = page.lines[number].text
        if len(text) <= about.longest_heading and _is_title(fold(text), about):
            return number + 1
    return 0


def _is_title(plain: str, about: About) -> bool:
    """Return whether a line is a title of the page, or one before the name of the site."""
    return any(
        title.startswith(plain) and len(plain) >= _TITLE_SHARE * len(title)
        for title in about.headings
    )


def _is_candidate(draft: Draft, number: int, described: str, *, near: bool) -> bool:
    line = draft.page.lines[number]
    if line.link_chars > 0.3 * len(line.text):
        return False
    if described and _start(line.text) == described and len(line.text) >= _LEAST_CHARS:
        return draft.marks[number] not in _NEVER and (
            draft.marks[number] is not Reason.RELATED or _is_own_teaser(draft, number)
        )
    if near and _STRICTLY_NAMED.search(draft.page.names[line.block]):
        return draft.marks[number] in (None, Reason.BYLINE, Reason.SHARE) and len(line.text) >= 20
    if not (near and draft.prose[number]):
        return False
    return draft.marks[number] is None or _is_own_teaser(draft, number)


def _is_named_one(draft: Draft, number: int) -> bool:
    """Return whether a line above the title is a standfirst: a site's motto is described too."""
    line = draft.page.lines[number]
    if draft.marks[number] not in (None, Reason.BOILERPLATE) or len(line.text) < _SAME_CHARS:
        return False
    return _STRICTLY_NAMED.search(draft.page.names[line.block]) is not None


def _is_own_teaser(draft: Draft, number: int) -> bool:
    """Return whether a line was marked for the name of its block, which leads nowhere."""
    if draft.marks[number] is not Reason.RELATED:
        return False
    page = draft.page
    nearest = islice(page.ancestors(page.lines[number].block), 3)
    boxes = [element for element in nearest if _TEASER.search(page.names[element])]
    return bool(boxes) and not any(
        page.lines[i].links or i in draft.pictured
        for i in range(page.first[boxes[-1]], page.last[boxes[-1]])
    )


def _is_named(page: Page, number: int) -> bool:
    nearest = list(page.ancestors(page.lines[number].block))[:2]
    return any(_NAMED.search(page.names[element]) for element in nearest)


def _start(text: str) -> str:
    return fold(text.strip())[:_SAME_CHARS]
