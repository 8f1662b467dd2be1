"""Marks: read and starred, and the way back."""

import asyncio
from collections.abc import Sequence
from typing import Final, Literal

from textual import work

from gazette.model import Flag, Mark
from gazette.tui.marks_told import told_of, told_of_turn
from gazette.tui.screens.frame import Frame

_REST_S: Final = 0.2


class Marking(Frame, inherit_bindings=False):
    """The part of the screen that marks stories and undoes it."""

    @work(group="marks")
    async def mark_read(self, story_id: int) -> None:
        """Mark a story read, where marks can be kept: the foot says so where they cannot."""
        if self.edition.is_read_only:
            return
        with self.telling():
            await self.mark([story_id], "read", value=True)

    async def mark(self, ids: Sequence[int], flag: Flag, *, value: bool) -> Mark:
        """Set or clear a mark, and show it."""
        mark = await self.edition.mark(ids, flag, value=value)
        self._show_mark(mark)
        return mark

    def _show_mark(self, mark: Mark) -> None:
        self.stories.mark(mark.story_ids, mark.flag, value=mark.value)
        self.article.mark(mark.story_ids, mark.flag, value=mark.value)
        self.show_masthead()
        self._recount()

    @work(exclusive=True, group="counts")
    async def _recount(self) -> None:
        """Count again once the keys rest: of ten quick marks only the last one gets this far.

        Counting takes a tenth of a second with a hundred thousand unread stories, and whoever
        holds a key is not to wait for that at every story.
        """
        await asyncio.sleep(_REST_S)
        with self.telling():
            await self.edition.count()
            self.show_counts()
            self.count_views()

    @work(group="marks")
    async def _toggle(self, flag: Literal["read", "starred"]) -> None:
        row = self.stories.row(self.stories.selected)
        if row is None:
            return
        with self.telling():
            await self.mark([row.id], flag, value=not (row.read if flag == "read" else row.starred))

    def action_toggle_read(self) -> None:
        """Mark the selected story read or unread."""
        self._toggle("read")

    def action_toggle_star(self) -> None:
        """Put a star on the selected story, or take it off."""
        self._toggle("starred")

    @work(group="marks")
    async def action_mark_all_read(self) -> None:
        """Mark the whole list read."""
        with self.telling():
            mark = await self.mark(list(self.stories.listing.ids), "read", value=True)
            _ = self.words
            self.say(
                f"{told_of(mark, _)} · " + _("{undo} to undo").format(**self.key_names())
                if mark.story_ids
                else _("Nothing unread here.")
            )

    @work(group="marks")
    async def action_undo(self) -> None:
        """Take the last mark back, and say which."""
        _ = self.words
        with self.telling():
            self._say_turned(await self.edition.undo(), _("Nothing to undo."))

    @work(group="marks")
    async def action_redo(self) -> None:
        """Make the mark again that was taken back last, and say which."""
        _ = self.words
        with self.telling():
            self._say_turned(await self.edition.redo(), _("Nothing to redo."))

    def _say_turned(self, mark: Mark | None, nothing: str) -> None:
        """Show and say what now holds."""
        if mark is None:
            self.say(nothing)
            return
        self._show_mark(mark)
        self.say(told_of_turn(mark, self.words))
