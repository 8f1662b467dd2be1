"""The list in the hand: several stories at once, marks by the dozen, order, mouse."""

import sys
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gazette.model import StoryQuery
from gazette.store import open_store
from gazette.text import fold
from gazette.tui.fetching import Fetch
from gazette.tui.screens.asking import AskScreen
from gazette.tui.screens.browse import BrowseScreen
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.tui.press import FEEDS, HEADLINES, NOW
from tests.tui.test_reader import (
    TWO,
    press,
    print_long_paper,
    read_in_store,
    reading,
    titles_in_sight,
    until,
)

TITLES = [title for title, _ in FEEDS]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


def starred_in_store(path: Path) -> set[int]:
    store = open_store(path)
    starred = {story_id for _, story_id in store.stories.index(StoryQuery(starred=True))}
    store.close()
    return starred


# --- several stories ----------------------------------------------------------------------


async def test_a_range_grows_with_the_cursor_and_takes_any_mark(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        ids = list(screen.stories.listing.ids)
        await press(pilot, "j", "V", "j", "j", "s")
        assert starred_in_store(paper) == set(ids[1:4])
        # What was done to them is done: the next key is for the selected one alone.
        assert list(screen.stories.chosen) == [ids[3]]
        await press(pilot, "V", "k", "k", "m")
        assert read_in_store(paper) == set(ids[1:4])
        await press(pilot, "m")
        assert read_in_store(paper) == set(ids[2:4])
        await press(pilot, "u", "u", "u")
        assert not read_in_store(paper)
        assert not starred_in_store(paper)


async def test_a_range_is_said_and_drawn_until_escape(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "V", "j", "k", "j", "j")
        assert screen.status.news == "3 articles sélectionnés · Échap termine"
        behind = [screen.stories.render_line(y) for y in range(1, 9)]
        backgrounds = [{piece.style.bgcolor for piece in strip if piece.style} for strip in behind]
        assert backgrounds[0] == backgrounds[5] != backgrounds[6]
        await press(pilot, "escape")
        assert list(screen.stories.chosen) == [screen.stories.selected]
        assert "choisis" not in screen.status.news
        await press(pilot, "V", "j", "q")
        assert not screen.stories.has_range
        assert screen.is_running


async def test_a_range_stays_with_its_stories_when_news_come(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j", "V", "j")
        chosen = list(screen.stories.chosen)
        store = open_store(paper)
        feed = subscribed(store, make_subscription(title="Le Journal"))[0]
        record_entries(store, feed, make_entry(9_999, published=NOW), now=NOW)
        store.close()
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES) + 1)
        assert list(screen.stories.chosen) == chosen
        assert screen.status.news == "1 nouvel article"


async def test_too_many_pages_are_not_opened_at_once(paper: Path) -> None:
    print_long_paper(paper, 30)
    async with reading(paper) as (pilot, screen):
        await press(pilot, "V", "G", "o")
        assert screen.status.news.startswith("20 pages au plus")


# --- marks by the dozen -----------------------------------------------------------------------


