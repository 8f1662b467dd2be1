"""Carry httpx's requests over httpcore pools whose connections are guarded.

httpx builds its own pools and gives no way in for a network backend; this is its transport in
the few lines that are needed here. Errors of httpcore pass through; the client translates them.
"""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpcore
import httpx

_MOST_CONNECTIONS: Final = 256  # to one site; as many as [fetch] per_host may be
_MOST_IDLE: Final = 32
_IDLE_S: Final = 5.0

NewPool = Callable[[], httpcore.AsyncConnectionPool]


def direct_pools(backend: httpcore.AsyncNetworkBackend) -> NewPool:
    """Return what makes pools that connect as `backend` does."""
    return partial(
        httpcore.AsyncConnectionPool,
        ssl_context=_ssl_context(),
        max_connections=_MOST_CONNECTIONS,
        keepalive_expiry=_IDLE_S,
        network_backend=backend,
    )


def proxy_pools(proxy: str) -> NewPool:
    """Return what makes pools that connect to a proxy, wherever it is; it resolves the names.

    Raises:
        ValueError: no address of an HTTP proxy.
    """
    address = httpx.Proxy(proxy)
    return partial(
        httpcore.AsyncHTTPProxy,
        proxy_url=str(address.url),
        proxy_auth=address.raw_auth,
        ssl_context=_ssl_context(),
        max_connections=_MOST_CONNECTIONS,
        keepalive_expiry=_IDLE_S,
    )


@dataclass(slots=True)
class _Site:
    """The connections to one scheme, host and port."""

    pool: httpcore.AsyncConnectionPool
    under_way: int = 0


class SitesTransport(httpx.AsyncBaseTransport):
    """An httpx transport over one httpcore pool a site.

    In a pool for all, each request looks at every connection there is, and an idle one is closed
    once there are more than the limit for idle ones of any kind: of 1,000 feeds on 100 hosts,
    911 asked over a connection of their own.
    """

    def __init__(self, new_pool: NewPool) -> None:
        self._new_pool = new_pool
        self._sites: dict[tuple[bytes, bytes, int | None], _Site] = {}
        """The site asked last stands last."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response with its body still to be read."""
        url = request.url
        name = (url.raw_scheme, url.raw_host, url.port)
        site = self._sites.pop(name, None)
        site = self._sites[name] = site or _Site(self._new_pool())
        site.under_way += 1
        try:
            response = await site.pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except BaseException:
            await self._done(site)
            raise
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response, partial(self._done, site)),
            extensions=response.extensions,
        )

    async def _done(self, site: _Site) -> None:
        """Count a request as ended, and part with the site that was idle longest if it must be."""
        site.under_way -= 1
        idle = [name for name, site in self._sites.items() if not site.under_way]
        for name in idle[: max(0, len(idle) - _MOST_IDLE)]:
            await self._sites.pop(name).pool.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        while self._sites:
            _, site = self._sites.popitem()
            await site.pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response, done: Callable[[], Awaitable[None]]) -> None:
        self._response = response
        self._done = done

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        try:
            await self._response.aclose()
        finally:
            await self._done()


def _ssl_context() -> ssl.SSLContext:
    """Return the one context that a client's connections share: making one costs 20 ms."""
    return httpx.create_ssl_context(trust_env=False)
