"""The store for a screen: its one connection lives in a thread, its methods can be awaited.

What the reader waits for (an article, a row, a mark) is answered before what only completes the
picture (lists, counts, feeds); either kind in the order in which it was asked. Lists are built in
the thread too: with a hundred thousand stories the screen would stand still meanwhile. The store
is opened while the screen is still being built; an error of opening is raised by whatever is
asked first.

A search may take long, and the next letter makes it useless: it is broken off when nobody waits
for it any more. What a search finds is counted in another thread, by another connection: where
its words begin thousands of others, SQLite gathers for seconds and cannot be broken off.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial
from itertools import count
from pathlib import Path
from queue import PriorityQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec.structs import replace

from gazette.clock import Clock
from gazette.errors import StoreError
from gazette.model import Counts, FeedRow, Flag, Mark, Story, StoryQuery, StoryRow, Subscription
from gazette.store import Store, open_store
from gazette.store.feed_order import FeedOrder
from gazette.store.stories import Pair
from gazette.tui.headlines import Snippet
from gazette.tui.listing import Page
from gazette.tui.views import Question

if TYPE_CHECKING:
    from gazette.tui.finding import Finder

T = TypeVar("T")

_NOW: Final = 0
_SOON: Final = 1
_LAST: Final = 2
_STEPS: Final = 50_000
"""Of SQLite's machine, some 2 ms: so often it is looked whether an answer is still wanted."""


class _Kept(Future[Any]):
    """An answer that comes though nobody waits for it any more."""

    def cancel(self) -> bool:
        """Change nothing."""
        return False


@dataclass(order=True, slots=True)
class _Asked:
    """A question on its way."""

    urgency: int
    number: int
    """Unique, so that no more is compared."""
    answer: Future[Any] = field(compare=False)
    question: Callable[[Store], Any] = field(compare=False)
    may_be_broken_off: bool = field(compare=False, default=False)
    """It only reads, so that nothing is lost with it."""
    is_waited_for: bool = field(compare=False, default=True)


