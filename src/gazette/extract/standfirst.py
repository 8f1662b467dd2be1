"""The standfirst (chapô): told by its name, by the page's description, or by its place."""

import re
from itertools import islice
from typing import Final

from gazette.article import Reason
from gazette.extract.draft import Draft
from gazette.extract.metadata import About
from gazette.extract.page import Line, Page
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
_LEAST_LINES: Final = 3
"""Of a text that has a standfirst."""
_MOST_CHARS: Final = 600
_NEAR_PROSE: Final = 6
_DATELINE: Final = re.compile(r"[A-ZÀ-Ý][^()]{1,40}\([A-Z][\w .&-]{1,24}\)\s?[-–—:]")
"""How the first paragraph of an agency's text begins: "BREST (AFP) -"."""
_WORDS: Final = re.compile(r"\w+")
_LEAST_WORDS: Final = 8
_SAME_SHARE: Final = 0.9
_BOLD_SHARE: Final = 0.9
_OF_ITS_OWN: Final = frozenset(("blockquote", "h2", "h3", "h4", "h5", "h6"))
"""Elements of which a text has few, and no paragraph."""
_LEAST_CHARS: Final = 25
"""Of a standfirst that the description says too: a shorter one is a rubric."""


def find_standfirsts(draft: Draft, kept: list[int], about: About) -> set[int]:
    """Return the lines that are the standfirst; those before the root are not yet in `kept`."""
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
    return {*before[:3]} if before else _first_of(draft, draft.unmarked(kept), about)


def _first_of(draft: Draft, kept: list[int], about: About) -> set[int]:
    """Return the first lines of a text that is its standfirst, if one is."""
    page, described = draft.page, _start(about.description)
    for number in kept[:3]:
        if _is_named(page, number) or _start(page.lines[number].text) == described:
            return {number}
    if len(kept) < _LEAST_LINES or not draft.prose[kept[0]]:
        return set()
    number, *others = kept
    text = page.lines[number].text
    if len(text) > _MOST_CHARS or _DATELINE.match(text) or len(text.split()) < _LEAST_WORDS:
        return set()
    following = [i for i in others[:_NEAR_PROSE] if draft.prose[i]][:2]
    is_one = is_set_apart(draft, number, following, about)
    return {number} if is_one or _is_above_byline(draft, number, following) else set()


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


def is_set_apart(draft: Draft, number: int, following: list[int], about: About) -> bool:
    """Return whether a first paragraph is a standfirst by its words, its name or how it is set.

    `following` are the paragraphs below, two at most: what sets these too sets nothing apart.
    """
    page = draft.page
    line = page.lines[number]
    if _says_description(line.text, about.description) or _is_named(page, number):
        return True
    if not following:
        return False
    if page.tags[line.block] in _OF_ITS_OWN or _is_bold(line):
        return not any(
            page.tags[page.lines[n].block] in _OF_ITS_OWN or _is_bold(page.lines[n])
            for n in following
        )
    places = [_place(page, n) for n in (number, *following)]
    return places[0] != places[1] and len(set(places[1:])) == 1


def _is_above_byline(draft: Draft, number: int, following: list[int]) -> bool:
    """Return whether a by-line parts a first paragraph from the next one."""
    between = range(number + 1, following[0]) if following else ()
    return any(draft.marks[n] is Reason.BYLINE for n in between)


def _is_bold(line: Line) -> bool:
    return line.bold_chars >= _BOLD_SHARE * len(line.text)


def _place(page: Page, number: int) -> tuple[int, str, str]:
    """Return what paragraphs of one text have in common: what holds them, their tag and names."""
    block = page.lines[number].block
    return page.parents[block], page.tags[block], page.names[block]


def _says_description(text: str, description: str) -> bool:
    """Return whether nine in ten words of a paragraph are the page's description, or its start."""
    if not description or _start(text) == _start(description):
        return bool(description)
    said = _WORDS.findall(fold(text))
    if len(said) < _LEAST_WORDS:
        return False
    described = set(_WORDS.findall(fold(description)))
    return sum(word in described for word in said) >= _SAME_SHARE * len(said)


def _start(text: str) -> str:
    return fold(text.strip())[:_SAME_CHARS]
