"""The help page: every key, made from the keymap."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.cells import cell_len
from textual.binding import Binding
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.keymap import SECTIONS, Command, key_name
from gazette.tui.render import Spans, cells_of
from gazette.tui.typography import wrap
from gazette.tui.widgets.inks import INKS, draw
from gazette.tui.widgets.status_bar import StatusBar

_KEYS_WIDTH: Final = 20
_MARGIN: Final = 2
_TWO_COLUMNS_FROM: Final = 96


def help_lines(words: Words, width: int) -> tuple[Spans, ...]:
    """Return the help page at this width, in two columns where there is room."""
    sections = [list(_section(title, commands, words)) for title, commands in SECTIONS]
    columns = 2 if width >= _TWO_COLUMNS_FROM else 1
    column_width = width // columns - _MARGIN
    blocks: list[list[Spans]] = [
        [line for entry in section for line in _entry(entry, column_width)] + [()]
        for section in sections
    ]
    if columns == 1:
        return tuple(line for block in blocks for line in block)
    half = sum(map(len, blocks)) / 2
    left: list[Spans] = []
    right: list[Spans] = []
    for block in blocks:
        (left if len(left) + len(block) / 2 <= half else right).extend(block)
    right += [()] * (len(left) - len(right))
    left += [()] * (len(right) - len(left))
    return tuple(
        (*a, ("text", " " * (column_width + _MARGIN - cells_of(a))), *b)
        for a, b in zip(left, right, strict=True)
    )


def _section(title: str, commands: Iterable[Command], words: Words) -> Iterator[tuple[str, str]]:
    yield "", words(title)
    for command in commands:
        yield " ".join(key_name(key, words) for key in command.keys), words(command.description)


def _entry(entry: tuple[str, str], width: int) -> Iterator[Spans]:
    keys, description = entry
    margin = ("text", " " * _MARGIN)
    if not keys:
        yield margin, ("heading", description)
        return
    for number, line in enumerate(wrap(description, width - _KEYS_WIDTH - _MARGIN)):
        shown = "" if number else keys
        gap = " " * max(1, _KEYS_WIDTH - cell_len(shown))
        yield margin, ("accent", shown), ("text", gap + line)


class HelpPage(ScrollView, can_focus=True):
    """The keys, scrollable where the terminal is low."""

    COMPONENT_CLASSES = INKS
    ALLOW_SELECT = False

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._lines: tuple[Spans, ...] = ()

    def on_resize(self) -> None:
        """Set the page for the new width."""
        self._lines = help_lines(self._words, self.size.width)
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = y + self.scroll_offset.y
        spans = self._lines[number] if number < len(self._lines) else ()
        return draw(self, spans, self.size.width)


class HelpScreen(ModalScreen[None]):
    """The keys, over the paper; any of the usual keys closes it."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("escape,q,question_mark,f1,h,backspace", "dismiss"),
        Binding("space", "page_down"),
    ]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> Iterable[Widget]:
        """Give the page."""
        _ = self._words
        foot = StatusBar()
        foot.hints = (
            ("page_down", "␣", _("read on")),
            ("dismiss", key_name("escape", _), _("back")),
        )
        yield HelpPage(_)
        yield foot

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)

    def action_page_down(self) -> None:
        """Turn the page, as Space does everywhere."""
        self.query_one(HelpPage).scroll_page_down(animate=False)
