"""A sheet over the paper: a line that is typed in, a list that follows it, the keys at the foot."""

from abc import abstractmethod
from collections.abc import Iterable

from textual.binding import Binding
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.widgets.filter_line import FilterLine
from gazette.tui.widgets.inks import INKS
from gazette.tui.widgets.status_bar import StatusBar


class Sheet(ModalScreen[ScreenResultType]):
    """What help, palette, choices and the list of links have in common."""

    COMPONENT_CLASSES = INKS

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("escape", "close", show=False),
        Binding("down", "line(1)", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, words: Words, placeholder: str) -> None:
        super().__init__()
        self.words = words
        self.filter_line = FilterLine(placeholder)
        self.foot = StatusBar()

    def compose(self) -> Iterable[Widget]:
        """Give the line, what is listed, and the foot."""
        return (self.filter_line, self.listed(), self.foot)

    def on_mount(self) -> None:
        """List everything, and let the reader type."""
        self.set_focus(self.filter_line)
        self.follow("")

    def on_input_changed(self) -> None:
        """List what holds the letters typed so far."""
        self.follow(self.filter_line.value)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)

    def action_close(self) -> None:
        """Forget what was typed; if nothing was, close the sheet."""
        if self.filter_line.value:
            self.filter_line.value = ""
        else:
            self.dismiss()

    def close_hint(self) -> tuple[str, str, str]:
        """Return the hint that says how to get away."""
        _ = self.words
        return ("close", key_name("escape", _), _("back"))

    @abstractmethod
    def listed(self) -> Widget:
        """Return what is listed."""

    @abstractmethod
    def follow(self, typed: str) -> None:
        """List what holds the letters typed."""
