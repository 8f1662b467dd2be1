"""The head of the page: what is shown, the name of the paper, the day; a heavy rule below.

Where several panes stand side by side, the rule is heavy above the one that has the keys alone.
"""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from gazette.tui.render import Spans
from gazette.tui.typography import fit
from gazette.tui.widgets.inks import draw

NAME = "G A Z E T T E"
_MARGIN = 1


class Masthead(Widget):
    """Two lines at the top of the screen."""

    left: reactive[str] = reactive("")
    """The view and its counts, or where in them the reader is."""
    right: reactive[tuple[str, ...]] = reactive(())
    """The date, or the place in the article: the longest form that fits is shown."""

    keys_at: reactive[tuple[int, int] | None] = reactive(None)
    """The columns (from, to) of the pane that has the keys; None where it stands alone."""

    @dataclass
    class Pressed(Message):
        """The words at the left were clicked: where in the paper the reader is."""

    def on_click(self, event: Click) -> None:
        """Say that the words at the left were clicked."""
        if event.button == 1 and event.y == 0 and event.x <= cell_len(self.left):
            self.post_message(self.Pressed())

    def render_line(self, y: int) -> Strip:
        """Draw one of the two lines."""
        width = self.size.width
        return draw(self, self._words(width) if y == 0 else self._rule(width), width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Take two lines."""
        return 2

    def _rule(self, width: int) -> Spans:
        if self.keys_at is None:
            return (("rule", "━" * width),)
        start, end = (min(column, width) for column in self.keys_at)
        return (
            ("rule", "─" * start),
            ("accent", "━" * (end - start)),
            ("rule", "─" * (width - end)),
        )

    def _words(self, width: int) -> Spans:
        """Set left, name and right: the name in the middle of the page, if there is room."""
        side = (width - len(NAME)) // 2 - 2 - _MARGIN
        has_name = side >= 12
        room = side if has_name else width - 2 * _MARGIN
        right = next((text for text in self.right if cell_len(text) <= room), "")
        left_room = room if has_name else room - cell_len(right) - 2
        left = fit(self.left, left_room)
        start = (width - len(NAME)) // 2
        gap = start - _MARGIN - cell_len(left)
        name = NAME if has_name else ""
        used = _MARGIN + cell_len(left) + (gap + len(NAME) if has_name else 0)
        fill = width - used - cell_len(right) - _MARGIN
        return (
            ("meta", " " * _MARGIN + left),
            ("text", " " * gap if has_name else ""),
            ("name", name),
            ("text", " " * max(1, fill)),
            ("meta", right),
        )
