"""A page of facts over the paper: names and what is said of them, and what can be done about it."""

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.screens.asking import Answer
from gazette.tui.screens.help import Entry, HelpPage
from gazette.tui.widgets.status_bar import StatusBar

Fact = tuple[str, str]
"""A name, and what is said of it; without a name it is a heading."""


class FactsScreen(ModalScreen[str | None]):
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
        super().__init__()
        self._words = words
        self.sections: list[list[Entry]] = [
            [((name,) if name else (), text) for name, text in section] for section in sections
        ]
        self._answers = tuple(answers)
        self.page = HelpPage()

    def compose(self) -> Iterable[Widget]:
        """Give the page and the keys."""
        _ = self._words
        foot = StatusBar()
        foot.hints = (
            *((f"answer('{a.name}')", key_name(a.key, _), a.words) for a in self._answers),
            ("dismiss", key_name("escape", _), _("back")),
        )
        return (self.page, foot)

    def on_mount(self) -> None:
        """Show the page."""
        self.page.show(self.sections)

    def on_key(self, event: Key) -> None:
        """Take what is to be done by its key."""
        for answer in self._answers:
            if event.key == answer.key:
                event.stop()
                self.dismiss(answer.name)

    def action_answer(self, name: str) -> None:
        """Give what was clicked."""
        self.dismiss(name)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)

    def action_line(self, step: int) -> None:
        """Move by a line."""
        self.page.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Turn the page."""
        move = self.page.scroll_page_down if step > 0 else self.page.scroll_page_up
        move(animate=False)
