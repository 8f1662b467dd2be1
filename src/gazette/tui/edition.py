"""What the reader has on the table: a view with its filters, the counts, and the marks made.

Knows the library and no widget.
"""

from collections.abc import Awaitable, Sequence
from datetime import tzinfo
from functools import partial
from typing import Final, Literal, Protocol, get_args

from msgspec.structs import replace

from gazette.i18n import Words
from gazette.model import Counts, FeedRow, Flag, Mark, SavedView
from gazette.store.feed_order import FeedOrder
from gazette.store.stories import Pair
from gazette.tui import views
from gazette.tui.blank import Situation
from gazette.tui.headlines import Snippet
from gazette.tui.library import Library
from gazette.tui.listing import Listing, Page
from gazette.tui.views import Question, View

PAGE: Final = 200
"""Stories asked for at once: more than any terminal shows."""
FOUND: Final = 60
"""Stories that a search lists at once, with each letter: more of them come when they are wanted."""


Order = Literal["newest", "oldest", "feed"]
ORDERS: Final[tuple[Order, ...]] = get_args(Order)


class Pager(Protocol):
    """Reads a view page by page, whatever is turned to meanwhile."""

    def __call__(self, size: int, *, after: Pair | None = None) -> Awaitable[Page]:
        """Return the first `size` stories, or those after the last one of the page before."""


