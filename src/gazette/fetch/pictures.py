"""The pictures of articles: downloaded when a reader asks for them, decoded, and kept for a while.

Pictures are hostile and their decoders are C code: whoever calls this does so in a process of its
own that limits itself (`tui.engraver`). What is kept is not what came from the web but a PNG that
we wrote, of a size that we chose.
"""

import hashlib
import os
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext, suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

from msgspec import Struct
from PIL import Image, ImageOps

from gazette.clock import Clock
from gazette.errors import N_, NotAPicture, StoreError
from gazette.fetch.desk import Desk
from gazette.fetch.holds import Holds
from gazette.store import open_store
from gazette.web.client import Client, Request
from gazette.web.politeness import HostGate, turn_key

DEADLINE_S: Final = 30.0
MAX_BYTES: Final = 20_000_000
MOST_PIXELS: Final = 40_000_000
"""Of what is decoded: 160 MB with four bytes each, more than any newspaper prints."""
LARGEST: Final = (1_600, 3_200)
"""Width and height of what is kept: two pixels for each of a fine screen's in 80 columns."""
_SMALLEST: Final = 16
"""What is narrower or lower counts readers, or is a rule."""
KEPT: Final = timedelta(days=7)
KEPT_BYTES: Final = 100_000_000
_END_OF_PNG: Final = b"IEND\xaeB`\x82"
_BEGINNINGS: Final = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}


class Pictures(Struct, frozen=True):
    """Where pictures come from: the web, or the folder of those that were there before."""

    client: Client
    holds: Holds
    folder: Path
    clock: Clock

    async def get(self, url: str) -> bytes:
        """Return the picture at an address as a PNG of ours.

        Raises:
            DownloadError: there is no usable body.
            NotAPicture: the body is none that is shown.
        """
        file = self.folder / f"{hashlib.sha256(url.encode()).hexdigest()}.png"
        if kept := _read(file, self.clock()):
            return kept
        asked = Request(url, accept="picture")
        download = await self.holds.download(
            self.client, asked, deadline_s=DEADLINE_S, max_bytes=MAX_BYTES
        )
        png = decoded(download.body)
        _keep(file, png)
        return png


@asynccontextmanager
async def pictures(desk: Desk, clock: Clock) -> AsyncIterator[Pictures]:
    """Open what pictures come from; what was kept long enough goes.

    A person asks for them, so robots.txt is not: it is for programs that come by themselves.
    """
    prune(Path(desk.folder), now=clock())
    gate = HostGate(per_host=1, delay=timedelta(seconds=desk.delay_s), jobs=1)
    store = None
    with suppress(StoreError):  # no store, no pauses that are known of
        store = open_store(Path(desk.store), or_read_only=True)
    with closing(store) if store else nullcontext():
        holds = Holds(gate, store, clock)
        async with Client(
            user_agent=desk.user_agent,
            allowed=frozenset(desk.allowed),
            proxy=desk.proxy,
            turn=lambda url: gate.turn(turn_key(url)),
            pause=holds.hold,
        ) as client:
            yield Pictures(client, holds, Path(desk.folder), clock)


def decoded(body: bytes) -> bytes:
    """Return a picture as a PNG of bounded size, RGB or RGBA, without anything else in it.

    Raises:
        NotAPicture: it is none that is shown.
    """
    kind = _kind(body)
    if kind is None:
        raise NotAPicture(problem=N_("it is none of JPEG, PNG, GIF and WebP"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(body), formats=(kind,)) as image:
                return _bounded(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_large() from problem
    except (NotAPicture, MemoryError):
        raise
    except Exception as problem:  # what decoders raise at damaged bytes has no common name
        raise NotAPicture(problem=N_("it is damaged")) from problem


def prune(folder: Path, *, now: datetime, most_bytes: int = KEPT_BYTES) -> None:
    """Delete the pictures that were kept long enough, and the oldest where they are too many."""
    with suppress(OSError):  # no folder, or one that another process empties as well
        found = sorted(((file.stat(), file) for file in folder.iterdir()), key=_newest_first)
        room = most_bytes
        for status, file in found:
            room -= status.st_size
            if room < 0 or _is_old(status, now):
                file.unlink(missing_ok=True)


def _newest_first(found: tuple[os.stat_result, Path]) -> tuple[float, str]:
    status, file = found
    return -status.st_mtime, file.name


def _is_old(status: os.stat_result, now: datetime) -> bool:
    return now.timestamp() - status.st_mtime > KEPT.total_seconds()


def _read(file: Path, now: datetime) -> bytes:
    """Return what is kept; nothing where it is too old, cut, or not there."""
    try:
        png = b"" if _is_old(file.stat(), now) else file.read_bytes()
    except OSError:
        return b""
    return png if png.endswith(_END_OF_PNG) else b""


def _keep(file: Path, png: bytes) -> None:
    """Keep a picture for the next time; where that cannot be, it is downloaded again."""
    begun = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun.write_bytes(png)
        begun.replace(file)


def _kind(body: bytes) -> str | None:
    """Return what a body is by its own first bytes; what the server calls it is not asked."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for begin, kind in _BEGINNINGS.items() if body.startswith(begin)), None)


def _bounded(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    if min(image.size) < _SMALLEST:
        raise NotAPicture(problem=N_("it is too small to be seen"))
    image.draft("RGB", LARGEST)  # a JPEG is decoded no larger than needed
    ImageOps.exif_transpose(image, in_place=True)
    plain = _in_eight_bits(image)
    plain.thumbnail(LARGEST)
    plain.info.clear()
    out = BytesIO()
    plain.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Return an image as RGB or RGBA; what is so already is not copied, as it can be large."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # sixteen bits of grey, which Pillow would cut at 255
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    return image if image.mode == mode else image.convert(mode)


def _too_large() -> NotAPicture:
    return NotAPicture(problem=N_("it has too many pixels"))
