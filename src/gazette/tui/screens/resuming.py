"""Going on where the reader was left: the same list, the same story, the article if it was open."""

from abc import abstractmethod
from functools import partial

from gazette.store.stories import Pair
from gazette.tui import views
from gazette.tui.bookmark import (
    Bookmark,
    bookmark_file,
    is_there,
    load_bookmark,
    save_bookmark,
    view_of,
    with_story,
)
from gazette.tui.edition import Pager
from gazette.tui.listing import Page
from gazette.tui.screens.searching import Searching
from gazette.tui.views import View


class Resuming(Searching, inherit_bindings=False):
    """The part of the screen that keeps a bookmark, and begins at it."""

    _bookmark: Bookmark | None = None
    """Where to go on; None once the reader is there, or goes elsewhere."""
    _kept_place: Bookmark | None = None
    """What the file holds."""
    _resumed: View | None = None
    """The view of the bookmark, until the store has said whether its feed or tag is there."""

    def resume(self) -> None:
        """Turn to the list that was open; nothing is asked of the store for that."""
        found = load_bookmark(bookmark_file(self.edition.library.path)) if self.reopens else None
        view = view_of(found, self.edition.saved, self.words) if found else None
        if found and view:
            self.edition.turn_to(view)
            self.edition.order = found.order
            if not view.query.language:
                self.edition.language = found.language
            self._bookmark = self._kept_place = found
            self._resumed = view

    def keep_bookmark(self) -> None:
        """Remember where the reader is."""
        place = self._bookmark or self._place()  # the one of last time, if that has not come yet
        if self.reopens and place != self._kept_place:
            self._kept_place = place
            save_bookmark(place, bookmark_file(self.edition.library.path))

    def _place(self) -> Bookmark:
        """Return where the reader is; during a search, where the list was left for it.

        Whoever stands at the top of the list stands there the next time too: there is what is new.
        """
        edition, left = self.edition, self._left
        listing = left.listing if left else self.stories.listing
        selected = left.selected if left else self.stories.selected
        is_read = self.panes.current == "article" and not left
        is_at_top = bool(len(listing)) and selected == listing.ids[0] and not is_read
        return Bookmark(
            edition.view.key,
            edition.view.name,
            edition.language,
            order=edition.order,
            story_id=None if is_at_top else selected,
            is_read=is_read,
        )

    def forget_search(self) -> None:
        """Let go of the list that is shown: another one is coming."""
        super().forget_search()
        self.forget_bookmark()

    def forget_bookmark(self) -> None:
        """Go elsewhere: what the bookmark says holds no longer."""
        self._bookmark = None

    async def resuming(self, pager: Pager) -> Pager:
        """Return a pager whose list has the story that was selected, also if it has been read.

        A row stays until its list is left, and quitting is not leaving it.
        """
        place = self._bookmark
        if place is None or place.story_id is None:
            return pager
        library = self.edition.library
        rows = await library.rows([place.story_id])
        story = await library.story(place.story_id) if rows else None
        if story is None or story.hidden:
            return pager
        moment, feeds = int(rows[0].moment.timestamp()), self.edition.feeds_listed
        if feeds and rows[0].feed_id not in feeds.ids:
            return pager
        key = feeds.key(feeds.ids.index(rows[0].feed_id), moment) if feeds else moment
        return partial(self._page_with, pager, (key, story.id))

    async def _page_with(
        self, pager: Pager, pair: Pair, size: int, *, after: Pair | None = None
    ) -> Page:
        page = await pager(size, after=after)
        return with_story(page, pair, oldest_first=self.edition.is_oldest_first)

    def take_page(self, page: Page) -> None:
        """Add a page to the list, and go to the story of the bookmark once it is there."""
        was_moved = self.stories.cursor > 0 or self.panes.current != "list"
        super().take_page(page)
        place = self._bookmark
        if place is None:
            return
        if was_moved or place.story_id is None:
            self.forget_bookmark()
        elif place.story_id in {story_id for _, story_id in page.pairs}:
            self.forget_bookmark()
            self.stories.select(self.stories.listing.index_of(place.story_id) or 0)
            if place.is_read:
                self.show_again(place.story_id)

    def leave_lost_view(self) -> bool:
        """List what is unread where the feed or the tag of the bookmark is no more."""
        edition, resumed = self.edition, self._resumed
        self._resumed = None
        is_lost = edition.view is resumed and not is_there(
            resumed, edition.feeds, edition.story_tags
        )
        if is_lost:
            self.show_view(views.unread_stories(self.words))
        return is_lost

    async def on_unmount(self) -> None:
        """Remember where the reader quits."""
        self.keep_bookmark()

    @abstractmethod
    def show_again(self, story_id: int) -> None:
        """Give a story the keys, without a mark."""
