"""Where in an article the reader is, whatever the width of its column.

Pure. A place is a block and the characters of its text that are above; a position, which the store
keeps, counts all characters of the article's text.
"""

from collections.abc import Sequence
from typing import Final

from gazette.article import Block, Figure
from gazette.tui.typeset import Line

Place = tuple[int, int]
"""A block of the story, -1 above the first one, and how many characters of it are above."""
TOP: Final[Place] = (-1, 0)
_BETWEEN: Final = 2
"""Characters between two paragraphs of a text."""


def position_of(place: Place, blocks: Sequence[Block]) -> int:
    """Return how many characters of the text are above a place."""
    block, at = place
    above = sum(_chars(b) for b in blocks[: max(0, block)])
    here = _chars(blocks[block]) if 0 <= block < len(blocks) else 0
    return above + min(at, max(0, here - _BETWEEN))


def place_at(position: int, blocks: Sequence[Block]) -> Place:
    """Return the place of a position; the top where there is no such in this text."""
    left = position
    for number, block in enumerate(blocks):
        if position > 0 and left < (chars := _chars(block)):
            return number, min(left, chars)
        left -= _chars(block)
    return TOP


def line_of(place: Place, lines: Sequence[Line]) -> int:
    """Return the number of the line that a place is on; 0 where its block has none."""
    block, at = place
    found, reached = 0, -1
    for number, line in enumerate(lines):
        if line.block == block and reached < line.at <= at:
            found, reached = number, line.at
    return found


def same_line(number: int, before: Sequence[Line], after: Sequence[Line]) -> int:
    """Return where a line is once pictures have come or gone among the others."""
    line = before[number]
    now = _alike(line, after)
    if not now:  # of a picture that is no more there
        return line_of((line.block, line.at), after)
    return now[min(_alike(line, before).index(number), len(now) - 1)]


def _alike(line: Line, lines: Sequence[Line]) -> list[int]:
    """Return the lines at the place of one: those of pictures, or those that are none."""
    return [
        number
        for number, other in enumerate(lines)
        if (other.block, other.at, other.row < 0) == (line.block, line.at, line.row < 0)
    ]


def _chars(block: Block) -> int:
    is_text = not isinstance(block, Figure) and block.text
    return len(block.text) + _BETWEEN if is_text else 0  # type: ignore[union-attr]  # no figure here
