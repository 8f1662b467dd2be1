"""Pictures in the article: only when asked for, in their places, and gone again."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from gazette.tui.pictures import Obstacle, Studio
from gazette.tui.plates import Manner
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.picturing import _REST_S
from tests.tui.album import COLOURS, print_album
from tests.tui.press import HEADLINES
from tests.tui.test_article import run, strips
from tests.tui.test_reader import STACKED, TWO, press, reading, until

ALBUM = HEADLINES[0][3]
URLS = tuple(f"https://e.example/{name}.png" for name in ("one", "lost", "three"))
# Makes plates of ten lines at once, of no picture at all; notes what it was asked for.
ENGRAVER = """
import sys
from gazette.fetch.pipe import framed
from gazette.tui.plates import Plate, Wish
import msgspec
def read():
    length = sys.stdin.buffer.read(4)
    return length and sys.stdin.buffer.read(int.from_bytes(length, "big"))
read()
while body := read():
    wish = msgspec.msgpack.decode(body, type=Wish)
    with open(sys.argv[1], "a") as log:
        print(wish.url, wish.columns, wish.paper, file=log)
    lines = min(10, wish.lines)
    half = wish.columns * lines * 3
    pixels = bytes(UPPER) * (half // 3) + bytes(LOWER) * (half // 3)
    plate = Plate(wish.columns, lines, pixels=pixels)
    if "lost" in wish.url:
        plate = Plate(problem="the server answered 404 Not Found")
    sys.stdout.buffer.write(framed(msgspec.msgpack.encode(plate)))
    sys.stdout.buffer.flush()
""".replace("UPPER", str(COLOURS[0])).replace("LOWER", str(COLOURS[1]))


@asynccontextmanager
async def looking(
    folder: Path,
    size: tuple[int, int] = TWO,
    *,
    urls: tuple[str, ...] = URLS,
    manner: Manner | Obstacle = "half-blocks",
) -> AsyncIterator[tuple[Pilot[int], BrowseScreen]]:
    """Open the album in the article's pane."""
    print_album(folder / "gazette.db", *urls)
    studio = Studio((sys.executable, "-c", ENGRAVER, str(folder / "log")), manner=manner)
    async with reading(folder / "gazette.db", size, studio=studio, language="en") as (
        pilot,
        screen,
    ):
        await press(pilot, "enter")
        yield pilot, screen


def asked(folder: Path) -> list[str]:
    """Return the pictures that were asked for, and how wide they could be."""
    return [line.partition(" (")[0] for line in wished(folder)]


def wished(folder: Path) -> list[str]:
    """Return what was noted of each wish, its paper last."""
    log = folder / "log"
    return log.read_text().splitlines() if log.exists() else []


def whole(screen: BrowseScreen) -> list[str]:
    """Return all lines of the article, a picture's as what it is."""
    lines = screen.article._lines
    return ["▀" if line.row >= 0 else line.text for line in lines]


async def all_shown(pilot: Pilot[int], screen: BrowseScreen, pictures: int = 2) -> None:
    await until(pilot, lambda: whole(screen).count("▀") >= 10 * pictures)
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


async def test_no_picture_is_asked_for_before_the_key(tmp_path: Path) -> None:
    async with looking(tmp_path) as (pilot, screen):
        await run(pilot, "page_down")
        assert not asked(tmp_path)
        assert not screen.article.shows_pictures
        await pilot.press("I")
        await all_shown(pilot, screen)
    assert asked(tmp_path) == [f"{url} 69" for url in URLS]


async def test_pictures_stand_above_their_captions_and_go_again(tmp_path: Path) -> None:
    async with looking(tmp_path) as (pilot, screen):
        without = whole(screen)
        await pilot.press("I")
        await all_shown(pilot, screen)
        lines = whole(screen)
        for number in (1, 3):
            caption = lines.index(f"Légende {number}.")
            assert lines[caption - 10 : caption] == ["▀"] * 10
            assert lines[caption - 11] == ""
        caption = lines.index("Légende 2.")
        assert lines[caption - 1] == ""
        assert lines[caption + 1] == "No picture: the server answered 404 Not Found"
        await pilot.press("I")
        assert whole(screen) == without
        assert not screen.article.shows_pictures


async def test_a_picture_is_drawn_in_its_colours_and_the_width_of_its_pane(tmp_path: Path) -> None:
    async with looking(tmp_path, urls=URLS[:1]) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen, 1)
        view = screen.article
        rows = [view.render_line(y) for y in range(view.size.height)]
        pictured = [row for row in rows if "▀" in row.text]
        assert len(pictured) == 10
        assert {row.cell_length for row in pictured} == {view.size.width}
        (first, *_, last) = (
            [s.style for s in row if s.text == "▀" and s.style] for row in pictured
        )
        assert len(first) == len(last) == 69
        for styles, colour in ((first, COLOURS[0]), (last, COLOURS[1])):
            found = {tuple(style.color.get_truecolor()) for style in styles if style.color}
            assert found == {colour}


