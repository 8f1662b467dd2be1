"""One run of the fetcher: feeds that are due, then the pages that are wanted.

    store.feeds.due → client → parsers → changes → store.feeds.record
    store.pages.due → client → store.kept, parsers → store.pages.record

The store is the queue: every outcome is committed on its own, so a run that is killed or passes
its deadline has lost nothing, and the next one carries on.
"""

import asyncio
import os
from dataclasses import replace
from random import Random
from typing import Final

from gazette.clock import Clock
from gazette.config import Config
from gazette.fetch.feed_stage import fetch_feeds
from gazette.fetch.page_stage import fetch_pages
from gazette.fetch.parsers import Parsers
from gazette.fetch.plan import Plan, due_pages
from gazette.fetch.report import Event, FetchReport, OnEvent
from gazette.fetch.tools import Tools
from gazette.model import PageTask
from gazette.store import Store
from gazette.web.client import Client
from gazette.web.politeness import HostGate, host_key

RUN_DEADLINE_S: Final = 15 * 60.0
MOST_PARSERS: Final = 4


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
    async with _Run(config, store, clock, rng, on_event) as run:
        return await run.everything(plan, only)


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

    Raises:
        StoreError: the store cannot be written.
    """
    async with _Run(config, store, clock, rng, on_event) as run:
        return await run.pages((task,))


class _Run:
    """The client, the parsers and the report of one run; opened and closed together."""

    def __init__(
        self, config: Config, store: Store, clock: Clock, rng: Random, on_event: OnEvent
    ) -> None:
        self._config = config
        self._store = store
        self._clock = clock
        self._report = FetchReport()
        self._began = clock()
        subscriptions = {s.url: s for s in config.subscriptions}
        # A private address is asked only where the reader's own list names that host and port.
        hosts = (host_key(url).rpartition(":") for url in subscriptions)
        allowed = frozenset((name, int(port)) for name, _, port in hosts if port)

        def note(event: Event) -> None:
            self._report.add(event)
            on_event(event)

        settings = config.fetch
        self._tools = Tools(
            config=config,
            store=store,
            client=Client(user_agent=settings.user_agent, allowed=allowed, proxy=settings.proxy),
            gate=HostGate(per_host=settings.per_host, delay=settings.delay, jobs=settings.jobs),
            parsers=Parsers(min(os.cpu_count() or 2, MOST_PARSERS)),
            clock=clock,
            rng=rng,
            on_event=note,
            subscriptions=subscriptions,
        )

    async def __aenter__(self) -> "_Run":
        await self._tools.client.__aenter__()
        await self._tools.parsers.__aenter__()
        now = self._clock()
        for host, until in self._store.feeds.held(now=now).items():
            self._tools.gate.hold(host, (until - now).total_seconds())
        return self

    async def __aexit__(self, *details: object) -> None:
        await self._tools.parsers.__aexit__(None, None, None)
        await self._tools.client.__aexit__(None, None, None)

    async def everything(self, plan: Plan, only: frozenset[str] | None) -> FetchReport:
        try:
            async with asyncio.timeout(RUN_DEADLINE_S):
                if plan.feeds:
                    await fetch_feeds(plan.feeds, self._tools)
                wanted = {
                    url: s
                    for url, s in self._tools.subscriptions.items()
                    if only is None or url in only
                }
                now = self._clock()
                held = self._store.feeds.held(now=now)
                tasks = due_pages(self._store, wanted, held, now=now)
                if tasks:
                    await fetch_pages(tasks, self._tools)
        except TimeoutError:
            self._report.out_of_time = True
        return self._closed()

    async def pages(self, tasks: tuple[PageTask, ...]) -> FetchReport:
        await fetch_pages(tasks, self._tools)
        return self._closed()

    def _closed(self) -> FetchReport:
        settings = self._config.fetch
        self._store.kept.prune(
            age=settings.keep_pages, max_bytes=settings.keep_pages_bytes, now=self._clock()
        )
        elapsed = (self._clock() - self._began).total_seconds()
        return replace(self._report, seconds=elapsed)
