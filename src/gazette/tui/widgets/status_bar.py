"""The foot of the page: the keys that matter here, clickable, and what is going on."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from gazette.text import clean_line
from gazette.tui.keymap import LAST_TO_GO
from gazette.tui.typography import fit
from gazette.tui.widgets.inks import draw

_GAP = 3


class StatusBar(Widget):
    """One line at the bottom of the screen."""

    hints: reactive[tuple[tuple[str, str, str], ...]] = reactive(())
    """(action, key, words); where there is no room, the last goes first, back and help at last."""
    news: reactive[str] = reactive("")
    """What is going on, or what just happened."""
    typed: reactive[str] = reactive("")
    """Keys that wait for more of a sequence; they are shown in the place of the news."""

    @dataclass
    class Pressed(Message):
        """A hint was clicked."""

        action: str

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Draw the line."""
        width = self.size.width
        news = self._told(width)
        spans: list[tuple[str, str]] = [("text", " ")]
        used = 1
        for _, start, key, words in self._placed(width - cell_len(news) - 2):
            spans += [("hint", " " * (start - used)), ("key", key), ("hint", f" {words}")]
            used = start + cell_len(key) + 1 + cell_len(words)
        spans += [("hint", " " * max(1, width - used - cell_len(news) - 1)), ("news", news)]
        return draw(self, tuple(spans), width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Take one line."""
        return 1

    def on_click(self, event: Click) -> None:
        """Do what the hint under the pointer says."""
        if event.button != 1:
            return
        width = self.size.width
        for action, start, key, words in self._placed(width - cell_len(self._told(width)) - 2):
            if start <= event.x < start + cell_len(key) + 1 + cell_len(words):
                self.post_message(self.Pressed(action))

    def _told(self, width: int) -> str:
        """Return what stands at the right."""
        told = f"{self.typed} …" if self.typed else clean_line(self.news)
        return fit(told, max(0, width - 2))

    def _placed(self, room: int) -> list[tuple[str, int, str, str]]:
        """Return the hints that fit, with the column where each begins."""
        hints = list(self.hints)
        gap = _GAP if _needed(hints, _GAP) <= room else 2
        while hints and _needed(hints, gap) > room:
            going = [hint for hint in hints if hint[0] not in LAST_TO_GO] or hints
            hints.remove(going[-1] if len(going) < len(hints) else going[0])
        placed = []
        column = 1
        for action, key, words in hints:
            placed.append((action, column, key, words))
            column += cell_len(key) + 1 + cell_len(words) + gap
        return placed


def _needed(hints: Sequence[tuple[str, str, str]], gap: int) -> int:
    return sum(cell_len(key) + 1 + cell_len(words) + gap for _, key, words in hints)
