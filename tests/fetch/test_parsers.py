"""The parsing children: deadlines, limits, and their end with the parent."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.errors import ExtractError, NoParser, ParseError, ParserFailed
from gazette.fetch.child import answer_to
from gazette.fetch.messages import FeedJob, PageJob, answer_of, framed, job_of
from gazette.fetch.parsers import Parsers
from gazette.fetch.pipe import LENGTH_BYTES
from tests.builders import NOW

FEED = b"""<rss version="2.0"><channel><title>T</title><item><title>Un</title>
<link>https://journal.example/1</link></item></channel></rss>"""
PAGE = """<html lang=fr><title>Marché</title><meta name=keywords content="halle, travaux">
<meta property=article:published_time content="2026-11-20T07:15:00"><main><h1>Marché</h1>
<p>Le conseil municipal a voté hier soir la rénovation du vieux marché couvert.</p>
<p>Les travaux commenceront au printemps et dureront dix mois ; les marchands iront ailleurs.</p>
<p>« Nous attendions cela depuis vingt ans », dit une fromagère qui tient l’étal de sa mère.</p>
</main>""".encode()
URL = "https://journal.example/1"


def feed_job(body: bytes) -> FeedJob:
    return FeedJob(body, URL, None, None, NOW)


def test_a_job_and_its_answer_go_through_the_pipe_unchanged() -> None:
    job = feed_job(FEED)
    assert job_of(framed(job)[LENGTH_BYTES:]) == job
    answer = answer_to(job)
    assert answer.feed is not None
    assert answer_of(framed(answer)[LENGTH_BYTES:]) == answer
    page = answer_to(PageJob(PAGE, URL, None, None))
    assert page.extraction is not None
    assert page.extraction.article.tags == ("halle", "travaux")
    assert answer_of(framed(page)[LENGTH_BYTES:]) == page


def test_what_is_refused_is_said_in_one_line() -> None:
    assert "\n" not in (answer_to(feed_job(b"nothing")).refusal or "\n")


async def test_feeds_and_pages_are_parsed_in_children() -> None:
    async with Parsers(2) as parsers:
        parsed, extraction = await asyncio.gather(
            parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW),
            parsers.extract(PAGE, url=URL, charset=None, language=None),
        )
    assert [entry.title for entry in parsed.entries] == ["Un"]
    assert extraction.article.title == "Marché"


async def test_refusals_come_back_as_errors() -> None:
    async with Parsers(1) as parsers:
        with pytest.raises(ParseError, match="not a feed"):
            await parsers.parse_feed(b"", url=URL, charset=None, language=None, now=NOW)
        with pytest.raises(ExtractError, match="no article"):
            await parsers.extract(b"", url=URL, charset=None, language=None)


async def test_a_child_that_dies_is_replaced_and_only_its_job_fails() -> None:
    async with Parsers(1) as parsers:
        child = await idle_child(parsers)
        os.kill(child.pid, signal.SIGABRT)

        with pytest.raises(ParserFailed):
            await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
        parsed = await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)

    assert len(parsed.entries) == 1


async def idle_child(parsers: Parsers) -> asyncio.subprocess.Process:
    """Return the only child, which has done a job and waits for another."""
    await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
    child = parsers._idle.get_nowait()
    assert child is not None
    parsers._idle.put_nowait(child)
    return child


async def test_the_job_of_a_child_that_was_killed_is_done_by_another() -> None:
    # As the kernel does where memory is short, whoever used it up.
    async with Parsers(1) as parsers:
        child = await idle_child(parsers)
        os.kill(child.pid, signal.SIGSTOP)
        job = asyncio.create_task(
            parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
        )
        await asyncio.sleep(0)  # the job has its child now
        assert parsers._idle.empty()
        os.kill(child.pid, signal.SIGKILL)
        assert len((await job).entries) == 1


async def test_where_every_child_is_killed_each_job_fails_by_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    suicide = tmp_path / "python"
    suicide.write_text("#!/bin/sh\nkill -9 $$\n")
    suicide.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(suicide))
    async with Parsers(2) as parsers:
        for _ in range(3):
            with pytest.raises(ParserFailed):
                await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
        assert parsers._idle.qsize() == 2


async def test_where_no_child_can_be_started_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    async with Parsers(1) as parsers:
        for _ in range(2):
            with pytest.raises(NoParser, match="No such file"):
                await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)


async def test_a_job_that_is_cancelled_takes_its_child_along() -> None:
    async with Parsers(1) as parsers:
        child = await idle_child(parsers)
        os.kill(child.pid, signal.SIGSTOP)
        job = asyncio.create_task(
            parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
        )
        await asyncio.sleep(0)  # the job has its child now
        assert parsers._idle.empty()
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert not _is_running(child.pid)


async def test_a_job_past_its_deadline_is_ended() -> None:
    # So short that not even the child's start fits.
    async with Parsers(1, deadline_s=0.01) as parsers:
        with pytest.raises(ParserFailed, match="took more than"):
            await parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)


def test_a_child_ends_when_its_pipe_closes() -> None:
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "gazette.fetch.child", "10", "1024"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child.communicate(framed(feed_job(FEED)))
    assert child.returncode == 0


def test_a_child_whose_parent_is_gone_ends_itself_at_the_deadline() -> None:
    # An alarm's default action, which also reaches C code.
    code = (
        "import io, sys, gazette.fetch.child as c\n"
        "c.answer_to = lambda job: exec('while True: pass')\n"
        "c.serve(sys.stdin.buffer, sys.stdout.buffer, 0.2)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    assert child.stdin is not None
    with child.stdin:
        child.stdin.write(framed(feed_job(FEED)))
    assert child.wait(timeout=30) == -signal.SIGPROF


async def test_a_job_that_has_to_wait_for_the_processor_is_not_ended() -> None:
    async with Parsers(1, deadline_s=1) as parsers:
        child = await idle_child(parsers)
        os.kill(child.pid, signal.SIGSTOP)
        job = asyncio.create_task(
            parsers.parse_feed(FEED, url=URL, charset=None, language=None, now=NOW)
        )
        await asyncio.sleep(1.5)
        assert not job.done()
        os.kill(child.pid, signal.SIGCONT)
        assert len((await job).entries) == 1


def test_killing_the_parent_leaves_no_child(tmp_path: object) -> None:
    code = (
        "import asyncio, sys\n"
        "from datetime import datetime, UTC\n"
        "from gazette.fetch.parsers import Parsers\n"
        "async def main():\n"
        "    async with Parsers(1) as parsers:\n"
        "        try:\n"
        "            await parsers.extract(b'', url='', charset=None, language=None)\n"
        "        except Exception: pass\n"
        "        print(parsers._idle.get_nowait().pid, flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()

    for _ in range(500):
        if not _is_running(pid):
            break
        time.sleep(0.02)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    """Say whether a process runs; one that has ended but was not collected does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")