class Library:
    """What a screen may ask of the store, and tell it."""

    def __init__(self, path: Path, clock: Clock, zone: tzinfo) -> None:
        self.path = path
        self._clock = clock
        self._zone = zone
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gazette-store")
        self._store = self._thread.submit(open_store, path, or_read_only=True)
        self._numbers = count()
        self._is_read_only: bool | None = None
        self._asked: PriorityQueue[_Asked] = PriorityQueue()
        self._counter: Library | None = None
        """What counts what searches find, once that is asked."""
        self._indexing: Store | None = None
        self._is_closing = False
        self._lock = Lock()

    # --- what the reader waits for ----------------------------------------------------------

    async def story(self, story_id: int) -> Story | None:
        """Return one story with its text."""
        return await self._ask(lambda store: store.stories.story(story_id), _NOW)

    async def rows(self, ids: Sequence[int]) -> list[StoryRow]:
        """Return one line a story, in the order of `ids`; those that are gone are left out."""
        return await self._ask(lambda store: store.stories.rows(ids), _NOW)

    async def mark(self, story_ids: Sequence[int], flag: Flag, *, value: bool) -> Mark:
        """Set or clear a mark; the `Mark` names only the stories that changed."""
        now = self._clock()
        return await self._tell(lambda store: store.reading.mark(story_ids, flag, value, now=now))

    async def undo(self) -> Mark | None:
        """Take back the last mark of the day; the `Mark` tells what holds since."""
        now = self._clock()
        return await self._tell(lambda store: store.reading.undo(now=now))

    async def redo(self) -> Mark | None:
        """Mark again what was taken back last."""
        now = self._clock()
        return await self._tell(lambda store: store.reading.redo(now=now))

    async def opened(self, story_id: int, position: int) -> None:
        """Note that a story was opened, and how far it was read (`Story.position`)."""
        now = self._clock()
        await self._tell(lambda store: store.reading.opened(story_id, position=position, now=now))

    # --- what completes the picture -------------------------------------------------------

    async def page(
        self,
        question: Question,
        size: int,
        *,
        after: Pair | None = None,
        oldest_first: bool = False,
        feeds: FeedOrder | None = None,
    ) -> Page:
        """Return the first stories asked for, or those behind the last one of the page before.

        Of a long list each page is a question of its own: what the reader waits for is answered
        in between. What a search finds is always listed newest first; with `feeds`, anything else
        is listed feed by feed.
        """
        if question.is_search:
            return await self.found(question, size, after=after)
        query = question.stories

        def ask(store: Store) -> Page:
            index = (
                partial(store.stories.by_feed, order=feeds, after=after)
                if feeds
                else partial(store.stories.index, after=after, oldest_first=oldest_first)
            )
            pairs = unread = index(query, limit=size)
            is_last = len(pairs) < size
            if not query.unread:
                last = None if is_last else pairs[-1]
                unread = index(replace(query, unread=True), until=last)
            return Page(after, pairs, [story_id for _, story_id in unread], is_last=is_last)

        return await self._ask(ask)

    async def feed_order(self) -> FeedOrder:
        """Return the feeds that have stories, as a list is sorted by them."""
        return await self._ask(lambda store: store.stories.feed_order())

    async def index(self) -> None:
        """Let searches find what has come since the last one.

        In a thread and with a connection of its own: a fetch indexes what it brings, but of a
        first fetch of a thousand feeds it leaves some minutes of work.
        """

        def refresh() -> None:
            store = open_store(self.path)
            with self._lock:
                self._indexing = store
            try:
                if not self._is_closing:
                    store.search.refresh()
            finally:
                with self._lock:
                    self._indexing = None
                    store.close()

        with suppress(StoreError):  # it can be searched all the same, but for what has come since
            await asyncio.to_thread(refresh)

    async def found(self, question: Question, size: int, *, after: Pair | None = None) -> Page:
        """Return the newest stories that a search finds, or those behind the last of a page.

        Raises:
            QueryError: what was written is no query.
        """
        return await self._search(lambda finder: finder.page(question, size, after=after))

    async def snippets(self, question: Question, ids: Sequence[int]) -> dict[int, Snippet]:
        """Return what stands around the words sought, of those of these stories that have them."""
        return await self._search(lambda finder: finder.snippets(question, ids))

    async def count_found(self, question: Question) -> tuple[int, int]:
        """Return how many stories a search finds, and how many of them are unread."""
        if self._counter is None:
            self._counter = Library(self.path, self._clock, self._zone)
        return await self._counter._search(lambda finder: finder.count(question))

    async def written(self, question: Question) -> str:
        """Return what is searched for as one query, as it is to be kept."""
        return await self._search(lambda finder: finder.written(question))

    async def counts(self) -> Counts:
        """Return how many stories each view holds."""
        return await self._ask(lambda store: store.stories.counts())

    async def feeds(self) -> list[FeedRow]:
        """Return the subscriptions and their health."""
        return await self._ask(lambda store: store.feeds.rows())

    async def story_tags(self) -> dict[str, int]:
        """Return the tags of stories, and how many bear each."""
        return await self._ask(lambda store: store.reading.tags(), _NOW)

    async def unread_ids(self) -> list[int]:
        """Return the ids of all stories that have not been read."""
        return await self._ask(
            lambda store: [i for _, i in store.stories.index(StoryQuery(unread=True))]
        )

    async def sync(self, subscriptions: Sequence[Subscription]) -> None:
        """Let the feeds be those of a feeds.toml that has just been changed."""
        await self._tell(lambda store: store.feeds.sync(subscriptions))

    async def is_read_only(self) -> bool:
        """Say whether no mark can be kept."""
        if self._is_read_only is None:  # asked once: it is as it was opened
            self._is_read_only = await self._ask(lambda store: store.is_read_only)
        return self._is_read_only

    async def data_version(self) -> int:
        """Return a number that changes when another process has written."""
        return await self._ask(lambda store: store.data_version())

    async def close(self) -> None:
        """Close the store, after what was asked before."""
        with self._lock:
            self._is_closing = True
            if self._indexing:
                self._indexing.connection.interrupt()
        if self._counter:
            self._counter.leave()
        try:
            if self._store.exception() is None:
                await self._ask(lambda store: store.close(), _LAST)
        finally:
            self._thread.shutdown(wait=False)

    def leave(self) -> None:
        """Close the store after what is being answered; nobody waits for that."""
        self._thread.submit(lambda: self._store.result().close())
        self._thread.shutdown(wait=False)

    # --- the thread -------------------------------------------------------------------------

    async def _search(self, ask: "Callable[[Finder], T]") -> T:
        def question(store: Store) -> T:
            from gazette.tui.finding import Finder  # the stemmers: see there

            return ask(Finder(store, now, self._zone))

        now = self._clock()
        return await self._ask(question, may_be_broken_off=True)

    async def _ask(
        self,
        question: Callable[[Store], T],
        urgency: int = _SOON,
        *,
        may_be_broken_off: bool = False,
    ) -> T:
        """Return the answer; whoever stops waiting takes a question back that has not begun."""
        asked = _Asked(urgency, next(self._numbers), Future(), question, may_be_broken_off)
        self._put(asked)
        try:
            return await asyncio.wrap_future(asked.answer)
        except asyncio.CancelledError:
            asked.is_waited_for = False
            raise

    async def _tell(self, question: Callable[[Store], T]) -> T:
        """Let the store write something, and return the answer.

        It is written also where whoever told it stops waiting: with the next key, or because the
        reader quits, which `close` waits for.
        """
        asked = _Asked(_NOW, next(self._numbers), _Kept(), question)
        self._put(asked)
        return await asyncio.wrap_future(asked.answer)

    def _put(self, asked: _Asked) -> None:
        self._asked.put(asked)
        self._thread.submit(self._answer_one)

    def _answer_one(self) -> None:
        """Answer the most urgent question: one is answered for each that was asked."""
        asked = self._asked.get_nowait()
        answer = asked.answer
        if not answer.set_running_or_notify_cancel():
            return
        if not asked.is_waited_for:
            answer.set_result(None)
            return
        try:
            answer.set_result(self._answer(asked))
        except BaseException as problem:  # whoever asked is to raise it
            answer.set_exception(problem)

    def _answer(self, asked: _Asked) -> object:
        store = self._store.result()
        if not asked.may_be_broken_off:
            return asked.question(store)
        # Looked at again and again, where `interrupt` would be lost between two statements.
        store.connection.set_progress_handler(lambda: not asked.is_waited_for, _STEPS)
        try:
            return asked.question(store)
        finally:
            store.connection.set_progress_handler(None, 0)
