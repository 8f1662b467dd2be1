"""What both stages of a fetch work with, handed down as one value."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from gazette.clock import Clock
from gazette.config import Config
from gazette.errors import BadStatus, DownloadError
from gazette.fetch.parsers import Parsers
from gazette.fetch.report import OnEvent
from gazette.model import Exchange, Subscription
from gazette.store import Store
from gazette.web.client import Client, Download, Request
from gazette.web.politeness import HostGate, host_key

log = logging.getLogger(__name__)

UNNAMED_HOLD: Final = timedelta(hours=4)
"""How long a host is left alone that says "too many requests" and not how long."""
LONGEST_HOLD: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Tools:
    """Store, client, parsers and settings of one run."""

    config: Config
    store: Store
    client: Client
    gate: HostGate
    parsers: Parsers
    clock: Clock
    rng: Random
    on_event: OnEvent
    subscriptions: Mapping[str, Subscription]

    async def download(self, request: Request, *, deadline_s: float, max_bytes: int) -> Download:
        """Take the host's turn and download; a host that asks for a pause gets it.

        Raises:
            HostHeld: the host asked to be left alone; nothing was sent.
            DownloadError: there is no usable body.
        """
        try:
            async with self.gate.turn(host_key(request.url)):
                return await self.client.get(request, deadline_s=deadline_s, max_bytes=max_bytes)
        except BadStatus as problem:
            pause = pause_of(problem)
            if pause is not None:
                # After a redirect the host that asked for the pause is another.
                answering = str(problem.data.get("url") or request.url)
                self._hold(host_key(answering), min(pause, LONGEST_HOLD))
            raise

    def _hold(self, host: str, pause: timedelta) -> None:
        self.gate.hold(host, pause.total_seconds())
        self.store.feeds.hold(host, self.clock() + pause)


def pause_of(problem: DownloadError) -> timedelta | None:
    """Return for how long a refused host is to be left alone; None where nothing says so."""
    if not isinstance(problem, BadStatus):
        return None
    named = problem.data.get("retry_after")
    if isinstance(named, timedelta):
        return named
    return UNNAMED_HOLD if problem.data.get("status") == 429 else None


def exchange_of(download: Download) -> Exchange:
    """Return what every outcome tells of a download."""
    return Exchange(
        final_url=download.final_url,
        validators=download.validators,
        max_age=download.max_age,
        size_bytes=len(download.body),
        seconds=download.seconds,
    )


def fault(url: str) -> str:
    """Log the exception being handled as a fault of ours and return the line that says so."""
    log.exception("a fault while fetching %s", url)
    return "a fault in gazette; see its log"
