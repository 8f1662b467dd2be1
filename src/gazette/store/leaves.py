"""The rows in the pages of a damaged store: all that are whole, also behind what is broken.

SQLite ends a query at the first page that makes no sense. Here each page of a tree is read by
itself: what is broken costs its own rows, and where a page was broken that leads to others, those
are found again among all pages that nothing leads to (`Leaves.strays`).
"""

import struct
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from gazette.store.image import Image

Value = int | float | str | bytes | None

_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE = 2, 5, 10, 13
_KINDS: Final = (_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE)
_INT_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""By the type that a record gives a value."""
_REAL, _ZERO, _ONE, _BLOB = 7, 8, 9, 12


class Broken(Exception):
    """A piece of the file makes no sense."""


class Row(Struct, frozen=True):
    """A row of a table, or of an index or a table without row ids: then its id is 0."""

    id: int
    values: tuple[Value, ...]


class Leaves:
    """Reads the trees of a file, and remembers which pages they are made of."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self.broken: set[int] = set()
        """The pages of which something could not be read."""
        self.used: set[int] = set()
        """The pages that were read."""

    def rows(self, root: int) -> Iterator[Row]:
        """Yield the rows of a tree that can be read."""
        ahead = [root]
        while ahead:
            number = ahead.pop()
            if number in self.used:  # led to twice: one of the two is wrong
                self.broken.add(number)
                continue
            self.used.add(number)
            try:
                page = _Page(self._image, number)
            except Broken:
                self.broken.add(number)
                continue
            yield from self._of_page(page)
            ahead += reversed(page.children)

    def strays(self) -> Iterator[tuple[Row, ...]]:
        """Yield the rows of each page of a table that no tree led to."""
        others = self.used | self._image.free()
        for number in range(2, self._image.count + 1):
            if number in others:
                continue
            try:
                page = _Page(self._image, number)
            except Broken:
                continue
            if page.kind == _LEAF_TABLE:
                yield tuple(self._of_page(page))

    def _of_page(self, page: "_Page") -> Iterator[Row]:
        for cell in page.cells:
            try:
                row, chain = page.row(cell)
            except Broken:
                self.broken.add(page.number)
            else:
                self.used.update(chain)
                yield row


class _Page:
    """A page of a tree."""

    def __init__(self, image: Image, number: int) -> None:
        """Raises Broken where it is none."""
        self._image = image
        self.number = number
        self._bytes = image.page(number)
        if len(self._bytes) < image.usable:
            raise Broken
        start = 100 if number == 1 else 0
        self.kind, _, count = struct.unpack_from(">BHH", self._bytes, start)
        if self.kind not in _KINDS:
            raise Broken
        first = start + (12 if self._is_interior else 8)
        if first + 2 * count > image.usable:
            raise Broken
        cells = struct.unpack_from(f">{count}H", self._bytes, first)
        self.cells = cells if self.kind != _INTERIOR_TABLE else ()
        self.children = []
        """The pages below, in order."""
        if self._is_interior:
            self.children = [self._number_at(c) for c in cells if c + 4 <= image.usable]
            self.children.append(self._number_at(start + 8))

    @property
    def _is_interior(self) -> bool:
        return self.kind in (_INTERIOR_INDEX, _INTERIOR_TABLE)

    def row(self, cell: int) -> tuple[Row, list[int]]:
        """Return the row at a place of the page, and the further pages that it goes on in."""
        if cell < 8:
            raise Broken
        at = cell + 4 if self.kind == _INTERIOR_INDEX else cell
        length, at = varint(self._bytes, at)
        row_id = 0
        if self.kind == _LEAF_TABLE:
            row_id, at = varint(self._bytes, at)
        here = self._length_here(length)
        record = self._bytes[at : at + here]
        if at + here > self._image.usable:
            raise Broken
        chain: list[int] = []
        if here < length:
            rest, chain = self._rest(self._number_at(at + here), length - here)
            record += rest
        return Row(row_id - 2**64 if row_id >= 2**63 else row_id, tuple(values(record))), chain

    def _length_here(self, length: int) -> int:
        """Return how much of a row is on the page itself."""
        usable = self._image.usable
        most = usable - 35 if self.kind == _LEAF_TABLE else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        return here if here <= most else least

    def _rest(self, number: int, length: int) -> tuple[bytes, list[int]]:
        parts: list[bytes] = []
        chain: list[int] = []
        room = self._image.usable - 4
        if length > room * self._image.count:
            raise Broken
        while length > 0:
            page = self._image.page(number)
            if len(page) < self._image.usable:
                raise Broken
            chain.append(number)
            parts.append(page[4 : 4 + min(length, room)])
            number = int.from_bytes(page[:4], "big")
            length -= room
        if number:
            raise Broken
        return b"".join(parts), chain

    def _number_at(self, place: int) -> int:
        return int.from_bytes(self._bytes[place : place + 4], "big")


def varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place of a page, and where it ends."""
    number = 0
    for place in range(at, min(at + 8, len(page))):
        byte = page[place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + 1
    if at + 8 >= len(page):
        raise Broken
    return number << 8 | page[at + 8], at + 9


def values(record: bytes) -> Iterator[Value]:
    """Yield the values of a row.

    Raises:
        Broken: they are not all whole; then none of the row is to be believed.
    """
    head, at = varint(record, 0)
    if head > len(record):
        raise Broken
    kinds = []
    while at < head:
        kind, at = varint(record, at)
        kinds.append(kind)
    if at != head:
        raise Broken
    for kind in kinds:
        size = _size_of(kind)
        part = record[at : at + size]
        at += size
        if at > len(record):
            raise Broken
        yield _value(kind, part)
    if at != len(record):
        raise Broken


def _size_of(kind: int) -> int:
    if kind >= _BLOB:
        return (kind - _BLOB) // 2
    if kind in (10, 11):  # SQLite's own, never in a file
        raise Broken
    return 8 if kind == _REAL else _INT_BYTES.get(kind, 0)


def _value(kind: int, part: bytes) -> Value:
    if kind >= _BLOB:
        return _text(part) if kind % 2 else part
    if kind == _REAL:
        real: float = struct.unpack(">d", part)[0]
        return real
    if kind in (_ZERO, _ONE):
        return kind - _ZERO
    return int.from_bytes(part, "big", signed=True) if kind else None


def _text(part: bytes) -> str:
    """Return a text; noise is none, and what the store keeps holds no NUL, as empty pages do."""
    try:
        text = part.decode()
    except UnicodeDecodeError as problem:
        raise Broken from problem
    if "\x00" in text:
        raise Broken
    return text
