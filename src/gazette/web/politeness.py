"""Give each host room: few requests at once, a pause between them, a hold where it asks for one.

A host is name and port. The gate says when a request may start; the client makes it. Holds here
last for one run; the store keeps what must outlive it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from gazette.errors import HostHeld
from gazette.feeds.identity import ascii_host

# One operator behind many names, who counts requests to all of them together.
_PLATFORMS: Final = frozenset(("openrss.org", "reddit.com", "substack.com", "youtube.com"))


def host_key(url: str) -> str:
    """Return the host of a web address as "name:port"; "" where there is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return f"{ascii_host(parts.hostname)}:{port}" if parts.hostname else ""
    except ValueError:
        return ""


def turn_key(url: str) -> str:
    """Return whose turn a request to an address takes: its host's, or its platform's."""
    key = host_key(url)
    name, _, port = key.rpartition(":")
    platform = ".".join(name.rsplit(".", 2)[-2:])
    return f"{platform}:{port}" if platform in _PLATFORMS else key


@dataclass(slots=True)
class _Host:
    """What the gate remembers of one host; times are the event loop's."""

    slots: asyncio.Semaphore
    rested_at: float = 0.0
    """When the pause after the last request is over."""
    held_until: float = 0.0
    delay_s: float = 0.0
    """What the host itself asks for."""


class HostGate:
    """Turns for requests: `per_host` at once to a host, `jobs` at once in all.

    Between the end of a request and the start of the next to its host lie at least `delay`.
    Waiting for a host takes no job from the others.
    """

    def __init__(self, *, per_host: int, delay: timedelta, jobs: int) -> None:
        self._per_host = per_host
        self._delay_s = delay.total_seconds()
        self._jobs = asyncio.Semaphore(jobs)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host_key: str) -> AsyncIterator[None]:
        """Wait for a turn at a host and keep it for the length of the block.

        Raises:
            HostHeld: the host is on hold, or came to be while this one waited.
        """
        host = self._host(host_key)
        async with host.slots:
            while True:
                self._check_hold(host_key)
                await asyncio.sleep(max(0.0, host.rested_at - _time()))
                async with self._jobs:
                    self._check_hold(host_key)
                    if host.rested_at > _time():
                        continue  # another request to this host ended while this one waited
                    try:
                        yield
                    finally:
                        host.rested_at = _time() + max(self._delay_s, host.delay_s)
                    return

    def hold(self, host_key: str, seconds: float) -> None:
        """Give a host no turn for so long; a hold that lasts longer already stays."""
        host = self._host(host_key)
        host.held_until = max(host.held_until, _time() + seconds)

    def slow_down(self, host_key: str, seconds: float) -> None:
        """Leave at least so much time between two requests to a host, from the last one on."""
        host = self._host(host_key)
        delay_s = max(self._delay_s, host.delay_s)
        if seconds > delay_s:
            host.rested_at += seconds - delay_s
            host.delay_s = seconds

    def held_for(self, host_key: str) -> float | None:
        """Return for how many seconds a host is still on hold; None if it is not."""
        until = self.held_until(host_key)
        return None if until is None else round(until - _time(), 1)

    def held_until(self, host_key: str) -> float | None:
        """Return until when (the event loop's time) a host is on hold; None if it is not."""
        host = self._hosts.get(host_key)
        return host.held_until if host and host.held_until > _time() else None

    def _host(self, host_key: str) -> _Host:
        if host_key not in self._hosts:
            self._hosts[host_key] = _Host(asyncio.Semaphore(self._per_host))
        return self._hosts[host_key]

    def _check_hold(self, host_key: str) -> None:
        if (seconds := self.held_for(host_key)) is not None:
            raise HostHeld(host=host_key, seconds=seconds)


def _time() -> float:
    return asyncio.get_running_loop().time()
