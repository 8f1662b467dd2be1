"""No key is lost: all that is typed at once does what it does when typed slowly."""

import asyncio
import gc
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.widgets import Input

from gazette.store import open_store
from gazette.tui.app import GazetteApp
from gazette.tui.library import Library
from gazette.tui.listing import Page
from gazette.tui.screens.browse import BrowseScreen
from tests.tui.press import HEADLINES, make_app, print_paper
from tests.tui.test_reader import TWO, press, reading, until


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    print_paper(store)
    store.close()
    return path


def type_at_once(app: App[int], *typed: str) -> None:
    """Press keys, each letter of a text or one by its name, before any of them can be answered."""
    for text in typed:
        named = text in ("escape", "enter", "backspace", "home")
        for key in (text,) if named else text:
            character = None if named else key
            app.post_message(Key(key if named else _character_to_key(key), character))


def written(app: App[int]) -> str:
    """Return what stands in the line that is typed in."""
    return app.focused.value if isinstance(app.focused, Input) else ""


@pytest.mark.parametrize("opener", ["/", ":", "?"])
async def test_letters_typed_behind_the_key_that_opens_a_line_are_written_there(
    paper: Path, opener: str
) -> None:
    async with reading(paper) as (pilot, _):
        type_at_once(pilot.app, f"{opener}budget")
        await until(pilot, lambda: written(pilot.app) == "budget")


async def test_words_to_be_found_in_an_article_may_be_typed_at_once(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        type_at_once(pilot.app, "/loire")
        await until(pilot, lambda: screen.article.wanted == "loire")


async def test_keys_that_move_the_cursor_of_a_line_keep_their_place_among_the_letters(
    paper: Path,
) -> None:
    async with reading(paper) as (pilot, screen):
        type_at_once(pilot.app, "/ugx", "backspace", "home", "b")
        await until(pilot, lambda: written(pilot.app) == "bug")
        type_at_once(pilot.app, "enter", "jj")
        await until(pilot, lambda: screen.panes.pane() is screen.stories and not written(pilot.app))


async def test_what_is_pasted_comes_behind_what_was_typed_before(paper: Path) -> None:
    async with reading(paper) as (pilot, _):
        type_at_once(pilot.app, "/le ")
        pilot.app.post_message(Paste("budget"))
        type_at_once(pilot.app, " du")
        await until(pilot, lambda: written(pilot.app) == "le budget du")


async def test_keys_behind_those_that_close_a_sheet_are_the_papers(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        type_at_once(pilot.app, ":zoom", "escape", "escape", "jj")
        await until(pilot, lambda: screen.stories.cursor == 2)
        assert pilot.app.screen is screen


async def test_keys_behind_one_that_turns_to_a_list_move_in_that_list(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Library.page

    async def slow_page(library: Library, *args: Any, **named: Any) -> Page:
        await asyncio.sleep(0.1)
        return await page(library, *args, **named)

    async with reading(paper) as (pilot, screen):
        await press(pilot, "j")
        monkeypatch.setattr(Library, "page", slow_page)
        type_at_once(pilot.app, "1jj")
        await until(pilot, lambda: screen.edition.view.key == "all")
        await until(pilot, lambda: screen.stories.cursor == 2)
        type_at_once(pilot.app, "2j1jjj")  # the list of the unread never comes
        await until(pilot, lambda: screen.stories.cursor == 3)
        assert screen.edition.view.key == "all"


@pytest.mark.parametrize("key", ["|", "S", "t"])
async def test_keys_behind_one_that_asks_are_written_there(
    paper: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async def slow(library: Library, *args: Any) -> Any:
        await asyncio.sleep(0.1)
        return await {"story": story, "rows": rows}[args[-1]](library, *args[:-1])

    story, rows = Library.story, Library.rows
    async with reading(paper) as (pilot, screen):
        monkeypatch.setattr(Library, "story", lambda self, i: slow(self, i, "story"))
        monkeypatch.setattr(Library, "rows", lambda self, i: slow(self, i, "rows"))
        type_at_once(pilot.app, key, "home", "wc")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await until(pilot, lambda: written(pilot.app).startswith("wc"))


async def test_what_takes_too_long_keeps_one_key_waiting_and_no_other(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gazette.tui.typeahead._LONGEST_S", 0.05)
    page = Library.page

    async def endless_page(library: Library, *args: Any, **named: Any) -> Page:
        await asyncio.sleep(3_600)
        return await page(library, *args, **named)

    async with reading(paper) as (pilot, screen):
        monkeypatch.setattr(Library, "page", endless_page)
        type_at_once(pilot.app, "1jjj")
        await until(pilot, lambda: screen.stories.cursor == 3)
        assert screen.settled.is_set()


async def test_keys_pressed_before_there_is_a_list_move_in_it(paper: Path) -> None:
    app = make_app(paper)
    async with app.run_test(size=TWO) as pilot:
        type_at_once(app, "jjj")
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen))
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        await until(pilot, lambda: screen.stories.cursor == 3)
        row = screen.stories.row(screen.stories.selected)
        assert row is not None
        assert row.title == HEADLINES[3][3]


async def test_keys_pressed_before_the_terminal_answered_are_kept(paper: Path) -> None:
    settings = make_app(paper).settings
    app = GazetteApp(settings, typed=b"j\x1b[Bj")
    async with app.run_test(size=TWO) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen))
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        await until(pilot, lambda: screen.stories.cursor == 3)


async def test_what_was_pasted_before_the_terminal_answered_is_kept(paper: Path) -> None:
    settings = make_app(paper).settings
    app = GazetteApp(settings, typed=b"/\x1b[200~budget\x1b[201~")
    async with app.run_test(size=TWO) as pilot:
        await until(pilot, lambda: written(app) == "budget")


async def test_an_escape_before_the_terminal_answered_is_kept(paper: Path) -> None:
    settings = make_app(paper).settings
    app = GazetteApp(settings, typed=b"j/\x1b")
    async with app.run_test(size=TWO) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen))
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        await until(pilot, lambda: screen.stories.cursor == 1)
        ahead = app._typeahead
        await until(pilot, lambda: not ahead._waiting and not ahead._is_turn)
        assert not isinstance(app.focused, Input)


async def test_a_quit_before_the_terminal_answered_waits_for_no_list(paper: Path) -> None:
    settings = make_app(paper).settings
    app = GazetteApp(settings, typed=b"j\x11")
    async with app.run_test(size=TWO) as pilot:
        await until(pilot, lambda: app._exit)


async def test_what_there_is_with_the_first_list_is_not_looked_through_again(paper: Path) -> None:
    gc.disable()
    try:
        async with reading(paper) as (pilot, _):
            await until(pilot, gc.isenabled)
            assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.enable()


async def test_keys_quit_where_there_is_no_list_for_want_of_a_store(tmp_path: Path) -> None:
    spoilt = tmp_path / "gazette.db"
    spoilt.write_bytes(b"no store" * 1000)
    app = make_app(spoilt)
    async with app.run_test(size=TWO) as pilot:
        type_at_once(app, "jq")
        await until(pilot, lambda: app.return_code == 1)
