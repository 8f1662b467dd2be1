"""The store for a screen: its one connection lives in a thread, its methods can be awaited.

What the reader waits for (an article, a row, a mark) is answered before what only completes the
picture (lists, counts, feeds); either kind in the order in which it was asked. Lists are built in
the thread too: with a hundred thousand stories the screen would stand still meanwhile. The store
is opened while the screen is still being built; an error of opening is raised by whatever is
asked first.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import tzinfo
from itertools import count
from pathlib import Path
from queue import PriorityQueue
from typing import Any, Final, TypeVar

from gazette.clock import Clock
from gazette.model import Counts, FeedRow, Flag, Mark, Story, StoryQuery, StoryRow
from gazette.store import Store, open_store
from gazette.store.stories import Pair
from gazette.tui.listing import Listing

T = TypeVar("T")

_NOW: Final = 0
_SOON: Final = 1
_LAST: Final = 2


class Library:
    """What a screen may ask of the store, and tell it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gazette-store")
        self._store = self._thread.submit(open_store, path, or_read_only=True)
        self._numbers = count()
        self._is_read_only: bool | None = None
        # Urgency, number, answer, question: the number is unique, so that no more is compared.
        self._asked: PriorityQueue[tuple[int, int, Future[Any], Callable[[Store], Any]]]
        self._asked = PriorityQueue()

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
        return await self._ask(
            lambda store: store.reading.mark(story_ids, flag, value, now=now), _NOW
        )

    async def undo(self) -> Mark | None:
        """Take back the last mark of the day; the `Mark` tells what holds since."""
        now = self._clock()
        return await self._ask(lambda store: store.reading.undo(now=now), _NOW)

    async def redo(self) -> Mark | None:
        """Mark again what was taken back last."""
        now = self._clock()
        return await self._ask(lambda store: store.reading.redo(now=now), _NOW)

    async def opened(self, story_id: int, position: int) -> None:
        """Note that a story was opened, and how far it was read (`Story.position`)."""
        now = self._clock()
        await self._ask(
            lambda store: store.reading.opened(story_id, position=position, now=now), _NOW
        )

    # --- what completes the picture -------------------------------------------------------

    async def first_page(self, query: StoryQuery, size: int, *, zone: tzinfo) -> Listing:
        """Return the newest of the stories asked for."""
        return await self._ask(
            lambda store: Listing(store.stories.index(query, limit=size), zone=zone)
        )

    async def fresh(self, query: StoryQuery) -> tuple[list[Pair], set[int]]:
        """Return all stories asked for, newest first, and the ids of those that are unread."""

        def ask(store: Store) -> tuple[list[Pair], set[int]]:
            pairs = unread = store.stories.index(query)
            if not query.unread:
                unread = store.stories.index(replace(query, unread=True))
            return pairs, {story_id for _, story_id in unread}

        return await self._ask(ask)

    async def merged(self, listing: Listing, fresh: Sequence[Pair]) -> Listing:
        """Return a listing with what the store gave; itself where nothing is new."""
        return await self._ask(lambda _: listing.merged(fresh))

    async def found(self, words: tuple[str, ...], listing: Listing) -> Listing:
        """Return the stories of a listing whose titles hold these words."""
        titles = StoryQuery(words=words)
        return await self._ask(lambda store: listing.only(store.stories.index(titles)))

    async def counts(self) -> Counts:
        """Return how many stories each view holds."""
        return await self._ask(lambda store: store.stories.counts())

    async def feeds(self) -> list[FeedRow]:
        """Return the subscriptions and their health."""
        return await self._ask(lambda store: store.feeds.rows())

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
        try:
            if self._store.exception() is None:
                await self._ask(lambda store: store.close(), _LAST)
        finally:
            self._thread.shutdown(wait=False)

    # --- the thread -------------------------------------------------------------------------

    async def _ask(self, question: Callable[[Store], T], urgency: int = _SOON) -> T:
        """Return the answer; whoever stops waiting takes a question back that has not begun."""
        answer: Future[T] = Future()
        self._asked.put((urgency, next(self._numbers), answer, question))
        self._thread.submit(self._answer_one)
        return await asyncio.wrap_future(answer)

    def _answer_one(self) -> None:
        """Answer the most urgent question: one is answered for each that was asked."""
        *_, answer, question = self._asked.get_nowait()
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(question(self._store.result()))
        except BaseException as problem:  # whoever asked is to raise it
            answer.set_exception(problem)
