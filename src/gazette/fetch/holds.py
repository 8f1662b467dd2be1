"""Hosts that want to be left alone: who says so, for how long, and who is told."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from gazette.clock import Clock
from gazette.errors import BadStatus, DownloadError, StoreError
from gazette.store import Store
from gazette.store.times import LONGEST_HOLD
from gazette.web.client import Client, Download, Request
from gazette.web.politeness import HostGate, turn_key

UNNAMED_HOLD: Final = timedelta(hours=4)
"""How long a host is left alone that wants a pause and does not say how long."""
_ASKS_FOR_PAUSE: Final = frozenset((429, 503))


class Holds:
    """The hosts that are left alone, in this run and in those to come."""

    def __init__(self, gate: HostGate, store: Store | None, clock: Clock) -> None:
        """Begin with what the store remembers; without a store, with nothing."""
        self._gate = gate
        self._store = store
        self._clock = clock
        now = clock()
        for host, until in (store.feeds.held(now=now) if store else {}).items():
            gate.hold(host, (until - now).total_seconds())

    def hold(self, url: str, pause: timedelta) -> None:
        """Leave the host of an address alone for a while.

        A store that cannot be written does not remember it; whoever records what became of the
        request will be told so.
        """
        pause, now, host = min(pause, LONGEST_HOLD), self._clock(), turn_key(url)
        self._gate.hold(host, pause.total_seconds())
        if self._store:
            with suppress(StoreError):
                self._store.feeds.hold(host, now + pause, now=now)

    async def download(
        self, client: Client, request: Request, *, deadline_s: float, max_bytes: int
    ) -> Download:
        """Download; a host that asks for a pause gets it.

        Raises:
            HostHeld: a host on the way asked to be left alone; nothing was sent to it.
            DownloadError: there is no usable body.
        """
        try:
            return await client.get(request, deadline_s=deadline_s, max_bytes=max_bytes)
        except BadStatus as problem:
            if (pause := pause_of(problem)) is not None:
                # After a redirect the host that asked for the pause is another.
                self.hold(str(problem.data["url"]), pause)
            raise


def pause_of(problem: DownloadError) -> timedelta | None:
    """Return for how long a refused host is to be left alone; None where nothing says so."""
    if not isinstance(problem, BadStatus):
        return None
    named = problem.data.get("retry_after")
    if isinstance(named, timedelta):
        return named
    return UNNAMED_HOLD if problem.data.get("status") in _ASKS_FOR_PAUSE else None
