"""Extract the stored articles again, from the page bytes that are kept beside the store."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from gazette.clock import Clock
from gazette.errors import ExtractError, ParserFailed
from gazette.extract import EXTRACTOR_VERSION, rules_for
from gazette.fetch.page_stage import removed_counts
from gazette.fetch.parsers import Parsers
from gazette.model import KeptPage, PageExtracted, PageTask, Subscription
from gazette.store import Store

_BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class AgainReport:
    """How many pages were read again, and how many gave an article."""

    pages: int
    articles: int


async def extract_again(
    store: Store, subscriptions: Iterable[Subscription], clock: Clock
) -> AgainReport:
    """Rebuild every article whose page is still kept; one that fails now keeps its old article.

    `subscriptions` have the reader's own rules for the pages of their feeds.
    """
    by_url = {s.url: s for s in subscriptions}
    pages = articles = 0
    async with Parsers(os.cpu_count() or 2) as parsers:
        for batch in _batches(store):
            now = clock()
            done = await asyncio.gather(
                *(_article(page, task, parsers, by_url, now) for page, task in batch)
            )
            pages += len(done)
            for task, outcome in done:
                if outcome is not None:
                    articles += 1
                    store.pages.record(
                        task, outcome, extractor=EXTRACTOR_VERSION, next_try=None, now=now
                    )
    return AgainReport(pages, articles)


async def _article(
    page: KeptPage,
    task: PageTask,
    parsers: Parsers,
    subscriptions: Mapping[str, Subscription],
    now: datetime,
) -> tuple[PageTask, PageExtracted | None]:
    try:
        extraction = await parsers.extract(
            page.body,
            url=page.final_url,
            charset=page.charset,
            language=task.language,
            rules=rules_for(page.final_url, subscriptions.get(task.feed_url), day=now.date()),
        )
    except (ExtractError, ParserFailed):
        return task, None
    return task, PageExtracted(extraction.article, removed_counts(extraction.removed))


def _batches(store: Store) -> Iterator[list[tuple[KeptPage, PageTask]]]:
    """Yield the kept pages with the page they belong to, a few at a time."""
    pages = store.kept.pages()
    while batch := list(islice(pages, _BATCH)):
        tasks = {task.url: task for task in store.pages.of_urls([page.url for page in batch])}
        yield [(page, tasks[page.url]) for page in batch if page.url in tasks]
