"""Marks: read and starred, for one story or for many, and the way back."""

import asyncio
from collections.abc import Sequence
from typing import Final, Literal

from textual import work

from gazette.model import TAG, Flag, Mark
from gazette.tui.marks_told import told_of, told_of_turn
from gazette.tui.screens.asking import Answer, AskScreen
from gazette.tui.screens.paging import Paging
from gazette.tui.widgets.story_list import StoryList

_REST_S: Final = 0.2
_PIECE: Final = 500
"""Rows that are asked for at once where many stories are chosen."""


class Marking(Paging, inherit_bindings=False):
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
        await self._show_mark(mark)
        return mark

    async def _show_mark(self, mark: Mark) -> None:
        self.stories.mark(mark.story_ids, mark.flag, value=mark.value)
        self.article.mark(mark.story_ids, mark.flag, value=mark.value)
        self.show_masthead()
        if mark.flag.startswith(TAG):
            await self._show_tags()
        else:
            self._recount()

    async def _show_tags(self) -> None:
        """Show the tags as they are now, in rows and tree."""
        await self.edition.take_stock()
        self.stories.refresh_rows()
        self.show_counts()

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

    # --- the stories chosen ---------------------------------------------------------------

    def action_select(self) -> None:
        """Begin to choose several stories, or choose one alone again."""
        if self.panes.current == "tree" or self.end_choice():
            return
        self.panes.switch("list")
        self.stories.begin_range()
        self.show_choice()

    def end_choice(self) -> bool:
        """Choose the selected story alone; return False where that is so already."""
        had_range = self.stories.end_range()
        if had_range:
            self.stop_saying()
        return had_range

    def on_story_list_mark_pressed(self, message: StoryList.MarkPressed) -> None:
        """Take off the star that was clicked; where there is none, toggle the other mark."""
        row = self.stories.row(message.story_id)
        self._toggle("starred" if row and row.starred else "read", [message.story_id])

    def action_toggle_read(self) -> None:
        """Mark the stories chosen read; unread, if all of them are."""
        self._toggle("read", list(self.stories.chosen))

    def action_toggle_star(self) -> None:
        """Put a star on the stories chosen; take it off, if all of them have one."""
        self._toggle("starred", list(self.stories.chosen))

    @work(group="marks")
    async def _toggle(self, flag: Literal["read", "starred"], ids: list[int]) -> None:
        if not ids:
            return
        with self.telling():
            value = not await self._are_all(flag, ids)
            self.stories.end_range()
            mark = await self.mark(ids, flag, value=value)
            if len(ids) > 1:
                self.say(self.marked(mark))

    async def _are_all(self, flag: Literal["read", "starred"], ids: Sequence[int]) -> bool:
        """Say whether all of these stories carry a mark."""
        if flag == "read":
            return not any(story_id in self.stories.unread for story_id in ids)
        for start in range(0, len(ids), _PIECE):
            piece = ids[start : start + _PIECE]
            rows = [self.stories.row(story_id) for story_id in piece]
            if None in rows:
                rows = [*await self.edition.library.rows(piece)]
            if not all(row and row.starred for row in rows):
                return False
        return True

    # --- many at once -----------------------------------------------------------------------

    def action_mark_all_read(self) -> None:
        """Mark the whole list read, or the stories chosen in it."""
        if self.stories.has_range:
            self._mark_read(list(self.stories.chosen))
        elif ids := self.stories.listing.ids[:1]:
            self._mark_read_from(ids[0], itself=True)
        else:
            self._mark_read([])

    def action_mark_above(self) -> None:
        """Mark all stories above the selected one read."""
        self._mark_read(self.stories.listing.ids[: self.stories.cursor])

    def action_mark_below(self) -> None:
        """Mark all stories below the selected one read."""
        if (selected := self.stories.selected) is not None:
            self._mark_read_from(selected, itself=False)

    @work(group="marks")
    async def _mark_read_from(self, story_id: int, *, itself: bool) -> None:
        """Mark the stories from one to the end of the list read, also if that still comes in."""
        listing, pager = self.stories.listing, self.edition.pager()
        with self.telling():
            if not listing.is_whole and len(listing):
                await self.read_pages(pager, listing, listing.pair(len(listing) - 1))
            # News may have come in above it meanwhile.
            place = listing.index_of(story_id)
            if self.stories.listing is listing and place is not None:
                await self._mark_those_read(listing.ids[place + (not itself) :])

    @work(group="marks")
    async def _mark_read(self, ids: Sequence[int]) -> None:
        with self.telling():
            await self._mark_those_read(ids)

    async def _mark_those_read(self, ids: Sequence[int]) -> None:
        unread = [ids[place] for place in self.stories.unread.among(ids)]
        self.stories.end_range()
        self._say_marked(await self.mark(unread, "read", value=True))

    @work(group="marks")
    async def action_mark_everything_read(self) -> None:
        """Mark every story of the paper read, if the reader says yes to that."""
        _ = self.words
        with self.telling():
            ids = await self.edition.library.unread_ids()
            if not ids:
                self.say(_("Nothing unread anywhere."))
                return
            question = _.plural(
                "Mark {n} story in all feeds read?", "Mark {n} stories in all feeds read?", len(ids)
            )
            yes = Answer("yes", _.context("key", "y"), _("mark them read"))
            if await self.ask(AskScreen(question, (yes,), _)):
                self._say_marked(await self.mark(ids, "read", value=True))

    def _say_marked(self, mark: Mark) -> None:
        _ = self.words
        self.say(self.marked(mark) if mark.story_ids else _("Nothing unread here."))

    def marked(self, mark: Mark) -> str:
        """Return what was marked, and the key that takes it back."""
        _ = self.words
        return f"{told_of(mark, _)} · " + _("{undo} to undo").format(**self.key_names())

    # --- the way back -----------------------------------------------------------------------

    @work(group="marks")
    async def action_undo(self) -> None:
        """Take the last mark back, and say which."""
        _ = self.words
        with self.telling():
            await self._say_turned(await self.edition.undo(), _("Nothing to undo."))

    @work(group="marks")
    async def action_redo(self) -> None:
        """Make the mark again that was taken back last, and say which."""
        _ = self.words
        with self.telling():
            await self._say_turned(await self.edition.redo(), _("Nothing to redo."))

    async def _say_turned(self, mark: Mark | None, nothing: str) -> None:
        """Show and say what now holds."""
        if mark is None:
            self.say(nothing)
            return
        await self._show_mark(mark)
        self.say(told_of_turn(mark, self.words))
