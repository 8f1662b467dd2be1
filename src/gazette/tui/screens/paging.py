"""Paging: how a list comes in, page by page, and what is new in it later.

A list of a million stories keeps nobody waiting: whatever the reader asks for is answered between
two pages.
"""

import asyncio
from typing import Final

from textual import work

from gazette.store.stories import Pair
from gazette.tui.edition import PAGE, Pager
from gazette.tui.listing import Listing, Page
from gazette.tui.screens.frame import Frame

LONG_PAGE: Final = 1_000
"""Stories asked for at once: some 2 ms of the store's time, for which nothing else is answered.

A million are there in 1.4 s by such pages, in 1.3 s by pages of 5,000."""
_QUIET_S: Final = 2.0


class Paging(Frame, inherit_bindings=False):
    """The part of the screen that reads lists to their ends."""

    async def add_news(self) -> int:
        """Add to the list what the store has for it by now; return how many stories are new.

        What is new stands at its head, as a rule: the rest is compared once the store is quiet.
        """
        listing, pager = self.stories.listing, self.edition.pager()
        is_search = self.edition.question.is_search
        page = await pager(PAGE if is_search else LONG_PAGE)
        if self.stories.listing is not listing:
            return 0
        before = len(listing)
        self.stories.take(page)
        if page.last and not is_search:
            self._compare_rest(pager, page.last)
        return len(listing) - before

    @work(exclusive=True, group="rest")
    async def _compare_rest(self, pager: Pager, after: Pair) -> None:
        """Go through the rest of the list, unless there are news again before long.

        During a fetch there always are. What had not been read at all is read at once.
        """
        listing = self.stories.listing
        if listing.is_whole:
            await asyncio.sleep(_QUIET_S)
        else:
            after = listing.pair(len(listing) - 1)
        with self.telling():
            await self.read_pages(pager, listing, after)

    def take_page(self, page: Page) -> None:
        """Add a page to the list."""
        self.stories.take(page)

    async def read_pages(self, pager: Pager, listing: Listing, after: Pair | None) -> None:
        """Read a list on from a story to its end, as long as the reader does not leave it."""
        while after:
            page = await pager(LONG_PAGE, after=after)
            if self.stories.listing is not listing:
                return
            # Taken before anything else is waited for: marks made later are answered later.
            self.take_page(page)
            after = page.last
