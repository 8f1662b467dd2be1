"""Lists without a story: each says what is so, and which key helps."""

import sqlite3
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from gazette.errors import Unreachable
from gazette.i18n import words
from gazette.keymap import make_keymap
from gazette.model import Counts, StoryQuery
from gazette.store import open_store
from gazette.tui.blank import Situation, empty_page
from gazette.tui.keymap import names_of_keys
from gazette.tui.typography import plain_spaces
from gazette.tui.views import all_stories, feed_view, starred_stories, unread_stories
from tests.tui.press import print_paper
from tests.tui.test_reader import press, print_empty_paper, read_in_store, reading, until
from tests.tui.test_subscriptions import make_row

FRENCH, ENGLISH = words("fr"), words("en")
UNREACHED = str(Unreachable(url="https://a.example/", problem="no route to host"))
AWAY = 'import sys; print(\'{"kind": "run", "outcome": "away"}\'); sys.exit(1)'
WAITING = "import sys; sys.stdin.read()"


def situation(*errors: str | None, unread: bool = True, **data: object) -> Situation:
    """Return an empty list of a paper whose feeds have these errors, and that was read before."""
    feeds = tuple(make_row(number, error=error) for number, error in enumerate(errors, start=1))
    view = unread_stories(ENGLISH) if unread else all_stories(ENGLISH)
    given = Situation(view, view.query, feeds, Counts(total=12))
    return replace(given, **data)  # type: ignore[arg-type]  # a test names what it changes


def told(at: Situation, language: str = "en") -> list[str]:
    _ = words(language)
    keys = names_of_keys(make_keymap(), _)
    return [plain_spaces(line) for line in empty_page(at, _, keys)]


def test_everything_read_says_how_to_see_it_again() -> None:
    assert told(situation(None)) == [
        "Everything has been read.",
        "1 shows all stories, R fetches the news.",
    ]


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (situation(UNREACHED, UNREACHED), "No server could be reached the last time."),
        (situation(None, is_away=True), "No server could be reached the last time."),
        (situation("gone", "gone"), "Every feed failed the last time: ! says why."),
    ],
)
def test_everything_read_does_not_hide_that_no_news_can_come(at: Situation, last: str) -> None:
    heading, *_, end = told(at)
    assert (heading, end) == ("Everything has been read.", last)


@pytest.mark.parametrize("errors", [(UNREACHED, "gone"), (UNREACHED, None)])
def test_one_server_that_answers_shows_that_the_network_is_there(errors: tuple[str, ...]) -> None:
    assert "No server could be reached the last time." not in told(situation(*errors))


def test_the_first_screen_explains_itself_in_three_lines() -> None:
    feeds = tuple(replace(make_row(number), last_checked=None) for number in (1, 2))
    first = situation(feeds=feeds, counts=Counts(), list_file="/home/me/feeds.toml")
    assert told(first) == [
        "2 feeds, and nothing fetched yet.",
        "R fetches the news; the first time it takes a minute or two.",
        "Tab shows the feeds; they are listed in /home/me/feeds.toml.",
        "? shows all the keys.",
    ]
    heading, *lines = told(replace(first, is_fetching=True))
    assert heading == "The first news is being fetched."
    assert len(lines) == 2
    heading, *lines = told(replace(first, is_away=True))
    assert heading == "No server could be reached: are you online?"
    heading, *lines = told(replace(first, feeds=()))
    assert heading == "This paper has no feeds yet."
    assert len(lines) == 3


def test_an_empty_feed_that_fails_says_why_with_its_own_words_and_ours() -> None:
    row = make_row(1, error="the server answered 404 Not Found {leave}")
    view = feed_view(row)
    at = Situation(view, view.query, (row,), Counts(total=3))
    assert told(at) == [
        "No story here yet.",
        "the server answered 404 Not Found {leave}",
        "r asks this feed again, Tab shows the others.",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_complete_in_both_languages(language: str) -> None:
    starred = starred_stories(ENGLISH)
    pages = [
        situation(None),
        situation(None, is_fetching=True),
        situation(None, counts=Counts()),
        situation(None, counts=Counts(), is_fetching=True),
        situation("gone", counts=Counts()),
        situation(UNREACHED, UNREACHED, counts=Counts()),
        situation(),
        situation(None, view=starred, query=starred.query),
        situation(None, search="x"),
        situation(None, query=StoryQuery(language="fr")),
        situation(None, unread=False),
    ]
    seen = [told(page, language) for page in pages]
    assert len({page[0] for page in seen}) == len(pages) - 1  # read while fetching is read too
    assert all(2 <= len(page) <= 4 for page in seen)
    assert not any("{" in line for page in seen for line in page)


async def test_a_first_fetch_says_that_it_is_at_work_and_then_that_it_found_no_network(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gazette.db"
    gate = tmp_path / "gate"
    print_empty_paper(path, None, None)
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.02)"
    command = (sys.executable, "-c", f"{wait}\n{AWAY}")
    async with reading(path, fetch_command=command, language="en") as (pilot, screen):
        assert screen.stories.empty[0] == "2 feeds, and nothing fetched yet."
        await press(pilot, "R")
        assert screen.stories.empty[0] == "The first news is being fetched."
        gate.touch()
        await until(pilot, lambda: "online" in screen.stories.empty[0])
        assert screen.status.news == "offline: no server could be reached"


async def test_a_paper_that_opens_offline_says_so_in_its_footer(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, UNREACHED, UNREACHED)
    async with reading(path) as (_, screen):
        assert plain_spaces(screen.status.news) == "hors ligne, dernier essai 14:05 · ! en dit plus"


async def test_a_store_that_cannot_be_written_is_read_and_says_that_no_mark_is_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    print_paper(store)
    store.close()
    (tmp_path / "gazette.db-shm").mkdir()  # where SQLite wants to write a file, whoever we are
    async with reading(path) as (pilot, screen):
        standing = "lecture seule : aucune marque n’est gardée"
        assert plain_spaces(screen.status.news).startswith(standing)
        await press(pilot, "enter")
        assert plain_spaces(screen.status.news).startswith(standing)
        assert screen.article.story
        await press(pilot, "s")
        assert "gazette.db" in screen.status.news
    (tmp_path / "gazette.db-shm").rmdir()
    assert not read_in_store(path)


async def test_a_store_that_is_damaged_while_it_is_read_says_so_where_the_list_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gazette.db"
    async with reading(path) as (pilot, screen):
        with sqlite3.connect(path) as connection:
            connection.execute("ALTER TABLE reading RENAME TO lost")
        connection.close()
        await press(pilot, "1")
        heading, problem, helps = map(plain_spaces, screen.stories.empty)
        assert heading == "Cette liste ne peut pas être lue."
        assert str(path) in problem
        assert helps.startswith("1 réessaie, q quitte ;")
        assert not len(screen.stories.listing)
        with sqlite3.connect(path) as connection:
            connection.execute("ALTER TABLE lost RENAME TO reading")
        connection.close()
        await press(pilot, "1")
        assert len(screen.stories.listing) == 12
