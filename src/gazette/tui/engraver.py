"""The engraver: a process that fetches pictures and makes them ready for the reader's terminal.

`python -m gazette.tui.engraver` reads a `Desk` and then one `Wish` after another from standard
input, and writes a `Plate` for each to standard output, until the pipe closes. Pictures are
hostile and their decoders are C code: the process limits its own memory, and an alarm ends it when
a picture takes too long. Nothing here sees the reader's terminal: the library that speaks its
protocols asks a terminal what it is, and in the reader would swallow keys.
"""

import asyncio
import contextlib
import os
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, Final

import msgspec
from PIL import Image
from rich.console import Console
from rich.segment import Segment
from textual_image.renderable import SixelImage, TGPImage

from gazette.clock import system_clock
from gazette.errors import GazetteError
from gazette.fetch.desk import Desk
from gazette.fetch.pictures import Pictures, pictures
from gazette.fetch.pipe import framed, next_message
from gazette.fetch.workers import FAULT
from gazette.tui.plates import Plate, Wish

_PROCESSOR_S: Final = 20
MEMORY_MB: Final = 1_024
_DEFINED: Final = re.compile(r"(#\d+);2;\d+;\d+;\d+")


def main() -> None:
    """Serve until standard input ends."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the end of standard input is the end
    # macOS knows the limit but refuses to set it; the deadline holds there all the same.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    with os.fdopen(os.dup(1), "wb") as answers, tempfile.TemporaryFile() as terminal:
        # What is printed from here on (kitty's protocol is) is found in this file.
        os.dup2(terminal.fileno(), 1)
        asyncio.run(serve(sys.stdin.buffer, answers))


async def serve(wishes: BinaryIO, answers: BinaryIO) -> None:
    """Answer each wish of one stream on the other."""
    body = next_message(wishes)
    if body is None:
        return
    async with pictures(msgspec.msgpack.decode(body, type=Desk), system_clock) as source:
        while (body := next_message(wishes)) is not None:
            # Counted is processor time: a server that is slow has a deadline of its own.
            signal.setitimer(signal.ITIMER_PROF, _PROCESSOR_S)
            plate = await plate_of(msgspec.msgpack.decode(body, type=Wish), source)
            signal.setitimer(signal.ITIMER_PROF, 0)
            answers.write(framed(msgspec.msgpack.encode(plate)))
            answers.flush()


async def plate_of(wish: Wish, source: Pictures) -> Plate:
    """Return what becomes of a wish; never raises but for want of memory."""
    try:
        return engraved(await source.get(wish.url), wish)
    except GazetteError as problem:
        return Plate(problem=str(problem))
    except MemoryError:
        raise
    except Exception:  # the last guard: one odd picture must not hide the others
        traceback.print_exc()
        return Plate(problem=FAULT)


def engraved(png: bytes, wish: Wish) -> Plate:
    """Return a picture of ours in the manner and the room that are wished for."""
    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        image = _on_paper(opened, wish.paper)
    columns, lines = fitting(image.size, wish)
    width, height = wish.cell
    match wish.manner:
        case "half-blocks":
            pixels = image.resize((columns, lines * 2)).tobytes()
            return Plate(columns, lines, pixels=pixels)
        case "sixel":
            # A line of text is a picture of its own, so that any part of it can be in sight.
            whole = image.resize((columns * width, lines * height))
            strips = (
                whole.crop((0, top, whole.width, top + height))
                for top in range(0, whole.height, height)
            )
            return Plate(columns, lines, rows=tuple(_sixels(strip, columns) for strip in strips))
        case "kitty":
            return _for_kitty(image, columns, lines)


def fitting(size: tuple[int, int], wish: Wish) -> tuple[int, int]:
    """Return how many columns and lines a picture takes: no more than it has pixels for."""
    width, height = size
    share = min(wish.columns * wish.cell[0] / width, wish.lines * wish.cell[1] / height, 1)
    columns, lines = round(width * share / wish.cell[0]), round(height * share / wish.cell[1])
    return max(1, columns), max(1, lines)


def _on_paper(image: Image.Image, paper: tuple[int, int, int]) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    whole = Image.new("RGBA", image.size, (*paper, 255))
    return Image.alpha_composite(whole, image).convert("RGB")


def _sixels(strip: Image.Image, columns: int) -> str:
    texts = (segment.text for segment in _segments(SixelImage(strip, columns, 1)))
    sixels = next(text for text in texts if text.startswith("\x1bP"))
    # In xterm a colour that is defined is not yet the one to draw with.
    return _DEFINED.sub(r"\g<0>\1", sixels)


def _for_kitty(image: Image.Image, columns: int, lines: int) -> Plate:
    drawn = TGPImage(image, columns, lines)
    before = os.lseek(1, 0, os.SEEK_END)
    rows = tuple(segment.text.rstrip("\n") for segment in _segments(drawn))
    size = os.lseek(1, 0, os.SEEK_END) - before
    sent = os.pread(1, size, before).decode("ascii")
    os.ftruncate(1, 0)
    number = drawn.terminal_image_id or 0
    return Plate(columns, lines, rows=rows, sent=sent, number=number)


def _segments(drawn: SixelImage | TGPImage) -> Iterator[Segment]:
    console = Console(file=BytesIO(), width=1_000, height=1_000)  # type: ignore[arg-type]  # never written to
    for item in drawn.__rich_console__(console, console.options):
        if isinstance(item, Segment):
            yield item


if __name__ == "__main__":
    main()
