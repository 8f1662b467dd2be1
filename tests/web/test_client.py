import asyncio
import base64
import gzip
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from gazette.errors import (
    AddressRefused,
    BadEncoding,
    BadRedirect,
    BadStatus,
    DownloadError,
    TimedOut,
    TooLarge,
    Unreachable,
)
from gazette.model import Validators
from gazette.web.client import Client, Download, Request
from tests.builders import NOW
from tests.web.loopback import serving

AGENT = "gazette/0 (+https://gazette.example)"
FEED = "https://journal.example/rss"
BODY = b"<rss/>"

Handler = Callable[[httpx.Request], httpx.Response]


def answers(*responses: httpx.Response) -> tuple[Handler, list[httpx.Request]]:
    """Return a handler that gives the responses in turn, and the list of what it was asked."""
    left = list(responses)
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return left.pop(0) if len(left) > 1 else left[0]

    return handler, seen


async def get(
    handler: Handler, request: Request | str = FEED, *, max_bytes: int = 1_000_000
) -> Download:
    request = Request(request) if isinstance(request, str) else request
    async with Client(
        user_agent=AGENT,
        allowed=frozenset(),
        clock=lambda: NOW,
        transport=httpx.MockTransport(handler),
    ) as client:
        return await client.get(request, deadline_s=5, max_bytes=max_bytes)


async def fails(handler: Handler, request: Request | str = FEED, **limits: int) -> DownloadError:
    with pytest.raises(DownloadError) as caught:
        await get(handler, request, **limits)
    return caught.value


def reply(status: int = 200, body: bytes = BODY, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, stream=httpx.ByteStream(body), headers=named)


def moved(place: str, status: int = 302) -> httpx.Response:
    return reply(status, Location=place)


# --- the request ------------------------------------------------------------------------------


async def test_the_request_says_who_asks_and_what_it_takes() -> None:
    handler, seen = answers(reply())
    await get(handler)
    headers = seen[0].headers
    assert headers["user-agent"] == AGENT
    assert headers["accept-encoding"] == "gzip"
    assert headers["a-im"] == "feed"
    assert "application/rss+xml" in headers["accept"]
    assert not {"cookie", "referer", "if-none-match", "cache-control"} & set(headers)


async def test_a_page_is_asked_for_as_a_page() -> None:
    handler, seen = answers(reply())
    await get(handler, Request(FEED, accept="page"))
    assert seen[0].headers["accept"].startswith("text/html")
    assert "a-im" not in seen[0].headers


async def test_a_feed_may_have_its_own_user_agent_and_headers() -> None:
    handler, seen = answers(reply())
    custom = (("X-Key", "k"), ("accept-encoding", "br"))
    await get(handler, Request(FEED, user_agent="other/1", headers=custom))
    assert seen[0].headers["user-agent"] == "other/1"
    assert seen[0].headers["x-key"] == "k"
    assert seen[0].headers["accept-encoding"] == "gzip"


async def test_validators_go_back_byte_for_byte() -> None:
    handler, seen = answers(reply())
    await get(handler, Request(FEED, validators=Validators('W/"x"', "hier")))
    assert seen[0].headers["if-none-match"] == 'W/"x"'
    assert seen[0].headers["if-modified-since"] == "hier"


async def test_a_user_in_the_address_becomes_a_header() -> None:
    handler, seen = answers(reply())
    download = await get(handler, "https://jean:p%40ss@journal.example/rss")
    assert seen[0].headers["authorization"] == "Basic " + base64.b64encode(b"jean:p@ss").decode()
    assert download.final_url == "https://journal.example/rss"


async def test_no_cookie_is_kept() -> None:
    handler, seen = answers(*[reply(Set_Cookie="a=b; Path=/") for _ in range(2)])
    transport = httpx.MockTransport(handler)
    async with Client(user_agent=AGENT, allowed=frozenset(), transport=transport) as client:
        for _ in range(2):
            await client.get(Request(FEED), deadline_s=5, max_bytes=100)
    assert "cookie" not in seen[1].headers


