"""Refuse to talk to the reader's own network: the address actually connected to is checked.

A feed, a link or a redirect may name a private address, or a name that leads to one. The host
is resolved once, the addresses are judged, and the connection goes to the very address that
passed, so that no second answer of a name server can differ from the first.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Final

import httpcore

from gazette.errors import N_

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host and a port to its addresses, best first; OSError where there are none."""
Allowed = frozenset[tuple[str, int]]
"""Hosts and ports that may be private, because the reader's own list names them."""

# Seconds for one of several addresses before the next is tried: networks with a broken IPv6 are
# common, and each address would else use up the whole deadline.
_NEXT_ADDRESS_S: Final = 4.0

TOO_SLOW: Final = N_("no connection could be made in time")

# What `ipaddress` calls global, or did in some version of Python, and is no place of the public
# Web: protocol assignments, 6to4 relays; 6to4, Teredo (they carry IPv4 addresses), documentation.
_ALSO_REFUSED: Final = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20"),
    )
)
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
# Networks without IPv4 write the addresses of the IPv4 internet so (RFC 6052 2.1).
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

# RFC 6761, 6762, 8375, and what routers call the network behind them.
_LOCAL_ENDINGS: Final = (".localhost", ".local", ".internal", ".lan", ".home", ".home.arpa")


class PrivateAddress(Exception):
    """All addresses of a host are private; raised through httpcore, caught by the client."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    Loopback, private, shared (100.64/10), link-local, multicast and reserved ones do not, nor
    IPv6 addresses that carry an IPv4 one; behind NAT64 the IPv4 address is judged.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GLOBAL_UNICAST or ip.scope_id:
            return False
    if any(ip.version == network.version and ip in network for network in _ALSO_REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def literal_address(host: str) -> str | None:
    """Return the address a host spells out, in any way the system's resolver reads; else None.

    "0177.0.0.1" and "2130706433" are 127.0.0.1 to it.
    """
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if host.isascii() else None
    except (OSError, ValueError):
        return None


def is_local_name(host: str) -> bool:
    """Return whether a host is one of the reader's own network, as far as its name tells."""
    name = host.lower().strip("[]").rstrip(".")
    if (address := literal_address(name)) is not None:
        return not is_public(address)
    return "." not in name or name.endswith(_LOCAL_ENDINGS)


async def system_resolve(host: str, port: int, *, executor: Executor) -> Sequence[str]:
    """Return the addresses that the system's resolver gives, in its order of preference."""
    found = await asyncio.get_running_loop().run_in_executor(
        executor, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    )
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """A network backend that connects to public addresses, and to those that are allowed.

    A host that cannot be reached is tried once: a dead one would cost each of its feeds and pages
    the whole deadline.
    """

    def __init__(
        self,
        *,
        allowed: Allowed,
        resolve: Resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()
        self._lost: dict[tuple[str, int], Exception] = {}
        self.has_met = False
        """A name was found or a host answered, were it by a refusal: there is a network."""

    @property
    def has_missed(self) -> bool:
        """Whether a host could not be reached."""
        return bool(self._lost)

    async def look_around(self, hosts: Iterable[tuple[str, int]]) -> None:
        """Find out by names that were found before whether there is a network; nobody is asked."""
        for host, port in hosts:
            try:
                addresses = await self._resolve(host, port)
            except (OSError, UnicodeError):
                continue
            if literal_address(host) is None and any(map(is_public, addresses)):
                self.has_met = True
                return

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers.

        Raises:
            PrivateAddress: no address of `host` may be connected to.
            httpcore.ConnectError: none answered, or the name does not resolve; or so it was the
                last time.
        """
        if (lost := self._lost.get((host, port))) is not None:
            raise httpcore.ConnectError(str(lost)) from lost
        started = _time()
        try:
            stream = await self._connect(host, port, timeout, local_address, socket_options)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            self._lost[host, port] = error
            self.has_met |= _is_answer(error)
            raise
        except asyncio.CancelledError:
            # The deadline of the exchange. Of one that began late nothing is known.
            if _time() - started >= _NEXT_ADDRESS_S:
                self._lost[host, port] = httpcore.ConnectTimeout(TOO_SLOW)
            raise
        self.has_met = True
        return stream

    async def _connect(
        self,
        host: str,
        port: int,
        timeout: float | None,  # noqa: ASYNC109 - as above
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        if not addresses:
            raise httpcore.ConnectError("the host has no address")
        self.has_met |= literal_address(host) is None
        if (host.lower(), port) not in self._allowed:
            addresses = [a for a in addresses if is_public(a)]
            if not addresses:
                raise PrivateAddress(host)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(
                    address, port, _shorter(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(
            addresses[-1], port, timeout, local_address, socket_options
        )

    async def sleep(self, seconds: float) -> None:
        """Pause between two attempts of httpcore's own."""
        await self._network.sleep(seconds)


def _is_answer(error: BaseException) -> bool:
    """Return whether a failed connection was refused: somebody is there."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (ConnectionRefusedError, ConnectionResetError)):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _time() -> float:
    return asyncio.get_running_loop().time()


def _shorter(timeout: float | None) -> float:
    return _NEXT_ADDRESS_S if timeout is None else min(timeout, _NEXT_ADDRESS_S)
