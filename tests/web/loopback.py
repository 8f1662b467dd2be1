"""A server on loopback that answers in bytes, for what only a socket can show."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Loopback:
    """Where the server is, and what it was sent."""

    port: int = 0
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def allowed(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})


@asynccontextmanager
async def serving(handler: Handler | bytes) -> AsyncIterator[Loopback]:
    """Answer each connection once, with bytes or by a function; then close it."""
    here = Loopback()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            here.requests.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            if isinstance(handler, bytes):
                writer.write(handler)
                await writer.drain()
            else:
                await handler(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        server.close()
        await server.wait_closed()
