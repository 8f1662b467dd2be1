"""The search as a whole: what is typed is found, kept in mind, and left again."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from gazette.model import SavedView, StoryQuery
from gazette.query import parse
from gazette.store import Store, open_store
from gazette.tui.edition import FOUND
from gazette.tui.finding import Finder
from gazette.tui.history import MOST, History, history_file
from gazette.tui.library import Library
from gazette.tui.listing import Page
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.typography import plain_spaces
from gazette.tui.views import Question
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.tui.press import HEADLINES, NOW, PARIS, print_paper
from tests.tui.test_reader import STACKED, TWO, press, reading, titles_in_sight, until
from tests.tui.test_sorting import choose

BUDGET, FREIGHT = HEADLINES[2][3], HEADLINES[3][3]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


@pytest.fixture
def store(paper: Path) -> Iterator[Store]:
    store = open_store(paper)
    print_paper(store)
    yield store
    store.close()


def print_many(path: Path, number: int) -> None:
    """Print a paper in which so many stories tell of rain."""
    store = open_store(path)
    feed = subscribed(store, make_subscription())[0]
    entries = [make_entry(n, title=f"Pluie numéro {n}") for n in range(1, number + 1)]
    record_entries(store, feed, *entries, now=NOW)
    store.close()


# --- what is asked ---------------------------------------------------------------------------


def titles_found(store: Store, question: Question) -> list[str]:
    page = Finder(store, NOW, PARIS).page(question, 50, after=None)
    return [row.title for row in store.stories.rows([i for _, i in page.pairs])]


def test_the_last_word_of_what_is_typed_may_be_the_beginning_of_one(store: Store) -> None:
    assert titles_found(store, Question(texts=("lang:fr budg",), is_typed=True)) == [BUDGET]
    assert titles_found(store, Question(texts=("titre:budg",), is_typed=True)) == [BUDGET]
    assert titles_found(store, Question(texts=("budget OR freig",), is_typed=True)) == [
        BUDGET,
        FREIGHT,
    ]
    assert not titles_found(store, Question(texts=("lang:fr budg",)))


def test_a_word_that_is_whole_is_found_in_its_other_forms_while_it_is_typed(store: Store) -> None:
    assert titles_found(store, Question(texts=("budgets",), is_typed=True)) == [BUDGET]


@pytest.mark.parametrize(
    ("stories", "titles"),
    [
        (StoryQuery(language="en"), [FREIGHT]),
        (StoryQuery(tag="presse"), [BUDGET, FREIGHT]),
        (StoryQuery(starred=True), []),
        (StoryQuery(unread=True), [BUDGET, FREIGHT]),
    ],
)
def test_a_search_is_narrowed_to_a_view(
    store: Store, stories: StoryQuery, titles: list[str]
) -> None:
    assert titles_found(store, Question(stories, ("budget OR freight",))) == titles


def test_a_search_in_a_feed_asks_that_feed_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path / "gazette.db")
    urls = ("https://journal.example/rss", "https://journal.example/rss-sport")
    for number, feed in enumerate(subscribed(store, *(make_subscription(url=u) for u in urls)), 1):
        record_entries(store, feed, make_entry(number, title=f"Pluie {number}"))
    found = [
        titles_found(store, Question(StoryQuery(feed_id=row.id), ("pluie",)))
        for row in store.feeds.rows()
    ]
    assert found == [["Pluie 1"], ["Pluie 2"]]
    store.close()


def test_hidden_stories_are_found_only_by_who_asks_for_them(store: Store) -> None:
    [(_, budget)] = store.search.find(
        Finder(store, NOW, PARIS)._node(Question(texts=("budget",))), limit=1
    )
    store.reading.mark([budget], "hidden", True, now=NOW)
    assert not titles_found(store, Question(texts=("budget",)))
    assert titles_found(store, Question(texts=("budget est:masqué",))) == [BUDGET]


def test_what_was_typed_is_kept_so_that_it_finds_the_same(store: Store) -> None:
    finder = Finder(store, NOW, PARIS)
    cases = {"budget": "budget", "lang:fr budg": "lang:fr budg*", "est:nonlu": "est:nonlu"}
    for typed, written in cases.items():
        assert finder.written(Question(texts=(typed,), is_typed=True)) == written


def test_what_was_typed_in_a_view_is_kept_with_what_the_view_asks_for(store: Store) -> None:
    question = Question(StoryQuery(unread=True, tag="presse"), ("loire OR budget",), is_typed=True)
    written = Finder(store, NOW, PARIS).written(question)
    assert written == 'is:unread tag:"presse" (loire OR budget)'
    assert titles_found(store, Question(texts=(written,))) == titles_found(store, question)


# --- the screen ------------------------------------------------------------------------------


async def search(pilot: Pilot[int], screen: BrowseScreen, text: str, *keys: str) -> None:
    """Open the search, write a query, and wait for what it finds before any keys are pressed."""
    if not screen.search_line.display:
        await press(pilot, "slash")
    screen.search_line.value = text
    await pilot.pause()
    await press(pilot, *keys)
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


def heading(screen: BrowseScreen) -> str:
    return plain_spaces(screen.masthead.left)


async def test_a_search_finds_what_the_list_does_not_hold(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "q", "1", "2")  # what was read has left the list of the unread
        assert HEADLINES[0][3] not in titles_in_sight(screen)
        await search(pilot, screen, "loire")
        assert titles_in_sight(screen) == [HEADLINES[0][3]]
        assert heading(screen) == "« loire »  1"


async def test_tab_searches_in_the_view_alone_and_everywhere_again(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "3")
        await search(pilot, screen, "loire")
        assert len(screen.stories.listing) == 1
        await press(pilot, "tab")
        assert not len(screen.stories.listing)
        assert heading(screen) == "« loire »  0 · dans Favoris"
        assert screen.stories.empty[0] == "Aucun article de cette vue ne dit cela."
        await press(pilot, "tab")
        assert len(screen.stories.listing) == 1


async def test_a_filter_searches_in_the_list_from_the_first_letter(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "3", "F")
        assert screen.search_line.placeholder == "chercher dans Favoris"
        screen.search_line.value = "loire"
        await press(pilot)
        await until(pilot, lambda: heading(screen) == "« loire »  0 · dans Favoris")
        await press(pilot, "escape", "slash")
        assert screen.search_line.placeholder == "chercher dans tous les articles"


async def test_a_filter_narrows_what_was_found_everywhere(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "3")
        await search(pilot, screen, "loire", "enter")
        assert len(screen.stories.listing) == 1
        await press(pilot, "F")
        await until(pilot, lambda: not len(screen.stories.listing))
        assert heading(screen) == "« loire »  0 · dans Favoris"


async def test_what_is_no_query_yet_says_where_and_leaves_what_was_found(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await search(pilot, screen, "loire")
        await search(pilot, screen, 'loire "')
        assert titles_in_sight(screen) == [HEADLINES[0][3]]
        assert "colonne 7" in screen.status.news
        await search(pilot, screen, 'loire "crue"')
        assert "colonne" not in screen.status.news
        assert titles_in_sight(screen) == [HEADLINES[0][3]]


async def test_what_is_no_query_is_said_until_it_is_one(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await search(pilot, screen, "loire (")
        said = screen.status.news
        screen.show_counts()  # as another process's writing has it
        assert screen.status.news == said
        await search(pilot, screen, "loire")
        assert screen.status.news != said


async def test_escape_goes_back_to_the_same_place_of_the_list(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, *"jjjjj")
        before = (screen.stories.selected, screen.stories.scroll_offset)
        await search(pilot, screen, "loire", "enter", "escape")
        assert (screen.stories.selected, screen.stories.scroll_offset) == before
        assert screen.stories.snippets is None


async def test_a_search_that_was_left_is_not_listed_when_its_answer_comes(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(paper) as (pilot, screen):
        find = screen.edition.find
        asked, may_answer = asyncio.Event(), asyncio.Event()

        async def find_late(text: str) -> Page:
            asked.set()
            await may_answer.wait()
            return await find(text)

        monkeypatch.setattr(screen.edition, "find", find_late)
        await pilot.press("slash", *"loire")
        await asked.wait()
        await pilot.press("escape")
        may_answer.set()
        looking = [worker for worker in pilot.app.workers if worker.group == "list"]
        await until(pilot, lambda: all(worker.is_finished for worker in looking))
        assert screen.edition.search == ""
        assert len(screen.stories.listing) == len(HEADLINES)


async def test_a_click_elsewhere_closes_the_line_and_leaves_what_was_found(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await search(pilot, screen, "loire")
        found = list(screen.stories.listing.ids)
        await pilot.click(screen.article, offset=(10, 5))
        await until(pilot, lambda: screen.panes.current == "article")
        assert not screen.search_line.display
        assert screen.status.hints[0][0] != "search_done"
        assert list(screen.stories.listing.ids) == found
        assert screen.edition.search == "loire"


async def test_an_empty_query_shows_the_list_before(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await search(pilot, screen, "loire")
        await search(pilot, screen, "")
        assert len(screen.stories.listing) == len(HEADLINES)
        await press(pilot, "enter")
        assert screen.panes.current == "list"
        assert not screen.search_line.display


async def test_rows_of_three_lines_show_what_was_sought(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await search(pilot, screen, "loire")
        [story_id] = screen.stories.listing.ids
        await until(pilot, lambda: screen.stories.snippets)
        snippets = screen.stories.snippets or {}
        assert ("Loire", True) in snippets[story_id]
        lines = [screen.stories.render_line(y).text for y in range(4)]
        assert "Loire" in lines[3]


async def test_a_stacked_list_keeps_one_line_a_story(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await search(pilot, screen, "est:nonlu")
        assert screen.stories._lines.row_height == 1


async def test_a_long_answer_is_read_as_far_as_one_looks(paper: Path) -> None:
    print_many(paper, FOUND + 50)
    async with reading(paper) as (pilot, screen):
        await search(pilot, screen, "pluie", "enter")
        assert len(screen.stories.listing) == FOUND
        await until(pilot, lambda: screen.edition.found)
        assert heading(screen) == f"« pluie »  {FOUND + 50}"
        await press(pilot, "G")
        await until(pilot, lambda: len(screen.stories.listing) == FOUND + 50)
        assert screen.stories.cursor == FOUND - 1


async def test_searches_are_found_again_with_the_arrows_also_later(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await search(pilot, screen, "loire", "enter", "escape")
        await search(pilot, screen, "budget", "enter", "escape")
        await search(pilot, screen, "mus", "up", "up")
        assert screen.search_line.value == "loire"
        await press(pilot, "down", "down")
        assert screen.search_line.value == "mus"
    async with reading(paper) as (pilot, screen):
        await press(pilot, "/", "up")
        assert screen.search_line.value == "budget"
        assert titles_in_sight(screen) == [BUDGET]


async def test_a_saved_view_is_listed_and_counted(paper: Path) -> None:
    views = (SavedView("Le matin", "depuis:3h -lang:en"),)
    async with reading(paper, views=views) as (pilot, screen):
        await until(pilot, lambda: screen.edition.counts.unread_by_view)
        assert screen.edition.counts.unread_by_view == {"Le matin": 3}
        [view] = [b.view for b in screen.tree_pane.branches if b.label == "Le matin"]
        assert view
        screen.show_view(view)
        await press(pilot)
        await until(pilot, lambda: len(screen.stories.listing) == 3)
        assert heading(screen) == "Le matin  3"
        await press(pilot, "m")
        await until(pilot, lambda: screen.edition.counts.unread_by_view == {"Le matin": 2})


async def test_a_saved_view_is_chosen_by_its_name_in_the_tree(paper: Path) -> None:
    views = (SavedView("Le matin", "depuis:3h -lang:en"), SavedView("Rivières", "crue"))
    async with reading(paper, views=views) as (pilot, screen):
        await press(pilot, "tab")
        await choose(pilot, "f", "riv")
        await until(pilot, lambda: screen.edition.view.name == "Rivières")
        assert screen.panes.current == "list"


async def test_without_saved_views_the_reader_says_how_to_save_one(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "tab", "f")
        assert "W" in screen.status.news


# --- the history ------------------------------------------------------------------------------


def test_the_history_is_private_short_and_has_no_doubles(tmp_path: Path) -> None:
    file = history_file(tmp_path / "gazette.db")
    history = History(file)
    for number in range(MOST + 20):
        history.add(f"mot {number}")
    history.add("mot 50")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = History(file).texts
    assert len(kept) == MOST
    assert kept[-1] == "mot 50"
    assert len(set(kept)) == MOST


def test_two_readers_keep_each_other_s_searches(tmp_path: Path) -> None:
    one, other = (History(history_file(tmp_path / "gazette.db")) for _ in range(2))
    one.add("fleuve")
    other.add("port")
    assert other.texts == ("fleuve", "port")


@pytest.mark.parametrize("odd", ["", "{", "3", '{"a": 1}', '[1, null, "ok"]', "[" * 100_000])
def test_an_odd_history_is_no_trouble(tmp_path: Path, odd: str) -> None:
    file = tmp_path / "searches.json"
    file.write_text(odd)
    assert History(file).texts in ((), ("ok",))


def test_nothing_dangerous_comes_out_of_the_history(tmp_path: Path) -> None:
    file = tmp_path / "searches.json"
    file.write_text('["a\\u001b]2;x\\u0007b"]')
    assert "\x1b" not in History(file).texts[0]


# --- the thread -------------------------------------------------------------------------------


async def test_a_search_that_nobody_waits_for_is_broken_off(paper: Path, store: Store) -> None:
    library = Library(paper, lambda: NOW, PARIS)
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    ended: list[BaseException | None] = []

    def endless(finder: Finder) -> None:
        loop.call_soon_threadsafe(begun.set)
        try:
            finder._store.connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                " SELECT count(*) FROM n"
            ).fetchone()
        except BaseException as problem:
            ended.append(problem.__cause__)
            raise

    asked = asyncio.create_task(library._search(endless))
    await begun.wait()
    asked.cancel()
    assert (await library.counts()).total == len(HEADLINES)
    assert isinstance(ended[0], sqlite3.OperationalError)
    await library.close()


async def test_nobody_waits_for_a_count(
    paper: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    count = Finder.count

    def slowly(finder: Finder, question: Question) -> tuple[int, int]:
        loop.call_soon_threadsafe(begun.set)
        assert may_end.wait(10)
        return count(finder, question)

    monkeypatch.setattr(Finder, "count", slowly)
    library = Library(paper, lambda: NOW, PARIS)
    counting = asyncio.create_task(library.count_found(Question(texts=("loire",))))
    await begun.wait()
    assert (await library.counts()).total == len(HEADLINES)
    assert not counting.done()
    may_end.set()
    found = store.search.find(parse("loire", now=NOW, zone=PARIS))
    assert (await counting)[0] == len(found) > 0
    await library.close()
