"""Terminals of every size: whatever has no room is left out, and nothing breaks."""

from pathlib import Path

from rich.cells import cell_len

from gazette.tui.screens.help import HelpScreen
from tests.tui.test_reader import press, reading, screen_text, until

SIZES = ((60, 16), (20, 5), (1, 1))


async def test_every_screen_fits_into_every_size(tmp_path: Path) -> None:
    async with reading(tmp_path / "gazette.db", (80, 24)) as (pilot, _):
        for keys in (), ("enter", "end"), ("!",), ("/", "l"), ("escape", "?"):
            await press(pilot, *keys)
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await until(pilot, lambda size=size: pilot.app.screen.size == size)
                strips = pilot.app.screen._compositor.render_strips()
                assert [strip.cell_length for strip in strips] == [size[0]] * size[1]
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_the_smallest_useful_terminal_shows_list_article_and_keys(tmp_path: Path) -> None:
    async with reading(tmp_path / "gazette.db", (60, 16), language="en") as (pilot, screen):
        picture = screen_text(screen)
        assert "Rate decision" in picture
        assert "? help" in picture
        await press(pilot, "enter")
        await until(pilot, lambda: "Orléans" in screen_text(screen))
        assert all(cell_len(line) == 60 for line in screen_text(screen).split("\n"))
        await press(pilot, "q", "q")
        assert pilot.app.return_code == 0
