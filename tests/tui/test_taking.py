"""Stories taken along: copied, saved, opened with their comments."""

from pathlib import Path

import pytest

from gazette.errors import StoreError
from gazette.store import open_store
from gazette.tui.library import Library
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.entry import EntryScreen
from gazette.tui.typography import plain_spaces
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.tui.press import HEADLINES, NOW
from tests.tui.test_reader import press, print_long_paper, read_in_store, reading, until


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was given."""
    addresses: list[str] = []

    def open_page(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr("gazette.tui.screens.browse.open_page", open_page)
    monkeypatch.setattr("gazette.tui.screens.browse.browser_name", lambda: "firefox")
    return addresses


def told(screen: BrowseScreen) -> str:
    return plain_spaces(screen.status.news)


async def test_addresses_and_titles_of_the_stories_chosen_are_copied(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        rows = [screen.stories.row(story_id) for story_id in screen.stories.listing.ids[:2]]
        await press(pilot, "y")
        first = pilot.app.clipboard
        assert first.startswith("https://")
        assert "\n" not in first
        await press(pilot, "V", "j", "Y")
        lines = pilot.app.clipboard.split("\n")
        assert lines[0::2] == [row.title for row in rows if row]
        assert lines[1] == first
        assert not screen.stories.has_range
        assert told(screen) == "Copiés : 2 articles."


async def test_stories_are_saved_once_where_the_reader_says(paper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes" / "presse"

    async def save_to(name: Path) -> None:
        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, EntryScreen))
        entry = pilot.app.screen
        assert isinstance(entry, EntryScreen)
        entry.line.value = str(name)
        await pilot.press("enter")

    async with reading(paper) as (pilot, screen):
        await press(pilot, "V", "j")
        await save_to(folder)
        await until(pilot, lambda: told(screen) == "Enregistrés : 2 articles.")
        texts = [path.read_text() for path in folder.glob("*.md")]
        titles = [screen.stories.row(n) for n in screen.stories.listing.ids[:2]]
        assert all(any(row.title in text for text in texts) for row in titles if row)
        assert len(texts) == 2
        await save_to(folder)
        await until(pilot, lambda: told(screen) == "Déjà enregistré à cet endroit.")
        (tmp_path / "file").touch()
        await save_to(tmp_path / "file")
        await until(pilot, lambda: str(tmp_path / "file") in screen.status.news)


@pytest.mark.parametrize(
    ("suffix", "begin"),
    [
        pytest.param(".txt", b"", id="text"),
        pytest.param(".HTML", b"<!DOCTYPE html>", id="html"),
        pytest.param(".md", b"---\n", id="markdown"),
        pytest.param(".epub", b"PK", id="epub"),
    ],
)
async def test_stories_are_saved_as_one_file_of_a_kind_that_is_new(
    paper: Path, tmp_path: Path, suffix: str, begin: bytes
) -> None:
    file = tmp_path / f"presse{suffix}"

    async def save() -> None:
        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, EntryScreen))
        entry = pilot.app.screen
        assert isinstance(entry, EntryScreen)
        entry.line.value = str(file)
        await pilot.press("enter")

    async with reading(paper) as (pilot, screen):
        await press(pilot, "V", "j")
        await save()
        await until(pilot, lambda: told(screen) == "Enregistrés : 2 articles.")
        written = file.read_bytes()
        assert written.startswith(begin)
        if suffix != ".epub":
            titles = [screen.stories.row(n) for n in screen.stories.listing.ids[:2]]
            assert all(row.title in written.decode() for row in titles if row)
        await save()
        await until(pilot, lambda: str(file) in screen.status.news)
        assert file.read_bytes() == written


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("~nobody-of-that-name/x.md", "aucun utilisateur", id="user"),
        pytest.param(f"{'x' * 256}.md", "nom est trop long", id="long-name"),
        pytest.param("/dev/null/x.md", "/dev/null/x.md", id="below-a-file"),
    ],
)
async def test_a_place_where_nothing_can_be_saved_is_said(
    paper: Path, name: str, said: str
) -> None:
    async with reading(paper) as (pilot, screen):
        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, EntryScreen))
        entry = pilot.app.screen
        assert isinstance(entry, EntryScreen)
        entry.line.value = name
        await pilot.press("enter")
        await until(pilot, lambda: said in told(screen))


@pytest.mark.parametrize("key", ["S", "|", "y", "e", "E"])
async def test_what_the_store_cannot_give_is_said(
    paper: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async def story(library: Library, story_id: int) -> None:
        raise StoreError(path=paper, problem="it is damaged")

    async with reading(paper) as (pilot, screen):
        monkeypatch.setattr(Library, "story", story)
        await press(pilot, key)
        assert "gazette.db" in told(screen)
        assert pilot.app.screen is screen


async def test_comments_are_opened_where_a_story_has_some(paper: Path, visited: list[str]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "c")
        assert told(screen) == "Cet article n’indique aucune page de commentaires."
        store = open_store(paper)
        feed = subscribed(store, make_subscription(title="Le Journal"))[0]
        comments = "https://journal.example/avis/7"
        entry = make_entry(9_999, published=NOW, comments_url=comments)
        record_entries(store, feed, entry, now=NOW)
        store.close()
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES) + 1)
        await press(pilot, "g", "g", "c")
        await until(pilot, lambda: visited == [comments])


async def test_too_many_stories_to_open_are_neither_opened_nor_left(
    paper: Path, visited: list[str]
) -> None:
    print_long_paper(paper, 30)
    async with reading(paper) as (pilot, screen):
        await press(pilot, "V", "G")
        chosen, selected = list(screen.stories.chosen), screen.stories.selected
        await press(pilot, "O")
        assert told(screen).startswith("20 pages au plus")
        assert (list(screen.stories.chosen), screen.stories.selected) == (chosen, selected)
        assert not visited


async def test_a_story_is_opened_marked_and_left_for_the_next(
    paper: Path, visited: list[str]
) -> None:
    async with reading(paper) as (pilot, screen):
        first, second = screen.stories.listing.ids[:2]
        await press(pilot, "O")
        await until(pilot, lambda: len(visited) == 1)
        assert screen.stories.selected == second
        await until(pilot, lambda: read_in_store(paper) == {first})
