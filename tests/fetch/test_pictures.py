"""Pictures from the web become a PNG of ours, or are refused; they are kept, and go again."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gazette.clock import system_clock
from gazette.errors import AddressRefused, BadStatus, HostHeld, NotAPicture, TooLarge, Unreachable
from gazette.fetch.desk import Desk
from gazette.fetch.pictures import KEPT, LARGEST, MOST_PIXELS, Pictures, decoded, pictures, prune
from gazette.tui.engraver import MEMORY_MB
from tests.tui.album import COLOURS, ESCAPE, photo
from tests.web.loopback import Loopback, serving


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png), formats=("PNG",))
    image.load()
    return image


def answer(body: bytes, head: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def asking(folder: Path, here: Loopback) -> AsyncIterator[Pictures]:
    desk = Desk(
        store=str(folder / "gazette.db"),
        folder=str(folder / "pictures"),
        user_agent="gazette/test",
        allowed=tuple(here.allowed),
        delay_s=0,
    )
    async with pictures(desk, system_clock) as source:
        yield source


# --- decoding ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_becomes_a_png_without_anything_else_in_it(kind: str) -> None:
    png = decoded(photo(kind))
    image = opened(png)
    assert (image.mode, image.size, image.info) == ("RGB", (400, 200), {})
    assert ESCAPE.encode() not in png
    for colour, y in zip(COLOURS, (50, 150), strict=True):
        found = image.getpixel((200, y))
        assert isinstance(found, tuple)
        assert all(abs(one - other) < 8 for one, other in zip(found, colour, strict=True))


def test_a_large_picture_is_kept_smaller_and_a_turned_one_upright() -> None:
    turned = Image.new("RGB", (LARGEST[0], 2 * LARGEST[0]))
    exif = turned.getexif()
    exif[0x0112] = 6  # to be turned a quarter
    out = BytesIO()
    turned.save(out, "JPEG", exif=exif)
    assert opened(decoded(out.getvalue())).size == (LARGEST[0], LARGEST[0] // 2)


def test_what_is_transparent_stays_so() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (1, 2, 3, 0)).save(out, "PNG")
    assert opened(decoded(out.getvalue())).getpixel((3, 3)) == (1, 2, 3, 0)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    out = BytesIO()
    Image.new("I;16", (20, 20), 0x8000).save(out, "PNG")
    assert opened(decoded(out.getvalue())).getpixel((3, 3)) == (128, 128, 128)


def test_a_picture_of_the_most_pixels_is_decoded_in_the_memory_there_is(tmp_path: Path) -> None:
    """Turned and half transparent, the most that can be asked of a decoder here."""
    turned = Image.new("RGBA", (5_000, MOST_PIXELS // 5_000), (1, 2, 3, 4))
    exif = turned.getexif()
    exif[0x0112] = 6  # to be turned a quarter
    turned.save(tmp_path / "large.png", exif=exif, compress_level=1)
    code = (
        "import resource, sys\n"
        "from gazette.fetch.pictures import decoded\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_MB} << 20, {MEMORY_MB} << 20))\n"
        "sys.stdout.buffer.write(decoded(sys.stdin.buffer.read()))"
    )
    body = (tmp_path / "large.png").read_bytes()
    done = subprocess.run([sys.executable, "-c", code], input=body, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert opened(done.stdout).size == (LARGEST[0], LARGEST[0] * 5_000 // (MOST_PIXELS // 5_000))


def png_of_size(width: int, height: int) -> bytes:
    """Return a PNG that says it is as large as this, and has no pixels."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + head + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(b"<html>GIF89a", "none of JPEG", id="page"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of JPEG", id="svg"),
        pytest.param(b"", "none of JPEG", id="nothing"),
        pytest.param(photo()[:600], "damaged", id="cut"),
        pytest.param(b"\xff\xd8\xff" + b"x" * 500, "damaged", id="jpeg-in-name"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 ", "damaged", id="webp-in-name"),
        pytest.param(png_of_size(6_500, 6_500), "too many pixels", id="large"),
        pytest.param(png_of_size(10_000, 10_000), "too many pixels", id="huge"),
        pytest.param(png_of_size(200_000, 200_000), "too many pixels", id="bomb"),
        pytest.param(photo("GIF", (1, 1)), "too small", id="counter"),
        pytest.param(photo("PNG", (600, 2)), "too small", id="rule"),
    ],
)
def test_what_is_no_picture_to_be_shown_is_refused(body: bytes, problem: str) -> None:
    with pytest.raises(NotAPicture, match=problem):
        decoded(body)


