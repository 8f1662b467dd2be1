"""Wanted pages → articles in the store, and their bytes beside it."""

import logging
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Final

from gazette.article import Removed
from gazette.errors import (
    BadStatus,
    DownloadError,
    ExtractError,
    HostHeld,
    ParserFailed,
    RobotsRefused,
    StoreError,
    TooLarge,
)
from gazette.extract import EXTRACTOR_VERSION
from gazette.feeds.identity import mask_url
from gazette.fetch.holds import pause_of
from gazette.fetch.marking import marks_of_arrivals
from gazette.fetch.report import Attempt, StageStarted
from gazette.fetch.tools import Tools, exchange_of, is_away, told
from gazette.fetch.workers import FAULT, by_host
from gazette.model import Exchange, KeptPage, PageExtracted, PageFailed, PageOutcome, PageTask
from gazette.schedule import page_retry
from gazette.web.client import Download, Request
from gazette.web.politeness import host_key

DEADLINE_S: Final = 15.0
MAX_BYTES: Final = 8_000_000

# RFC 9110 15.5: the request itself is at fault, or the page is not there; the same question
# gets the same answer. 408, 425 and 429 ask to come back.
_COME_BACK: Final = frozenset((408, 425, 429))
log = logging.getLogger(__name__)


async def fetch_pages(tasks: Iterable[PageTask], tools: Tools) -> None:
    """Ask for every page and commit what became of it; of failures without a network nothing.

    Raises:
        StoreError: an outcome cannot be written.
    """
    tasks = list(tasks)
    tools.on_event(StageStarted("page", len(tasks)))

    waiting: list[tuple[PageTask, PageFailed]] = []

    async def work(task: PageTask) -> None:
        outcome = await _outcome(task, tools)
        if isinstance(outcome, PageFailed) and not tools.client.has_met_network:
            waiting.append((task, outcome))
        else:
            tools.on_event(_record(task, outcome, tools))

    def on_fault(task: PageTask) -> None:
        tools.on_event(_record(task, PageFailed(FAULT), tools))

    await by_host(
        tasks,
        url_of=lambda task: task.url,
        work=work,
        on_fault=on_fault,
        per_host=tools.config.fetch.per_host,
    )
    if waiting and not await is_away(tools):
        for task, failure in waiting:
            tools.on_event(_record(task, failure, tools))


async def _outcome(task: PageTask, tools: Tools) -> PageOutcome:
    subscription = tools.subscriptions.get(task.feed_url)
    # Headers may be secrets between the reader and the feed's own host.
    is_at_home = host_key(task.url) == host_key(task.feed_url)
    request = Request(
        task.url,
        user_agent=subscription.user_agent if subscription else None,
        headers=subscription.headers if subscription and is_at_home else (),
        accept="page",
        permit=partial(tools.robots.permit, tools=tools) if tools.robots else None,
    )
    try:
        download = await tools.download(request, deadline_s=DEADLINE_S, max_bytes=MAX_BYTES)
    except HostHeld:
        raise
    except DownloadError as problem:
        return PageFailed(
            told(problem, subscription),
            is_final=_is_final(problem),
            retry_after=pause_of(problem),
        )
    exchange = exchange_of(download)
    _keep(task, download, tools)
    try:
        extraction = await tools.parsers.extract(
            download.body,
            url=download.final_url,
            charset=download.charset,
            language=task.language,
            rules=tools.lessons.rules(download.final_url, subscription, now=tools.clock()),
            learn=True,
        )
    except ExtractError as problem:
        return PageFailed(told(problem, subscription), is_final=True, exchange=exchange)
    except ParserFailed as problem:
        return PageFailed(told(problem, subscription), exchange=exchange)
    return PageExtracted(
        extraction.article,
        removed_counts(extraction.removed),
        exchange,
        tools.lessons.seen(task.id, download.final_url, extraction.trace, now=tools.clock()),
    )


def removed_counts(removed: Iterable[Removed]) -> tuple[tuple[str, int], ...]:
    """Return how many pieces were left out for each reason, most first."""
    return tuple(Counter(str(piece.reason) for piece in removed).most_common())


def _keep(task: PageTask, download: Download, tools: Tools) -> None:
    """Keep the bytes, also of a page without an article: a better extractor may find one."""
    if tools.config.fetch.keep_pages and tools.config.fetch.keep_pages_bytes:
        page = KeptPage(task.url, download.body, download.final_url, download.charset)
        try:
            tools.store.kept.keep(page, extractor=EXTRACTOR_VERSION, now=tools.clock())
        except StoreError:  # it is a cache: the article itself can still be stored
            log.exception("the page's bytes could not be kept")


def _is_final(problem: DownloadError) -> bool:
    if isinstance(problem, BadStatus):
        status = problem.data.get("status")
        return isinstance(status, int) and 400 <= status < 500 and status not in _COME_BACK
    # Not AddressRefused: a network that asks for a log-in sends every name to a private address.
    return isinstance(problem, (RobotsRefused, TooLarge))


def _record(task: PageTask, outcome: PageOutcome, tools: Tools) -> Attempt:
    now = tools.clock()
    is_failure = isinstance(outcome, PageFailed)
    tools.store.pages.record(
        task,
        outcome,
        extractor=EXTRACTOR_VERSION,
        next_try=page_retry(task.failures, outcome, now=now, rng=tools.rng)
        if isinstance(outcome, PageFailed)
        else None,
        now=now,
        marks=marks_of_arrivals(task, outcome, tools.store, tools.rules),
    )
    exchange: Exchange = outcome.exchange
    return Attempt(
        kind="page",
        url=mask_url(task.url),
        outcome="failed" if is_failure else "ok",
        bytes=exchange.size_bytes,
        seconds=round(exchange.seconds, 3),
        error=outcome.error if isinstance(outcome, PageFailed) else None,
    )
