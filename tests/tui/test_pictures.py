"""How pictures are shown where, and what the process that makes them gives, or fails to."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from gazette.article import Figure, Paragraph
from gazette.fetch.desk import Desk
from gazette.tui.pictures import (
    Engraver,
    Obstacle,
    PictureSetting,
    Studio,
    choose_manner,
    is_asked_for_pictures,
    pictures_of,
)
from gazette.tui.plates import Manner, Plate, Wish
from tests.tui.album import COLOURS, photo
from tests.web.loopback import Handler, serving

CELL = (10, 20)
TRUE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "manner"),
    [
        pytest.param({}, Obstacle.UNKNOWN, id="unknown"),
        pytest.param({"TERM": "xterm-kitty"}, "kitty", id="kitty"),
        pytest.param({"KITTY_WINDOW_ID": "1"}, "kitty", id="kitty-by-another-name"),
        pytest.param({"TERM_PROGRAM": "ghostty"}, "kitty", id="ghostty"),
        pytest.param({"TERM_PROGRAM": "iTerm.app"}, "sixel", id="iterm"),
        pytest.param({"TERM_PROGRAM": "WezTerm"}, "sixel", id="wezterm"),
        pytest.param({"TERM": "foot"}, "sixel", id="foot"),
        pytest.param({"KONSOLE_VERSION": "230401"}, "sixel", id="konsole"),
        pytest.param({"KONSOLE_VERSION": "210800"}, Obstacle.UNKNOWN, id="old-konsole"),
        pytest.param({"TERM": "xterm-kitty", "TMUX": "/tmp/t"}, Obstacle.INSIDE, id="tmux"),
        pytest.param({"TERM": "screen-256color"}, Obstacle.INSIDE, id="screen"),
        pytest.param({"TERM": "xterm-kitty", "NO_COLOR": "1"}, Obstacle.COLOURS, id="no-colour"),
        pytest.param({"TERM": "xterm-kitty", "COLORTERM": ""}, Obstacle.COLOURS, id="256-colours"),
    ],
)
def test_what_a_terminal_is_known_to_show_is_used(
    environment: Mapping[str, str], manner: Manner | Obstacle
) -> None:
    assert choose_manner("auto", {**TRUE, **environment}) == manner


def test_a_terminal_that_says_so_is_given_sixels_but_not_through_another() -> None:
    assert choose_manner("auto", TRUE, says_sixel=True) == "sixel"
    assert choose_manner("auto", {**TRUE, "TMUX": "x"}, says_sixel=True) == Obstacle.INSIDE


@pytest.mark.parametrize(
    ("setting", "environment", "manner"),
    [
        pytest.param("off", {"TERM": "xterm-kitty"}, Obstacle.OFF, id="off"),
        pytest.param("half-blocks", {"TMUX": "x"}, "half-blocks", id="half-blocks-in-tmux"),
        pytest.param("half-blocks", {"COLORTERM": ""}, "half-blocks", id="half-blocks-in-256"),
        pytest.param("half-blocks", {"TERM": "linux", "COLORTERM": ""}, Obstacle.COLOURS, id="16"),
        pytest.param("sixel", {"TMUX": "x"}, "sixel", id="sixel-in-tmux"),
        pytest.param("kitty", {}, "kitty", id="kitty"),
    ],
)
def test_what_is_set_goes_before_what_is_known(
    setting: PictureSetting, environment: Mapping[str, str], manner: Manner | Obstacle
) -> None:
    assert choose_manner(setting, {**TRUE, **environment}) == manner


@pytest.mark.parametrize(
    ("setting", "environment", "is_asked"),
    [
        pytest.param("auto", {}, True, id="unknown"),
        pytest.param("auto", {"TERM": "foot"}, False, id="known"),
        pytest.param("auto", {"TMUX": "x"}, False, id="tmux"),
        pytest.param("auto", {"NO_COLOR": "1"}, False, id="no-colour"),
        pytest.param("off", {}, False, id="off"),
        pytest.param("sixel", {}, False, id="set"),
    ],
)
def test_a_terminal_is_asked_only_where_nothing_else_tells(
    setting: PictureSetting, environment: Mapping[str, str], is_asked: bool
) -> None:
    assert is_asked_for_pictures(setting, {**TRUE, **environment}) is is_asked


def test_only_figures_with_an_address_of_the_web_are_pictures() -> None:
    urls = ("https://e.org/a.png", "", "data:image/png;base64,AA", "javascript:1", "/b.png")
    blocks = (Paragraph("x"), *(Figure("c", "", url) for url in urls))
    assert list(pictures_of(blocks)) == [(1, "https://e.org/a.png")]


@asynccontextmanager
async def engraving(
    tmp_path: Path, handler: Handler | bytes
) -> AsyncIterator[tuple[Engraver, str]]:
    """Run the true process against a server of ours."""
    async with serving(handler) as here:
        desk = Desk(
            store=str(tmp_path / "gazette.db"),
            folder=str(tmp_path / "pictures"),
            user_agent="gazette/test",
            allowed=tuple(here.allowed),
            delay_s=0,
        )
        command = (sys.executable, "-P", "-m", "gazette.tui.engraver")
        studio = Studio(command, lambda: msgspec.msgpack.encode(desk))
        async with Engraver(studio, CELL) as engraver:
            yield engraver, here.url


async def test_pictures_are_made_in_each_manner_and_the_next_after_one_that_fails(
    tmp_path: Path,
) -> None:
    body = photo("PNG", (400, 200))
    said = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    async with engraving(tmp_path, said) as (engraver, url):

        def wish(manner: Manner, columns: int = 72) -> Wish:
            return Wish(f"{url}/a.png", manner, columns, 30, CELL)

        lost = await engraver.make(Wish("http://127.0.0.1:9/a.png", "sixel", 72, 30, CELL))
        assert "private address" in lost.problem
        blocks = await engraver.make(wish("half-blocks"))
        assert (blocks.columns, blocks.lines) == (40, 10)  # as many as it has pixels for
        assert blocks.pixels[:3] == bytes(COLOURS[0])
        assert blocks.pixels[-3:] == bytes(COLOURS[1])
        narrow = await engraver.make(wish("half-blocks", columns=20))
        assert (narrow.columns, narrow.lines) == (20, 5)
        sixels = await engraver.make(wish("sixel"))
        assert [row[:23] for row in sixels.rows] == ['\x1bP0;0;0q"1;1;400;20#0;2'] * 10
        kitty = await engraver.make(wish("kitty"))
        assert (kitty.columns, kitty.lines, len(kitty.rows)) == (40, 10, 10)
        assert f"i={kitty.number},c=40,r=10,U=1" in kitty.sent
        again = await engraver.make(wish("kitty"))
        assert again.number != kitty.number
        assert kitty.sent.count("U=1") == again.sent.count("U=1") == 1
        assert not any(plate.problem for plate in (blocks, narrow, sixels, kitty, again))


def studio(code: str) -> Studio:
    """Return one whose process runs this, with `answer(bytes)` to be used once."""
    before = (
        "import sys\nsys.stdin.buffer.read(1)\n"
        "def answer(b): sys.stdout.buffer.write(len(b).to_bytes(4, 'big') + b)\n"
    )
    return Studio((sys.executable, "-S", "-c", before + code), lambda: b"desk")


WISH = Wish("https://e.org/a.png", "half-blocks", 10, 10, CELL)
LIE = msgspec.msgpack.encode(Plate(10, 10, pixels=b"too few"))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        pytest.param("", "too long, or too much memory", id="dies"),
        pytest.param("answer(b'x' * 9); sys.stdin.read()", "ready for this terminal", id="noise"),
        pytest.param(
            "sys.stdout.buffer.write(bytes([255]) * 4)", "ready for this terminal", id="endless"
        ),
        pytest.param(f"answer({LIE!r})", "ready for this terminal", id="lies"),
    ],
)
async def test_a_process_that_fails_is_a_problem_of_its_picture_alone(
    code: str, problem: str
) -> None:
    async with Engraver(studio(code), CELL) as engraver:
        assert problem in (await engraver.make(WISH)).problem
        assert (await engraver.make(WISH)).problem


async def test_a_process_that_hangs_is_waited_for_no_longer_than_a_picture_can_take() -> None:
    async with Engraver(studio("sys.stdin.read()"), CELL, patience_s=0.3) as engraver:
        assert "too long" in (await engraver.make(WISH)).problem
        assert engraver._process is None


async def gone(process: asyncio.subprocess.Process | None) -> bool:
    assert process is not None
    await asyncio.wait_for(process.wait(), 5)
    return process.returncode is not None


async def test_a_process_that_does_not_end_by_itself_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gazette.tui.pictures._FAREWELL_S", 0.1)
    async with Engraver(studio("import time; time.sleep(60)"), CELL) as engraver:
        process = await engraver._started()
    assert await gone(process)


async def test_pictures_that_are_no_longer_wanted_take_their_process_along() -> None:
    started: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()

    async def look() -> None:
        async with Engraver(studio("sys.stdin.read()"), CELL) as engraver:
            started.put_nowait(await engraver._started())
            await engraver.make(WISH)

    looking = asyncio.create_task(look())
    async with asyncio.timeout(10):
        process = await started.get()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert await gone(process)


async def test_a_process_that_cannot_be_started_is_an_error_of_the_system() -> None:
    async with Engraver(Studio(("/nowhere/python",)), CELL) as engraver:
        with pytest.raises(FileNotFoundError):
            await engraver.make(WISH)