# --- the answer -------------------------------------------------------------------------------


async def test_a_download_carries_what_the_next_request_needs() -> None:
    handler, _ = answers(
        reply(
            Content_Type='Application/RSS+xml; charset="ISO-8859-15"',
            ETag='"1"',
            Last_Modified="yesterday",
            Cache_Control="max-age=60",
        )
    )
    download = await get(handler)
    assert (download.status, download.body) == (200, BODY)
    assert download.content_type == "application/rss+xml"
    assert download.charset == "ISO-8859-15"
    assert download.validators == Validators('"1"', "yesterday")
    assert download.max_age == timedelta(minutes=1)
    assert not download.permanent


async def test_an_answer_without_headers_is_read() -> None:
    handler, _ = answers(reply())
    download = await get(handler)
    assert (download.content_type, download.charset, download.max_age) == (None, None, None)
    assert not download.validators


async def test_a_304_keeps_the_validators_it_does_not_mention() -> None:
    handler, _ = answers(reply(304, b"", ETag='"2"'))
    download = await get(handler, Request(FEED, validators=Validators('"1"', "hier")))
    assert (download.status, download.body) == (304, b"")
    assert download.validators == Validators('"2"', "hier")


async def test_a_304_to_an_unconditional_request_is_an_error() -> None:
    handler, _ = answers(reply(304, b""))
    error = await fails(handler)
    assert isinstance(error, BadStatus)
    assert error.data["status"] == 304


async def test_a_226_is_understood_for_feeds_only() -> None:
    handler, _ = answers(reply(226), reply(226))
    assert (await get(handler)).status == 226
    assert isinstance(await fails(handler, Request(FEED, accept="page")), BadStatus)


@pytest.mark.parametrize("status", [201, 204, 206, 300, 400, 401, 403, 404, 410, 500, 503, 999])
async def test_any_other_status_is_an_error_that_names_it(status: int) -> None:
    handler, _ = answers(reply(status))
    error = await fails(handler)
    assert isinstance(error, BadStatus)
    assert error.data["status"] == status
    assert f"the server answered {status} " in str(error)


async def test_a_busy_server_says_when_to_come_back() -> None:
    handler, _ = answers(reply(429, Retry_After="120"))
    assert (await fails(handler)).data["retry_after"] == timedelta(minutes=2)


async def test_gzip_is_undone() -> None:
    handler, _ = answers(reply(body=gzip.compress(BODY), Content_Encoding="gzip"))
    assert (await get(handler)).body == BODY


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "x-klingon"])
async def test_other_codings_and_chains_are_refused(coding: str) -> None:
    handler, _ = answers(reply(Content_Encoding=coding))
    assert isinstance(await fails(handler), BadEncoding)


@pytest.mark.parametrize(
    "body", [gzip.compress(BODY * 50)[:-9], b"<rss>plain</rss>"], ids=["cut short", "not packed"]
)
async def test_damaged_gzip_is_an_error(body: bytes) -> None:
    handler, _ = answers(reply(body=body, Content_Encoding="gzip"))
    assert isinstance(await fails(handler), BadEncoding)


async def test_too_many_bytes_are_refused() -> None:
    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                yield b"x" * 1000

    handler, _ = answers(httpx.Response(200, stream=Endless()))
    error = await fails(handler, max_bytes=5000)
    assert isinstance(error, TooLarge)


async def test_an_announced_length_over_the_cap_is_refused_unread() -> None:
    class Untouched(httpx.AsyncByteStream):
        async def __aiter__(self):
            pytest.fail("the body was read")
            yield b""

    handler, _ = answers(
        httpx.Response(200, stream=Untouched(), headers={"Content-Length": "10000000000"})
    )
    assert isinstance(await fails(handler), TooLarge)


# --- redirects --------------------------------------------------------------------------------


