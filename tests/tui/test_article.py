"""Inside the article: links, finding words, and the place that is kept."""

import webbrowser
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from gazette.store import open_store
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.hinting import HintScreen
from gazette.tui.screens.links import LinksScreen
from gazette.tui.widgets.find_line import FindLine
from tests.tui.press import print_paper, story_ids
from tests.tui.test_reader import STACKED, TWO, press, reading, until

CRUE, ELEVEURS = "https://prefecture.example/crue", "https://eleveurs.example/"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that the browser was given."""
    addresses: list[str] = []

    class Browser(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            addresses.append(url)
            return True

    monkeypatch.setattr(webbrowser, "get", lambda: Browser("test"))
    monkeypatch.setattr(webbrowser, "open", lambda url: Browser("test").open(url))
    return addresses


async def run(pilot: Pilot[int], action: str) -> None:
    """Do what a key would, whichever it is bound to."""
    await pilot.app.screen.run_action(action)
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


def strips(screen: BrowseScreen) -> list[str]:
    """Return the lines of the article that are in sight, as they are drawn."""
    view = screen.article
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_a_digit_opens_the_link_of_that_number(paper: Path, visited: list[str]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        assert [link.address for link in screen.article.links.listed] == [CRUE, ELEVEURS]
        await press(pilot, "2")
        assert visited == [ELEVEURS]
        await press(pilot, "0")
        assert visited == [ELEVEURS]
        assert "10" in screen.status.news


async def test_links_are_given_to_the_terminal_and_underlined(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        lines = [screen.article.render_line(y) for y in range(screen.article.size.height)]
        linked = [
            (segment.text, segment.style.link, segment.style.underline)
            for line in lines
            for segment in line
            if segment.style and segment.style.link
        ]
        assert linked[:2] == [("préfecture", CRUE, True), ("[1]", CRUE, None)]
        assert {link for _, link, _ in linked} == {CRUE, ELEVEURS}


async def test_a_letter_opens_the_link_that_shows_it(paper: Path, visited: list[str]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        numbered = strips(screen)
        await pilot.press(";")
        await until(pilot, lambda: isinstance(pilot.app.screen, HintScreen))
        lettered = strips(screen)
        assert [line.replace("[s]", "[1]").replace("[d]", "[2]") for line in lettered] == numbered
        assert any("préfecture[s]" in line for line in lettered)
        await press(pilot, "d")
        assert visited == [ELEVEURS]
        assert pilot.app.screen is screen
        assert strips(screen) == numbered


async def test_any_other_key_takes_the_letters_off(paper: Path, visited: list[str]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        numbered = strips(screen)
        for key in ("escape", "w", "down"):
            await pilot.press(";")
            await until(pilot, lambda: isinstance(pilot.app.screen, HintScreen))
            await press(pilot, key)
            assert pilot.app.screen is screen
            assert strips(screen) == numbered
        assert not visited


async def test_keys_that_quit_do_so_over_the_letters_too(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        await pilot.press(";")
        await until(pilot, lambda: isinstance(pilot.app.screen, HintScreen))
        hints = pilot.app.screen
        assert isinstance(hints, HintScreen)
        for _ in range(2):  # two that come in at once
            hints.on_key(Key("down", None))
        assert pilot.app.screen is screen
        await pilot.press(";", "ctrl+q")
        await until(pilot, lambda: pilot.app._exit)


async def test_only_links_in_sight_have_letters(paper: Path) -> None:
    async with reading(paper, (80, 12)) as (pilot, screen):
        await press(pilot, "enter")
        everywhere = [link.number for link in screen.article.links.listed]
        assert [*screen.article.links_in_sight()] != everywhere
        screen.article.last()
        await press(pilot)
        assert 1 not in screen.article.links_in_sight()


async def test_a_click_on_a_link_opens_it(paper: Path, visited: list[str]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        lines = strips(screen)
        y = next(n for n, line in enumerate(lines) if "préfecture" in line)
        await pilot.click(screen.article, offset=(lines[y].index("préfecture") + 2, y))
        await until(pilot, lambda: visited)
        await pilot.click(screen.article, offset=(lines[y].index("préfecture") - 2, y))
        assert visited == [CRUE]


async def test_the_list_of_links_is_filtered_chosen_from_and_copied(
    paper: Path, visited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(paper) as (pilot, screen):
        copied: list[str] = []
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await press(pilot, "enter")
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, LinksScreen))
        links = pilot.app.screen
        assert isinstance(links, LinksScreen)
        assert not copied
        await pilot.press("down", "y")
        assert copied == [ELEVEURS]
        await pilot.press("p", "r", "e")
        await until(pilot, lambda: [link.number for link in links.shown] == [1])
        await pilot.press("escape")
        await until(pilot, lambda: len(links.shown) == 2)
        await pilot.press("2", "enter")
        await until(pilot, lambda: pilot.app.screen is screen and visited)
        assert visited == [ELEVEURS]
        await pilot.press("L", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert visited == [ELEVEURS]
        assert screen.panes.current == "article"


async def test_words_are_found_marked_and_gone_to(paper: Path) -> None:
    async with reading(paper, (60, 16)) as (pilot, screen):
        await press(pilot, "enter", "/")
        assert isinstance(screen.focused, FindLine)
        assert screen.focused.region.height == 1
        await press(pilot, *"crue")
        assert screen.article.found == (1, 5)
        assert screen.status.news == "1/5"
        await press(pilot, "enter")
        assert screen.focused is screen.article
        assert screen.shows_matches
        tops = []
        for _ in range(5):
            await press(pilot, "n")
            tops.append(screen.article.scroll_offset.y)
        assert screen.status.news == "1/5"
        assert max(tops) > tops[-1]
        await press(pilot, "N")
        assert screen.status.news == "5/5"
        assert any("crue haute" in line for line in strips(screen))
        await press(pilot, "escape")
        assert not screen.shows_matches
        assert screen.panes.current == "article"
        assert screen.article.found == (0, 0)
        await press(pilot, "escape")
        assert screen.panes.current == "list"


async def test_matches_stay_marked_over_a_resize_and_go_with_the_story(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, "enter", "/", *"LOIRE", "enter")
        assert screen.article.found == (1, 2)
        await press(pilot, "n")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: screen.size.width == 80)
        assert screen.article.found == (2, 2)
        await press(pilot, "J")
        assert screen.article.found == (0, 0)
        assert not screen.shows_matches


async def test_what_is_not_there_is_said_and_escape_leaves_the_line(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "/", *"zzz")
        assert screen.status.news == "pas dans cet article"
        await press(pilot, "escape")
        assert screen.focused is screen.article
        assert not screen.query(FindLine)
        await press(pilot, "/", "a")
        await pilot.click(screen.stories, offset=(5, 6))
        await until(pilot, lambda: not screen.query(FindLine))
        assert screen.panes.current == "list"


def position_of(path: Path) -> int:
    store = open_store(path)
    story = store.stories.story(story_ids(store)[0])
    store.close()
    assert story
    return story.position


async def test_a_story_is_opened_where_it_was_left_at_any_width(paper: Path) -> None:
    store = open_store(paper)
    print_paper(store)
    store.close()
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter", *["down"] * 9)
        assert not screen.article.is_at_end
        left = screen.article.place()
        assert left > (0, 0)
        await pilot.press("Q")
    assert position_of(paper) > 0
    async with reading(paper, (60, 16)) as (pilot, screen):
        await press(pilot, "1", "g", "g", "enter")
        await until(pilot, lambda: screen.article.story and screen.article.scroll_offset.y)
        block, at = screen.article.place()
        assert block == left[0]
        assert at <= left[1]
        await press(pilot, "J", "K")
        assert screen.article.place() == (block, at)


async def test_a_story_that_was_read_to_its_end_begins_at_its_top_again(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter", "G")
        assert screen.article.is_at_end
        await press(pilot, "J", "K")
        assert screen.article.scroll_offset.y == 0
        await press(pilot, "G", "q", "enter")
        assert screen.article.scroll_offset.y == 0
    assert position_of(paper) == 0


async def test_a_story_that_only_stands_beside_the_list_is_not_opened(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j", "k")
        await until(pilot, lambda: screen.article.story)
    store = open_store(paper)
    stories = [store.stories.story(story_id) for story_id in story_ids(store)]
    store.close()
    assert not any(story.opened for story in stories if story)