# --- asking -----------------------------------------------------------------------------------


async def test_a_picture_is_asked_for_once_and_says_nothing_of_the_reader(tmp_path: Path) -> None:
    async with serving(answer(photo())) as here:
        async with asking(tmp_path, here) as source:
            first = await source.get(f"{here.url}/a.jpg")
        async with asking(tmp_path, here) as source:
            assert await source.get(f"{here.url}/a.jpg") == first
        (request,) = here.requests
    names = {line.partition(":")[0].lower() for line in request.splitlines()[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
    assert opened(first).size == (400, 200)
    assert [file.suffix for file in (tmp_path / "pictures").iterdir()] == [".png"]
    assert (tmp_path / "pictures").stat().st_mode & 0o777 == 0o700


async def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    async with serving(answer(photo())) as here, asking(tmp_path, here) as source:
        assert opened(await source.get(here.url)).size == (400, 200)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param(answer(b"", "404 Not Found"), BadStatus, id="missing"),
        pytest.param(answer(b"<html>", "200 OK"), NotAPicture, id="page"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 20000001\r\n\r\n\xff\xd8\xff", TooLarge, id="large"
        ),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
            AddressRefused,
            id="redirect-inside",
        ),
    ],
)
async def test_what_cannot_be_had_is_refused_and_not_kept(
    tmp_path: Path, said: bytes, error: type[Exception]
) -> None:
    async with serving(said) as here, asking(tmp_path, here) as source:
        with pytest.raises(error):
            await source.get(here.url)
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize("url", ["data:image/png;base64,AAAA", "file:///etc/passwd", "/a.png", ""])
async def test_only_the_web_is_asked(tmp_path: Path, url: str) -> None:
    async with asking(tmp_path, Loopback(port=1)) as source:
        with pytest.raises(Unreachable):
            await source.get(url)


async def test_a_host_that_wants_a_pause_gets_it_also_later(tmp_path: Path) -> None:
    said = b"HTTP/1.1 429 Slow\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n"
    async with serving(said) as here:
        async with asking(tmp_path, here) as source:
            with pytest.raises(BadStatus):
                await source.get(f"{here.url}/a")
        async with asking(tmp_path, here) as source:
            with pytest.raises(HostHeld):
                await source.get(f"{here.url}/b")
        assert len(here.requests) == 1


# --- keeping ----------------------------------------------------------------------------------

NOW = datetime(2026, 11, 28).astimezone()


def keep(folder: Path, name: str, age: timedelta, size: int = 10) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"x" * size)
    moment = (NOW - age).timestamp()
    os.utime(folder / name, (moment, moment))


def test_what_is_old_goes(tmp_path: Path) -> None:
    keep(tmp_path, "new", timedelta())
    keep(tmp_path, "week", KEPT - timedelta(minutes=1))
    keep(tmp_path, "old", KEPT + timedelta(minutes=1))
    prune(tmp_path, now=NOW)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new", "week"]
    prune(tmp_path / "nothing", now=NOW)


def test_the_oldest_go_where_they_are_too_many(tmp_path: Path) -> None:
    for number in range(5):
        keep(tmp_path, str(number), timedelta(hours=number), size=10)
    prune(tmp_path, now=NOW, most_bytes=30)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "2"]


async def test_a_picture_that_was_kept_long_enough_is_asked_for_anew(tmp_path: Path) -> None:
    async with serving(answer(photo())) as here:
        async with asking(tmp_path, here) as source:
            await source.get(here.url)
            (file,) = (tmp_path / "pictures").iterdir()
            moment = (system_clock() - KEPT - timedelta(hours=1)).timestamp()
            os.utime(file, (moment, moment))
            await source.get(here.url)
        assert len(here.requests) == 2


async def test_a_kept_picture_that_was_cut_is_asked_for_anew(tmp_path: Path) -> None:
    async with serving(answer(photo())) as here, asking(tmp_path, here) as source:
        whole = await source.get(here.url)
        (file,) = (tmp_path / "pictures").iterdir()
        file.write_bytes(whole[:-20])
        assert await source.get(here.url) == whole
        assert file.read_bytes() == whole
        assert len(here.requests) == 2


async def test_what_was_kept_long_enough_goes_when_pictures_are_next_wanted(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    keep(folder, "old", system_clock() - NOW + KEPT + timedelta(minutes=1))
    async with asking(tmp_path, Loopback(port=1)):
        assert not list(folder.iterdir())
