"""The links of an article, over the paper: one is chosen, or copied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.links import Link, filtered
from gazette.tui.typography import fit, fit_middle
from gazette.tui.widgets.status_bar import StatusBar

_MARGIN: Final = 4


class LinkLine(Input):
    """The line that the list follows."""

    @dataclass
    class CopyWanted(Message):
        """The reader pressed y where nothing was typed that it could belong to."""

    def __init__(self, words: Words) -> None:
        _ = words
        super().__init__(placeholder=_("number, words or address of a link"), compact=True)
        self.cursor_blink = False

    def on_key(self, event: Key) -> None:
        """Take no y as the first letter."""
        if event.character == "y" and not self.value:
            event.prevent_default()
            event.stop()
            self.post_message(self.CopyWanted())


class LinksScreen(ModalScreen[str]):
    """Links with their text and address; the one that is chosen is the answer."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("escape", "close", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("ctrl+y", "copy", show=False),
    ]

    def __init__(self, words: Words, links: Sequence[Link]) -> None:
        super().__init__()
        _ = self.words = words
        self._all = links
        self.shown: list[Link] = list(links)
        self.line = LinkLine(words)
        self.list = OptionList(markup=False, compact=True)
        self.list.can_focus = False
        self.foot = StatusBar()
        self.foot.hints = (
            ("choose", key_name("enter", _), _("browser")),
            ("copy", "y", _("copy")),
            ("close", key_name("escape", _), _("back")),
        )

    def compose(self) -> Iterable[Widget]:
        """Give the line, the links, and the keys."""
        return (self.line, self.list, self.foot)

    def on_mount(self) -> None:
        """Let the reader type."""
        self.set_focus(self.line)

    def on_resize(self) -> None:
        """Cut the addresses to the new width."""
        self._list(self.list.highlighted or 0)

    def on_input_changed(self) -> None:
        """List the links that hold what is typed, or whose number begins so."""
        self.shown = filtered(self._all, self.line.value)
        self._list(0)

    def on_link_line_copy_wanted(self) -> None:
        """Copy the selected link."""
        self.action_copy()

    def on_input_submitted(self) -> None:
        """Choose the selected link."""
        self.action_choose()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Choose the link that was clicked."""
        self.dismiss(self.shown[message.option_index].address)

    async def on_status_bar_pressed(self, message: StatusBar.Pressed) -> None:
        """Do what was clicked."""
        await self.run_action(message.action)

    def action_move(self, step: int) -> None:
        """Select the next link, or the one before."""
        if step > 0:
            self.list.action_cursor_down()
        else:
            self.list.action_cursor_up()

    def action_choose(self) -> None:
        """Open the selected link."""
        if link := self._selected():
            self.dismiss(link.address)

    def action_copy(self) -> None:
        """Give the selected address to the terminal's clipboard (OSC 52)."""
        _ = self.words
        if link := self._selected():
            self.app.copy_to_clipboard(link.address)
            self.foot.news = _("copied: {address}").format(address=fit_middle(link.address, 30))

    def action_close(self) -> None:
        """Forget what was typed; if nothing was, go back to the article."""
        if self.line.value:
            self.line.value = ""
        else:
            self.dismiss("")

    def _selected(self) -> Link | None:
        place = self.list.highlighted
        return self.shown[place] if place is not None and place < len(self.shown) else None

    def _list(self, selected: int) -> None:
        _ = self.words
        room = max(10, self.size.width - 2 * _MARGIN)
        digits = len(str(len(self._all)))
        self.list.clear_options()
        self.list.add_options([_option(link, digits, room) for link in self.shown])
        self.list.highlighted = min(selected, len(self.shown) - 1) if self.shown else None
        self.foot.news = "" if self.shown else _("No link has that.")


def _option(link: Link, digits: int, room: int) -> Content:
    number = f"{link.number:>{digits}}  "
    text = fit(link.text, room - cell_len(number))
    address = fit_middle(link.address, room - cell_len(number))
    blank = " " * cell_len(number)
    return Content.assemble((number, "$hint"), text, f"\n{blank}", (address, "$meta"))
