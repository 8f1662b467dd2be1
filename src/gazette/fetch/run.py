"""One run of the fetcher: feeds that are due, then the pages that are wanted.

    store.feeds.due → client → parsers → changes → store.feeds.record
    store.pages.due → client → store.kept, parsers → store.pages.record

The store is the queue: every outcome is committed on its own, so a run that is killed or passes
its deadline has lost nothing, and the next one carries on.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Final

from msgspec.structs import replace

from gazette.clock import Clock, LocalZone
from gazette.config import Config
from gazette.errors import StoreError
from gazette.fetch.feed_stage import fetch_feeds
from gazette.fetch.first import Choose, FoundFeed, find_feed
from gazette.fetch.holds import Holds
from gazette.fetch.lessons import Lessons
from gazette.fetch.page_stage import fetch_pages
from gazette.fetch.parsers import Parsers
from gazette.fetch.plan import Plan, due_pages
from gazette.fetch.report import Event, FetchReport, OnEvent
from gazette.fetch.robots import RobotsTxt
from gazette.fetch.tools import Tools
from gazette.model import PageTask, Subscription
from gazette.rules import RuleBook
from gazette.store import Store
from gazette.web.client import Client
from gazette.web.politeness import HostGate, host_key, turn_key

RUN_DEADLINE_S: Final = 15 * 60.0
MOST_PARSERS: Final = 4
MOST_INDEXED: Final = 20_000
"""A first fetch of a thousand feeds does not wait for the full-text index: whoever searches first
puts its stories in, which takes a second for 50,000."""


async def fetch(
    plan: Plan,
    *,
    config: Config,
    store: Store,
    clock: Clock,
    rng: Random,
    on_event: OnEvent,
    only: frozenset[str] | None = None,
) -> FetchReport:
    """Carry out a plan, then fetch the pages that its feeds want, and report.

    `only` keeps the page stage to feeds at these addresses (None: all). The caller holds the
    fetch lock.

    Raises:
        StoreError: the store cannot be written.
    """
    report, began = FetchReport(), asyncio.get_running_loop().time()
    note = _counted(report, on_event)
    async with _tools(config, store, clock, rng, note, robots=RobotsTxt()) as tools:
        try:
            async with asyncio.timeout(RUN_DEADLINE_S):
                if plan.feeds:
                    await fetch_feeds(plan.feeds, tools)
                wanted = {u: s for u, s in tools.subscriptions.items() if not only or u in only}
                now = clock()
                tasks = due_pages(store, wanted, store.feeds.held(now=now), now=now)
                if tasks and not tools.client.network_is_away:
                    await fetch_pages(tasks, tools)
        except TimeoutError:
            report.out_of_time = True
        report.is_away = tools.client.network_is_away
    _prune(store, config, report, clock)
    store.search.refresh(at_most=MOST_INDEXED)
    report.seconds = asyncio.get_running_loop().time() - began
    return report


def _prune(store: Store, config: Config, report: FetchReport, clock: Clock) -> None:
    """Throw old pages away; they are a cache, and what is wrong with it costs no story."""
    settings = config.fetch
    try:
        store.kept.prune(age=settings.keep_pages, max_bytes=settings.keep_pages_bytes, now=clock())
    except StoreError as problem:
        report.kept_problem = problem


async def fetch_one_page(
    task: PageTask,
    *,
    config: Config,
    store: Store,
    clock: Clock,
    rng: Random,
    on_event: OnEvent,
) -> FetchReport:
    """Fetch one story's page now, whether it is due or not, and report.

    A person asked for it: robots.txt is for programs that come by themselves.

    Raises:
        StoreError: the store cannot be written.
    """
    report, began = FetchReport(), asyncio.get_running_loop().time()
    async with _tools(config, store, clock, rng, _counted(report, on_event)) as tools:
        await fetch_pages((task,), tools)
        report.is_away = tools.client.network_is_away
    report.seconds = asyncio.get_running_loop().time() - began
    return report


async def first_fetch(
    url: str, *, choose: Choose, config: Config, store: Store, clock: Clock, rng: Random
) -> FoundFeed:
    """Find the feed at an address that the reader typed, with what its first request brought.

    Nothing of it is stored yet. The address may be a private one, as if it were subscribed to.

    Raises:
        NoFeed: there is none.
        DownloadError: the address, or the feed it leads to, cannot be downloaded.
        StoreError: the store cannot be written.
    """
    typed = replace(config, subscriptions=(*config.subscriptions, Subscription(url)))
    async with _tools(typed, store, clock, rng, lambda _event: None) as tools:
        return await find_feed(url, choose, tools)


def _counted(report: FetchReport, on_event: OnEvent) -> OnEvent:
    def note(event: Event) -> None:
        report.add(event)
        on_event(event)

    return note


@asynccontextmanager
async def _tools(
    config: Config,
    store: Store,
    clock: Clock,
    rng: Random,
    on_event: OnEvent,
    *,
    robots: RobotsTxt | None = None,
) -> AsyncIterator[Tools]:
    """Open what a run works with, and close it however the run ends."""
    settings = config.fetch
    subscriptions = {s.url: s for s in config.subscriptions}
    # A private address is asked only where the reader's own list names that host and port.
    hosts = (host_key(url).rpartition(":") for url in subscriptions)
    allowed = frozenset((name, int(port)) for name, _, port in hosts if port)
    gate = HostGate(per_host=settings.per_host, delay=settings.delay, jobs=settings.jobs)
    holds = Holds(gate, store, clock)
    async with (
        Client(
            user_agent=settings.user_agent,
            allowed=allowed,
            proxy=settings.proxy,
            turn=lambda url: gate.turn(turn_key(url)),
            pause=holds.hold,
        ) as client,
        Parsers(min(os.cpu_count() or 2, MOST_PARSERS)) as parsers,
    ):
        yield Tools(
            config=config,
            store=store,
            client=client,
            gate=gate,
            holds=holds,
            parsers=parsers,
            clock=clock,
            rng=rng,
            on_event=on_event,
            subscriptions=subscriptions,
            lessons=Lessons(store.learned),
            rules=RuleBook(config.rules, now=clock(), zone=LocalZone()),
            robots=robots,
        )
