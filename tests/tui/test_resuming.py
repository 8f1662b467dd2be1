"""Quitting and starting again: the reader is where it was left."""

import json
from pathlib import Path

import pytest

from gazette.i18n import words
from gazette.model import SavedView
from gazette.tui.bookmark import (
    Bookmark,
    bookmark_file,
    load_bookmark,
    save_bookmark,
    view_of,
    with_story,
)
from gazette.tui.listing import Page
from gazette.tui.screens.browse import BrowseScreen
from tests.tui.press import HEADLINES, make_app
from tests.tui.test_reader import STACKED, THREE, TWO, press, read_in_store, reading, until

SAVED = SavedView("Le matin", "loire")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


def selected(screen: BrowseScreen) -> str:
    row = screen.stories.row(screen.stories.selected)
    return row.title if row else ""


@pytest.mark.parametrize("size", [STACKED, TWO, THREE], ids=["stacked", "two", "three"])
async def test_the_open_article_is_open_again_in_its_list(
    paper: Path, size: tuple[int, int]
) -> None:
    async with reading(paper, size, reopens=True) as (pilot, screen):
        await press(pilot, "j", "j", "enter")
    async with reading(paper, size, reopens=True) as (pilot, screen):
        await until(pilot, lambda: screen.panes.current == "article")
        await until(pilot, lambda: screen.article.story)
        assert screen.article.story
        assert screen.article.story.title == HEADLINES[2][3]
        # It has been read, and stands in the list of what is unread as long as that is not left.
        assert screen.edition.view.key == "unread"
        assert screen.stories.cursor == 2
        assert len(screen.stories.listing) == len(HEADLINES)
        assert screen.stories.next_unread(1) == 3
        assert screen.stories.next_unread(-1) == 1
        await press(pilot, "q", "1", "2")
        assert len(screen.stories.listing) == len(HEADLINES) - 1


async def test_list_order_language_and_story_are_those_of_the_last_time(paper: Path) -> None:
    async with reading(paper, reopens=True) as (pilot, screen):
        await press(pilot, "1", "=", "a", "j")
        title = selected(screen)
    async with reading(paper, reopens=True) as (pilot, screen):
        edition = screen.edition
        assert (edition.view.key, edition.language) == ("all", "fr")
        assert edition.order == "oldest"
        assert selected(screen) == title
        assert screen.panes.current == "list"
        assert not read_in_store(paper)


async def test_a_feed_has_its_name_at_once_and_a_search_is_not_kept(paper: Path) -> None:
    async with reading(paper, THREE, reopens=True) as (pilot, screen):
        [view] = [b.view for b in screen.tree_pane.branches if b.label == "The Harbour"]
        assert view
        screen.show_view(view)
        await until(pilot, lambda: len(screen.stories.listing) == 3)
        await press(pilot, "j", "/", "l", "o", "i", "enter")
    async with reading(paper, THREE, reopens=True) as (_, screen):
        assert screen.edition.view == view
        assert (screen.edition.search, screen.stories.cursor) == ("", 1)


async def test_whoever_stood_at_the_top_stands_there_again(paper: Path) -> None:
    async with reading(paper, reopens=True) as (pilot, _):
        await press(pilot, "1", "j", "k")
    place = load_bookmark(bookmark_file(paper))
    assert place == Bookmark("all", "Tout")


async def test_a_feed_that_is_no_more_leaves_what_is_unread(paper: Path) -> None:
    make_app(paper)
    save_bookmark(Bookmark("feed:99", "Disparue", story_id=3), bookmark_file(paper))
    async with reading(paper, reopens=True) as (pilot, screen):
        await until(pilot, lambda: screen.edition.view.key == "unread")
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES))


async def test_a_hidden_story_does_not_come_back(paper: Path) -> None:
    async with reading(paper, reopens=True) as (pilot, _):
        await press(pilot, "j", "D")
    async with reading(paper, reopens=True) as (_, screen):
        assert len(screen.stories.listing) == len(HEADLINES) - 1


async def test_nothing_is_kept_where_it_is_not_wanted(paper: Path) -> None:
    async with reading(paper) as (pilot, _):
        await press(pilot, "1", "j")
    assert not bookmark_file(paper).exists()
    save_bookmark(Bookmark("all", ""), bookmark_file(paper))
    async with reading(paper) as (_, screen):
        assert screen.edition.view.key == "unread"


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{", "[" * 100_000, '{"view": 3, "name": ""}', '{"view": "all"}'],
    ids=["empty", "null", "list", "cut", "deep", "number", "nameless"],
)
def test_what_is_no_bookmark_is_as_if_there_were_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "place.json"
    file.write_text(text)
    assert load_bookmark(file) is None
    assert load_bookmark(tmp_path / "none") is None


def test_what_is_odd_in_a_bookmark_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "place.json"
    odd = {"view": "all", "name": "a\nb", "language": "xx", "order": ["feed"], "story_id": 2**70}
    file.write_text(json.dumps(odd))
    assert load_bookmark(file) == Bookmark("all", "a b")


def test_a_bookmark_is_kept_whole_and_for_its_reader_alone(tmp_path: Path) -> None:
    file = tmp_path / "place.json"
    kept = Bookmark("feed:3", "É", "fr", order="oldest", story_id=7, is_read=True)
    save_bookmark(kept, file)
    assert load_bookmark(file) == kept
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]
    save_bookmark(kept, tmp_path / "no folder" / "place.json")


@pytest.mark.parametrize(
    ("key", "is_view"),
    [
        *((key, True) for key in ("all", "unread", "starred", "hidden", "lang:fr", "tag:x")),
        *((key, True) for key in ("story-tag:x", "saved:Le matin", "feed:3")),
        *((key, False) for key in ("", "x", "lang:xx", "tag:", "saved:Le soir", "feed:x")),
        ("feed:" + "9" * 30, False),
        ("feed:²", False),
    ],
)
def test_a_key_is_a_view_or_none(key: str, *, is_view: bool) -> None:
    view = view_of(Bookmark(key, "Nom"), (SAVED,), words("fr"))
    assert (view is not None) == is_view
    if view:
        assert view.key == key


@pytest.mark.parametrize(
    ("after", "is_last", "pair", "oldest_first", "place"),
    [
        (None, False, (7, 1), False, 1),
        (None, False, (9, 9), False, 0),
        (None, False, (5, 1), False, None),
        (None, True, (1, 1), False, 3),
        ((9, 9), False, (9, 9), False, None),
        (None, False, (8, 1), False, None),
        (None, False, (7, 1), True, 2),
        (None, False, (9, 1), True, None),
    ],
)
def test_a_story_is_put_where_it_belongs(
    after: tuple[int, int] | None,
    pair: tuple[int, int],
    place: int | None,
    *,
    is_last: bool,
    oldest_first: bool,
) -> None:
    pairs = [(8, 1), (6, 2), (5, 3)]
    page = Page(after, sorted(pairs, reverse=not oldest_first), [2], is_last=is_last)
    found = with_story(page, pair, oldest_first=oldest_first)
    if place is None:
        assert found is page
    else:
        assert found.pairs.index(pair) == place
        assert len(found.pairs) == 4
        assert (found.after, found.unread, found.is_last) == (after, [2], is_last)


async def test_a_story_that_is_gone_leaves_the_list_at_its_top(paper: Path) -> None:
    make_app(paper)
    save_bookmark(Bookmark("all", "", story_id=9_999, is_read=True), bookmark_file(paper))
    async with reading(paper, reopens=True) as (_, screen):
        assert (screen.stories.cursor, screen.panes.current) == (0, "list")