async def test_redirects_are_followed_and_told() -> None:
    handler, seen = answers(moved("/b", 301), moved("https://autre.example/c#d", 308), reply())
    download = await get(handler)
    assert [str(r.url) for r in seen[1:]] == [
        "https://journal.example/b",
        "https://autre.example/c",
    ]
    assert (download.url, download.final_url) == (FEED, "https://autre.example/c")
    assert download.permanent


async def test_one_temporary_redirect_makes_the_way_temporary() -> None:
    handler, _ = answers(moved("/b", 301), moved("/c", 302), reply())
    assert not (await get(handler)).permanent


async def test_http_may_lead_to_https() -> None:
    handler, seen = answers(moved(FEED, 301), reply())
    secret = (("Authorization", "Bearer x"),)
    await get(handler, Request("http://journal.example/rss", headers=secret))
    assert seen[1].headers["authorization"] == "Bearer x"


async def test_a_pause_that_a_redirect_asks_for_is_told_when_the_exchange_is_over() -> None:
    told: list[tuple[str, timedelta]] = []
    handler, seen = answers(
        reply(301, Location="/b", Retry_After="120"),
        reply(302, Location="/c"),
        reply(307, Location="https://other.example/d", Retry_After="Sun, 22 Nov 2026 14:06:00 GMT"),
        reply(),
    )

    def when_over(url: str, pause: timedelta) -> None:
        assert len(seen) == 4
        told.append((url, pause))

    async with Client(
        user_agent=AGENT,
        allowed=frozenset(),
        clock=lambda: NOW,
        transport=httpx.MockTransport(handler),
        pause=when_over,
    ) as client:
        download = await client.get(Request(FEED), deadline_s=5, max_bytes=1000)
    assert download.final_url == "https://other.example/d"
    assert told == [
        (FEED, timedelta(minutes=2)),
        ("https://journal.example/c", timedelta(minutes=1)),
    ]


async def test_five_redirects_are_followed() -> None:
    handler, seen = answers(*[moved(f"/{n}") for n in range(5)], reply())
    assert (await get(handler)).status == 200
    assert len(seen) == 6


async def test_a_sixth_redirect_is_not() -> None:
    handler, seen = answers(*[moved("/again") for _ in range(7)])
    assert isinstance(await fails(handler), BadRedirect)
    assert len(seen) == 6


@pytest.mark.parametrize(
    "place",
    [
        "",
        "file:///etc/passwd",
        "gopher://a.example:70/",
        "javascript:alert(1)",
        "http://journal.example/",  # from https
        "https://[::1",
        "https://a.example:99999/",
        "/a\x0bX: 1",
    ],
)
async def test_a_redirect_to_nowhere_good_is_an_error(place: str) -> None:
    handler, seen = answers(moved(place))
    assert isinstance(await fails(handler), BadRedirect)
    assert len(seen) == 1


async def test_a_redirect_without_a_place_is_an_error() -> None:
    handler, _ = answers(reply(302))
    assert isinstance(await fails(handler), BadRedirect)


async def test_another_host_gets_neither_secrets_nor_validators() -> None:
    handler, seen = answers(moved("https://autre.example/"), reply())
    request = Request(
        "https://u:p@journal.example/rss",
        validators=Validators('"1"'),
        headers=(("X-Key", "k"),),
        user_agent="other/1",
    )
    await get(handler, request)
    assert not {"authorization", "x-key", "if-none-match"} & set(seen[1].headers)
    assert seen[1].headers["user-agent"] == "other/1"


async def test_another_port_is_another_host() -> None:
    handler, seen = answers(moved("https://journal.example:8443/"), reply())
    await get(handler, Request(FEED, headers=(("X-Key", "k"),)))
    assert "x-key" not in seen[1].headers


async def test_the_user_of_a_redirects_target_is_not_used() -> None:
    handler, seen = answers(moved("https://u:p@autre.example/"), reply())
    download = await get(handler)
    assert "authorization" not in seen[1].headers
    assert download.final_url == "https://autre.example/"


