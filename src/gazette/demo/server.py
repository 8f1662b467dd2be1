"""A small HTTP/1.1 server on 127.0.0.1, in a thread of its own: the door of the sample press.

It answers GET and HEAD, keeps connections open, waits where an answer says so, compresses where
both sides want it and turns a 200 into a 304 where the request's validators match. It is no
server for the world: one address, no TLS, no request bodies, no clock (so no `Date`).
"""

import asyncio
import gzip
import socket
import threading
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

HOST: Final = "127.0.0.1"


class Request(Struct, frozen=True):
    """What a client asked for."""

    method: str
    path: str
    """With the query, as sent."""
    headers: Mapping[str, str]
    """Names in lower case."""

    @property
    def is_conditional(self) -> bool:
        """Whether the client would be content with a 304."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Answer(Struct, frozen=True):
    """What the server says. With validators among the headers, a 200 may be sent as a 304."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay_s: float = 0.0
    """How long the server thinks before the first byte."""
    gzip: bool = False
    """Compress for clients that accept it."""


Responder = Callable[[Request], Answer]
"""Decides on the answer to a request; runs in the server's thread and must not block."""


class LogLine(Struct, frozen=True):
    """One request and the status it was answered with."""

    method: str
    path: str
    headers: Mapping[str, str]
    """The request's; names in lower case."""
    status: int
    is_conditional: bool


class Server:
    """A responder behind a free port of 127.0.0.1, from `start` to `stop`."""

    def __init__(self, respond: Responder) -> None:
        self.log: list[LogLine] = []
        """Every request so far, in the order of arrival; the server only appends."""
        self._respond = respond
        self._conversations: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._thread: threading.Thread

    def start(self) -> int:
        """Listen, serve from a thread, and return the port; connections are taken from now on."""
        listener = socket.create_server((HOST, 0))
        port: int = listener.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(
            target=self._run, args=(listener,), name="gazette-demo", daemon=True
        )
        self._thread.start()
        return port

    def stop(self) -> None:
        """Drop every connection and end the thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self, listener: socket.socket) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        server = await asyncio.start_server(self._converse, sock=listener)
        await self._stopping.wait()
        # asyncio 3.11 leaks a connection that it is accepting while its server closes, so first
        # take no more of them, and wait for those at the door to become conversations.
        self._loop.remove_reader(listener)
        while len(asyncio.all_tasks()) > 1:
            for task in self._conversations:
                task.cancel()
            await asyncio.sleep(0)
        server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # asyncio runs this coroutine as a task
        self._conversations.add(task)
        task.add_done_callback(self._conversations.discard)
        writer.transport.set_write_buffer_limits(0)  # so that drained means sent
        try:
            while await self._exchange(reader, writer):
                pass
        except asyncio.CancelledError:
            pass  # `stop`; asyncio 3.11 would report a cancelled conversation as a fault
        except (EOFError, OSError, ValueError, asyncio.LimitOverrunError):
            pass  # the client left, or does not speak HTTP
        finally:
            # Python 3.12.1 fails to abort what is closed already.
            if not writer.is_closing():
                writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection may carry another."""
        request = _parse(await reader.readuntil(b"\r\n\r\n"))
        if request.method in ("GET", "HEAD"):
            answer = negotiate(request, self._respond(request))
        else:
            answer = Answer(405, {"Allow": "GET, HEAD"})
        self.log.append(
            LogLine(
                method=request.method,
                path=request.path,
                headers=request.headers,
                status=answer.status,
                is_conditional=request.is_conditional,
            )
        )
        await asyncio.sleep(answer.delay_s)
        # After a 405 there may be a request body on the line, which nobody reads.
        is_last = answer.status == 405 or request.headers.get("connection", "").lower() == "close"
        writer.write(_head(answer, is_last=is_last))
        if request.method != "HEAD":
            writer.write(answer.body)
        await writer.drain()
        return not is_last


def negotiate(request: Request, answer: Answer) -> Answer:
    """Return what is sent for `answer`: a 304 where validators match, gzip where it is accepted."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status == 200 and _matches(request.headers, headers):
        kept = {
            name: value
            for name, value in answer.headers.items()
            if name.lower() not in ("content-type", "content-length")
        }
        return replace(answer, status=304, headers=kept, body=b"")
    if answer.gzip and "gzip" in request.headers.get("accept-encoding", ""):
        coded = {**answer.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return replace(answer, headers=coded, body=gzip.compress(answer.body, mtime=0))
    return answer


def _matches(asked: Mapping[str, str], held: Mapping[str, str]) -> bool:
    """Return whether the client's copy is the current one.

    RFC 9110 13.2.2: `If-None-Match` decides alone where it is sent; its comparison is weak.
    """
    if "if-none-match" in asked:
        wanted = asked["if-none-match"].strip()
        tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        return "etag" in held and (wanted == "*" or held["etag"].removeprefix("W/") in tags)
    if "if-modified-since" in asked and "last-modified" in held:
        try:
            since = parsedate_to_datetime(asked["if-modified-since"])
        except ValueError:
            return False  # RFC 9110 13.1.3: a date that cannot be read is ignored
        return parsedate_to_datetime(held["last-modified"]) <= since
    return False


def _parse(head: bytes) -> Request:
    """Return the request of `head`; ValueError where it is not HTTP."""
    line, *fields = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    method, path, _version = line.split(" ")
    pairs = (field.split(":", 1) for field in fields)
    return Request(method, path, {name.lower(): value.strip() for name, value in pairs})


def _head(answer: Answer, *, is_last: bool) -> bytes:
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {answer.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    named = {name.lower() for name in answer.headers}
    # RFC 9110 8.6: the length of a 304 would be that of the 200, so none is given.
    if "content-length" not in named and answer.status not in (204, 304):
        lines.append(f"Content-Length: {len(answer.body)}")
    if is_last:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
