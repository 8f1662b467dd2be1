"""What the reader has on the table: a view with its filters, the counts, and the marks made.

Knows the library and no widget.
"""

from collections.abc import Sequence
from datetime import tzinfo

from gazette.i18n import Words
from gazette.model import Counts, FeedRow, Flag, Mark, StoryQuery
from gazette.store.stories import Pair
from gazette.tui import views
from gazette.tui.blank import Situation
from gazette.tui.library import Library
from gazette.tui.listing import Listing
from gazette.tui.views import View


class Edition:
    """The state behind the screen."""

    def __init__(self, library: Library, words: Words) -> None:
        self.library = library
        self.words = words
        self.view: View = views.unread_stories(words)
        self.language: str | None = None
        """The reader's filter; a view of one language has its own."""
        self.search: tuple[str, ...] = ()
        self.counts = Counts()
        self.feeds: tuple[FeedRow, ...] = ()
        self.is_read_only = False
        """The store takes no marks."""
        self._version: int | None = None

    @property
    def query(self) -> StoryQuery:
        """What is asked of the store."""
        return self.view.narrowed(self.language, self.search)

    @property
    def is_filtered(self) -> bool:
        """The reader narrowed the view."""
        return bool(self.language or self.search)

    def turn_to(self, view: View) -> None:
        """Show another view; words searched for stay behind, and so does a language."""
        self.view = view
        self.search = ()
        if view.query.language:
            self.language = None

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
        return Situation(self.view, self.query, self.feeds, self.counts)

    def heading(self, listed: int, *, is_wide: bool) -> str:
        """Return the view and its counts for the masthead: "Non lues  54 · fr 31 · en 23"."""
        _ = self.words
        count = listed if self.is_filtered else views.unread_in(self.view, self.counts)
        parts = [f"{self.view.name}  {_.number(count)}"]
        if self.language:
            parts.append(self.language)
        elif is_wide and self.view.key == "unread" and not self.search:
            by_language = self.counts.unread_by_language
            parts += [f"{c} {_.number(by_language[c])}" for c in ("fr", "en") if by_language.get(c)]
        if self.search:
            parts.append(_("“{words}”").format(words=" ".join(self.search)))
        return " · ".join(parts)

    async def first_page(self, size: int, *, zone: tzinfo) -> Listing:
        """Return the newest stories of the view."""
        return await self.library.first_page(self.query, size, zone=zone)

    async def fresh(self) -> tuple[list[Pair], set[int]]:
        """Return the stories of the view, newest first, and the ids of those that are unread."""
        return await self.library.fresh(self.query)

    async def found(self, listing: Listing) -> Listing:
        """Return the stories of a list whose titles hold the words searched for.

        What has been read since the list was made is still in it, and is found.
        """
        return await self.library.found(self.search, listing)

    async def count(self) -> None:
        """Ask anew how many stories each view holds."""
        self.counts = await self.library.counts()

    async def take_stock(self) -> None:
        """Ask anew for counts and feeds."""
        await self.count()
        self.feeds = tuple(await self.library.feeds())
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