async def test_validators_go_to_the_address_that_gave_them() -> None:
    handler, seen = answers(moved("https://autre.example/rss"), reply(304, b""))
    request = Request(FEED, validators=Validators('"1"'), validated_url="https://autre.example/rss")
    assert (await get(handler, request)).status == 304
    assert "if-none-match" not in seen[0].headers


async def test_the_body_of_a_redirect_is_not_read() -> None:
    class Untouched(httpx.AsyncByteStream):
        async def __aiter__(self):
            pytest.fail("the body was read")
            yield b""

    redirect = httpx.Response(302, stream=Untouched(), headers={"Location": "/b"})
    handler, _ = answers(redirect, reply())
    assert (await get(handler)).body == BODY


# --- failures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "http://", "http://[::1", "http://a.example:x/", "http://☃\x00/"],
)
async def test_no_address_is_an_error_of_ours(url: str) -> None:
    handler, seen = answers(reply())
    assert isinstance(await fails(handler, url), Unreachable)
    assert not seen


@pytest.mark.parametrize(
    "problem",
    [
        httpx.ReadError("broken"),
        httpx.RemoteProtocolError("no HTTP"),
        httpx.InvalidURL("odd"),
        UnicodeError("odd"),
        OSError("odd"),
    ],
)
async def test_errors_below_become_ours(problem: Exception) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise problem

    assert isinstance(await fails(handler), Unreachable)


async def test_errors_hold_no_secrets() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach {request.url}?token=hush")

    error = await fails(handler, "https://jean:hush@journal.example/rss?key=hush")
    assert "hush" not in f"{error} {error.data}"


async def test_a_header_that_cannot_be_sent_is_an_error_of_ours() -> None:
    async with serving(b"") as site:
        client = Client(user_agent=AGENT, allowed=site.allowed)
        async with client:
            request = Request(site.url, user_agent="a\r\nX: 1")
            with pytest.raises(Unreachable, match="headers"):
                await client.get(request, deadline_s=5, max_bytes=100)
    assert not site.requests


# --- on a socket ------------------------------------------------------------------------------


async def fetch(url: str, *, deadline_s: float = 5, max_bytes: int = 1_000_000, **client):
    async with Client(user_agent=AGENT, **{"allowed": frozenset(), **client}) as opened:
        return await opened.get(Request(url), deadline_s=deadline_s, max_bytes=max_bytes)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


async def test_a_whole_answer_comes_over_a_socket() -> None:
    async with serving(HEAD + b"Content-Length: 6\r\n\r\n<rss/>") as site:
        download = await fetch(site.url + "/rss", allowed=site.allowed)
    assert download.body == BODY
    assert site.requests[0].startswith("GET /rss HTTP/1.1\r\n")


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n")
    while True:
        writer.write(b"z")
        await writer.drain()
        await asyncio.sleep(0.01)


async def drip_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"X-Slow: ")
    while True:
        writer.write(b"z")
        await writer.drain()
        await asyncio.sleep(0.01)


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


@pytest.mark.parametrize("handler", [drip, drip_headers, silence])
async def test_one_deadline_holds_for_everything(handler) -> None:
    async with serving(handler) as site:
        with pytest.raises(TimedOut, match=r"within 0\.2 s"):
            await fetch(site.url, allowed=site.allowed, deadline_s=0.2)


async def test_a_body_shorter_than_announced_is_an_error() -> None:
    async with serving(HEAD + b"Content-Length: 60\r\n\r\n<rss/>") as site:
        with pytest.raises(Unreachable, match="closed before the end"):
            await fetch(site.url, allowed=site.allowed)


