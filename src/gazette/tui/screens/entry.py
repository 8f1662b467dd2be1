"""A line over the paper that is to be filled in: a name, tags, an address."""

from collections.abc import Callable, Iterable

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.widgets.filter_line import FilterLine
from gazette.tui.widgets.inks import INKS
from gazette.tui.widgets.status_bar import StatusBar


class EntryScreen(ModalScreen[str | None]):
    """Gives what was written, or None where the reader would rather not."""

    COMPONENT_CLASSES = INKS

    BINDINGS = [Binding("escape", "dismiss", show=False)]  # noqa: RUF012 - Textual's way

    def __init__(
        self,
        words: Words,
        question: str,
        *,
        do: str,
        value: str = "",
        example: str = "",
        refused: Callable[[str], str] = lambda _: "",
    ) -> None:
        """`do` is what Enter does; `refused` returns why a text cannot be taken, or ""."""
        super().__init__()
        self._words = words
        self._question = question
        self._do = do
        self._refused = refused
        self.line = FilterLine(example)
        self.line.value = value
        self.foot = StatusBar()

    def compose(self) -> Iterable[Widget]:
        """Give the question, the line and the keys."""
        _ = self._words
        self.foot.hints = (("take", "↵", self._do), ("dismiss", key_name("escape", _), _("back")))
        return (Static(self._question, markup=False), self.line, self.foot)

    def on_mount(self) -> None:
        """Let the reader type."""
        self.set_focus(self.line)
        self.line.cursor_position = len(self.line.value)

    def on_input_changed(self) -> None:
        """What was wrong is being mended."""
        self.foot.news = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was written."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Give what was written, or say why it cannot be taken."""
        text = self.line.value.strip()
        if problem := self._refused(text):
            self.foot.news = problem
        else:
            self.dismiss(text)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)