class Edition:
    """The state behind the screen."""

    def __init__(self, library: Library, words: Words, saved: Sequence[SavedView] = ()) -> None:
        self.library = library
        self.words = words
        self.saved = tuple(saved)
        """The views of feeds.toml."""
        self.view: View = views.unread_stories(words)
        self.language: str | None = None
        """The reader's filter; a view of one language has its own."""
        self.search = ""
        """What is searched for; "": nothing is."""
        self.is_narrowed = False
        """The search is for stories of the view, not of the whole store."""
        self.found: int | None = None
        """How many stories the search finds, once they have been counted."""
        self.order: Order = "newest"
        self.feed_order: FeedOrder | None = None
        """The feeds by which the list is sorted, as long as its order is that."""
        self.counts = Counts()
        self.is_counted = False
        self.story_tags: tuple[str, ...] = ()
        """The tags that the reader gave to stories."""
        self.feeds: tuple[FeedRow, ...] = ()
        self.is_read_only = False
        """The store takes no marks."""
        self._version: int | None = None

    @property
    def question(self) -> Question:
        """What is asked of the store."""
        return self._question(self.search)

    @property
    def is_filtered(self) -> bool:
        """The reader narrowed the view, or searches."""
        return bool(self.language or self.search)

    def turn_to(self, view: View) -> None:
        """Show another view; what was searched for stays behind, and so does a language."""
        self.view = view
        self.end_search()
        if view.query.language:
            self.language = None

    def end_search(self) -> None:
        """Search for nothing any more; the next search is one of the whole store again."""
        self.search, self.is_narrowed, self.found = "", False, None

    def turn_language(self) -> None:
        """Show both languages, then French, then English."""
        if self.view.query.language == "fr":
            self.view = views.language_view("en")
        elif self.view.query.language == "en":
            self.view = views.all_stories(self.words)
        else:
            self.language = views.next_language(self.language)

    def situation(self) -> Situation:
        """Return what there is to know where the list is empty."""
        return Situation(
            self.view,
            self.question.stories,
            self.feeds,
            self.counts,
            search=self.search,
            is_narrowed=self.is_narrowed,
        )

    def heading(self, listed: int, *, is_wide: bool) -> str:
        """Return the view and its counts for the masthead: "Non lues  54 · fr 31 · en 23"."""
        _ = self.words
        if self.search:
            return self._search_heading(listed)
        parts = [self.view.name]
        if self.is_filtered:
            parts[0] += f"  {_.number(listed)}"
        elif self.is_counted:
            parts[0] += f"  {_.number(views.unread_in(self.view, self.counts))}"
        if self.is_oldest_first:
            parts.append(_("oldest first"))
        if self.feeds_listed:
            parts.append(_("by feed"))
        if self.language:
            parts.append(self.language)
        elif is_wide and self.view.key == "unread":
            by_language = self.counts.unread_by_language
            parts += [f"{c} {_.number(by_language[c])}" for c in ("fr", "en") if by_language.get(c)]
        return " · ".join(parts)

    def _search_heading(self, listed: int) -> str:
        """Return what is searched for, where, and how much of it there is: "« loire »  60+"."""
        _ = self.words
        number = _.number(listed if self.found is None else self.found)
        more = "+" if self.found is None else ""
        parts = [_("“{words}”").format(words=self.search) + f"  {number}{more}"]
        if self.is_narrowed:
            parts.append(_("in {view}").format(view=self.view.name))
            if self.language:
                parts.append(self.language)
        return " · ".join(parts)

    @property
    def is_oldest_first(self) -> bool:
        """The view is listed from its oldest story; what a search finds never is."""
        return self.order == "oldest" and not self.question.is_search

    @property
    def feeds_listed(self) -> FeedOrder | None:
        """The feeds one after the other by which the view is listed; None: by time."""
        return None if self.question.is_search else self.feed_order

    def turn_order(self) -> None:
        """List the oldest first, then feed by feed, then the newest; of one feed no other's."""
        orders = ORDERS if self.view.query.feed_id is None else ORDERS[:2]
        place = orders.index(self.order) if self.order in orders else 0  # as it is shown
        self.order = orders[(place + 1) % len(orders)]

    async def look_up_order(self) -> None:
        """Ask for the feeds by which the list is sorted, where it is."""
        is_by_feed = self.order == "feed" and self.view.query.feed_id is None
        self.feed_order = await self.library.feed_order() if is_by_feed else None

    def new_listing(self, zone: tzinfo) -> Listing:
        """Return the view's list, in its order, with nothing in it yet."""
        return Listing(zone=zone, oldest_first=self.is_oldest_first, feeds=self.feeds_listed)

    def pager(self) -> Pager:
        """Return what reads the view as it is now: its first page, or the one after a story."""
        return partial(
            self.library.page,
            self.question,
            oldest_first=self.is_oldest_first,
            feeds=self.feeds_listed,
        )

    async def find(self, text: str) -> Page:
        """Return the newest that a search finds; what is listed is another until `take_found`.

        Raises:
            QueryError: the text is no query.
        """
        return await self.library.found(self._question(text), FOUND)

    def take_found(self, text: str, page: Page) -> None:
        """Let a search be what is listed, with the first page that it found."""
        self.search, self.found = text, len(page.pairs) if page.is_last else None

    async def snippets(self, ids: Sequence[int]) -> dict[int, Snippet]:
        """Return what stands around the words sought, of those of these stories that have them."""
        return await self.library.snippets(self.question, ids)

    async def written(self) -> str:
        """Return what is searched for as one query, as it is to be kept."""
        return await self.library.written(self.question)

    async def count_found(self) -> None:
        """Ask how many stories the search finds, when there is time for it."""
        question = self.question
        found, _ = await self.library.count_found(question)
        if question == self.question:
            self.found = found

    def _question(self, search: str) -> Question:
        if not search:
            return self.view.question(self.language)
        asked = self.view.question(self.language) if self.is_narrowed else Question()
        return replace(asked, texts=(*asked.texts, search), is_typed=True)

    async def count(self) -> None:
        """Ask anew how many stories each view holds; saved views keep their counts meanwhile."""
        counts = await self.library.counts()
        self.counts = replace(counts, unread_by_view=self.counts.unread_by_view)
        self.is_counted = True

    async def count_view(self, saved: SavedView) -> None:
        """Ask anew how many unread stories a saved view holds, when there is time for it."""
        question = views.saved_view(saved).question(None)
        _, unread = await self.library.count_found(question)
        by_view = {**self.counts.unread_by_view, saved.name: unread}
        self.counts = replace(self.counts, unread_by_view=by_view)

    async def take_stock(self) -> None:
        """Ask anew for counts, feeds and tags."""
        await self.count()
        self.feeds = tuple(await self.library.feeds())
        self.story_tags = tuple(await self.library.story_tags())
        self.is_read_only = await self.library.is_read_only()

    async def has_news(self) -> bool:
        """Say whether another process has written since the last time this was asked."""
        before, self._version = self._version, await self.library.data_version()
        return before is not None and before != self._version

    async def mark(self, ids: Sequence[int], flag: Flag, *, value: bool) -> Mark:
        """Set or clear a mark; the store remembers what it changed."""
        return await self.library.mark(ids, flag, value=value)

    async def undo(self) -> Mark | None:
        """Take the last mark back and return what holds since; None where there is none left."""
        return await self.library.undo()

    async def redo(self) -> Mark | None:
        """Mark again what was taken back last; None where there is none left."""
        return await self.library.redo()