async def test_above_and_below_are_marked_without_the_selected_story(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        ids = list(screen.stories.listing.ids)
        await press(pilot, "j", "j", "(")
        assert read_in_store(paper) == set(ids[:2])
        await press(pilot, ")")
        assert read_in_store(paper) == {*ids[:2], *ids[3:]}
        assert screen.status.news.startswith(f"{len(ids) - 3} articles marqués comme lus")
        await press(pilot, "u")
        assert read_in_store(paper) == set(ids[:2])
        await press(pilot, "ctrl+r")
        assert read_in_store(paper) == {*ids[:2], *ids[3:]}
        await press(pilot, "ctrl+r")
        assert screen.status.news == "Rien à rétablir."


async def test_news_that_come_while_the_list_is_read_are_not_marked_with_what_is_below(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(paper) as (pilot, screen):
        ids = list(screen.stories.listing.ids)

        async def read_pages(*_: Any) -> None:
            store = open_store(paper)
            feed = subscribed(store, make_subscription(title="Le Journal"))[0]
            record_entries(store, feed, make_entry(9_999, published=NOW), now=NOW)
            store.close()
            await screen.add_news()

        monkeypatch.setattr(screen, "read_pages", read_pages)
        screen.stories.listing.is_whole = False
        await press(pilot, "j", "j", ")")
        await until(pilot, lambda: read_in_store(paper) == set(ids[3:]))


async def test_everything_is_marked_read_only_if_the_reader_says_so(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "3")  # a list that holds nothing of it
        for key, count in (("escape", 0), ("q", 0), ("o", len(HEADLINES))):
            await pilot.press("C")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is screen)
            await until(pilot, lambda count=count: len(read_in_store(paper)) == count)
        await press(pilot, "C")
        assert screen.status.news == "Rien de non lu nulle part."
        await press(pilot, "u")
        assert not read_in_store(paper)


async def test_a_list_that_still_comes_in_has_its_end_already(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazette.tui.screens.browse.PAGE", 7)
    monkeypatch.setattr("gazette.tui.screens.paging.LONG_PAGE", 10)
    print_long_paper(paper, 200)
    async with reading(paper) as (pilot, screen):
        await pilot.press("1", "G", "A")
        await until(pilot, lambda: len(read_in_store(paper)) == 200)
        assert len(screen.stories.listing) == 200
        assert screen.stories.cursor == 199


# --- order and feeds ------------------------------------------------------------------------


async def test_the_oldest_stories_stand_first_if_asked_for(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "=")
        assert titles_in_sight(screen) == [title for *_, title in reversed(HEADLINES)]
        assert "plus anciens d’abord" in screen.masthead.left
        assert screen.stories.cursor == 0
        await press(pilot, "n", "m", "=", "=")
        assert titles_in_sight(screen) == [
            title for n, (*_, title) in enumerate(HEADLINES) if n != len(HEADLINES) - 2
        ]


def shown(screen: BrowseScreen) -> list[str]:
    """Return the lines of the list that are in sight."""
    lines = (screen.stories.render_line(y).text for y in range(screen.stories.size.height))
    return [line.strip() for line in lines if line.strip()]


async def test_stories_stand_feed_by_feed_if_asked_for(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "=", "=")
        assert "par flux" in screen.masthead.left
        names = sorted({feed for feed, *_ in HEADLINES}, key=fold)
        rules = [line.rstrip(" ─") for line in shown(screen) if line.endswith("──")]
        assert rules == names
        by_feed = sorted(HEADLINES, key=lambda headline: fold(headline[0]))
        assert titles_in_sight(screen) == [title for *_, title in by_feed]
        await press(pilot, "G")
        assert screen.stories.cursor == len(HEADLINES) - 1


async def test_one_feed_is_listed_by_time_alone(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "ctrl+n", "=")
        assert "plus anciens d’abord" in screen.masthead.left
        await press(pilot, "=")
        assert "par flux" not in screen.masthead.left
        assert screen.edition.order == "newest"
        await press(pilot, "2", "=", "=", "ctrl+n", "=")  # by feed is by time there already
        assert "plus anciens d’abord" in screen.masthead.left


async def test_what_comes_in_while_the_list_is_by_feed_stands_among_its_feed(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazette.tui.screens.paging._QUIET_S", 0.1)
    async with reading(paper) as (pilot, screen):
        await press(pilot, "=", "=")
        selected = screen.stories.selected
        store = open_store(paper)
        last = sorted({feed for feed, *_ in HEADLINES}, key=fold)[-1]
        known = make_subscription(url=f"https://{TITLES.index(last)}.example/rss.xml", title=last)
        feed = subscribed(store, known)[0]
        record_entries(store, feed, make_entry(9_999, title="Dépêche", published=NOW), now=NOW)
        store.close()
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES) + 1)
        assert screen.stories.selected == selected
        await until(pilot, lambda: "Dépêche" in titles_in_sight(screen))
        of_last = sum(feed == last for feed, *_ in HEADLINES)
        assert titles_in_sight(screen).index("Dépêche") == len(HEADLINES) - of_last


async def test_the_feeds_with_unread_stories_follow_each_other(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        seen = []
        for key in ["ctrl+n"] * 6 + ["ctrl+p"]:
            await press(pilot, key)
            seen.append(screen.edition.view.name)
        feeds = ["Le Quotidien", "The Harbour", "Ouest-Matin", "Star Atlas", "Carnet de rue"]
        assert seen == [*feeds, "Le Quotidien", "Carnet de rue"]
        await press(pilot, "A", "ctrl+n", "ctrl+p")
        assert screen.edition.view.name == "Star Atlas"


# --- widths -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 16), TWO])
async def test_rows_are_as_wide_as_the_pane_whatever_is_in_them(
    paper: Path, size: tuple[int, int]
) -> None:
    titles = (
        "日本語の見出しはとても長い" * 4,
        "👩‍🚀🇫🇷👍🏽 espace ❤️" * 9,
        "e\u0301\u0327" * 90,
        "ﷺ نص " * 20,
    )
    store = open_store(paper)
    feed = subscribed(store, make_subscription(title="漢字かな交じり新聞の朝刊"))[0]
    entries = [make_entry(n, title=title) for n, title in enumerate(titles)]
    record_entries(store, feed, *entries, now=NOW)
    store.close()
    async with reading(paper, size) as (_, screen):
        assert titles_in_sight(screen)
        strips = [screen.stories.render_line(y) for y in range(screen.stories.size.height)]
        assert {strip.cell_length for strip in strips} == {screen.stories.size.width}


# --- mouse ------------------------------------------------------------------------------------


async def test_a_click_on_the_mark_toggles_it(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        second = screen.stories.listing.ids[1]
        await pilot.click("#list", offset=(1, 3))
        await until(pilot, lambda: read_in_store(paper) == {second})
        assert screen.stories.cursor == 1
        await pilot.click("#list", offset=(1, 3))
        await until(pilot, lambda: not read_in_store(paper))
        await press(pilot, "s")
        await pilot.click("#list", offset=(1, 3))
        await until(pilot, lambda: not starred_in_store(paper))
        assert screen.panes.current == "list"


async def test_the_middle_button_opens_the_browser(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    async with reading(paper) as (pilot, screen):
        await pilot.click("#list", offset=(10, 3), button=2)
        await until(pilot, lambda: "Aucun navigateur" in screen.notice.what)
        assert screen.panes.current == "list"
        assert screen.stories.cursor == 1


# --- a fetch that runs --------------------------------------------------------------------------

SLOW = (sys.executable, "-c", "import time; time.sleep(60)")


async def running(pilot: Pilot[int], screen: BrowseScreen) -> Fetch:
    await press(pilot, "x")
    assert screen.fetch
    return screen.fetch


async def ask_whether_to_quit(pilot: Pilot[int], answer: str) -> None:
    await pilot.press("q")
    await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
    await pilot.press(answer)


def end(fetch: Fetch) -> None:
    fetch._process.kill()
    fetch._process.wait()
    fetch.poll()


async def test_q_asks_what_shall_become_of_a_fetch_and_takes_no_for_an_answer(paper: Path) -> None:
    async with reading(paper, fetch_command=SLOW) as (pilot, screen):
        fetch = await running(pilot, screen)
        try:
            await ask_whether_to_quit(pilot, "escape")
            await until(pilot, lambda: pilot.app.screen is screen)
            assert fetch.poll() is None
            await ask_whether_to_quit(pilot, "c")
            await until(pilot, lambda: pilot.app._exit)
            assert fetch.poll() is None
        finally:
            end(fetch)


async def test_a_fetch_is_stopped_if_the_reader_says_so(paper: Path) -> None:
    async with reading(paper, fetch_command=SLOW) as (pilot, screen):
        fetch = await running(pilot, screen)
        try:
            await ask_whether_to_quit(pilot, "a")
            await until(pilot, lambda: pilot.app._exit)
            assert fetch._process.wait(10) != 0
        finally:
            end(fetch)


async def test_other_ways_to_quit_leave_a_fetch_running(paper: Path) -> None:
    async with reading(paper, fetch_command=SLOW) as (pilot, screen):
        fetch = await running(pilot, screen)
        try:
            await pilot.press("Q")
            await until(pilot, lambda: pilot.app._exit)
            assert fetch.poll() is None
        finally:
            end(fetch)
