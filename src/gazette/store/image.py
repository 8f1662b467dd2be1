"""The pages of a store's file, read without SQLite, which opens no file that is damaged enough.

What the journal (-wal) holds of finished transactions lies over the file, as SQLite would have it.
Nothing is written, not even the index of the journal (-shm) that SQLite makes to read one.
The formats: https://www.sqlite.org/fileformat2.html.
"""

import mmap
import struct
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gazette.errors import N_, StoreError
from gazette.store.connection import journal_of
from gazette.store.failures import translated

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
_UTF8: Final = 1
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_BIG_ENDIAN, _WAL_LITTLE_ENDIAN = 0x377F0683, 0x377F0682
_NOT_READABLE: Final = N_(
    "nothing of it can be saved: where a store begins there is nothing that can be read"
)


class Image:
    """The pages of a file and of its journal."""

    def __init__(self, file: bytes | mmap.mmap, journal: bytes | mmap.mmap = b"") -> None:
        """Raises ValueError where the header says nothing."""
        header = file[:_HEADER]
        self.page_bytes = int.from_bytes(header[16:18], "big")
        if self.page_bytes == 1:
            self.page_bytes = 65_536
        is_size = 512 <= self.page_bytes <= 65_536 and not self.page_bytes & (self.page_bytes - 1)
        if not (header.startswith(_MAGIC) and is_size and header[59] == _UTF8):
            raise ValueError
        self.usable = self.page_bytes - header[20]
        """Of a page, the bytes that SQLite uses."""
        self._file = file
        self._journal = journal
        self._frames = dict(_frames(journal, self.page_bytes))
        self.count = max([-(-len(file) // self.page_bytes), *self._frames])
        """Pages are counted from 1."""

    def page(self, number: int) -> bytes:
        """Return a page; empty where there is none, shorter where the file was cut off."""
        if number in self._frames:
            start = self._frames[number]
            return self._journal[start : start + self.page_bytes]
        start = (number - 1) * self.page_bytes
        return self._file[start : start + self.page_bytes] if number > 0 else b""

    def free(self) -> set[int]:
        """Return the pages that are in no use: what they hold was deleted."""
        free: set[int] = set()
        trunk = int.from_bytes(self.page(1)[32:36], "big")
        while 0 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self.page(trunk)
            if len(page) < self.usable:
                break
            trunk, leaves = struct.unpack_from(">II", page)
            if leaves > self.usable // 4 - 2:
                break
            free.update(struct.unpack_from(f">{leaves}I", page, 8))
        return free


@contextmanager
def open_image(path: Path) -> Iterator[Image]:
    """Map a file and its journal for the block, to be read alone.

    Raises:
        StoreError: it cannot be read, or not even its header can.
    """
    with _mapped(path) as file, _mapped(journal_of(path)) as journal:
        try:
            image = Image(file, journal)
        except (ValueError, IndexError) as problem:
            raise StoreError(path=path, problem=_NOT_READABLE) from problem
        yield image


@contextmanager
def _mapped(path: Path) -> Iterator[bytes | mmap.mmap]:
    with translated(path):
        if not path.exists() and path.name.endswith("-wal"):
            yield b""
            return
        with path.open("rb") as file:
            if not path.stat().st_size:  # which cannot be mapped
                yield b""
                return
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with mapped:
        yield mapped


def _frames(journal: bytes | mmap.mmap, page_bytes: int) -> Iterator[tuple[int, int]]:
    """Yield each page of finished transactions, and where it begins in the journal.

    A sum runs over all frames: the first one that does not fit it is where the journal ends.
    """
    header = journal[:_WAL_HEADER]
    if len(header) < _WAL_HEADER:
        return
    magic, _, size, _, *salt = struct.unpack(">6I", header[:24])
    if magic not in (_WAL_BIG_ENDIAN, _WAL_LITTLE_ENDIAN) or size != page_bytes:
        return
    is_big = magic == _WAL_BIG_ENDIAN
    sums = _summed(header[:24], (0, 0), is_big=is_big)
    if sums != struct.unpack(">2I", header[24:]):
        return
    pending = []
    for start in range(_WAL_HEADER, len(journal), _FRAME_HEADER + page_bytes):
        frame = journal[start : start + _FRAME_HEADER + page_bytes]
        if len(frame) < _FRAME_HEADER + page_bytes:
            return
        number, pages_after, *rest = struct.unpack(">6I", frame[:_FRAME_HEADER])
        sums = _summed(frame[:8] + frame[_FRAME_HEADER:], sums, is_big=is_big)
        if rest != [*salt, *sums]:
            return
        pending.append((number, start + _FRAME_HEADER))
        if pages_after:  # the last of its transaction
            yield from pending
            pending = []


def _summed(part: bytes, sums: tuple[int, int], *, is_big: bool) -> tuple[int, int]:
    words = array("I", part)
    if is_big != (sys.byteorder == "big"):
        words.byteswap()
    one, two = sums
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) & 0xFFFFFFFF
        two = (two + odd + one) & 0xFFFFFFFF
    return one, two
