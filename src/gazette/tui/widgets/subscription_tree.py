"""The tree of subscriptions: what can be listed, and how much of it is unread."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Blur, Click, Focus
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.i18n import Words
from gazette.tui.render import Spans
from gazette.tui.subscriptions import Branch
from gazette.tui.typography import fit
from gazette.tui.views import View
from gazette.tui.widgets.inks import INKS, draw


class SubscriptionTree(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that can be chosen; tags fold."""

    COMPONENT_CLASSES = INKS
    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """A view is to be listed."""

        view: View
        note: str
        """What is wrong with its feed, if the line says so."""

    @dataclass
    class Folded(Message):
        """A tag, or the failing feeds, is to be folded or unfolded."""

        key: str

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._words = words
        self.branches: tuple[Branch, ...] = ()
        self.cursor = 0
        self.current = ""
        """The key of the view that is listed."""

    # --- what is shown --------------------------------------------------------------------

    def show(self, branches: tuple[Branch, ...], current: str) -> None:
        """Show these lines; the cursor stays on its line, or on what is listed."""
        before = self.branches[self.cursor].key if self.cursor < len(self.branches) else ""
        self.branches = branches
        self.current = current
        keys = [branch.key for branch in branches]
        if before in keys:
            self.cursor = keys.index(before)
        else:
            self.go_to_current()
        self.virtual_size = Size(self.size.width, len(branches))
        self.refresh()

    def go_to_current(self) -> None:
        """Put the cursor on what is listed."""
        views = [branch.view.key if branch.view else "" for branch in self.branches]
        self.cursor = views.index(self.current) if self.current in views else 0
        self._scroll_to_cursor()

    # --- moving ---------------------------------------------------------------------------

    def select(self, index: int, *, step: int = 1) -> None:
        """Put the cursor on a line, or past it where the line is empty."""
        index = max(0, min(index, len(self.branches) - 1))
        while 0 <= index < len(self.branches) and self.branches[index].is_blank:
            index += step
        if 0 <= index < len(self.branches):
            self.cursor = index
            self._scroll_to_cursor()
            self.refresh()

    def move(self, step: int) -> None:
        """Move the cursor by lines."""
        self.select(self.cursor + step, step=1 if step > 0 else -1)

    def page(self, share: float) -> None:
        """Move by this share of what is in sight."""
        self.move(int(share * self.size.height) or (1 if share > 0 else -1))

    def first(self) -> None:
        """Go to the first line."""
        self.select(0)

    def last(self) -> None:
        """Go to the last line."""
        self.select(len(self.branches) - 1, step=-1)

    def choose(self) -> None:
        """Say that the line under the cursor is wanted."""
        if not self.branches:
            return
        branch = self.branches[self.cursor]
        if branch.view:
            self.post_message(self.Chosen(branch.view, branch.note))
        elif branch.fold:
            self.post_message(self.Folded(branch.fold))

    def fold(self) -> None:
        """Say that the line under the cursor is to be folded or unfolded, if it can be."""
        if self.branches and self.branches[self.cursor].fold:
            self.post_message(self.Folded(self.branches[self.cursor].fold))
        else:
            self.choose()

    # --- drawing --------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.size.width
        index = y + self.scroll_offset.y
        if index >= len(self.branches):
            return draw(self, (), width)
        behind = "selected" if index == self.cursor and self.has_focus else ""
        branch = self.branches[index]
        if not behind and branch.view and branch.view.key == self.current:
            behind = "resting"
        return draw(self, self._spans(branch, width), width, behind=behind)

    def on_focus(self, event: Focus) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are here."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are elsewhere."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Choose the line under the pointer; a click on its arrow folds it."""
        index = event.y + self.scroll_offset.y
        if index >= len(self.branches) or self.branches[index].is_blank:
            return
        self.select(index)
        if self.branches[index].fold and event.x < 3:
            self.fold()
        else:
            self.choose()

    def _spans(self, branch: Branch, width: int) -> Spans:
        if branch.is_blank:
            return ()
        is_current = branch.view is not None and branch.view.key == self.current
        ink = "error" if branch.mark == "!" or branch.note else "current" if is_current else "read"
        arrow = ("▸" if branch.is_folded else "▾") if branch.fold else ""
        mark = branch.mark or arrow or " "
        count = self._words.number(branch.count) if branch.count else ""
        start = f" {mark} " + "  " * branch.depth
        label = fit(branch.label, width - cell_len(start) - cell_len(count) - 2)
        gap = width - cell_len(start) - cell_len(label) - cell_len(count) - 1
        return (
            ("accent" if mark == "★" else ink if mark == "!" else "meta", start),
            (ink, label),
            ("current" if is_current else "meta", " " * max(1, gap) + count),
        )

    def _scroll_to_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)
