"""Download one address: the only door to httpx.

One deadline holds for name, connection, headers, body and redirects together; one cap for the
bytes, before and after inflating. Redirects are followed by hand, so that each target is judged
and no body of one is read. Every error that httpx can raise becomes one of ours. What is due,
how often and how many at once is decided elsewhere.
"""

import base64
import re
from asyncio import get_running_loop, timeout
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext, suppress
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Final, Literal, Self
from urllib.parse import unquote_to_bytes

import httpcore
import httpx
from msgspec import Struct

from gazette.clock import Clock, system_clock
from gazette.errors import N_, AddressRefused, BadRedirect, DownloadError, TimedOut, Unreachable
from gazette.feeds.identity import mask_url
from gazette.model import Validators
from gazette.text import clean_line
from gazette.web.address import (
    Allowed,
    GuardedBackend,
    PrivateAddress,
    Resolve,
    is_public,
    literal_address,
    system_resolve,
)
from gazette.web.answer import Answer, Asked, read_answer
from gazette.web.conditional import request_headers, retry_after
from gazette.web.politeness import host_key
from gazette.web.problems import why_unreachable
from gazette.web.transport import SitesTransport, direct_pools, proxy_pools

MOST_REDIRECTS: Final = 5  # as the message says
_NO_VALIDATORS: Final = Validators()

_ACCEPT: Final = {
    "feed": "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1",
    "page": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "picture": "image/webp, image/jpeg, image/png, image/gif;q=0.8",
}
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PERMANENT: Final = frozenset((301, 308))
_LAST_PORT: Final = 65_535
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Threads that wait for name servers. Names that do not answer keep theirs for many seconds; with
# the event loop's own few threads they would use up the deadlines of the others.
_LOOKUPS_AT_ONCE: Final = 32
FOREIGN_ERRORS: Final = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    ValueError,  # UnicodeError among them: names and headers that cannot be encoded
    OSError,
)


Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Waits until the host of an address may be asked, and keeps its turn for a block."""


def no_turn(url: str) -> AbstractAsyncContextManager[None]:  # noqa: ARG001 - any host, at once
    """Give any host its turn at once."""
    return nullcontext()


Pause = Callable[[str, timedelta], None]
"""Is told that the host of an address asked, with a redirect, to be left alone for a while."""


def no_pause(url: str, pause: timedelta) -> None:
    """Take no notice."""


Permit = Callable[[str], Awaitable[None]]
"""Returns if an address may be asked; it raises a `DownloadError` if not."""


class Request(Struct, frozen=True):
    """What to ask for."""

    url: str
    validators: Validators = _NO_VALIDATORS
    user_agent: str | None = None
    """Instead of the client's own."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent to the host of `url` only, whatever the redirects say."""
    accept: Literal["feed", "page", "picture"] = "feed"
    validated_url: str | None = None
    """The `final_url` that came with the validators, if known: then only that address gets them,
    else the host of `url`."""
    permit: Permit | None = None
    """Asked about each address on the way; its own time is not part of the deadline."""


class Download(Struct, frozen=True):
    """A whole answer."""

    url: str
    """As asked for."""
    final_url: str
    """Where the redirects ended; without user and password."""
    status: int
    """200, 304 (no body), or 226 (a feed's new entries only)."""
    body: bytes = b""
    """Decoded."""
    content_type: str | None = None
    charset: str | None = None
    """As declared by the server."""
    validators: Validators = _NO_VALIDATORS
    """For the next request; after a 304 those it does not mention stay."""
    max_age: timedelta | None = None
    hub: str | None = None
    """The WebSub hub that a `Link` header names."""
    permanent: bool = False
    """There were redirects, all of them for good (301, 308)."""
    seconds: float = 0.0


class _Redirect(Struct, frozen=True):
    """An answer that leads elsewhere."""

    status: int
    target: httpx.URL
    pause: timedelta | None
    """For so long its host wants to be left alone."""


_LOOK_AROUND_S: Final = 5.0


