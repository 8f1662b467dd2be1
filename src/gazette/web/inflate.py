"""Undo gzip under a limit: a kilobyte can hold a gigabyte, so no chunk is inflated whole."""

import zlib
from typing import Final

_GZIP: Final = 31  # zlib's window bits for "gzip, and nothing else"
_MAGIC: Final = b"\x1f\x8b"
# Bodies of several members are legal (RFC 1952 2.2) but rare; each member costs a copy of the
# rest of its chunk, so thousands of empty ones must not be followed.
_MOST_MEMBERS: Final = 64


class Damaged(Exception):
    """The bytes are not gzip, or their checksum is wrong."""


class Inflater:
    """A gzip stream read piece by piece into at most `limit_bytes` bytes and one more."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._stream = zlib.decompressobj(_GZIP)
        self._members = 1
        self.body = bytearray()

    @property
    def is_too_large(self) -> bool:
        """Whether there was more to inflate than the limit."""
        return len(self.body) > self._limit

    @property
    def is_complete(self) -> bool:
        """Whether the stream came to its end."""
        return self._stream.eof

    def feed(self, chunk: bytes) -> None:
        """Inflate a piece of the stream; stops when the body is too large.

        Raises:
            Damaged: this is no gzip stream.
        """
        while chunk and not self.is_too_large:
            if self._stream.eof:
                if not chunk.startswith(_MAGIC):
                    return  # padding after the end, which some servers send
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise Damaged("too many members")
                self._stream = zlib.decompressobj(_GZIP)
            try:
                self.body += self._stream.decompress(chunk, self._limit + 1 - len(self.body))
            except zlib.error as error:
                raise Damaged(str(error)) from error
            chunk = self._stream.unused_data if self._stream.eof else b""
