"""Searching: a query over the whole store, or over the view, whose answer follows what is typed."""

import asyncio
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from textual import work

from gazette.errors import QueryError
from gazette.tui.edition import PAGE
from gazette.tui.listing import Listing
from gazette.tui.screens.paging import Paging
from gazette.tui.widgets.search_line import SearchLine
from gazette.tui.widgets.story_list import StoryList

_REST_S: Final = 0.02
"""Keys that follow each other faster are one question."""
_SLOW_S: Final = 0.5
"""Whatever takes longer is explained."""


class _Left(Struct, frozen=True):
    """The list that was left for a search, and how it stood."""

    listing: Listing
    selected: int | None
    top: int


class Searching(Paging, inherit_bindings=False):
    """The part of the screen that lists what a search finds, and goes back to the list before."""

    _left: _Left | None = None
    _is_indexing = False

    def action_filter(self) -> None:
        """Let a query be typed that is looked for in this list alone."""
        self.edition.is_narrowed = True
        self.action_search()
        self._find()

    def action_search(self) -> None:
        """Let a query be typed; the list follows it."""
        self.stop_saying()
        self.panes.switch("list")
        stories = self.stories
        if self._left is None:
            self._left = _Left(stories.listing, stories.selected, stories.scroll_offset.y)
        self.search_line.display = True
        self.search_line.open(self.edition.search, self._view_searched())
        self.set_focus(self.search_line)
        self._show_hints()
        self._index()

    def on_input_changed(self) -> None:
        """List what is found by what was typed so far."""
        if self.search_line.display:
            self._find()

    def on_input_submitted(self) -> None:
        """Give the list its keys; without a query it is the list that was there before."""
        if self.search_line.value.strip():
            self.search_line.history.add(self.search_line.value)
            self._close_line()
        else:
            self.leave_filter()

    async def on_search_line_pressed(self, message: SearchLine.Pressed) -> None:
        """Do what a key of the search does."""
        await self.run_action(message.action)

    def action_search_done(self) -> None:
        """Give the list its keys."""
        self.on_input_submitted()

    def action_search_place(self) -> None:
        """Search in the view alone, or in the whole store again."""
        self.edition.is_narrowed = not self.edition.is_narrowed
        self.search_line.show_place(self._view_searched())
        self._show_hints()
        self._find()

    def on_panes_switched(self) -> None:
        """Close the line where another pane was clicked; what was found stays."""
        if self.panes.current != "list":
            self.search_line.display = False
            self._show_hints()

    def leave_filter(self) -> bool:
        """Show the list that was left for the search; return False where it is shown already."""
        self._close_line()
        if self._left is None:
            return False
        self.stop_saying()
        left = self._left
        self.forget_search()
        self._show_left(left)
        self.show_counts()
        self._catch_up()
        return True

    def forget_search(self) -> None:
        """Let go of the query and of the list that was left for it: another one is coming."""
        self.edition.end_search()
        self.stories.snippets = None
        self._left = None
        self._close_line()

    # --- what is found ----------------------------------------------------------------------

    @work(group="index")
    async def _index(self) -> None:
        """Let what has come since the last search be found; what is typed meanwhile has to wait."""
        if self._is_indexing:
            return
        self._is_indexing = True
        saying = self.set_timer(_SLOW_S, self._say_indexing)
        try:
            await self.edition.library.index()
        finally:
            self._is_indexing = False
            saying.stop()
        if self.search_line.display and self.search_line.value:
            self._find()

    def _say_indexing(self) -> None:
        _ = self.words
        self.say_for_now(_("The new stories are being indexed…"))

    @work(exclusive=True, group="list")
    async def _find(self) -> None:
        await asyncio.sleep(_REST_S)
        text = self.search_line.value
        if self._is_indexing and text.strip():
            return
        with self.telling():
            if not text.strip():
                self._show_none()
                return
            try:
                page = await self.edition.find(text)
            except QueryError as error:  # what was found by the letters before stays
                if self._left is not None:
                    self.say_for_now(self.words.describe(error))
                return
            if self._left is None or text != self.search_line.value:
                return  # it was left, or goes on, while the store was looking
            self.edition.take_found(text, page)
            self.say_for_now("")
            if not page.pairs:
                self.article.show(None)
            self.show_empty_page()
            self.stories.snippets = {}
            self.stories.show(Listing(zone=self.zone))
            self.stories.take(page)
            self.show_masthead()
            if not page.is_last:
                self._count_found()

    @work(exclusive=True, group="found")
    async def _count_found(self) -> None:
        with self.telling():
            await self.edition.count_found()
            self.show_masthead()

    async def add_snippets(self, ids: Sequence[int]) -> None:
        """Show what stands around the words sought, in the rows that have just come."""
        listing = self.stories.listing
        if self.stories.snippets is not None:
            found = await self.edition.snippets(ids)
            if self.stories.listing is listing:
                self.stories.supply_snippets(found)

    @work(exclusive=True, group="more")
    async def on_story_list_end_in_sight(self, message: StoryList.EndInSight) -> None:
        """List more of what the store finds."""
        listing = self.stories.listing
        if not self.edition.question.is_search or listing.is_whole:
            return
        if listing is not message.listing or not len(listing):
            return
        with self.telling():
            page = await self.edition.pager()(PAGE, after=listing.pair(len(listing) - 1))
            if self.stories.listing is listing:
                self.stories.take(page)
                self.show_masthead()

    # --- what this rests on -------------------------------------------------------------------

    def _view_searched(self) -> str:
        return self.edition.view.name if self.edition.is_narrowed else ""

    def _show_none(self) -> None:
        """Show the list from which the search began: nothing is searched for yet."""
        self.edition.search = ""
        self.stories.snippets = None
        if self._left and self.stories.listing is not self._left.listing:
            self._show_left(self._left)
        self.show_masthead()

    def _show_left(self, left: _Left) -> None:
        self.stories.show(left.listing)
        self.stories.select(left.listing.index_of(left.selected) or 0)
        self.stories.scroll_to(y=left.top, animate=False, immediate=True)

    @work(group="news")
    async def _catch_up(self) -> None:
        """List what has arrived during the search, and what was still being read before it."""
        with self.telling():
            await self.edition.take_stock()
            await self.add_news()
            self.show_counts()

    def _close_line(self) -> None:
        if self.search_line.display:
            self.search_line.display = False
            self.panes.switch("list")
            self.stop_saying()
