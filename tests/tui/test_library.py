import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gazette.errors import StoreError
from gazette.model import Counts, StoryQuery
from gazette.store import open_store
from gazette.store.stories import Stories
from gazette.tui.library import Library
from gazette.tui.listing import Listing
from gazette.tui.views import Question
from tests.builders import NOW
from tests.tui.press import HEADLINES, PARIS, print_paper, story_ids


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Library]:
    library = Library(path, lambda: NOW, PARIS)
    yield library
    await library.close()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    print_paper(store)
    store.close()
    return path


async def test_articles_and_marks_come_before_lists_and_counts(paper: Path) -> None:
    answered: list[str] = []

    async with opened(paper) as library:

        async def ask(name: str) -> None:
            match name:
                case "counts":
                    await library.counts()
                case "list":
                    await library.page(Question(), 100)
                case "article":
                    await library.story(1)
                case "mark":
                    await library.mark([1], "read", value=True)
            answered.append(name)

        # All are asked before the store is open, so that none can begin before the last is there.
        await asyncio.gather(*map(ask, ("counts", "list", "counts", "article", "mark")))
    assert answered == ["article", "mark", "counts", "list", "counts"]


async def test_what_is_told_is_kept_though_nobody_waits_any_more(paper: Path) -> None:
    async with opened(paper) as library:
        told = asyncio.create_task(library.mark([1], "read", value=True))
        await asyncio.sleep(0)  # it is told, and the store still opens
        told.cancel()
    store = open_store(paper)
    unread = store.stories.counts().unread
    store.close()
    assert unread == len(HEADLINES) - 1


async def test_a_question_that_nobody_waits_for_is_not_answered(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Stories, "story", lambda _, story_id: asked.append(story_id))
    async with opened(paper) as library:
        question = asyncio.create_task(library.story(1))
        await asyncio.sleep(0)
        question.cancel()
        await library.story(2)
    assert asked == [2]


async def test_what_is_unread_comes_with_the_list(paper: Path) -> None:
    async with opened(paper) as library:
        await library.mark([1], "read", value=True)
        page = await library.page(Question(), 100)
        assert {story_id for _, story_id in page.pairs} - set(page.unread) == {1}
        page = await library.page(Question(StoryQuery(unread=True)), 100)
        assert [story_id for _, story_id in page.pairs] == page.unread


@pytest.mark.parametrize("oldest_first", [False, True])
async def test_the_pages_of_a_list_follow_each_other(paper: Path, oldest_first: bool) -> None:
    async with opened(paper) as library:
        await library.mark([1, 5, 6], "read", value=True)
        listing, unread, after = Listing(oldest_first=oldest_first), [], None
        while not listing.is_whole:
            page = await library.page(Question(), 5, after=after, oldest_first=oldest_first)
            listing.take(page)
            unread += page.unread
            after = page.last
    store = open_store(paper)
    ids = story_ids(store)[:: -1 if oldest_first else 1]
    store.close()
    assert list(listing.ids) == ids
    assert unread == [i for i in ids if i not in {1, 5, 6}]


async def test_a_store_that_cannot_be_opened_is_told_to_whoever_asks(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    path.write_bytes(b"no database" * 1_000)
    async with opened(path) as library:
        for _ in range(2):
            with pytest.raises(StoreError):
                await library.counts()


async def test_the_thread_goes_on_after_an_error(paper: Path) -> None:
    async with opened(paper) as library:
        with pytest.raises(TypeError):
            await library.mark([object()], "read", value=True)  # type: ignore[list-item]  # a fault
        assert isinstance(await library.counts(), Counts)
