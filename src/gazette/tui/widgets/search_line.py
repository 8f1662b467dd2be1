"""The line in which a query is typed, and its own keys: where to search, earlier searches, help."""

from dataclasses import dataclass

from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from gazette.i18n import Words
from gazette.tui.history import History


class SearchLine(Input):
    """One line above the keys."""

    @dataclass
    class Pressed(Message):
        """One of the keys of a search was pressed; the action is the screen's."""

        action: str

    def __init__(self, words: Words, history: History) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._words = words
        self.history = history
        self.cursor_blink = False

    def open(self, text: str, view: str = "") -> None:
        """Show a query to be typed on; with a view, it is searched in."""
        self.show_place(view)
        self.history.rest()
        self.value = text
        self.cursor_position = len(text)

    def show_place(self, view: str) -> None:
        """Say where is searched: in this view; everywhere without one."""
        _ = self._words
        self.placeholder = (
            _("search in {view}").format(view=view) if view else _("search in all stories")
        )

    def on_key(self, event: Key) -> None:
        """Take the keys of a search; the others write."""
        match event.key:
            case "up":
                self._write(self.history.older(self.value))
            case "down":
                self._write(self.history.newer(self.value))
            case "tab":
                self.post_message(self.Pressed("search_place"))
            case "ctrl+s":
                self.post_message(self.Pressed("save_view"))
            case "f1":
                self.post_message(self.Pressed("query_help"))
            case "question_mark" if not self.value:  # behind a word it is a sign of the sentence
                self.post_message(self.Pressed("query_help"))
            case _:
                return
        event.stop()
        event.prevent_default()

    def _write(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)
