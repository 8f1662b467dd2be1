"""What both stages of a fetch work with, handed down as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from gazette.rules import RuleBook
from gazette.store import Store
from gazette.store.times import LONGEST_HOLD
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
    rules: RuleBook
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
            if (pause := pause_of(problem)) is not None:
                # After a redirect the host that asked for the pause is another.
                hold(str(problem.data["url"]), pause, self.gate, self.store, self.clock())
            raise


def hold(url: str, pause: timedelta, gate: HostGate, store: Store, now: datetime) -> None:
    """Leave the host of an address alone for a while, in this run and in those to come."""
    pause = min(pause, LONGEST_HOLD)
    host = turn_key(url)
    gate.hold(host, pause.total_seconds())
    store.feeds.hold(host, now + pause, now=now)


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
