"""What both stages of a fetch work with, handed down as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from gazette.clock import Clock
from gazette.config import Config
from gazette.errors import BadStatus, DownloadError, GazetteError
from gazette.feeds.secrets import secrets_of, without_secrets
from gazette.fetch.lessons import Lessons
from gazette.fetch.parsers import Parsers
from gazette.fetch.report import OnEvent
from gazette.fetch.robots import RobotsTxt
from gazette.model import Exchange, Subscription
from gazette.store import Store
from gazette.store.feeds import LONGEST_HOLD
from gazette.web.client import Client, Download, Request
from gazette.web.politeness import HostGate, turn_key

UNNAMED_HOLD: Final = timedelta(hours=4)
"""How long a host is left alone that wants a pause and does not say how long."""
_ASKS_FOR_PAUSE: Final = frozenset((429, 503))


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
    lessons: Lessons
    robots: RobotsTxt | None = None
    """None: a person asked for the pages."""

    async def download(self, request: Request, *, deadline_s: float, max_bytes: int) -> Download:
        """Download; a host that asks for a pause gets it.

        Raises:
            HostHeld: a host on the way asked to be left alone; nothing was sent to it.
            DownloadError: there is no usable body.
        """
        try:
            return await self.client.get(request, deadline_s=deadline_s, max_bytes=max_bytes)
        except BadStatus as problem:
            pause = pause_of(problem)
            if pause is not None:
                pause = min(pause, LONGEST_HOLD)
                # After a redirect the host that asked for the pause is another.
                answering = turn_key(str(problem.data["url"]))
                self.gate.hold(answering, pause.total_seconds())
                now = self.clock()
                self.store.feeds.hold(answering, now + pause, now=now)
            raise


def pause_of(problem: DownloadError) -> timedelta | None:
    """Return for how long a refused host is to be left alone; None where nothing says so."""
    if not isinstance(problem, BadStatus):
        return None
    named = problem.data.get("retry_after")
    if isinstance(named, timedelta):
        return named
    return UNNAMED_HOLD if problem.data.get("status") in _ASKS_FOR_PAUSE else None


def told(problem: GazetteError, subscription: Subscription | None) -> str:
    """Return what is stored and shown of a failure: one English line without secrets."""
    return without_secrets(str(problem), secrets_of(subscription) if subscription else ())


def exchange_of(download: Download) -> Exchange:
    """Return what every outcome tells of a download."""
    return Exchange(
        final_url=download.final_url,
        moved_to=download.final_url if download.permanent else None,
        validators=download.validators,
        max_age=download.max_age,
        hub=download.hub,
        size_bytes=len(download.body),
        seconds=download.seconds,
    )
