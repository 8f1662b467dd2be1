"""The line of a sheet in which letters are typed that what it lists must hold."""

from dataclasses import dataclass

from textual.events import Key
from textual.message import Message
from textual.widgets import Input


class FilterLine(Input):
    """One line; whatever is listed follows it."""

    @dataclass
    class SpaceFirst(Message):
        """Space was pressed where nothing had been typed: no word begins with it."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def on_key(self, event: Key) -> None:
        """Take no space before the first letter."""
        if event.key == "space" and not self.value:
            event.prevent_default()
            event.stop()
            self.post_message(self.SpaceFirst())
