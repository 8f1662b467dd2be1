"""The panes side by side: their borders, zen mode, and terminals of any size."""

from pathlib import Path

import pytest
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot

from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.sizes import NARROWEST, Sizes, load_sizes, save_sizes, sizes_file
from tests.tui.test_reader import STACKED, THREE, TWO, press, reading, until


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


def widths(screen: BrowseScreen) -> tuple[int, ...]:
    """Return the columns of the panes that are shown, from left to right."""
    panes = (screen.tree_pane, screen.stories, screen.article)
    return tuple(pane.outer_size.width for pane in panes if pane.display)


async def drag(pilot: Pilot[int], column: int, to: int) -> None:
    await pilot._post_mouse_events([MouseDown], offset=(column, 10), button=1)
    await pilot._post_mouse_events([MouseMove], offset=(to, 10), button=1)
    await pilot._post_mouse_events([MouseUp], offset=(to, 10), button=1)
    await pilot.pause()


async def test_a_pane_grows_and_shrinks_by_key_and_is_never_too_narrow(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        before, _ = widths(screen)
        await press(pilot, ">")
        assert widths(screen)[0] > before
        await press(pilot, *"<" * 8)
        assert widths(screen) == (NARROWEST, TWO[0] - NARROWEST)
        await press(pilot, "enter", *"<" * 20)  # the article's own width
        assert widths(screen) == (TWO[0] - NARROWEST, NARROWEST)


async def test_borders_follow_the_mouse(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        tree, stories, _ = widths(screen)
        selected = screen.stories.selected
        await drag(pilot, tree - 1, 49)
        assert widths(screen)[0] == 50
        await drag(pilot, 50 + widths(screen)[1] - 1, 89)
        assert widths(screen) == (50, 40, 110)
        await drag(pilot, 89, 199)
        assert widths(screen) == (50, 200 - 50 - NARROWEST, NARROWEST)
        assert (screen.stories.selected, screen.panes.current) == (selected, "list")
        assert stories != widths(screen)[1]


async def test_what_was_chosen_for_one_terminal_leaves_room_in_another(paper: Path) -> None:
    async with reading(paper, (200, 40)) as (pilot, screen):
        screen.panes.sizes = Sizes(drawer=90, tree=120, list=60)
        for width in (160, 100, 200):
            await pilot.resize_terminal(width, 40)
            await until(pilot, lambda width=width: screen.size.width == width)
            await pilot.pause(0.05)
            assert sum(widths(screen)) == width
            assert min(widths(screen)) >= NARROWEST


async def test_borders_stand_where_they_were_left(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, ">", ">")
        left = widths(screen)
    async with reading(paper, TWO) as (_, screen):
        assert widths(screen) == left


@pytest.mark.parametrize("kept", ["", "[]", "7", '{"list": "wide", "tree": true, "drawer": -4}'])
def test_sizes_that_cannot_be_read_are_those_of_the_stylesheet(tmp_path: Path, kept: str) -> None:
    file = sizes_file(tmp_path / "gazette.db")
    assert load_sizes(file) == Sizes()
    file.write_text(kept)
    assert load_sizes(file) == Sizes()
    save_sizes(Sizes(list=60), file)
    assert load_sizes(file) == Sizes(list=60)


@pytest.mark.parametrize(("size", "keys"), [(STACKED, ("z",)), (THREE, ("tab", "z"))])
async def test_zen_shows_the_text_alone_and_gives_back_what_was_there(
    paper: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with reading(paper, size) as (pilot, screen):
        await press(pilot, *keys)
        assert widths(screen) == (size[0],)
        assert screen.article.display
        assert screen.article.story is not None
        assert not screen.masthead.display
        await press(pilot, "z")
        assert not screen.panes.is_zen
        assert screen.masthead.display
        assert len(widths(screen)) == {STACKED: 1, THREE: 3}[size]
        assert screen.panes.current == "article"


async def test_zen_is_left_before_the_article_is(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        for key in ("escape", "q"):
            await press(pilot, "z", key)
            assert (screen.panes.is_zen, screen.panes.current) == (False, "article")
        await press(pilot, "z", "tab")
        assert not screen.panes.is_zen


async def test_no_terminal_is_too_small_to_go_on_in(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, "j", "j")
        selected = screen.stories.selected
        for size in [(20, 5), (3, 2), (160, 30), (60, 16)]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda size=size: screen.size == size)
            await press(pilot, "enter", "z", "q", "q", "tab", "escape")
            assert screen.stories.selected == selected
            assert screen.panes.current == "list"
        assert screen.panes.arrangement == "stacked"


async def test_each_pane_can_be_turned_to(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        for action, pane in (("feeds", "tree"), ("article", "article"), ("list", "list")):
            await screen.run_action(f"focus_{action}")
            await pilot.pause()
            assert screen.panes.current == pane
            assert screen.focused is screen.panes.pane()
