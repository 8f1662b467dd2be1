"""A question over the paper: one line, and the keys that answer it.

Asked only where an answer cannot be guessed; Esc, q and n are always "leave it as it is".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.widgets.status_bar import StatusBar


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers that a question has."""

    name: str
    """What the screen returns."""
    key: str
    words: str
    """In the reader's language."""


class AskScreen(ModalScreen[str]):
    """Gives the name of the answer, or None where the reader would rather not have asked."""

    BINDINGS = [Binding("escape,q,n,backspace", "dismiss")]  # noqa: RUF012 - Textual's way

    def __init__(self, question: str, answers: tuple[Answer, ...], words: Words) -> None:
        super().__init__()
        self._question = question
        self._answers = answers
        self._words = words

    def compose(self) -> Iterable[Widget]:
        """Give the question, and its answers as words that can be clicked."""
        _ = self._words
        foot = StatusBar()
        foot.hints = (
            *(
                (f"answer('{answer.name}')", key_name(answer.key, _), answer.words)
                for answer in self._answers
            ),
            ("dismiss", key_name("escape", _), _("back")),
        )
        yield Static(self._question, markup=False)
        yield foot

    def on_key(self, event: Key) -> None:
        """Take an answer by its key."""
        for answer in self._answers:
            if event.key == answer.key:
                event.stop()
                self.dismiss(answer.name)

    def action_answer(self, name: str) -> None:
        """Return an answer."""
        self.dismiss(name)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Take the answer that was clicked."""
        await self.run_action(message.action)
