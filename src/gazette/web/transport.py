"""Carry httpx's requests over httpcore pools whose connections are guarded.

httpx builds its own pools and gives no way in for a network backend; this is its transport in
the few lines that are needed here. Errors of httpcore pass through; the client translates them.
"""

import ssl
from collections.abc import AsyncIterator
from typing import Final

import httpcore
import httpx

_MOST_CONNECTIONS: Final = 256  # as many as [fetch] jobs may be
_MOST_IDLE: Final = 20
_IDLE_S: Final = 5.0


def direct_pool(backend: httpcore.AsyncNetworkBackend) -> httpcore.AsyncConnectionPool:
    """Return a pool that connects as `backend` does."""
    return httpcore.AsyncConnectionPool(
        ssl_context=_ssl_context(),
        max_connections=_MOST_CONNECTIONS,
        max_keepalive_connections=_MOST_IDLE,
        keepalive_expiry=_IDLE_S,
        network_backend=backend,
    )


def proxy_pool(proxy: str) -> httpcore.AsyncConnectionPool:
    """Return a pool that connects to a proxy, wherever it is; names are resolved by it.

    Raises:
        ValueError: no address of an HTTP proxy.
    """
    address = httpx.Proxy(proxy)
    return httpcore.AsyncHTTPProxy(
        proxy_url=str(address.url),
        proxy_auth=address.raw_auth,
        ssl_context=_ssl_context(),
        max_connections=_MOST_CONNECTIONS,
        max_keepalive_connections=_MOST_IDLE,
        keepalive_expiry=_IDLE_S,
    )


class PoolTransport(httpx.AsyncBaseTransport):
    """An httpx transport over one httpcore pool."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response with its body still to be read."""
        url = request.url
        response = await self._pool.handle_async_request(
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
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _ssl_context() -> ssl.SSLContext:
    """Return the one context that a client's connections share: making one costs 20 ms."""
    return httpx.create_ssl_context(trust_env=False)