class Client:
    """A polite, suspicious HTTP client; an async context manager, one for a run."""

    def __init__(
        self,
        *,
        user_agent: str,
        allowed: Allowed,
        proxy: str | None = None,
        resolve: Resolve | None = None,
        clock: Clock = system_clock,
        transport: httpx.AsyncBaseTransport | None = None,
        turn: Turn = no_turn,
        pause: Pause = no_pause,
    ) -> None:
        """Open no connection yet.

        Args:
            user_agent: name, version and an address to complain to.
            allowed: hosts and ports that may lie in a private network.
            proxy: address of an HTTP proxy; the environment is not asked.
            resolve: finds the addresses of a host, instead of the system.
            clock: tells the time for headers that hold a date.
            transport: answers instead of the network.
            turn: gives the host of each hop its turn; it may raise a `DownloadError`.
            pause: is told of each `Retry-After` of a redirect, when the exchange is over.
        """
        self._turn = turn
        self._pause = pause
        self._user_agent = user_agent
        self._allowed = allowed
        self._is_proxied = proxy is not None
        self._clock = clock
        self._backend: GuardedBackend | None = None
        self._lookups = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="resolve")
        if transport is None:
            resolve = resolve or partial(system_resolve, executor=self._lookups)
            self._backend = GuardedBackend(allowed=allowed, resolve=resolve)
            transport = SitesTransport(proxy_pools(proxy) if proxy else direct_pools(self._backend))
        # No httpx.AsyncClient above it: that would read the environment, keep cookies, log
        # addresses with their secrets, and judge redirects before we do.
        self._transport = transport

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lookups.shutdown(wait=False, cancel_futures=True)
        await self._transport.__aexit__(kind, error, traceback)

    @property
    def has_met_network(self) -> bool:
        """Whether a name was found or a host answered so far; behind a proxy always true."""
        return self._is_proxied or self._backend is None or self._backend.has_met

    @property
    def network_is_away(self) -> bool:
        """Whether hosts were tried, and no name was found and no host answered."""
        return not self.has_met_network and self._backend is not None and self._backend.has_missed

    async def look_around(self, urls: Iterable[str]) -> None:
        """Find out by addresses that answered before whether there is a network.

        Their hosts' names are looked up, for 5 s at most; no host is asked.
        """
        if self._backend is None or self._is_proxied:
            return
        hosts = (host_key(url).rpartition(":") for url in urls)
        with suppress(TimeoutError):
            async with timeout(_LOOK_AROUND_S):
                await self._backend.look_around(
                    [(name, int(port)) for name, _, port in hosts if port]
                )

    async def get(self, request: Request, *, deadline_s: float, max_bytes: int) -> Download:
        """Download what `request` asks for.

        The deadline counts all hops together, and no time spent waiting for a host's turn.

        Raises:
            DownloadError: in one of its kinds; addresses in it carry no secrets.
        """
        url = mask_url(request.url)
        pauses: list[tuple[str, timedelta]] = []
        try:
            return await self._follow(request, deadline_s, max_bytes, pauses)
        except DownloadError:
            raise
        except TimeoutError as error:
            raise TimedOut(url=url, seconds=deadline_s) from error
        except PrivateAddress as error:
            raise AddressRefused(url=url, host=clean_line(error.host)) from error
        except FOREIGN_ERRORS as error:
            raise Unreachable(url=url, problem=why_unreachable(error)) from error
        finally:
            # Only now: a redirect to the same host is followed all the same, or it never would be.
            for asking, pause in pauses:
                self._pause(asking, pause)

    async def _follow(
        self,
        request: Request,
        deadline_s: float,
        max_bytes: int,
        pauses: list[tuple[str, timedelta]],
    ) -> Download:
        spent_s = 0.0
        first = _web_url(request.url)
        url = _bare(first)
        hops: list[int] = []
        while True:
            if request.permit is not None:
                await request.permit(str(url))
            async with self._turn(str(url)):
                started = get_running_loop().time()
                async with timeout(deadline_s - spent_s):
                    hop = await self._hop(request, url, first, max_bytes)
                spent_s += get_running_loop().time() - started
            if isinstance(hop, Answer):
                answer = hop
                break
            if hop.pause is not None:
                pauses.append((str(url), hop.pause))
            url = hop.target
            hops.append(hop.status)
            if len(hops) > MOST_REDIRECTS:
                raise BadRedirect(url=mask_url(request.url), problem=N_("more than five in a row"))
        return Download(
            url=request.url,
            final_url=str(url),
            status=answer.status,
            body=answer.body,
            content_type=answer.content_type,
            charset=answer.charset,
            validators=answer.validators,
            max_age=answer.max_age,
            hub=answer.hub,
            permanent=bool(hops) and _PERMANENT.issuperset(hops),
            seconds=spent_s,
        )

    async def _hop(
        self, request: Request, url: httpx.URL, first: httpx.URL, max_bytes: int
    ) -> Answer | _Redirect:
        """Ask one address; return the whole answer, or where a redirect leads."""
        asked = self._asked(request, url, first, max_bytes)
        async with aclosing(await self._send(request, url, first, asked)) as response:
            if response.status_code in _REDIRECTS:
                pause = retry_after(response.headers, self._clock())
                return _Redirect(response.status_code, _target(url, response), pause)
            return await read_answer(response, asked, self._clock())

    def _asked(self, request: Request, url: httpx.URL, first: httpx.URL, max_bytes: int) -> Asked:
        """Return what this hop asks for: validators go only where they came from."""
        came_from_here = (
            str(url) == request.validated_url if request.validated_url else _same_host(url, first)
        )
        return Asked(
            validators=request.validators if came_from_here else Validators(),
            takes_delta=request.accept == "feed",
            max_bytes=max_bytes,
        )

    async def _send(
        self, request: Request, url: httpx.URL, first: httpx.URL, asked: Asked
    ) -> httpx.Response:
        self._refuse_private_literal(url)
        headers = httpx.Headers({"User-Agent": request.user_agent or self._user_agent})
        headers["Accept"] = _ACCEPT[request.accept]
        if request.accept == "feed":
            headers["A-IM"] = "feed"
        if _same_host(url, first):
            headers.update({**_authorization(first), **dict(request.headers)})
        headers.update(request_headers(asked.validators))
        headers["Accept-Encoding"] = "gzip"
        sent = httpx.Request("GET", url, headers=headers)
        response = await self._transport.handle_async_request(sent)
        response.request = sent
        return response

    def _refuse_private_literal(self, url: httpx.URL) -> None:
        """Keep a proxy from being asked for a private address; without one the socket is judged.

        What a name leads to only the proxy knows.
        """
        if not self._is_proxied or (url.host, _port(url)) in self._allowed:
            return
        host = url.host.rstrip(".")
        literal = literal_address(host)
        is_local = host == "localhost" or host.endswith(".localhost")
        if is_local or (literal is not None and not is_public(literal)):
            raise PrivateAddress(url.host)


