import asyncio
import socket
from collections.abc import Sequence

import httpcore
import pytest

from gazette.web.address import (
    GuardedBackend,
    PrivateAddress,
    is_local_name,
    is_public,
    literal_address,
)

PRIVATE = """
127.0.0.1 127.8.9.1 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1
169.254.169.254 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3 240.0.0.1
255.255.255.255 192.0.0.8 192.88.99.1
:: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1
64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 2001:0:53aa::1 100::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.216.34 2606:4700::1111 2a00:1450::1 64:ff9b::808:808".split()
)
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "8.8.8.8.8", "a.example"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0177.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("8.8.8.8", "8.8.8.8"),
        ("[::1]", "::1"),
        ("a.example", None),
        ("١.٢.٣.٤", None),
        ("", None),
    ],
)
def test_odd_spellings_of_an_address_are_read(host: str, address: str | None) -> None:
    assert literal_address(host) == address


class Network(httpcore.AsyncNetworkBackend):
    """Connects to everything but the addresses that are down."""

    def __init__(self, *down: str) -> None:
        self.down = down
        self.asked: list[str] = []

    async def connect_tcp(self, host: str, port: int, *args, **kwargs):
        self.asked.append(host)
        if host in self.down:
            raise httpcore.ConnectError("down")
        return httpcore.AsyncMockStream([])


class Names:
    """A name server whose answers change."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        return self.answers.pop(0)


async def connect(network: Network, *answers: Sequence[str], allowed=frozenset()) -> None:
    guard = GuardedBackend(allowed=allowed, resolve=Names(*answers), network=network)
    await guard.connect_tcp("a.example", 80)


async def test_a_second_answer_of_the_name_server_is_not_asked_for() -> None:
    network = Network()
    await connect(network, ["93.184.216.34"], ["127.0.0.1"])
    assert network.asked == ["93.184.216.34"]


async def test_private_addresses_among_public_ones_are_left_out() -> None:
    network = Network("8.8.8.8")
    await connect(network, ["10.0.0.1", "8.8.8.8", "127.0.0.1", "8.8.4.4"])
    assert network.asked == ["8.8.8.8", "8.8.4.4"]


async def test_a_name_with_only_private_addresses_is_refused() -> None:
    network = Network()
    with pytest.raises(PrivateAddress):
        await connect(network, ["10.0.0.1", "::1"])
    assert not network.asked


async def test_an_allowed_host_may_be_private_on_its_own_port_only() -> None:
    network = Network()
    await connect(network, ["10.0.0.1"], allowed=frozenset({("a.example", 80)}))
    with pytest.raises(PrivateAddress):
        await connect(network, ["10.0.0.1"], allowed=frozenset({("a.example", 81)}))
    assert network.asked == ["10.0.0.1"]


async def test_when_all_addresses_are_down_the_last_failure_is_told() -> None:
    with pytest.raises(httpcore.ConnectError):
        await connect(Network("8.8.8.8", "8.8.4.4"), ["8.8.8.8", "8.8.4.4"])


async def test_a_name_without_addresses_is_a_connection_error() -> None:
    with pytest.raises(httpcore.ConnectError):
        await connect(Network(), [], allowed=frozenset({("a.example", 80)}))


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("2130706433", True),
        ("::1", True),
        ("localhost", True),
        ("nas", True),
        ("Box.Local", True),
        ("rss.home.arpa.", True),
        ("journal.example", False),
        ("local.example", False),
        ("8.8.8.8", False),
    ],
)
def test_names_of_ones_own_network_are_told(host: str, is_local: bool) -> None:
    assert is_local_name(host) is is_local


def guard_of(network: Network, *answers: Sequence[str]) -> GuardedBackend:
    return GuardedBackend(allowed=frozenset(), resolve=Names(*answers), network=network)


async def test_a_host_that_cannot_be_reached_is_not_tried_again() -> None:
    network = Network("8.8.8.8")
    guard = guard_of(network, ["8.8.8.8"], ["8.8.4.4"])
    for _ in range(3):
        with pytest.raises(httpcore.ConnectError, match="down"):
            await guard.connect_tcp("a.example", 80)
    await guard.connect_tcp("b.example", 80)
    assert network.asked == ["8.8.8.8", "8.8.4.4"]


async def test_a_name_that_does_not_resolve_is_asked_for_once() -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    guard = GuardedBackend(allowed=frozenset(), resolve=resolve, network=Network())
    for _ in range(2):
        with pytest.raises(httpcore.ConnectError) as caught:
            await guard.connect_tcp("a.example", 80)
    assert asked == ["a.example"]
    assert "unknown" in str(caught.value)
    assert (guard.has_met, guard.has_missed) == (False, True)


async def test_a_connection_that_is_cancelled_early_tells_nothing_of_its_host() -> None:
    answers: list[BaseException | Sequence[str]] = [asyncio.CancelledError(), ["8.8.8.8"]]

    async def resolve(host: str, port: int) -> Sequence[str]:
        answer = answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    network = Network()
    guard = GuardedBackend(allowed=frozenset(), resolve=resolve, network=network)
    with pytest.raises(asyncio.CancelledError):
        await guard.connect_tcp("a.example", 80)
    await guard.connect_tcp("a.example", 80)
    assert network.asked == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("host", "error", "met"),
    [
        ("a.example", OSError("no route"), True),  # its name was found
        ("8.8.8.8", OSError("no route"), False),
        ("8.8.8.8", ConnectionRefusedError(), True),
        ("8.8.8.8", ConnectionResetError(), True),
    ],
)
async def test_a_name_that_is_found_or_a_refusal_shows_that_there_is_a_network(
    host: str, error: OSError, met: bool
) -> None:
    class Failing(Network):
        async def connect_tcp(self, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
            raise httpcore.ConnectError from error

    guard = guard_of(Failing(), ["8.8.8.8"])
    with pytest.raises(httpcore.ConnectError):
        await guard.connect_tcp(host, 80)
    assert (guard.has_met, guard.has_missed) == (met, True)


async def test_a_connection_shows_that_there_is_a_network() -> None:
    guard = guard_of(Network(), ["8.8.8.8"])
    await guard.connect_tcp("8.8.8.8", 80)
    assert (guard.has_met, guard.has_missed) == (True, False)
