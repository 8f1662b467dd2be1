"""The pictures of the article that is shown: their plates, and what each of their lines draws."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from rich.color import Color
from rich.segment import ControlType, Segment
from rich.style import Style

from gazette.tui.plates import Plate, Room, forget
from gazette.tui.typeset import Picture

_NO_STYLE: Final = Style()
# Of no length and never cut: what stands in such a segment goes to the terminal as it is.
_UNCUT: Final = ((ControlType.CURSOR_FORWARD, 0),)
_HALF: Final = "▀"


class PlateRack:
    """Plates by the number of their block, or a note where there is none."""

    def __init__(self, send: Callable[[str], None]) -> None:
        """Begin with nothing; `send` gives the terminal what is not drawn."""
        self._send = send
        self._plates: dict[int, Plate] = {}
        self._rooms: dict[int, Room] = {}
        self._notes: dict[int, str] = {}
        self.failed: set[int] = set()
        """The blocks whose picture could not be had."""
        self._strips: dict[tuple[int, int], list[Segment]] = {}

    def __bool__(self) -> bool:
        """Whether pictures are shown, or on their way."""
        return bool(self._notes)

    def announce(self, notes: Mapping[int, str]) -> None:
        """Say of these blocks that their pictures are on their way."""
        self._notes = dict(notes)

    def put(self, block: int, plate: Plate, room: Room) -> None:
        """Show a picture that was made for this room."""
        self._drop(block)
        self._plates[block] = plate
        self._rooms[block] = room
        self._notes[block] = ""
        self._send(plate.sent)

    def put_note(self, block: int, note: str) -> None:
        """Say why there is no picture."""
        self._drop(block)
        self._notes[block] = note
        self.failed.add(block)

    def clear(self) -> None:
        """Forget all of it, in the terminal too."""
        for block in list(self._plates):
            self._drop(block)
        self._notes.clear()
        self.failed.clear()

    def wants_others(self, room: Room) -> bool:
        """Say whether pictures have to be made anew for this room."""
        under_way = self._notes.keys() - self._plates.keys() - self.failed
        return bool(under_way) or any(
            _would_differ(plate, self._rooms[block], room) for block, plate in self._plates.items()
        )

    def send_again(self) -> None:
        """Give the terminal anew what it has lost while it was another program's."""
        for plate in self._plates.values():
            self._send(plate.sent)

    def forget_drawn(self) -> None:
        """Draw all of it anew: what stands behind it has another colour."""
        self._strips.clear()

    def pictures(self, width: int) -> dict[int, Picture]:
        """Return what stands at which block; a plate too wide for the column waits for its like."""
        return {
            block: Picture(
                self._plates[block].lines
                if block in self._plates and self._plates[block].columns <= width
                else 0,
                note,
            )
            for block, note in self._notes.items()
        }

    def draw(
        self, block: int, row: int, width: int, background: Style
    ) -> tuple[int, list[Segment]]:
        """Return the cells that a line of a picture takes, and what draws it in this width."""
        plate = self._plates[block]
        left = max(0, (width - plate.columns) // 2)
        if (block, row) not in self._strips:
            self._strips[block, row] = list(_segments(plate, row, background))
        return left + plate.columns, [
            Segment(" " * left, background),
            *self._strips[block, row],
        ]

    def _drop(self, block: int) -> None:
        plate = self._plates.pop(block, None)
        if plate is None:
            return
        if plate.number:
            self._send(forget(plate.number))
        for row in range(plate.lines):
            self._strips.pop((block, row), None)


def _would_differ(plate: Plate, made_for: Room, room: Room) -> bool:
    """Say whether a plate would be another one in this room: narrower, wider or less cut."""
    was_cut = plate.lines == made_for[1]
    return room[0] != made_for[0] or room[1] < plate.lines or (was_cut and room[1] > made_for[1])


def _segments(plate: Plate, row: int, background: Style) -> Iterator[Segment]:
    if plate.pixels:
        yield from _half_blocks(plate, row)
    elif plate.number:
        number = plate.number & 0xFFFFFF
        colour = Color.from_rgb(number >> 16, number >> 8 & 255, number & 255)
        yield Segment(plate.rows[row], Style(color=colour))
    else:
        yield Segment(" " * plate.columns, background)
        # From the end of the blanks back to their beginning, and after the sixels there again,
        # wherever the terminal has left its cursor.
        there_and_back = f"\x1b7\x1b[{plate.columns}D{plate.rows[row]}\x1b8"
        yield Segment(there_and_back, _NO_STYLE, _UNCUT)


def _half_blocks(plate: Plate, row: int) -> Iterator[Segment]:
    """Yield cells whose upper half is ink and whose lower half is paper."""
    size = plate.columns * 3
    upper, lower = (plate.pixels[at : at + size] for at in (2 * row * size, (2 * row + 1) * size))
    for at in range(0, size, 3):
        ink, paper = (Color.from_rgb(*half[at : at + 3]) for half in (upper, lower))
        yield Segment(_HALF, Style(color=ink, bgcolor=paper))
