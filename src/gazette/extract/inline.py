"""Emphasis and links inside the blocks of an article.

The walk notes which pieces of a line are set apart; here they are found again in the block's text,
which is those pieces cleaned. What is not found there for sure is let go: the text stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from msgspec import structs
from selectolax.lexbor import LexborNode

from gazette.article import Heading, Marked, Span, Standfirst, ordered
from gazette.extract.addresses import absolute
from gazette.extract.page import Line, Run
from gazette.text import clean

_LINKS_MOST: Final = 500
"""Of one page: each may be written in four characters and two thousand long where it leads."""
_PIECES_MOST: Final = 2_000
"""Of one block's text; what is cut into more is no prose."""
# Letters with and without accents, dashes, quotation marks, currencies: composed and harmless.
SOUND: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2027\u202f\u2030-\u203a\u20ac]+")
"""What cleaning leaves as it is, but for spaces."""
_WORD: Final = re.compile(r"\S+")
# What half of all links are: a place on the same site that joining leaves as it is.
_ON_SITE: Final = re.compile(
    r"(?:/[a-zA-Z0-9_%-][a-zA-Z0-9_%.-]*){1,20}/?(?:\?[a-zA-Z0-9/_%.=&-]+)?"
)
_SITE: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=/|$)")

Place = tuple[int, int]
"""Where in a text something begins and ends."""


@dataclass(slots=True)
class Links:
    """The links of one page's article."""

    base: str
    """The address that they are relative to."""
    own: frozenset[str]
    """The addresses of the page itself."""
    site: str = field(init=False)
    left: int = _LINKS_MOST
    """How many more are taken."""

    def __post_init__(self) -> None:
        site = _SITE.match(self.base)
        self.site = site[0] if site else ""

    def address(self, link: LexborNode) -> str:
        """Return where a link leads, if it leads to another page of the web; else ""."""
        written = (link.attributes.get("href") or "").strip()
        if not written or written.startswith("#") or self.left <= 0:
            return ""
        is_on_site = self.site and len(written) < 500 and _ON_SITE.fullmatch(written)
        full = self.site + written if is_on_site else absolute(self.base, written)
        if full is None or full.partition("#")[0] in self.own:
            return ""
        self.left -= 1
        return full


def with_spans(block: Marked, lines: Sequence[Line], links: Links) -> Marked:
    """Return a block with what is set apart in its text; `lines` are those that it is made of."""
    text = block.text
    if sum(len(line.inline[0]) for line in lines if line.inline) > _PIECES_MOST:
        return block
    spans = _spans(_placed(lines, text), text, links)
    if isinstance(block, Heading | Standfirst):  # set apart whole already
        spans = [s for s in spans if s.kind == "link" or s.end - s.start < len(text)]
    if not spans:
        return block
    is_one = len(spans) == 1  # as in every second block
    return structs.replace(block, spans=tuple(spans) if is_one else ordered(spans, len(text)))


def _placed(lines: Sequence[Line], text: str) -> Iterable[tuple[Place, Run]]:
    """Return where in `text` each run of the lines is."""
    [first, *others] = lines
    if not others and first.inline:
        pieces, runs = first.inline
        raw = "".join(pieces)
        if raw.strip() == text:  # as in nearly all blocks
            bounds = [*accumulate(map(len, pieces), initial=-raw.index(text))]
            return [(_trimmed(text, bounds[run[0]], bounds[run[0] + 1]), run) for run in runs]
    return _searched(lines, text)


def _trimmed(text: str, start: int, end: int) -> Place:
    piece = text[max(0, start) : max(0, end)]
    end = max(0, start) + len(piece.rstrip())
    return end - len(piece.strip()), end


def _searched(lines: Sequence[Line], text: str) -> Iterator[tuple[Place, Run]]:
    """Yield where each run is, found by counting what is no space: spaces alone may differ."""
    visible = [place for word in _WORD.finditer(text) for place in range(*word.span())]
    seen = 0
    found = []
    for line in lines:
        pieces, runs = line.inline or ([line.text], [])
        bounds = [*accumulate(map(_visible, pieces), initial=seen)]
        found += [(bounds[run[0]], bounds[run[0] + 1], run) for run in runs]
        seen = bounds[-1]
    if seen == len(visible):
        for start, end, run in found:
            if start < end:
                yield (visible[start], visible[end - 1] + 1), run


def _visible(piece: str) -> int:
    """Return how many characters of a piece are seen once it is clean."""
    seen = "".join(piece.split())
    if not seen or SOUND.fullmatch(seen):
        return len(seen)
    return len("".join(clean(piece).split()))


def _spans(placed: Iterable[tuple[Place, Run]], text: str, links: Links) -> list[Span]:
    strong: list[Place] = []
    emphasis: list[Place] = []
    code: list[Place] = []
    linked: dict[int, tuple[LexborNode, list[Place]]] = {}
    for place, (_, link, is_strong, is_emphasis, is_code) in placed:
        if is_strong:
            strong.append(place)
        if is_emphasis:
            emphasis.append(place)
        if is_code:
            code.append(place)
        if link is not None:
            linked.setdefault(id(link), (link, []))[1].append(place)
    spans = [Span(*place, "strong") for place in _joined(strong, text)]
    spans += [Span(*place, "em") for place in _joined(emphasis, text)]
    spans += [Span(*place, "code") for place in _joined(code, text)]
    for link, places in linked.values():
        if url := links.address(link):
            spans += [Span(*place, "link", url) for place in _joined(places, text)]
    return spans


def _joined(places: list[Place], text: str) -> list[Place]:
    """Return places, those as one that only spaces part; the empty ones are left out."""
    joined: list[Place] = []
    for start, end in places:
        if start >= end:
            continue
        if joined and not text[joined[-1][1] : start].strip():
            start, _ = joined.pop()
        joined.append((start, end))
    return joined
