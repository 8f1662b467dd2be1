"""Colours: enough of them to be read, none that alone means something, and nothing that moves."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from textual.pilot import Pilot
from textual.widgets import Input

from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.terminal import ThemeName
from tests.tui.test_reader import THREE, TWO, press, reading, until

_RULES = set("─━│ ")
"""What is drawn and not written."""


def segments(pilot: Pilot[int]) -> list[Segment]:
    """Return what stands on the screen, each piece with its style."""
    return [piece for strip in pilot.app.screen._compositor.render_strips() for piece in strip]


async def screens(
    pilot: Pilot[int], screen: BrowseScreen, *, in_short: bool = False
) -> AsyncIterator[str]:
    """Go through the reader's screens."""
    await press(pilot, "enter", "s")  # one story read and starred
    await until(pilot, lambda: screen.article.percent)
    yield "article"
    await press(pilot, "q", "j")
    if not in_short:
        yield "list"
    await press(pilot, "!")
    await until(pilot, lambda: "404" in "".join(s.text for s in segments(pilot)))
    screen.post_notice("No browser was found.", "https://example.org/")
    await pilot.pause()
    yield "tree"
    await press(pilot, "/")
    await pilot.pause()
    yield "search"
    await press(pilot, "escape", "?")
    await pilot.pause()
    yield "help"


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, "relative luminance")."""

    def luminance(colour: Color) -> float:
        shares = [part / 255 for part in colour.get_truecolor()]
        red, green, blue = (
            s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


Pictures = dict[tuple[str, str], list[Segment]]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    """Return what stands on each screen in each theme."""

    async def look(path: Path) -> Pictures:
        seen = {}
        async with reading(path, TWO, theme="papier") as (pilot, screen):
            async for name in screens(pilot, screen, in_short=True):
                for theme in get_args(ThemeName):
                    pilot.app.theme = theme
                    await pilot.pause()
                    seen[theme, name] = segments(pilot)
        return seen

    return asyncio.run(look(tmp_path_factory.mktemp("looks") / "gazette.db"))


@pytest.mark.parametrize(("theme", "least"), [("papier", 4.5), ("nuit", 4.5), ("contrast", 7.0)])
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
def test_everything_written_can_be_read(
    pictures: Pictures, theme: str, least: float, system: ColorSystem
) -> None:
    looked_at = {name: pieces for (shown, name), pieces in pictures.items() if shown == theme}
    assert len(looked_at) == 4
    for name, pieces in looked_at.items():
        written = [s for s in pieces if set(s.text) - _RULES]
        assert len(written) > 4
        for text, style, _ in written:
            assert style
            assert style.color
            assert style.bgcolor
            ratio = contrast(style.color.downgrade(system), style.bgcolor.downgrade(system))
            assert ratio >= least, (name, text, style)


def test_the_terminals_own_theme_needs_no_colour_but_red(pictures: Pictures) -> None:
    styles = [
        s.style for (theme, _), pieces in pictures.items() if theme == "terminal" for s in pieces
    ]
    colours = {colour for style in styles if style for colour in (style.color, style.bgcolor)}
    # Of the eight that even the poorest terminals have.
    assert {colour.number for colour in colours if colour} == {None, 1}


async def test_without_colours_every_state_has_a_sign_or_a_weight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pictures = {}
    async with reading(tmp_path / "gazette.db", THREE, theme="terminal") as (pilot, screen):
        async for name in screens(pilot, screen):
            pictures[name] = segments(pilot)
            if name == "tree":
                break
    for piece in (piece for pieces in pictures.values() for piece in pieces):
        for colour in (piece.style.color, piece.style.bgcolor) if piece.style else ():
            assert colour is None or colour.is_default, piece

    def styles(name: str, text: str) -> list[tuple[bool, bool, bool]]:
        found = [s.style for s in pictures[name] if text in s.text and s.style]
        return [(bool(s.bold), bool(s.reverse), bool(s.underline)) for s in found]

    plain, bold = (False, False, False), (True, False, False)
    selected, resting = (True, True, False), (True, False, True)
    assert styles("list", "Museum returns") == [bold]  # unread
    assert selected in styles("list", "Rate decision")
    assert styles("article", "Loire : la plus longue")[0] == (False, False, True)  # read, resting
    assert styles("list", "Loire : la plus longue")[0] == plain
    text = "".join(s.text for s in pictures["list"])
    assert text.count(" • ") == 11 + 1  # one less than stories; and beside the article
    assert "★ Loire" in text
    assert "! 1 flux en échec" in "".join(s.text for s in pictures["tree"])
    assert styles("tree", "1 flux en échec") == [selected]
    assert "Non lus" in "".join(s.text for s in pictures["tree"] if s.style and s.style.underline)
    assert resting in styles("tree", "Non lus")


async def test_f9_turns_through_the_themes_and_says_which(tmp_path: Path) -> None:
    async with reading(tmp_path / "gazette.db", theme="papier") as (pilot, screen):
        pages = []
        for _ in range(4):
            await press(pilot, "f9")
            await pilot.pause()
            style = segments(pilot)[0].style
            assert style
            assert style.bgcolor
            pages.append((pilot.app.theme, style.bgcolor.name))
            assert f'"{pilot.app.theme}"' in screen.status.news
    assert pages == [
        ("nuit", "#14161b"),
        ("contrast", "#000000"),
        ("terminal", "default"),
        ("papier", "#faf6ee"),
    ]


async def test_where_no_colours_are_wanted_f9_brings_none(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    async with reading(path, theme="terminal", themes=("terminal",)) as (pilot, screen):
        await press(pilot, "f9")
        assert pilot.app.theme == "terminal"
        assert "NO_COLOR" in screen.status.news


async def test_nothing_moves_but_by_a_key(tmp_path: Path) -> None:
    async with reading(tmp_path / "gazette.db") as (pilot, screen):
        assert pilot.app.animation_level == "none"
        await press(pilot, "/")
        assert not any(line.cursor_blink for line in screen.query(Input))
