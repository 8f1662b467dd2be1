"""A list to choose from: a text and a note at its right on each line, one of them selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import Struct
from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.tui.render import Spans
from gazette.tui.typography import fit
from gazette.tui.widgets.inks import draw

_MARGIN: Final = 2


class Choice(Struct, frozen=True):
    """A line of the list."""

    text: str
    note: str = ""
    ink: str = "accent"
    """Of the note."""


class ChoiceList(ScrollView, can_focus=False, inherit_bindings=False):
    """Lines of which one is selected; its keys are those of whatever it belongs to."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """A line was clicked, which is selected now."""

        place: int

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()
        self.cursor = 0

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other lines, from the first."""
        self.choices = tuple(choices)
        self.cursor = 0
        self.virtual_size = Size(self.size.width, len(self.choices))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def move(self, step: int) -> None:
        """Select the line `step` lines further down; at the ends, the last there is."""
        self.cursor = max(0, min(self.cursor + step, len(self.choices) - 1))
        lowest = self.cursor - self.size.height + 1
        top = min(max(self.scroll_offset.y, lowest), self.cursor)
        self.scroll_to(y=top, animate=False, immediate=True)
        self.refresh()

    def page(self, pages: int) -> None:
        """Move by what is in sight."""
        self.move(pages * max(1, self.size.height - 1))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        place = y + self.scroll_offset.y
        if place >= len(self.choices):
            return draw(self, (), width)
        behind = "selected" if place == self.cursor else ""
        return draw(self, _spans(self.choices[place], width), width, behind=behind)

    def on_resize(self) -> None:
        """Keep what is selected in sight."""
        self.virtual_size = Size(self.size.width, len(self.choices))
        self.move(0)

    def on_click(self, event: Click) -> None:
        """Say which line was clicked."""
        inside = event.get_content_offset(self)
        place = inside.y + self.scroll_offset.y if inside else len(self.choices)
        if event.button == 1 and place < len(self.choices):
            self.move(place - self.cursor)
            self.post_message(self.Clicked(place))


def _spans(choice: Choice, width: int) -> Spans:
    room = width - 2 * _MARGIN
    note = fit(choice.note, room // 2)
    text = fit(choice.text, room - cell_len(note) - 1)
    gap = " " * max(1, room - cell_len(text) - cell_len(note))
    return ("text", " " * _MARGIN), ("text", text), ("meta", gap), (choice.ink, note)
