"""What both stages of a fetch work with, handed down as one value."""

from collections.abc import Mapping
from itertools import islice
from random import Random
from typing import Final

from msgspec import Struct

from gazette.clock import Clock
from gazette.config import Config
from gazette.errors import GazetteError
from gazette.feeds.secrets import secrets_of, without_secrets
from gazette.fetch.holds import Holds
from gazette.fetch.lessons import Lessons
from gazette.fetch.parsers import Parsers
from gazette.fetch.report import OnEvent
from gazette.fetch.robots import RobotsTxt
from gazette.model import Exchange, Subscription
from gazette.rules import RuleBook
from gazette.store import Store
from gazette.web.client import Client, Download, Request
from gazette.web.politeness import HostGate

_WITNESSES: Final = 3
"""Feeds whose names are looked up to know whether there is a network."""


class Tools(Struct, frozen=True):
    """Store, client, parsers and settings of one run."""

    config: Config
    store: Store
    client: Client
    gate: HostGate
    holds: Holds
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
        return await self.holds.download(
            self.client, request, deadline_s=deadline_s, max_bytes=max_bytes
        )


async def is_away(tools: Tools) -> bool:
    """Say whether there is no network, now that all that was asked has failed.

    Where dead hosts alone were due, feeds that answered the last time tell: their names are looked
    up. Else a dead feed would be taken for a network that is away as long as nothing else is due.
    """
    client = tools.client
    if client.network_is_away:
        healthy = (row for row in tools.store.feeds.rows() if row.last_checked and not row.error)
        await client.look_around([row.url for row in islice(healthy, _WITNESSES)])
    return client.network_is_away


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
