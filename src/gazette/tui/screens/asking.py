"""A question over the paper: one line, and the keys that answer it.

Asked only where an answer cannot be guessed; Esc, Backspace, q and n always leave it as it is.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.widgets.inks import INKS
from gazette.tui.widgets.status_bar import StatusBar


class Answer(Struct, frozen=True):
    """One of the answers that a question has."""

    name: str
    """What the screen returns."""
    key: str
    words: str
    """In the reader's language."""


class Answering(ModalScreen[str | None]):
    """A screen whose foot has answers: gives the name of the one taken, or None."""

    COMPONENT_CLASSES = INKS

    def __init__(self, words: Words, answers: Sequence[Answer]) -> None:
        super().__init__()
        self._words = words
        self._answers = tuple(answers)

    def foot(self) -> StatusBar:
        """Return the answers, and the way back, as words that can be clicked."""
        _ = self._words
        foot = StatusBar()
        foot.hints = (
            *((f"answer('{a.name}')", key_name(a.key, _), a.words) for a in self._answers),
            ("dismiss", key_name("escape", _), _("back")),
        )
        return foot

    def on_key(self, event: Key) -> None:
        """Take an answer by its key."""
        for answer in self._answers:
            if event.key == answer.key:
                event.stop()
                self.dismiss(answer.name)

    def action_answer(self, name: str) -> None:
        """Give an answer."""
        self.dismiss(name)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Take what was clicked."""
        await self.run_action(message.action)


class AskScreen(Answering):
    """One line that asks; None where the reader would rather not have been asked."""

    BINDINGS = [Binding("escape,q,n,backspace", "dismiss")]  # noqa: RUF012 - Textual's way

    def __init__(self, question: str, answers: tuple[Answer, ...], words: Words) -> None:
        super().__init__(words, answers)
        self._question = question

    def compose(self) -> Iterable[Widget]:
        """Give the question and its answers."""
        return (Static(self._question, markup=False), self.foot())
