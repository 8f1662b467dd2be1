"""Pictures in the article: how this terminal shows them, which there are, and who makes them.

The reader itself opens no picture and asks no server. What it shows are plates, made by a process
of its own (`engraver`), which is started when a reader asks for pictures and not before.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from importlib.util import find_spec
from subprocess import DEVNULL, PIPE
from typing import Final, Literal, Self

import msgspec
from msgspec import Struct

from gazette.article import Block, Figure
from gazette.errors import N_
from gazette.feeds.links import web_url
from gazette.fetch.pipe import framed, receive
from gazette.tui.browser import checked_address
from gazette.tui.plates import LONGEST, Manner, Plate, Wish, is_sound
from gazette.tui.terminal import colour_system, wants_no_colour

PictureSetting = Literal["auto", "half-blocks", "sixel", "kitty", "off"]

INSTALL: Final = "pip install 'gazette-reader[images]'"
USUAL_CELL: Final = (10, 20)
"""Pixels of a character, where the terminal does not say."""
_KITTYS: Final = ("xterm-kitty", "xterm-ghostty")
_SIXEL_PROGRAMS: Final = frozenset(("iTerm.app", "WezTerm", "contour", "mintty"))
_SIXEL_TERMS: Final = ("foot", "mlterm", "contour")
_FIRST_KONSOLE: Final = 220_400
_UNSOUND: Final = N_("it could not be made ready for this terminal")
_TOO_MUCH: Final = N_("reading it took too long, or too much memory")
_PACKAGES: Final = ("PIL", "textual_image")


PATIENCE_S: Final = 90.0
"""For one picture: more than its server and its decoder have together."""
_FAREWELL_S: Final = 3.0


class Obstacle(StrEnum):
    """Why there are no pictures."""

    OFF = "off"
    UNKNOWN = "unknown"
    """The terminal is not known to show any."""
    INSIDE = "inside"
    """tmux or screen stand before it."""
    COLOURS = "colours"
    """It has too few, or none are wanted."""


class Studio(Struct, frozen=True):
    """What pictures are made with."""

    command: tuple[str, ...] = ()
    """The argv of the engraver."""
    desk: Callable[[], bytes] = bytes
    """Gives what it is told first, as msgpack: a `Desk`."""
    setting: PictureSetting = "auto"
    manner: Manner | Obstacle = Obstacle.UNKNOWN


NO_STUDIO: Final = Studio()


def choose_manner(
    setting: PictureSetting, environment: Mapping[str, str], *, says_sixel: bool = False
) -> Manner | Obstacle:
    """Return how the terminal shows pictures, or why it does not.

    `says_sixel`: it answered so when it was asked what it is.
    """
    if setting == "off":
        return Obstacle.OFF
    manner = _manner(environment, says_sixel=says_sixel) if setting == "auto" else setting
    # The number of a picture of kitty's is written as a colour.
    if manner == "kitty" and not _has_colours(environment, "truecolor"):
        return Obstacle.COLOURS
    if manner == "half-blocks" and not _has_colours(environment, "truecolor", "256"):
        return Obstacle.COLOURS
    return manner


def is_asked_for_pictures(setting: PictureSetting, environment: Mapping[str, str]) -> bool:
    """Say whether the way of showing pictures depends on what the terminal answers."""
    unasked = choose_manner(setting, environment)
    return unasked == Obstacle.UNKNOWN and not wants_no_colour(environment)


def _has_colours(environment: Mapping[str, str], *systems: str) -> bool:
    return not wants_no_colour(environment) and colour_system(environment) in systems


def _manner(environment: Mapping[str, str], *, says_sixel: bool) -> Manner | Obstacle:
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or environment.get("STY") or term.startswith(("tmux", "screen")):
        return Obstacle.INSIDE
    if term in _KITTYS or program == "ghostty" or environment.get("KITTY_WINDOW_ID"):
        return "kitty"
    konsole = environment.get("KONSOLE_VERSION", "")
    is_known = program in _SIXEL_PROGRAMS or term.startswith(_SIXEL_TERMS)
    is_konsole = konsole.isdecimal() and int(konsole) >= _FIRST_KONSOLE
    return "sixel" if says_sixel or is_known or is_konsole else Obstacle.UNKNOWN


def is_installed() -> bool:
    """Say whether what makes pictures is there; nothing of it is imported."""
    return all(find_spec(package) for package in _PACKAGES)


def pictures_of(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield the blocks of an article that have a picture, by number, and its checked address."""
    for number, block in enumerate(blocks):
        if isinstance(block, Figure) and (address := checked_address(web_url(block.url))):
            yield number, address


class Engraver:
    """A process that makes pictures, one after the other; a context manager.

    One that dies over a picture is followed by another.
    """

    def __init__(
        self, studio: Studio, cell: tuple[int, int], *, patience_s: float = PATIENCE_S
    ) -> None:
        """Start nothing yet; `cell` is what all wishes will say."""
        self._studio = studio
        self._cell = cell
        self._patience_s = patience_s
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None and self._process and self._process.stdin:
                self._process.stdin.close()  # it closes what it has open, and ends
                async with asyncio.timeout(_FAREWELL_S):
                    await self._process.wait()
        except TimeoutError:
            pass
        finally:
            await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def make(self, wish: Wish) -> Plate:
        """Return the plate of a picture.

        Raises:
            OSError: the process cannot be started.
        """
        process = self._process or await self._started()
        try:
            async with asyncio.timeout(self._patience_s):
                body = await _exchange(process, msgspec.msgpack.encode(wish))
            plate = msgspec.msgpack.decode(body, type=Plate)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            await self._end()
            return Plate(problem=_TOO_MUCH)
        except ValueError:
            await self._end()
            return Plate(problem=_UNSOUND)
        return plate if plate.problem or is_sound(plate, wish) else Plate(problem=_UNSOUND)

    async def _started(self) -> asyncio.subprocess.Process:
        width, height = map(str, self._cell)
        self._process = await asyncio.create_subprocess_exec(
            *self._studio.command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,
            # The library's own names for what it cannot ask a terminal there.
            env={**os.environ, "TEXTUAL_CELL_WIDTH": width, "TEXTUAL_CELL_HEIGHT": height},
        )
        assert self._process.stdin  # as it was started
        self._process.stdin.write(framed(self._studio.desk()))
        return self._process


async def _exchange(process: asyncio.subprocess.Process, body: bytes) -> bytes:
    """Send a message and return the answer.

    Raises:
        ValueError: it is longer than any.
        IncompleteReadError, ConnectionError: the process is gone.
    """
    assert process.stdin  # as it was started
    assert process.stdout
    process.stdin.write(framed(body))
    await process.stdin.drain()
    return await receive(process.stdout, most_bytes=LONGEST)
