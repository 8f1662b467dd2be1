"""A page of facts over the paper: names and what is said of them, and what can be done about it."""

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.screens.asking import Answer, Answering
from gazette.tui.screens.help import Entry, HelpPage

Fact = tuple[str, str]
"""A name, and what is said of it; without a name it is a heading."""


class FactsScreen(Answering):
    """Gives the name of what is to be done, or None."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("escape,q,h,left,backspace", "dismiss", show=False),
        Binding("down,j", "line(1)", show=False),
        Binding("up,k", "line(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(
        self, words: Words, sections: Sequence[Sequence[Fact]], answers: Sequence[Answer] = ()
    ) -> None:
        super().__init__(words, answers)
        self.sections: list[list[Entry]] = [
            [((name,) if name else (), text) for name, text in section] for section in sections
        ]
        self.page = HelpPage()

    def compose(self) -> Iterable[Widget]:
        """Give the page and the keys."""
        return (self.page, self.foot())

    def on_mount(self) -> None:
        """Show the page."""
        self.page.show(self.sections)

    def action_line(self, step: int) -> None:
        """Move by a line."""
        self.page.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Turn the page."""
        move = self.page.scroll_page_down if step > 0 else self.page.scroll_page_up
        move(animate=False)
