"""The palette: everything that can be done where the reader is, found by its name.

Not Textual's own: that one parses the markup of what it lists, and takes longer to open.
"""

from collections.abc import Sequence

from textual.binding import Binding
from textual.widget import Widget

from gazette.i18n import Words
from gazette.keymap import Command, Keymap
from gazette.tui.fuzzy import best_first
from gazette.tui.keymap import key_name
from gazette.tui.screens.sheet import Sheet
from gazette.tui.widgets.choice_list import Choice, ChoiceList


class PaletteScreen(Sheet[str | None]):
    """Gives the action that was chosen, or None."""

    BINDINGS = [Binding("f2", "dismiss", show=False)]  # noqa: RUF012 - Textual's way

    def __init__(self, words: Words, commands: Sequence[Command], keymap: Keymap) -> None:
        _ = words
        super().__init__(_, _("what is to be done? type a few letters"))
        self._commands = tuple(commands)
        self._keymap = keymap
        self.choices = ChoiceList()
        self.found: tuple[Command, ...] = ()
        self.foot.hints = (("run", "↵", _("do it")), self.close_hint())

    def listed(self) -> Widget:
        """Return what is listed."""
        return self.choices

    def follow(self, typed: str) -> None:
        """List the commands whose description holds what was typed, the nearest first."""
        _ = self.words
        self.found = best_first(self._commands, typed, lambda command: _(command.description))
        self.choices.show([Choice(_(c.description), self._keys_of(c)) for c in self.found])
        self.foot.news = "" if self.found else _("Nothing goes by that name here.")

    def _keys_of(self, command: Command) -> str:
        keys = self._keymap.keys_of(command.action)
        return "  ".join(key_name(key, self.words) for key in keys)

    def on_input_submitted(self) -> None:
        """Do what is selected."""
        self.action_run()

    def on_choice_list_clicked(self) -> None:
        """Do what was clicked."""
        self.action_run()

    def action_run(self) -> None:
        """Close the palette, and let what is selected be done."""
        if self.found:
            self.dismiss(self.found[self.choices.cursor].action)

    def action_line(self, step: int) -> None:
        """Select another line."""
        self.choices.move(step)

    def action_page(self, step: int) -> None:
        """Move by a page."""
        self.choices.page(step)
