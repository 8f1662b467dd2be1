"""The store for a screen: its one connection lives in a thread, its methods can be awaited.

Requests are answered in the order in which they were made. The store is opened while the screen
is still being built; an error of opening is raised by whatever is asked first.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeVar

from gazette.model import Counts, FeedRow, Mark, Story, StoryQuery, StoryRow
from gazette.store import Store, open_store

T = TypeVar("T")


class Library:
    """What a screen may ask of the store, and tell it."""

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gazette-store")
        self._store = self._thread.submit(open_store, path)

    async def index(self, query: StoryQuery, *, limit: int | None = None) -> list[tuple[int, int]]:
        """Return (moment, id) of the stories asked for, newest first."""
        return await self._ask(lambda store: store.stories.index(query, limit=limit))

    async def rows(self, ids: Sequence[int]) -> list[StoryRow]:
        """Return one line a story, in the order of `ids`."""
        return await self._ask(lambda store: store.stories.rows(ids))

    async def story(self, story_id: int) -> Story | None:
        """Return one story with its text."""
        return await self._ask(lambda store: store.stories.story(story_id))

    async def counts(self) -> Counts:
        """Return how many stories each view holds."""
        return await self._ask(lambda store: store.stories.counts())

    async def feeds(self) -> list[FeedRow]:
        """Return the subscriptions and their health."""
        return await self._ask(lambda store: store.feeds.rows())

    async def mark(
        self, story_ids: Sequence[int], flag: Literal["read", "starred"], *, value: bool
    ) -> Mark:
        """Set or clear a mark; the `Mark` names only the stories that changed."""
        return await self._ask(lambda store: store.reading.mark(story_ids, flag, value))

    async def undo(self, mark: Mark) -> Mark:
        """Give the stories of `mark` the state that they had before it."""
        return await self.mark(mark.story_ids, mark.flag, value=not mark.value)

    async def data_version(self) -> int:
        """Return a number that changes when another process has written."""
        return await self._ask(lambda store: store.data_version())

    async def close(self) -> None:
        """Close the store, after what was asked before."""
        if self._store.exception() is None:
            await self._ask(lambda store: store.close())
        self._thread.shutdown(wait=False)

    async def _ask(self, question: Callable[[Store], T]) -> T:
        answer = self._thread.submit(lambda: question(self._store.result()))
        return await asyncio.wrap_future(answer)
