"""Letters on the links that are in sight: one of them is pressed, and its link opened."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.widgets.inks import INKS
from gazette.tui.widgets.status_bar import StatusBar


class HintScreen(ModalScreen[int | None]):
    """Gives the number of the link whose letter was pressed, or None: any other key ends it."""

    COMPONENT_CLASSES = INKS

    BINDINGS = [Binding("escape", "dismiss", show=False)]  # noqa: RUF012 - Textual's way

    def __init__(self, words: Words, letters: Mapping[int, str]) -> None:
        """`letters` are those of the links in sight, by their numbers."""
        super().__init__()
        self._words = words
        self._numbers = {letter: number for number, letter in letters.items()}

    def compose(self) -> Iterable[Widget]:
        """Say at the foot what the letters do."""
        _ = self._words
        foot = StatusBar()
        foot.hints = (("dismiss", key_name("escape", _), _("back")),)
        foot.news = _("The letter of a link opens it.")
        yield foot

    def on_key(self, event: Key) -> None:
        """Take a letter; of two keys at once the first alone."""
        event.stop()
        if not self.is_current:
            return
        self.dismiss(self._numbers.get(event.character or ""))

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)
