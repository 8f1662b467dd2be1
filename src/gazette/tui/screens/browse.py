"""The paper itself: subscriptions, stories, article.

Holds the state (an `Edition`), answers what the panes say, and hands data down to them. Whatever
touches the store happens in a worker, so that no key waits for the disk.
"""

import asyncio
from typing import Final

from textual import work
from textual.app import SuspendNotSupported
from textual.events import Resize
from textual.timer import Timer

from gazette.feeds.identity import mask_url
from gazette.model import Story
from gazette.tui import views
from gazette.tui.blank import broken_page
from gazette.tui.browser import browser_name, checked_address, open_page, takes_terminal
from gazette.tui.edition import PAGE
from gazette.tui.listing import Listing, Page
from gazette.tui.screens.attaching import Attaching
from gazette.tui.screens.finding import Finding
from gazette.tui.screens.keying import Keying
from gazette.tui.screens.newsroom import Newsroom
from gazette.tui.screens.picturing import Picturing
from gazette.tui.screens.reading import Reading
from gazette.tui.screens.resuming import Resuming
from gazette.tui.screens.sorting import Sorting
from gazette.tui.screens.subscribing import Subscribing
from gazette.tui.views import View
from gazette.tui.widgets.story_list import StoryList
from gazette.tui.widgets.subscription_tree import SubscriptionTree

_MOST_PAGES: Final = 20
"""A browser that opens more tabs at once is of no use to anybody."""
_POLL_S: Final = 0.7
_PREVIEW_AFTER_S: Final = 0.06


