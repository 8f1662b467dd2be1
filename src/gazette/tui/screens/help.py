"""The help page: the keys as they are bound now, those of the pane one is in before the others."""

from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest
from typing import Final

from rich.cells import cell_len
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from gazette.errors import N_
from gazette.i18n import Words
from gazette.keymap import SECTIONS, Command, Keymap, Pane
from gazette.tui.fuzzy import cost
from gazette.tui.keymap import key_name
from gazette.tui.render import Spans, cells_of
from gazette.tui.screens.sheet import Sheet
from gazette.tui.typography import wrap
from gazette.tui.widgets.inks import draw

_KEYS_WIDTH: Final = 20
_MARGIN: Final = 2
_TWO_COLUMNS_FROM: Final = 96

_BETWEEN_KEYS: Final = "  "

Entry = tuple[tuple[str, ...], str]
"""Keys, and what they do; without keys it is a heading."""


def help_entries(words: Words, keymap: Keymap, pane: Pane, typed: str = "") -> list[list[Entry]]:
    """Return the help page in sections; with letters typed, the lines that hold them."""
    here: list[tuple[str, list[Command]]] = []
    elsewhere: list[Command] = []
    for title, commands in SECTIONS:
        here.append((title, [command for command in commands if pane in command.panes]))
        elsewhere += [command for command in commands if pane not in command.panes]
    found = []
    for title, listed in (*here, (N_("In other panes"), elsewhere)):
        entries = [e for e in _entries(listed, words, keymap) if _is_found(e, typed)]
        if entries:
            found.append([((), words(title)), *entries])
    return found


def help_lines(sections: Iterable[list[Entry]], width: int) -> tuple[Spans, ...]:
    """Return sections as lines of this width, in two columns where there is room."""
    columns = 2 if width >= _TWO_COLUMNS_FROM else 1
    column_width = width // columns - _MARGIN
    blocks: list[list[Spans]] = [
        [line for entry in section for line in _lines(entry, column_width)] + [()]
        for section in sections
    ]
    if columns == 1:
        return tuple(line for block in blocks for line in block)
    half = sum(map(len, blocks)) / 2
    left: list[Spans] = []
    right: list[Spans] = []
    for block in blocks:
        (left if len(left) + len(block) / 2 <= half else right).extend(block)
    return tuple(
        (*a, ("text", " " * (column_width + _MARGIN - cells_of(a))), *b)
        for a, b in zip_longest(left, right, fillvalue=())
    )


def _entries(commands: Iterable[Command], words: Words, keymap: Keymap) -> Iterator[Entry]:
    """Return a line for each command that has keys; those of a family share one."""
    for family, group in groupby(commands, key=lambda command: command.family or command.action):
        alike = list(group)
        keys = tuple(key_name(key, words) for c in alike for key in keymap.keys_of(c.action))
        if keys:
            yield keys, words(family if alike[0].family else alike[0].description)


def _is_found(entry: Entry, typed: str) -> bool:
    keys, description = entry
    return typed.strip() in keys or cost(description, typed) is not None


def _lines(entry: Entry, width: int) -> Iterator[Spans]:
    keys, description = entry
    margin = ("text", " " * _MARGIN)
    if not keys:
        yield margin, ("heading", description)
        return
    told = wrap(description, width - _KEYS_WIDTH - _MARGIN)
    for shown, line in zip_longest(_rows(keys), told, fillvalue=""):
        gap = " " * max(1, _KEYS_WIDTH - cell_len(shown))
        yield margin, ("accent", shown), ("text", gap + line)


def _rows(keys: Iterable[str]) -> list[str]:
    """Return keys in rows of their column; those of a sequence stay together."""
    rows: list[str] = []
    for key in keys:
        if rows and cell_len(rows[-1] + _BETWEEN_KEYS + key) < _KEYS_WIDTH:
            rows[-1] += _BETWEEN_KEYS + key
        else:
            rows.append(key)
    return rows


class HelpPage(ScrollView, can_focus=False, inherit_bindings=False):
    """The keys, scrollable where the terminal is low."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._sections: list[list[Entry]] = []
        self._lines: tuple[Spans, ...] = ()

    def show(self, sections: list[list[Entry]]) -> None:
        """Show other lines, from the top."""
        self._sections = sections
        self._set_lines()
        self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Set the page for the new width."""
        self._set_lines()

    def _set_lines(self) -> None:
        self._lines = help_lines(self._sections, self.size.width) if self.size.width else ()
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = y + self.scroll_offset.y
        spans = self._lines[number] if number < len(self._lines) else ()
        return draw(self, spans, self.size.width)


class HelpScreen(Sheet[None]):
    """The keys, over the paper."""

    BINDINGS = [Binding("f1", "dismiss", show=False)]  # noqa: RUF012 - Textual's way

    def __init__(self, words: Words, keymap: Keymap, pane: Pane) -> None:
        _ = words
        super().__init__(_, _("the keys here; to find one, type a few letters"))
        self._keymap = keymap
        self._pane: Pane = pane
        self.page = HelpPage()
        self.foot.hints = (("page(1)", "␣", _("read on")), self.close_hint())

    def listed(self) -> Widget:
        """Return what is listed."""
        return self.page

    def follow(self, typed: str) -> None:
        """List the keys that do what was typed."""
        _ = self.words
        sections = help_entries(_, self._keymap, self._pane, typed)
        self.page.show(sections)
        self.foot.news = "" if sections else _("No key does that.")

    def on_filter_line_space_first(self) -> None:
        """Read on with Space, as everywhere, as long as nothing was typed."""
        self.action_page(1)

    def on_input_submitted(self) -> None:
        """Close the page: there is nothing to choose on it."""
        self.dismiss()

    def action_line(self, step: int) -> None:
        """Move by a line."""
        self.page.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Turn the page."""
        move = self.page.scroll_page_down if step > 0 else self.page.scroll_page_up
        move(animate=False)