def _web_url(address: str) -> httpx.URL:
    url = httpx.URL(address)
    if url.scheme not in ("http", "https") or not url.host or _port(url) > _LAST_PORT:
        raise ValueError("not an http(s) address")
    return url


def _bare(url: httpx.URL) -> httpx.URL:
    return url.copy_with(userinfo=b"", fragment=None)


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Return where a redirect leads.

    Raises:
        BadRedirect: nowhere, or where we do not go.
    """
    place = response.headers.get("location", "")
    shown = mask_url(str(url))
    if not place or _CONTROL.search(place):
        raise BadRedirect(url=shown, problem=N_("it does not say where to"))
    try:
        target = _bare(_web_url(str(url.join(place.strip()))))
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadRedirect(url=shown, problem=N_("it leads to no http(s) address")) from error
    if (url.scheme, target.scheme) == ("https", "http"):
        raise BadRedirect(url=shown, problem=N_("it leads from https to http"))
    return target


def _same_host(one: httpx.URL, other: httpx.URL) -> bool:
    # `port` is None for the scheme's default: http://a and https://a are one host.
    return (one.host, one.port) == (other.host, other.port)


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _authorization(url: httpx.URL) -> dict[str, str]:
    if not url.userinfo:
        return {}
    # Done here instead of by httpx, which would take them from a redirect's target as well.
    secret = base64.b64encode(unquote_to_bytes(url.userinfo)).decode("ascii")
    return {"Authorization": f"Basic {secret}"}
