"""The pages of a store's file, read without SQLite, which opens no file that is damaged enough.

What the journal (-wal) holds of finished transactions lies over the file, as SQLite would have it.
Nothing is written, not even the index of the journal (-shm) that SQLite makes to read one.
The formats: https://www.sqlite.org/fileformat2.html.
"""

import os
import struct
import sys
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from gazette.errors import N_, StoreError
from gazette.store.connection import journal_of
from gazette.store.failures import translated

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_BIG_ENDIAN, _WAL_LITTLE_ENDIAN = 0x377F0683, 0x377F0682
_NOT_READABLE: Final = N_(
    "nothing of it can be saved: where a store begins there is nothing that can be read"
)


class _File:
    """An open file of which some sectors may not be readable."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._number = stack.enter_context(path.open("rb")).fileno()
        self.size = os.fstat(self._number).st_size

    def read(self, start: int, length: int) -> bytes:
        """Return a piece; less of it at the end, nothing where the disk does not give it back."""
        try:
            return os.pread(self._number, length, start)
        except OSError:
            return b""


class Image:
    """The pages of a file and of its journal."""

    def __init__(self, file: _File, journal: _File | None) -> None:
        """Raises ValueError where the header says nothing."""
        header = file.read(0, _HEADER)
        self.page_bytes = int.from_bytes(header[16:18], "big")
        if self.page_bytes == 1:
            self.page_bytes = 65_536
        is_size = 512 <= self.page_bytes <= 65_536 and not self.page_bytes & (self.page_bytes - 1)
        if not (len(header) == _HEADER and header.startswith(_MAGIC) and is_size):
            raise ValueError
        self.usable = self.page_bytes - header[20]
        """Of a page, the bytes that SQLite uses."""
        self._file = file
        self._journal = journal
        self._frames = dict(_frames(journal, self.page_bytes)) if journal else {}
        self.count = max([-(-file.size // self.page_bytes), *self._frames])
        """Pages are counted from 1."""

    def page(self, number: int) -> bytes:
        """Return a page; empty where there is none, shorter where the file was cut off."""
        if self._journal and number in self._frames:
            return self._journal.read(self._frames[number], self.page_bytes)
        return self._file.read((number - 1) * self.page_bytes, self.page_bytes) if number else b""

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
    """Open a file and its journal for the block, to be read alone.

    Raises:
        StoreError: it cannot be read, or not even its header can.
    """
    with ExitStack() as stack:
        journal = journal_of(path)
        with translated(path):
            file = _File(path, stack)
            told = _File(journal, stack) if journal.exists() else None
        try:
            image = Image(file, told)
        except ValueError as problem:
            raise StoreError(path=path, problem=_NOT_READABLE) from problem
        yield image


def _frames(journal: _File, page_bytes: int) -> Iterator[tuple[int, int]]:
    """Yield each page of finished transactions, and where it begins in the journal.

    A sum runs over all frames: the first one that does not fit it is where the journal ends.
    """
    header = journal.read(0, _WAL_HEADER)
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
    for start in range(_WAL_HEADER, journal.size, _FRAME_HEADER + page_bytes):
        frame = journal.read(start, _FRAME_HEADER + page_bytes)
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
