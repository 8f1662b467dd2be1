"""Messages through the pipe of a child process: each behind its length."""

import asyncio
from typing import BinaryIO, Final

LENGTH_BYTES: Final = 4
"""Of the length, big-endian."""


def framed(body: bytes) -> bytes:
    """Return a message as it goes through the pipe."""
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def next_message(stream: BinaryIO) -> bytes | None:
    """Return the next message of a stream; None at its end."""
    length = stream.read(LENGTH_BYTES)
    return stream.read(int.from_bytes(length, "big")) if length else None


async def receive(stream: asyncio.StreamReader, *, most_bytes: int | None = None) -> bytes:
    """Return the next message of a child.

    Raises:
        asyncio.IncompleteReadError: the child is gone.
        ValueError: the message is longer than `most_bytes`.
    """
    length = int.from_bytes(await stream.readexactly(LENGTH_BYTES), "big")
    if most_bytes is not None and length > most_bytes:
        raise ValueError(f"a message of {length} bytes")
    return await stream.readexactly(length)
