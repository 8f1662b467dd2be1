"""A choice over the paper: a few letters find one of some names, or make a new one."""

from collections.abc import Sequence

from msgspec import Struct
from textual.widget import Widget

from gazette.i18n import Words
from gazette.text import clean_line, fold
from gazette.tui.fuzzy import best_first
from gazette.tui.screens.sheet import Sheet
from gazette.tui.widgets.choice_list import Choice, ChoiceList

LONGEST_NAME = 60
"""Characters of a name that is made here."""
_MOST_LINES = 10
"""The paper behind the choice stays in sight."""


class Option(Struct, frozen=True):
    """Something that can be chosen."""

    name: str
    """What the screen returns."""
    text: str
    """In the reader's language."""
    note: str = ""


class ChooseScreen(Sheet[str | None]):
    """Gives the name that was chosen or typed, or None."""

    def __init__(
        self,
        words: Words,
        question: str,
        options: Sequence[Option],
        *,
        do: str,
        new: str = "",
        none: str = "",
    ) -> None:
        """`do` is what Enter does; `new`, with {name}, offers what was typed; `none`: no option."""
        super().__init__(words, question)
        self.options = tuple(options)
        self._new = new
        self._none = none
        self.choices = ChoiceList()
        self.found: tuple[Option, ...] = ()
        self.foot.hints = (("run", "↵", do), self.close_hint())
        if new:
            self.filter_line.max_length = LONGEST_NAME

    def listed(self) -> Widget:
        """Return what is listed."""
        return self.choices

    def follow(self, typed: str) -> None:
        """List the options that hold what was typed, the nearest first, and the new one last."""
        found = best_first(self.options, typed, lambda option: option.text)
        name = clean_line(typed, LONGEST_NAME)
        if self._new and name and fold(name) not in {fold(option.name) for option in self.options}:
            found = (*found, Option(name, self._new.format(name=name)))
        self.found = found
        self.choices.styles.height = max(1, min(len(found), _MOST_LINES))
        self.choices.show([Choice(clean_line(option.text), option.note) for option in found])
        self.foot.news = "" if found else self._none

    def on_input_submitted(self) -> None:
        """Give what is selected."""
        self.action_run()

    def on_choice_list_clicked(self) -> None:
        """Give what was clicked."""
        self.action_run()

    def action_run(self) -> None:
        """Give what is selected."""
        if self.found:
            self.dismiss(self.found[self.choices.cursor].name)

    def action_line(self, step: int) -> None:
        """Select another line."""
        self.choices.move(step)

    def action_page(self, step: int) -> None:
        """Move by a page."""
        self.choices.page(step)
