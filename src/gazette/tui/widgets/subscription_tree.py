"""The tree of subscriptions: what can be listed, and how much of it is unread."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.i18n import Words
from gazette.tui.render import Spans
from gazette.tui.subscriptions import FAILING_MARK, Branch
from gazette.tui.typography import fit, wrap
from gazette.tui.views import View
from gazette.tui.widgets.inks import draw

_NOTE_INDENT = 5


class SubscriptionTree(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that can be chosen; tags fold."""

    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """A view is to be listed."""

        view: View
        note: str
        """What is wrong with its feed."""

    @dataclass
    class Folded(Message):
        """A tag, or the failing feeds, is to be folded or unfolded."""

        key: str

    @dataclass
    class Moved(Message):
        """The cursor is on another line, or its line has become another one."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._words = words
        self.branches: tuple[Branch, ...] = ()
        self.cursor = 0
        self.current = ""
        """The key of the view that is listed."""
        self._shows_held = False
        """What the cursor's line holds is to be in sight, and not that line alone."""
        self._lines: list[tuple[int, str]] = []
        """What stands on each line: a branch, and the piece of its note; "" is its name."""

    # --- what is shown --------------------------------------------------------------------

    def show(self, branches: tuple[Branch, ...], current: str) -> None:
        """Show these lines; the cursor stays on its line, or on what is listed."""
        before = self.branches[self.cursor] if self.cursor < len(self.branches) else None
        self.branches = branches
        self.current = current
        self._set_lines()
        keys = [branch.key for branch in branches]
        if before and before.key in keys:
            self.cursor = keys.index(before.key)
            if before.is_folded and not branches[self.cursor].is_folded:
                self._scroll_to_unfolded()
        else:
            self.go_to_current()
        self.post_message(self.Moved())

    def go_to_current(self) -> None:
        """Put the cursor on what is listed."""
        views = [branch.view.key if branch.view else "" for branch in self.branches]
        self.cursor = views.index(self.current) if self.current in views else 0
        self._shows_held = False
        self._scroll_to_cursor()
        self.post_message(self.Moved())

    def go_to_fold(self, key: str) -> None:
        """Put the cursor on what folds under this key, and what it holds into sight."""
        folds = [branch.fold for branch in self.branches]
        if key in folds:
            self.cursor = folds.index(key)
            self._shows_held = True
            self.call_after_refresh(self._scroll_to_unfolded)  # a hidden tree has no height yet
            self.refresh()
            self.post_message(self.Moved())

    @property
    def view(self) -> View | None:
        """The view under the cursor."""
        return self.branches[self.cursor].view if self.branches else None

    @property
    def hints(self) -> Mapping[str, str]:
        """What the keys do on the line under the cursor, where that is not the usual."""
        return self.branches[self.cursor].hints if self.branches else {}

    # --- moving ---------------------------------------------------------------------------

    def select(self, index: int, *, step: int = 1) -> None:
        """Put the cursor on a line, or past it where the line is empty."""
        index = max(0, min(index, len(self.branches) - 1))
        while 0 <= index < len(self.branches) and self.branches[index].is_blank:
            index += step
        if 0 <= index < len(self.branches):
            self.cursor = index
            self._shows_held = False
            self._scroll_to_cursor()
            self.refresh()
            self.post_message(self.Moved())

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
        line = y + self.scroll_offset.y
        if line >= len(self._lines):
            return draw(self, (), width)
        index, note = self._lines[line]
        behind = "selected" if index == self.cursor and self.has_focus else ""
        branch = self.branches[index]
        if not behind and branch.view and branch.view.key == self.current:
            behind = "resting"
        spans = (("meta", " " * _NOTE_INDENT + note),) if note else self._spans(branch, width)
        return draw(self, spans, width, behind=behind)

    def on_resize(self, event: Resize) -> None:
        """Set the notes for the new width; a tree that was hidden has just got its size back."""
        if event.size.width:
            self._set_lines()
            if self._shows_held:
                self._scroll_to_unfolded()
            else:
                self._scroll_to_cursor()

    def on_focus(self, event: Focus) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are here."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are elsewhere."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Choose the line under the pointer; a click on its arrow folds it."""
        line = event.y + self.scroll_offset.y
        if line >= len(self._lines):
            return
        index, _ = self._lines[line]
        if self.branches[index].is_blank:
            return
        self.select(index)
        if event.button != 1:
            return
        if self.branches[index].fold and event.x < 3:
            self.fold()
        else:
            self.choose()

    def _spans(self, branch: Branch, width: int) -> Spans:
        if branch.is_blank:
            return ()
        is_current = branch.view is not None and branch.view.key == self.current
        is_failure = branch.is_failure or branch.mark == FAILING_MARK
        ink = "error" if is_failure else "current" if is_current else "read"
        arrow = ("▸" if branch.is_folded else "▾") if branch.fold else ""
        mark = branch.mark or arrow or " "
        count = self._words.number(branch.count) if branch.count else ""
        start = f" {mark} " + "  " * branch.depth
        label = fit(branch.label, width - cell_len(start) - cell_len(count) - 2)
        gap = width - cell_len(start) - cell_len(label) - cell_len(count) - 1
        return (
            ("accent" if mark == "★" else ink if mark == FAILING_MARK else "meta", start),
            (ink, label),
            ("current" if is_current else "meta", " " * max(1, gap) + count),
        )

    def _set_lines(self) -> None:
        self._lines = []
        for index, branch in enumerate(self.branches):
            self._lines.append((index, ""))
            if branch.is_failure:
                pieces = wrap(branch.note, self.size.width - _NOTE_INDENT - 1)
                self._lines += [(index, piece) for piece in pieces]
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def _scroll_to_cursor(self) -> None:
        self._show_branches(self.cursor, self.cursor)

    def _scroll_to_unfolded(self) -> None:
        """Bring what has been unfolded into sight, as much as there is room for."""
        last = self.cursor
        while last + 1 < len(self.branches) and self.branches[last + 1].depth:
            last += 1
        self._show_branches(self.cursor, last)

    def _show_branches(self, first: int, last: int) -> None:
        """Bring these branches into sight; where they do not fit, the first of them."""
        height = self.size.height
        lines = [line for line, (index, _) in enumerate(self._lines) if first <= index <= last]
        if not lines or not height:  # without a height: as soon as the tree is shown
            return
        top = max(self.scroll_offset.y, lines[-1] - height + 1)
        self.scroll_to(y=min(top, lines[0]), animate=False, immediate=True)