class BrowseScreen(
    Keying,
    Resuming,
    Finding,
    Reading,
    Picturing,
    Sorting,
    Subscribing,
    Attaching,
    Newsroom,
    inherit_bindings=False,
):
    """The screen that the reader lives in."""

    _is_looking = False
    _turns = 0
    """Lists that have been turned to."""
    _preview_timer: Timer | None = None

    def on_mount(self) -> None:
        """Begin with what has not been read, or where the reader was left."""
        self.resume()
        self.load_list()
        self.set_interval(60, self.keep_bookmark)
        self.set_interval(60, self._a_minute_later)
        self.set_interval(_POLL_S, self.look_if_seen)

    def on_resize(self, event: Resize) -> None:
        """Let the panes stand as the terminal allows; nothing else changes."""
        self.panes.arrange_for(event.size)
        self._preview()

    # --- lists ----------------------------------------------------------------------------

    def load_list(self) -> None:
        """List the view from its top; keys wait for its first stories."""
        self._turns += 1
        self.settled.clear()
        self._load_list(self._turns)

    @work(exclusive=True, group="list")
    async def _load_list(self, turn: int) -> None:
        """List first what fits on a screen, then everything."""
        try:
            await self._list_all(turn)
        finally:
            self._has_turned(turn)

    def _has_turned(self, turn: int) -> None:
        """Let the keys go, unless another list is on its way by now."""
        if turn == self._turns:
            self.settled.set()

    async def _list_all(self, turn: int) -> None:
        with self.telling(self._show_no_list):
            edition = self.edition
            await edition.has_news()  # from here on: the list below is fresh
            await edition.look_up_order()
            listing, pager = edition.new_listing(self.zone), await self.resuming(edition.pager())
            first = await pager(PAGE)
            if first.pairs:
                await self._show_first(listing, first)
            self._has_turned(turn)
            await edition.take_stock()
            if self.leave_lost_view():
                return
            if not first.pairs:
                self.article.show(None)
                self.show_empty_page()
                self.stories.show(listing)
                self.stories.take(first)
            self.show_counts()
            self.call_after_refresh(self.print_date)
            if not edition.question.is_search:  # else as far as one looks
                await self.read_pages(pager, listing, first.last)
            self.forget_bookmark()
            self.show_masthead()
            self.count_views()

    def _show_no_list(self, problem: str) -> None:
        """Say why there is no list, in its place: the one before has another name."""
        self.stories.empty = broken_page(problem, self.words, self.key_names())
        self.stories.show(Listing(zone=self.zone))
        self.article.show(None)
        self.post_message(self.Printed())

    def look_if_seen(self) -> None:
        """Look for news, but not under another screen: all of that would be drawn anew each time.

        That was 40 kB/s under the help page of a terminal of 120 columns (Textual 8.2).
        """
        if self.app.screen is self:
            self.look_for_news()

    async def _show_first(self, listing: Listing, page: Page) -> None:
        """Show the first stories, with all that is in sight, before anything is counted."""
        self.stories.show(listing, comes_in=not self.edition.question.is_search)
        self.take_page(page)
        top = max(0, self.stories.cursor - self.size.height)
        in_sight = listing.ids[top : top + self.size.height * (2 if top else 1)]
        self.stories.supply(await self.edition.library.rows(in_sight))

    @work(group="news")
    async def look_for_news(self, *, is_told: bool = True) -> None:
        """Show what another process has written, and leave everything else where it is."""
        if self._is_looking:
            return
        self._is_looking = True
        try:
            with self.telling():
                await self._show_news(is_told=is_told)
        finally:
            self._is_looking = False

    async def _show_news(self, *, is_told: bool) -> None:
        edition = self.edition
        if not await edition.has_news():
            return
        await edition.take_stock()
        if edition.search:  # what is new is listed when the search is left
            self.stories.refresh_rows()
            self.show_counts()
            return
        if (new := await self.add_news()) and is_told and not self.fetch:
            _ = self.words
            self.say(_.plural("{n} new story", "{n} new stories", new))
        self.show_empty_page()
        self.stories.refresh_rows()
        self.show_counts()
        self.count_views()
        await self._refresh_article()

    async def _refresh_article(self) -> None:
        while shown := self.article.story:
            story = await self.edition.library.story(shown.id)
            if self.article.story is shown:  # else it was marked, or another one opened meanwhile
                if story and story != shown:
                    self.article.refresh_story(story)
                return

    @work(group="rows")
    async def on_story_list_rows_wanted(self, message: StoryList.RowsWanted) -> None:
        """Give the list the rows that come into sight."""
        with self.telling():
            try:
                self.stories.supply(await self.edition.library.rows(message.ids))
                await self.add_snippets(message.ids)
            finally:
                self.stories.forget_wanted(message.ids)

    def on_subscription_tree_chosen(self, message: SubscriptionTree.Chosen) -> None:
        """List the view; if its feed is failing, say why."""
        self.show_view(message.view)
        if message.note:
            self.say(message.note)

    def on_subscription_tree_folded(self, message: SubscriptionTree.Folded) -> None:
        """Fold or unfold a tag."""
        self._folded ^= {message.key}
        self.show_counts()

    def show_view(self, view: View) -> None:
        """Leave the list for another one."""
        self.stop_saying()
        self.edition.turn_to(view)
        self.forget_search()
        self.panes.switch("list")
        self.load_list()

    def action_show_all(self) -> None:
        """List all stories."""
        self.show_view(views.all_stories(self.words))

    def action_show_unread(self) -> None:
        """List what has not been read."""
        self.show_view(views.unread_stories(self.words))

    def action_show_starred(self) -> None:
        """List what carries a star."""
        self.show_view(views.starred_stories(self.words))

    def action_next_language(self) -> None:
        """List both languages, only French, only English."""
        self.stop_saying()
        self.edition.turn_language()
        self.forget_search()
        self.load_list()

    # --- the article ------------------------------------------------------------------------

    def action_sort(self) -> None:
        """List the oldest stories first, feed by feed, or the newest first."""
        self.stop_saying()
        self.edition.turn_order()
        self.forget_search()
        self.load_list()

    def on_story_list_highlighted(self) -> None:
        """Show the selected story beside the list, once the cursor rests."""
        self.show_choice()
        self.drop_notice_elsewhere()
        self.show_masthead()
        if self._preview_timer:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_AFTER_S, self._preview)

    def _preview(self) -> None:
        shown = self.article.story.id if self.article.story else None
        selected = self.stories.selected
        if self.panes.shows_article and selected is not None and selected != shown:
            self._show_story(selected)

    def on_story_list_opened(self) -> None:
        """Read the selected story."""
        self.read_selected()

    def read_selected(self) -> None:
        """Open the selected story: give it the keys and mark it read."""
        story_id = self.stories.selected
        if story_id is None:
            return
        self.show_again(story_id)
        self.mark_read(story_id)

    def show_again(self, story_id: int) -> None:
        """Give a story the keys, without a mark."""
        self.panes.switch("article")
        self.begin_to_read(story_id)
        self._show_story(story_id)

    @work(exclusive=True, group="article")
    async def _show_story(self, story_id: int) -> None:
        if self.article.story and self.article.story.id == story_id:
            return
        with self.telling():
            story = await self.edition.library.story(story_id)
            if story_id == self.stories.selected:  # else the list has become another one meanwhile
                self.end_find()
                await self.turn_to(story)
                self.show_masthead()

    def on_article_view_progressed(self) -> None:
        """Say how far the article has been read, and remember it."""
        self.show_masthead()
        self.keep_place_soon()

    # --- elsewhere --------------------------------------------------------------------------

    async def action_next_theme(self) -> None:
        """Print the paper in other colours."""
        await self.run_action("app.next_theme")

    def action_quit(self) -> None:
        """Quit at once; a fetch that runs is left to finish."""
        self.app.exit()

    def action_open_browser(self) -> None:
        """Open the pages of the stories chosen in the browser."""
        self._open_chosen()

    def _open_chosen(self) -> bool:
        """Open the pages of the stories chosen; say so and return False where they are many."""
        ids = self.stories.chosen
        if len(ids) > _MOST_PAGES:
            _ = self.words
            self.say(_("At most {n} pages at once: choose fewer stories.").format(n=_MOST_PAGES))
            return False
        self._open_pages(list(ids))
        return True

    def action_open_mark_next(self) -> None:
        """Open the pages of the stories chosen, which marks them read, and go on to the next."""
        if self._open_chosen():
            self.stories.end_range()
            self.action_next_story()

    @work(group="browser")
    async def action_comments(self) -> None:
        """Open what others say of the selected story in the browser."""
        _, story_id = self.words, self.stories.selected
        with self.telling():
            story = None if story_id is None else await self.edition.library.story(story_id)
            address = checked_address(story.comments_url) if story else None
            if address is None:
                self.say(_("This story names no page of comments."))
            else:
                await self._browse(address)

    def on_story_list_browser_wanted(self, message: StoryList.BrowserWanted) -> None:
        """Open the page of the story that was clicked."""
        self._open_pages([message.story_id])

    @work(group="browser")
    async def _open_pages(self, ids: list[int]) -> None:
        with self.telling():
            for story_id in ids:
                story = await self.edition.library.story(story_id)
                if story is not None:
                    await self._open_page(story)

    async def _open_page(self, story: Story) -> None:
        _ = self.words
        address = checked_address(story.url)
        if address is None:
            self.say(_("This story has no address that a browser could open."))
            return
        await self.mark([story.id], "read", value=True)
        await self._browse(address)

    @work(group="browser")
    async def open_address(self, address: str) -> None:
        """Open a checked address in the browser."""
        await self._browse(address)

    async def _browse(self, address: str) -> None:
        _ = self.words
        if takes_terminal(await asyncio.to_thread(browser_name)):
            self._open_in_terminal(address)
            return
        is_open = await asyncio.to_thread(open_page, address)
        if is_open:
            self.say(_("Opened in the browser."))
        else:
            self._say_address(address)

    def _say_address(self, address: str) -> None:
        """Say where the page is, in full, until the reader goes on."""
        _ = self.words
        self.post_notice(_("No browser was found. The page is at this address:"), mask_url(address))

    def _open_in_terminal(self, address: str) -> None:
        """Give the terminal to a browser of text until the reader comes back from it."""
        _ = self.words
        try:
            with self.app.suspend():
                open_page(address)
        except SuspendNotSupported:
            self.say(_("Your browser needs a terminal of its own: set $BROWSER to another one."))
