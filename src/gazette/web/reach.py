"""Is the network there? Ask a few hosts for as little as can be asked.

One HEAD request a host, for its robots.txt: the one thing that every site expects programs to
ask for. No feed is asked, no body is sent, no redirect is followed, and any answer is an answer.
It also tells what time it is there.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import httpx
from msgspec import Struct

from gazette.clock import Clock
from gazette.errors import DownloadError, TimedOut, Unreachable
from gazette.web.address import GuardedBackend, Resolve, system_resolve
from gazette.web.client import FOREIGN_ERRORS
from gazette.web.conditional import http_date
from gazette.web.politeness import host_key
from gazette.web.problems import BAD_CERTIFICATE, NO_NAME, why_unreachable
from gazette.web.transport import SitesTransport, direct_pools, proxy_pools

DEADLINE_S: Final = 6.0


class Contact(Struct, frozen=True):
    """What became of an attempt to reach a host."""

    host: str
    """As "name:port"."""
    seconds: float
    problem: DownloadError | None = None
    """None: it answered."""
    ahead: timedelta | None = None
    """How far its clock is ahead of ours; None where it does not say."""

    @property
    def has_name(self) -> bool:
        """Whether its name was found, as far as is known."""
        return self.problem is None or self.problem.data.get("problem") != NO_NAME

    @property
    def is_distrusted(self) -> bool:
        """Whether it answered with a certificate that is not valid; or our clock is wrong."""
        told = str(self.problem.data.get("problem")) if self.problem else ""
        return told.startswith(BAD_CERTIFICATE)


def robots_url(url: str) -> str:
    """Return the address of the robots.txt of the host of `url`."""
    return str(httpx.URL(url).copy_with(userinfo=b"", raw_path=b"/robots.txt", fragment=None))


async def reach(
    urls: Sequence[str],
    *,
    user_agent: str,
    clock: Clock,
    proxy: str | None = None,
    resolve: Resolve | None = None,
    deadline_s: float = DEADLINE_S,
) -> tuple[Contact, ...]:
    """Try to reach the hosts of these addresses, all at once; they are the reader's own.

    Raises:
        ValueError: `proxy` is no address of an HTTP proxy.
    """
    keys = [host_key(url).rpartition(":") for url in urls]
    lookups = ThreadPoolExecutor(max(1, len(urls)), thread_name_prefix="resolve")
    backend = GuardedBackend(
        allowed=frozenset((name, int(port)) for name, _, port in keys if port),
        resolve=resolve or partial(system_resolve, executor=lookups),
    )
    try:
        async with SitesTransport(
            proxy_pools(proxy) if proxy else direct_pools(backend)
        ) as transport:
            attempts = (
                _contact(transport, url, user_agent, clock=clock, deadline_s=deadline_s)
                for url in urls
            )
            return tuple(await asyncio.gather(*attempts))
    finally:
        lookups.shutdown(wait=False, cancel_futures=True)


async def _contact(
    transport: SitesTransport, url: str, user_agent: str, *, clock: Clock, deadline_s: float
) -> Contact:
    host = host_key(url)
    started = asyncio.get_running_loop().time()
    problem: DownloadError | None = None
    ahead: timedelta | None = None
    try:
        async with asyncio.timeout(deadline_s):
            headers = {"User-Agent": user_agent, "Accept": "*/*"}
            request = httpx.Request("HEAD", robots_url(url), headers=headers)
            async with aclosing(await transport.handle_async_request(request)) as response:
                ahead = _ahead(response, clock())
    except TimeoutError:
        problem = TimedOut(url=host, seconds=deadline_s)
    except FOREIGN_ERRORS as error:
        problem = Unreachable(url=host, problem=why_unreachable(error))
    seconds = asyncio.get_running_loop().time() - started
    return Contact(host, seconds, problem, ahead)


def _ahead(response: httpx.Response, now: datetime) -> timedelta | None:
    """Return how far the server's clock is ahead; what a cache kept is older by its `Age`."""
    date, age = http_date(response.headers.get("date")), response.headers.get("age", "0")
    if date is None or not (age.isascii() and age.isdigit() and len(age) < 10):
        return None
    return date - now + timedelta(seconds=int(age))  # in this order no date is too late to add to
