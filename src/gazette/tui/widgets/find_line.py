"""The line in which words are typed that are looked for in the article."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from gazette.i18n import Words


class FindLine(Input):
    """One line above the foot of the page, while it is needed."""

    BINDINGS = [Binding("escape", "forget", show=False)]  # noqa: RUF012 - Textual's way

    @dataclass
    class Typed(Message):
        """Other words stand in the line."""

        words: str

    @dataclass
    class Left(Message):
        """The reader has done with the line: the words are kept, or forgotten."""

        is_kept: bool

    def __init__(self, words: Words, value: str) -> None:
        _ = words
        super().__init__(
            value,
            placeholder=_("words in the article · Enter keeps them, Esc forgets them"),
            compact=True,
            select_on_focus=True,
        )
        self.cursor_blink = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed: this line is none of those that narrow a list."""
        event.stop()
        self.post_message(self.Typed(self.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the words."""
        event.stop()
        self.post_message(self.Left(is_kept=bool(self.value.strip())))

    def action_forget(self) -> None:
        """Forget the words."""
        self.post_message(self.Left(is_kept=False))
