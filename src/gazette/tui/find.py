"""Finding words in an article as it stands on the screen: accents and case do not matter.

Pure. What is found may go over the end of a line; the bars, bullets and numbers of links that the
reader's page adds are passed over.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from gazette.text import fold
from gazette.tui.typeset import Line

Stretch = tuple[int, int, int]
"""A line, and where in its text something begins and ends."""
Match = tuple[Stretch, ...]
"""One thing found: a stretch on each line that it stands on."""


class Passage(Struct, frozen=True):
    """The text of one block, as it is compared."""

    text: str
    origins: Sequence[tuple[int, int]]
    """The line, and the place in it, that each character is from."""


def passages(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """Return the text of an article's lines, block by block."""
    return tuple(
        _passage(list(group))
        for _, group in groupby(enumerate(lines), key=lambda pair: pair[1].block)
    )


def find(text: Sequence[Passage], typed: str) -> tuple[Match, ...]:
    """Return the places of what was typed, from the top."""
    wanted = " ".join(fold(typed).split())
    if not wanted:
        return ()
    return tuple(match for passage in text for match in _found(passage, wanted))


def _passage(lines: list[tuple[int, Line]]) -> Passage:
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    for number, line in lines:
        place = 0
        for piece in line.pieces:
            if piece.is_text:
                for at, character in enumerate(piece.text, place):
                    plain = _plain(character)
                    folded.append(plain)
                    origins += [(number, at)] * len(plain)
            place += len(piece.text)
        if not line.goes_on:
            folded.append(" ")
            origins.append((number, place))
    return Passage("".join(folded), origins)


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    return " " if character.isspace() else fold(character)


def _found(passage: Passage, wanted: str) -> Iterator[Match]:
    start = passage.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        by_line = groupby(passage.origins[start:end], key=lambda origin: origin[0])
        places = ((line, [place for _, place in group]) for line, group in by_line)
        yield tuple((line, here[0], here[-1] + 1) for line, here in places)
        start = passage.text.find(wanted, end)
