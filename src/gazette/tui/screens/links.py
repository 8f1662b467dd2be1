"""The links of an article, over the paper: one is chosen, or copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from gazette.i18n import Words
from gazette.tui.keymap import key_name
from gazette.tui.links import Link, filtered
from gazette.tui.screens.sheet import Sheet
from gazette.tui.typography import fit_middle
from gazette.tui.widgets.choice_list import Choice, ChoiceList
from gazette.tui.widgets.filter_line import FilterLine

_ADDRESS_WIDTH: Final = 36
"""Cells of the address at the foot: the keys beside it have to stay."""


class LinkLine(FilterLine):
    """The line that the list follows."""

    @dataclass
    class CopyWanted(Message):
        """The reader pressed y where nothing was typed that it could belong to."""

    def on_key(self, event: Key) -> None:
        """Take no y as the first letter."""
        if event.character == "y" and not self.value:
            event.prevent_default()
            event.stop()
            self.post_message(self.CopyWanted())


class LinksScreen(Sheet[str | None]):
    """Gives the address of the link that was chosen, or None."""

    BINDINGS = [Binding("ctrl+y", "copy", show=False)]  # noqa: RUF012 - Textual's way

    def __init__(self, words: Words, links: Sequence[Link]) -> None:
        _ = words
        prompt = _("number, words or address of a link")
        super().__init__(_, prompt)
        self.filter_line = LinkLine(prompt)
        self._all = links
        self.choices = ChoiceList()
        self.shown: list[Link] = []
        self.foot.hints = (
            ("choose", key_name("enter", _), _("browser")),
            ("copy", "y", _("copy")),
            self.close_hint(),
        )

    def listed(self) -> Widget:
        """Return what is listed."""
        return self.choices

    def follow(self, typed: str) -> None:
        """List the links that hold what is typed, or whose number begins so."""
        digits = len(str(len(self._all)))
        self.shown = filtered(self._all, typed)
        self.choices.show(
            [Choice(f"{k.number:>{digits}}  {k.text}", k.address, "meta") for k in self.shown]
        )
        self._tell()

    def on_input_submitted(self) -> None:
        """Choose the selected link."""
        self.action_choose()

    def on_choice_list_clicked(self) -> None:
        """Choose the link that was clicked."""
        self.action_choose()

    def on_link_line_copy_wanted(self) -> None:
        """Copy the selected link."""
        self.action_copy()

    def action_choose(self) -> None:
        """Open the selected link."""
        if self.shown:
            self.dismiss(self.shown[self.choices.cursor].address)

    def action_copy(self) -> None:
        """Give the selected address to the terminal's clipboard (OSC 52)."""
        _ = self.words
        if self.shown:
            address = self.shown[self.choices.cursor].address
            self.app.copy_to_clipboard(address)
            shown = fit_middle(address, _ADDRESS_WIDTH)
            self.foot.news = _("copied: {address}").format(address=shown)

    def action_line(self, step: int) -> None:
        """Select another link."""
        self.choices.move(step)
        self._tell()

    def action_page(self, step: int) -> None:
        """Move by a page."""
        self.choices.page(step)
        self._tell()

    def _tell(self) -> None:
        """Say where the selected link leads: in the list a long address is cut."""
        _ = self.words
        self.foot.news = (
            fit_middle(self.shown[self.choices.cursor].address, _ADDRESS_WIDTH)
            if self.shown
            else _("No link has that.")
        )