async def test_a_chunked_body_without_its_end_is_an_error() -> None:
    async with serving(HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n") as site:
        with pytest.raises(Unreachable):
            await fetch(site.url, allowed=site.allowed)


async def test_a_gzip_bomb_is_stopped_at_the_cap() -> None:
    bomb = gzip.compress(b" " * 20_000_000)
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    async with serving(head + bomb) as site:
        with pytest.raises(TooLarge, match="larger than 1 MB"):
            await fetch(site.url, allowed=site.allowed)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "closed without an answer"),
        (b"SSH-2.0-x\r\n\r\n", "proper HTTP"),
        (HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n", "proper HTTP"),
    ],
)
async def test_what_is_no_http_is_told_in_words(answer: bytes, said: str) -> None:
    async with serving(answer) as site:
        with pytest.raises(Unreachable, match=said):
            await fetch(site.url, allowed=site.allowed)


async def test_a_closed_port_is_told_in_words() -> None:
    async with serving(b"") as site:
        pass
    with pytest.raises(Unreachable, match="cannot be reached: the connection was refused"):
        await fetch(site.url, allowed=site.allowed)


# --- private addresses --------------------------------------------------------------------------


async def test_a_private_address_is_refused_unasked() -> None:
    async with serving(HEAD + b"\r\n") as site:
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is a private address"):
            await fetch(site.url)
    assert not site.requests


@pytest.mark.parametrize("host", ["0177.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
async def test_odd_spellings_of_loopback_are_refused(host: str) -> None:
    async with serving(HEAD + b"\r\n") as site:
        # httpx itself takes some of them for no address at all.
        with pytest.raises((AddressRefused, Unreachable)):
            await fetch(f"http://{host}:{site.port}/", allowed=site.allowed)
    assert not site.requests


async def test_a_redirect_to_a_private_address_is_refused_unasked() -> None:
    async with serving(HEAD + b"\r\n") as inner:
        redirect = b"HTTP/1.1 302 Found\r\nLocation: %s/\r\n\r\n" % inner.url.encode()
        async with serving(redirect) as site:
            with pytest.raises(AddressRefused):
                await fetch(site.url, allowed=site.allowed)
    assert not inner.requests


async def test_a_name_that_leads_inside_is_refused() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1", "10.0.0.1", "::1"]

    async with serving(HEAD + b"\r\n") as site:
        with pytest.raises(AddressRefused, match=r"inside\.example"):
            await fetch(f"http://inside.example:{site.port}/", resolve=resolve)
    assert not site.requests


async def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with serving(HEAD + b"Content-Length: 6\r\n\r\n<rss/>") as site:
        download = await fetch(
            f"http://press.example:{site.port}/rss",
            resolve=resolve,
            allowed=frozenset({("press.example", site.port)}),
        )
    assert download.body == BODY
    assert f"Host: press.example:{site.port}" in site.requests[0]


async def test_the_second_address_is_tried_where_the_first_refuses() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["::1", "127.0.0.1"]

    async with serving(HEAD + b"Content-Length: 6\r\n\r\n<rss/>") as site:
        allowed = frozenset({("two.example", site.port)})
        download = await fetch(f"http://two.example:{site.port}/", resolve=resolve, allowed=allowed)
    assert download.body == BODY


async def test_a_name_that_is_not_known_is_told_in_words() -> None:
    with pytest.raises(Unreachable, match="host name cannot be resolved"):
        await fetch("http://no-such-name.invalid/")


async def test_a_proxy_may_be_private_but_is_not_asked_for_private_addresses() -> None:
    async with serving(HEAD + b"Content-Length: 6\r\n\r\n<rss/>") as proxy:
        download = await fetch("http://journal.example/rss", proxy=proxy.url)
        assert download.body == BODY
        assert proxy.requests[0].startswith("GET http://journal.example/rss HTTP/1.1")
        for inside in ("http://127.0.0.1/", "http://2130706433/", "http://localhost/"):
            with pytest.raises(AddressRefused):
                await fetch(inside, proxy=proxy.url)
    assert len(proxy.requests) == 1