async def test_what_is_read_stays_where_it_is_while_pictures_come_and_go(tmp_path: Path) -> None:
    async with looking(tmp_path, STACKED) as (pilot, screen):
        screen.article.move(next(n for n, t in enumerate(whole(screen)) if "Texte 2b" in t) + 2)
        top, position = strips(screen)[0], screen.article.position
        assert "mot" in top
        await pilot.press("I")
        await all_shown(pilot, screen)
        assert strips(screen)[0] == top
        assert screen.article.position == position
        await pilot.press("I")
        assert strips(screen)[0] == top


async def test_words_are_found_and_links_followed_among_pictures(tmp_path: Path) -> None:
    async with looking(tmp_path, STACKED) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen)
        screen.article.find("légende")
        assert screen.article.found == (1, 3)
        screen.article.next_match(1)
        screen.article.next_match(1)
        assert any("Légende 3." in line for line in strips(screen))
        assert screen.article.links.address(1) == "https://fin.example/"


async def test_pictures_are_made_anew_for_another_size_but_no_server_asked_twice_in_vain(
    tmp_path: Path,
) -> None:
    async with looking(tmp_path) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen)
        await pilot.resize_terminal(60, 24)
        await until(pilot, lambda: len(asked(tmp_path)) == 5)
        await all_shown(pilot, screen)
        assert asked(tmp_path)[3:] == [f"{url} 56" for url in (URLS[0], URLS[2])]
        assert {line.cell_length for line in map(screen.article.render_line, range(20))} == {60}


async def test_a_size_that_changes_no_picture_has_none_made_anew(tmp_path: Path) -> None:
    async with looking(tmp_path, (200, 60)) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen)
        for size in ((200, 58), (200, 60), (196, 59)):
            await pilot.resize_terminal(*size)
            await pilot.pause(2 * _REST_S)
        assert len(asked(tmp_path)) == len(URLS)
        await pilot.resize_terminal(200, 40)
        await pilot.press("slash")
        await pilot.pause(2 * _REST_S)
        assert len(asked(tmp_path)) == len(URLS)


async def test_a_picture_that_was_cut_grows_with_its_room(tmp_path: Path) -> None:
    async with looking(tmp_path, (80, 12), urls=URLS[:1]) as (pilot, screen):
        await pilot.press("I")
        await until(pilot, lambda: "▀" in whole(screen))
        assert whole(screen).count("▀") < 10
        await pilot.resize_terminal(80, 30)
        await all_shown(pilot, screen, 1)
        assert len(asked(tmp_path)) == 2


async def test_pictures_are_made_anew_for_another_paper(tmp_path: Path) -> None:
    async with looking(tmp_path, urls=URLS[:1]) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen, 1)
        before = screen.app.theme
        await pilot.press("f9")
        await until(pilot, lambda: len(asked(tmp_path)) == 2)
        assert screen.app.theme != before
        first, second = wished(tmp_path)
        assert first != second


async def test_another_story_has_no_pictures_until_they_are_asked_for(tmp_path: Path) -> None:
    async with looking(tmp_path) as (pilot, screen):
        await pilot.press("I")
        await all_shown(pilot, screen)
        await pilot.press("J")
        await until(pilot, lambda: screen.article.story and screen.article.story.title != ALBUM)
        assert not screen.article.shows_pictures
        await pilot.press("K")
        await until(pilot, lambda: screen.article.story and screen.article.story.title == ALBUM)
        assert "▀" not in whole(screen)
        assert len(asked(tmp_path)) == 3


async def test_an_article_without_pictures_says_so(tmp_path: Path) -> None:
    async with looking(tmp_path, urls=("",)) as (pilot, screen):
        await pilot.press("I")
        assert screen.status.news == "This article has no pictures."


async def test_where_none_can_be_shown_the_reader_says_why_and_what_to_do(tmp_path: Path) -> None:
    cases: dict[Manner | Obstacle, tuple[str, str]] = {
        Obstacle.OFF: ("off in feeds.toml", 'images = "auto"'),
        Obstacle.UNKNOWN: ("not known to show pictures", 'images = "half-blocks"'),
        Obstacle.INSIDE: ("tmux and screen", 'images = "half-blocks"'),
        Obstacle.COLOURS: ("more colours", ""),
    }
    async with looking(tmp_path) as (pilot, screen):
        for manner, (told, line) in cases.items():
            screen.studio = replace(screen.studio, manner=manner)
            await pilot.press("I")
            assert told in screen.notice.what
            assert screen.notice.address == line
            assert not screen.article.shows_pictures
    assert not asked(tmp_path)


async def test_without_the_extra_the_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_image", None)
    async with looking(tmp_path) as (pilot, screen):
        await pilot.press("I")
        assert screen.notice.address == "pip install 'gazette-reader[images]'"
        assert not screen.article.shows_pictures
    assert not asked(tmp_path)


async def test_a_process_that_cannot_be_started_leaves_the_text_alone(tmp_path: Path) -> None:
    print_album(tmp_path / "gazette.db", *URLS)
    studio = Studio(("/nowhere/python",), manner="half-blocks")
    path = tmp_path / "gazette.db"
    async with reading(path, studio=studio, language="en") as (pilot, screen):
        await press(pilot, "enter", "I")
        assert "Pictures cannot be made here" in screen.status.news
        assert not screen.article.shows_pictures
