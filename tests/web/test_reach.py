"""Hosts are reached with as little as can be asked."""

import asyncio
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from gazette.errors import TimedOut, Unreachable
from gazette.web.reach import Contact, reach, robots_url
from tests.builders import NOW
from tests.web.loopback import serving

ANSWER = b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n%s\r\n"


async def tried(*urls: str, **options: object) -> tuple[Contact, ...]:
    return await reach(urls, user_agent="gazette/0", clock=lambda: NOW, **options)  # type: ignore[arg-type]  # keywords


async def test_a_host_gets_one_head_for_its_robots_txt() -> None:
    async with serving(ANSWER % b"") as here:
        (contact,) = await tried(f"{here.url.replace('//', '//me:secret@')}/rss.xml?token=1")
    (request,) = here.requests
    first, *headers = request.splitlines()
    assert first == "HEAD /robots.txt HTTP/1.1"
    assert "User-Agent: gazette/0" in headers
    assert "secret" not in request
    assert "token" not in request
    assert (contact.problem, contact.has_name, contact.ahead) == (None, True, None)


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        (b"Date: Sun, 22 Nov 2026 14:05:00 GMT\r\n", timedelta()),
        (b"Date: Sun, 22 Nov 2026 13:05:00 GMT\r\n", -timedelta(hours=1)),
        (b"Date: Sun, 22 Nov 2026 13:05:00 GMT\r\nAge: 3600\r\n", timedelta()),
        (b"Date: Sun, 22 Nov 2026 13:05:00 GMT\r\nAge: old\r\n", None),
        (
            b"Date: Fri, 31 Dec 9999 23:59:59 GMT\r\nAge: 999999999\r\n",
            datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - NOW + timedelta(seconds=999_999_999),
        ),
        (b"Date: yesterday\r\n", None),
        (b"", None),
    ],
)
async def test_a_server_tells_the_time(headers: bytes, ahead: timedelta | None) -> None:
    async with serving(ANSWER % headers) as here:
        (contact,) = await tried(here.url)
    assert contact.ahead == ahead


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    answer = b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    async with serving(answer) as here:
        (contact,) = await tried(here.url)
    assert contact.problem is None
    assert len(here.requests) == 1


async def test_each_host_has_its_own_outcome() -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async with serving(ANSWER % b"") as here, serving(silent) as mute:
        answered, refused, slow = await tried(
            here.url, "http://127.0.0.1:1/", mute.url, deadline_s=2
        )
    assert answered.problem is None
    assert isinstance(refused.problem, Unreachable)
    assert "refused" in str(refused.problem)
    assert isinstance(slow.problem, TimedOut)
    assert refused.has_name
    assert slow.has_name


async def test_a_name_that_is_not_found_is_told_apart() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    (contact,) = await tried("https://journal.invalid/rss.xml", resolve=resolve)
    assert not contact.has_name
    assert contact.host == "journal.invalid:443"


async def test_a_proxy_is_asked_instead() -> None:
    async with serving(ANSWER % b"") as proxy:
        (contact,) = await tried("http://journal.invalid/rss.xml", proxy=proxy.url)
    assert contact.problem is None
    assert proxy.requests[0].startswith("HEAD http://journal.invalid/robots.txt")


def test_the_address_of_a_robots_txt_has_nothing_of_the_feed_but_its_host() -> None:
    assert robots_url("https://a:b@x.example:8443/p/q?r=s#t") == "https://x.example:8443/robots.txt"
