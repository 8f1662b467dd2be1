"""The pool of parsing children: jobs in, feeds and articles out, none longer than its deadline."""

import asyncio
import contextlib
import fcntl
import signal
import sys
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from gazette.article import Extraction
from gazette.errors import ExtractError, NoParser, ParseError, ParserFailed
from gazette.extract.rules import NO_RULES, PageRules
from gazette.fetch.messages import Answer, FeedJob, Job, PageJob, answer_of, framed
from gazette.fetch.pipe import receive
from gazette.model import ParsedFeed, SeenEntry

DEADLINE_S: Final = 10.0
"""Of processor time; the child itself keeps it."""
PATIENCE: Final = 6
"""So many times as long is waited for a child that has no processor, or that hangs."""
MEMORY_MB: Final = 1024
_PIPE_BYTES: Final = 1 << 20  # what Linux allows everyone


class Parsers:
    """Parses feeds and extracts articles in child processes; use as an async context manager.

    A child is started when first needed, and replaced when it passed the deadline or died. A job
    whose child was killed is given to another one, once.
    """

    def __init__(
        self, size: int = 2, *, deadline_s: float = DEADLINE_S, memory_mb: int = MEMORY_MB
    ) -> None:
        self._size = size
        self._deadline_s = deadline_s
        self._memory_mb = memory_mb
        self._idle: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()

    async def __aenter__(self) -> Self:
        for _ in range(self._size):
            self._idle.put_nowait(None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while not self._idle.empty():
            child = self._idle.get_nowait()
            if child is not None:
                await _end(child)

    async def parse_feed(
        self,
        body: bytes,
        *,
        url: str,
        charset: str | None,
        language: str | None,
        now: datetime,
        seen: tuple[SeenEntry, ...] = (),
    ) -> ParsedFeed:
        """Return the feed in `body`, parsed in a child; entries `seen` before are not read again.

        Raises:
            ParseError: it is not a feed; where it is an HTML page, its data holds `announced`.
            ParserFailed: parsing it took too long or too much memory.
        """
        answer = await self._answer(FeedJob(body, url, charset, language, now, seen))
        if answer.feed is None:
            page = {} if answer.announced is None else {"announced": answer.announced}
            raise ParseError(problem=answer.refusal, **page)
        return answer.feed

    async def extract(
        self,
        body: bytes,
        *,
        url: str,
        charset: str | None,
        language: str | None,
        rules: PageRules = NO_RULES,
        learn: bool = False,
    ) -> Extraction:
        """Return the article in `body`, extracted in a child by the rules for its page.

        `learn` asks for the page's trace too.

        Raises:
            ExtractError: there is none.
            ParserFailed: finding it took too long or too much memory.
        """
        answer = await self._answer(PageJob(body, url, charset, language, rules, learn))
        if answer.extraction is None:
            raise ExtractError(kind=answer.refusal)
        return answer.extraction

    async def _answer(self, job: Job) -> Answer:
        answer = await self._attempt(job)
        if answer is None:  # killed from outside, where memory was short: no fault of the job's
            answer = await self._attempt(job)
        if answer is None:
            raise ParserFailed(seconds=self._deadline_s)
        if answer.crash:
            raise RuntimeError(f"in the parsing child:\n{answer.crash}")
        return answer

    async def _attempt(self, job: Job) -> Answer | None:
        """Return a child's answer; None where somebody killed it.

        Raises:
            ParserFailed: it passed the deadline, or died by itself.
            NoParser: none can be started.
        """
        child = await self._idle.get()
        is_kept = False
        try:
            if child is None or child.returncode is not None:
                child = await self._start()
            answer = await self._ask(child, job)
            is_kept = answer is not None
        finally:
            if child is not None and not is_kept:
                await _end(child)
            self._idle.put_nowait(child if is_kept else None)
        return answer

    async def _ask(self, child: asyncio.subprocess.Process, job: Job) -> Answer | None:
        """Return the child's answer; None where somebody killed it.

        Raises:
            ParserFailed: it passed the deadline, or died by itself.
        """
        if child.stdin is None or child.stdout is None:
            raise AssertionError("the child was started with pipes")
        with contextlib.suppress(TimeoutError, ValueError):
            async with asyncio.timeout(PATIENCE * self._deadline_s):
                with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                    child.stdin.write(framed(job))
                    await child.stdin.drain()
                    return answer_of(await receive(child.stdout))
                if await child.wait() == -signal.SIGKILL:
                    return None
        raise ParserFailed(seconds=self._deadline_s)

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            return await self._started()
        except OSError as problem:
            raise NoParser(problem=problem.strerror or str(problem)) from problem

    async def _started(self) -> asyncio.subprocess.Process:
        # A fresh interpreter, not a fork: a fork would carry the parent's sockets and locks along.
        # -P: a folder called gazette where the user happens to be must not be imported.
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "gazette.fetch.child"),
            *(str(self._deadline_s), str(self._memory_mb)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        if child.stdin is not None and (widen := getattr(fcntl, "F_SETPIPE_SZ", None)):
            # Linux: a page goes through at once instead of in four turns of the event loop.
            with contextlib.suppress(OSError, ValueError):  # it may be dead already
                fcntl.fcntl(child.stdin.transport.get_extra_info("pipe"), widen, _PIPE_BYTES)
        return child


async def _end(child: asyncio.subprocess.Process) -> None:
    """End a child: closing its pipe is enough for an idle one; a busy one is killed."""
    if child.stdin is not None:
        child.stdin.close()
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    await child.wait()
