"""The text of one block → lines at the width of its column, emphasis and links in place.

Pure. A line is a row of pieces, each with the ink it is drawn in; an ink may be several, joined by
"+". What is no text (bars, bullets, the numbers of links) is marked as such, so that a search
passes over it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from msgspec import Struct

from gazette.article import Span
from gazette.text import clean
from gazette.tui.links import NO_LINKS, Links
from gazette.tui.typography import broken, plain_spaces

_KINDS: Final = ("strong", "em", "code", "link")


class Piece(NamedTuple):
    """A stretch of one line in one ink."""

    ink: str
    text: str
    link: int = 0
    """The number of the link that it belongs to."""
    is_text: bool = True
    """The article says it; else it is a bar, a bullet, the number of a link."""


class Line(Struct, frozen=True):
    """One line of an article."""

    pieces: tuple[Piece, ...] = ()
    block: int = -1
    """Which block of the story it belongs to; -1 above the first one."""
    at: int = 0
    """Characters of the block's text before it: with `block`, the place that is kept when the
    width changes."""
    goes_on: bool = False
    """The next line goes on without a blank: a long word was parted, or one with a hyphen."""
    row: int = -1
    """Which line of the block's picture it is; -1 for text."""

    @property
    def text(self) -> str:
        """The line without its inks."""
        return "".join(piece.text for piece in self.pieces)


class Picture(Struct, frozen=True):
    """What stands above the caption of a figure."""

    lines: int = 0
    note: str = ""
    """Instead of the picture: that it is on its way, or why there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where an article is set."""

    width: int
    links: Links = NO_LINKS
    pictures: Mapping[int, Picture] = field(default_factory=dict, hash=False)
    """Of the blocks that have one to be shown, by number."""


class Manner(Struct, frozen=True):
    """How the text of a block is set."""

    ink: str
    first: tuple[Piece, ...] = ()
    """What stands before its first line."""
    others: tuple[Piece, ...] = ()
    """What stands before the others."""
    indent: int = 0
    """Cells that either takes."""


def with_inks(pieces: Sequence[Piece], marked: Sequence[tuple[int, int, str]]) -> Sequence[Piece]:
    """Return the pieces of a line with more inks where their text is marked.

    A mark says where it begins and ends in the line's text, and its ink.
    """
    if not marked:
        return pieces
    cut = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        edges = {at, end, *(e for first, last, _ in marked for e in (first, last) if at < e < end)}
        for start, stop in pairwise(sorted(edges)):
            more = next((ink for first, last, ink in marked if first <= start < last), "")
            ink = f"{piece.ink}+{more}" if more else piece.ink
            cut.append(piece._replace(ink=ink, text=piece.text[start - at : stop - at]))
        at = end
    return cut


def with_letters(pieces: Sequence[Piece], letters: Mapping[int, str]) -> Sequence[Piece]:
    """Return the pieces of a line with letters in place of the numbers of its links."""
    return [
        piece._replace(ink="found", text=f"[{letters[piece.link]}]".ljust(len(piece.text)))
        if piece.link in letters and not piece.is_text
        else piece
        for piece in pieces
    ]


class _Part(NamedTuple):
    """A stretch of the text as it is shown, numbers of links and all."""

    start: int
    end: int
    ink: str
    link: int
    origin: int
    """Where it begins in the block's own text."""
    is_text: bool


def set_text(
    text: str, spans: Sequence[Span], manner: Manner, column: Column, block: int
) -> Iterator[Line]:
    """Yield the lines of a text, sanitised once more: here it meets the screen."""
    sound = clean(text)
    shown, parts = _parted(sound, spans if sound == text else (), manner.ink, column.links)
    glued, places = broken(shown, column.width - manner.indent)
    if len(glued) != len(shown):  # never of clean text; if ever, it is shown plain
        parts = [_Part(0, len(glued), manner.ink, 0, 0, True)]
    number = 0
    before = manner.first
    for index, (begin, end) in enumerate(places):
        while number < len(parts) - 1 and parts[number].end <= begin:
            number += 1
        pieces = [*before, *_pieces(glued, parts, number, begin, end)]
        goes_on = index + 1 < len(places) and places[index + 1][0] == end
        at = parts[number].origin + begin - parts[number].start if parts else 0
        yield Line(tuple(pieces), block, at, goes_on)
        before = manner.others


def _pieces(
    glued: str, parts: Sequence[_Part], number: int, begin: int, end: int
) -> Iterator[Piece]:
    while number < len(parts) and parts[number].start < end:
        part = parts[number]
        text = plain_spaces(glued[max(begin, part.start) : min(end, part.end)])
        yield Piece(part.ink, text, part.link, part.is_text)
        number += 1


def _parted(text: str, spans: Sequence[Span], ink: str, links: Links) -> tuple[str, list[_Part]]:
    """Return the text with the numbers of its links, and the parts that it is drawn in."""
    if not spans:
        return text, [_Part(0, len(text), ink, 0, 0, True)]
    shown: list[str] = []
    parts: list[_Part] = []
    length = origin = link = 0
    active = dict.fromkeys(_KINDS, 0)
    # Ends before beginnings, where both are at one place.
    edges = [(span.end, 0, n) for n, span in enumerate(spans)]
    edges += [(span.start, 1, n) for n, span in enumerate(spans)]
    for place, is_start, n in (*sorted(edges), (len(text), 0, -1)):
        if origin < place <= len(text):
            piece = text[origin:place]
            end = length + len(piece)
            parts.append(_Part(length, end, _ink(ink, active, link), link, origin, True))
            shown.append(piece)
            length, origin = end, place
        if n < 0:
            break
        span = spans[n]
        active[span.kind] += 1 if is_start else -1
        if span.kind != "link":
            continue
        if is_start:
            link = links.number(span.url)
        elif link:
            label = f"[{link}]"
            parts.append(_Part(length, length + len(label), "hint", link, origin, False))
            shown.append(label)
            length, link = length + len(label), 0
    return "".join(shown), parts


def _ink(ink: str, active: dict[str, int], link: int) -> str:
    """Return the inks of a stretch; what is not listed as a link does not look like one."""
    kinds = [kind for kind in _KINDS if active[kind] and (kind != "link" or link)]
    if ink == "standfirst":  # set in italics whole: emphasis there is bold
        kinds = ["strong" if kind == "em" else kind for kind in kinds]
    return "+".join((ink, *dict.fromkeys(kinds)))
