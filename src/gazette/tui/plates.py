"""Plates: pictures made ready for a terminal, and what reader and engraver say to each other.

Pure. A plate comes from a process that has had hostile bytes in its hands (`tui.engraver`), and
some of it goes to the terminal as it is: `is_sound` says whether it is what a plate can be.
"""

import re
import unicodedata
from typing import Final, Literal

from msgspec import Struct

Manner = Literal["half-blocks", "sixel", "kitty"]
"""How a terminal shows pictures."""
Room = tuple[int, int]
"""Columns and lines that a picture can have."""
_PLACEHOLDER: Final = "\U0010eeee"
_SIXELS: Final = re.compile(
    r'\x1bP0;0;0q"1;1;(\d+);(\d+)'
    r"((?:#\d{1,3}(?:;2;\d{1,3};\d{1,3};\d{1,3})?|![1-9]\d{0,4}[?-~]|[?-~$-])*+)\x1b\\",
    re.ASCII,
)
_COLOURS: Final = re.compile(r"#[\d;]+", re.ASCII)
_REPEATED: Final = re.compile(r"!(\d+)(?=.)", re.ASCII)
_BAND: Final = 6
"""Rows of pixels that a line of sixels draws at once."""
LONGEST: Final = 32_000_000
"""Bytes of a message: what kitty is sent of a fine screen's picture, twice over."""


class Wish(Struct, frozen=True):
    """A picture that is wanted, and the room there is for it."""

    url: str
    manner: Manner
    columns: int
    lines: int
    cell: tuple[int, int]
    """Width and height of a character in pixels, as far as is known."""
    paper: tuple[int, int, int] = (0, 0, 0)
    """What is seen through it where it is transparent: red, green, blue."""


class Plate(Struct, frozen=True):
    """A picture in the manner of a terminal; or why there is none."""

    columns: int = 0
    lines: int = 0
    pixels: bytes = b""
    """For half-blocks: red, green and blue of each; two rows of pixels a line."""
    rows: tuple[str, ...] = ()
    """Else what each line shows: sixels, or kitty's placeholders."""
    sent: str = ""
    """For kitty: what the terminal is to be sent before."""
    number: int = 0
    """For kitty: the picture's own, by which it is deleted."""
    problem: str = ""
    """One English line."""


def is_sound(plate: Plate, wish: Wish) -> bool:
    """Say whether a plate is a picture in the manner and the room that were wished for."""
    if not (0 < plate.columns <= wish.columns and 0 < plate.lines <= wish.lines):
        return False
    if wish.manner == "half-blocks":
        return len(plate.pixels) == plate.columns * plate.lines * 2 * 3
    if len(plate.rows) != plate.lines:
        return False
    if wish.manner == "sixel":
        width, height = wish.cell
        return all(_are_sixels(row, plate.columns * width, height) for row in plate.rows)
    return (
        0 < plate.number < 1 << 32
        and _graphics_of(plate).fullmatch(plate.sent) is not None
        and all(_is_row_of_placeholders(row, plate.columns) for row in plate.rows)
    )


def forget(number: int) -> str:
    """Return what makes a terminal with kitty's graphics forget a picture."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def _are_sixels(row: str, width: int, height: int) -> bool:
    """Say whether these are sixels of this size in pixels, and draw nothing beside it."""
    found = _SIXELS.fullmatch(row)
    if not found or (int(found[1]), int(found[2])) != (width, height):
        return False
    bands = _COLOURS.sub("", found[3]).removesuffix("-").split("-")
    lines = (line for band in bands for line in band.split("$"))
    return len(bands) <= -(-height // _BAND) and all(_length(line) <= width for line in lines)


def _length(line: str) -> int:
    """Return how many pixels a line of sixels draws side by side."""
    if "!" not in line:
        return len(line)
    repeated = _REPEATED.findall(line)
    return len(_REPEATED.sub("", line)) + sum(map(int, repeated)) - len(repeated)


def _graphics_of(plate: Plate) -> re.Pattern[str]:
    """Return how a PNG is given to kitty under the plate's own number, then placed by it."""
    part = rf"\x1b_Gi={plate.number},m=%s,f=100,q=2;[A-Za-z0-9+/=]{{1,4096}}\x1b\\"
    place = rf"\x1b_Ga=p,i={plate.number},c={plate.columns},r={plate.lines},U=1,q=2\x1b\\"
    return re.compile(f"(?:{part % 1})*{part % 0}{place}")


def _is_row_of_placeholders(row: str, columns: int) -> bool:
    cells = row.split(_PLACEHOLDER)
    return (
        len(cells) == columns + 1
        and not cells[0]
        and all(len(marks) == 3 and _are_marks(marks) for marks in cells[1:])
    )


def _are_marks(marks: str) -> bool:
    """Say whether these are combining marks, which take no room of their own."""
    return all(unicodedata.combining(mark) for mark in marks)
