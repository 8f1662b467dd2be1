"""Extract the stored articles again, from the page bytes that are kept beside the store."""

import asyncio
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from msgspec import Struct

from gazette.article import Extraction
from gazette.clock import Clock
from gazette.errors import ExtractError, ParserFailed
from gazette.extract import EXTRACTOR_VERSION, PageRules
from gazette.fetch.lessons import Lessons
from gazette.fetch.marking import marks_of_arrivals
from gazette.fetch.page_stage import removed_counts
from gazette.fetch.parsers import Parsers
from gazette.model import KeptPage, PageExtracted, PageTask, Subscription
from gazette.rules import RuleBook
from gazette.store import Store

_BATCH: Final = 50


class AgainReport(Struct, frozen=True):
    """How many pages were read again, and how many gave an article."""

    pages: int
    articles: int


async def extract_again(
    store: Store,
    subscriptions: Iterable[Subscription],
    clock: Clock,
    rules: RuleBook | None = None,
) -> AgainReport:
    """Rebuild every article whose page is still kept; one that fails now keeps its old article.

    `subscriptions` have what the reader says of the pages of their feeds; `rules` are asked of
    the stories that have had no article until now.
    """
    by_url = {s.url: s for s in subscriptions}
    lessons = Lessons(store.learned)
    pages = articles = 0
    async with Parsers(os.cpu_count() or 2) as parsers:
        for batch in _batches(store):
            now = clock()
            done = await asyncio.gather(
                *(
                    _extraction(
                        page,
                        task.language,
                        parsers,
                        lessons.rules(page.final_url, by_url.get(task.feed_url), now=now),
                    )
                    for page, task in batch
                )
            )
            pages += len(done)
            for (page, task), extraction in zip(batch, done, strict=True):
                if extraction is not None:
                    articles += 1
                    outcome = PageExtracted(
                        extraction.article,
                        removed_counts(extraction.removed),
                        seen=lessons.seen(task.id, page.final_url, extraction.trace, now=now),
                    )
                    store.pages.record(
                        task,
                        outcome,
                        extractor=EXTRACTOR_VERSION,
                        next_try=None,
                        now=now,
                        marks=marks_of_arrivals(task, outcome, store, rules) if rules else None,
                    )
    return AgainReport(pages, articles)


async def _extraction(
    page: KeptPage, language: str | None, parsers: Parsers, rules: PageRules
) -> Extraction | None:
    try:
        return await parsers.extract(
            page.body,
            url=page.final_url,
            charset=page.charset,
            language=language,
            rules=rules,
            learn=True,
        )
    except (ExtractError, ParserFailed):
        return None


def _batches(store: Store) -> Iterator[list[tuple[KeptPage, PageTask]]]:
    """Yield the kept pages with the page they belong to, a few at a time."""
    pages = store.kept.pages()
    while batch := list(islice(pages, _BATCH)):
        tasks = {task.url: task for task in store.pages.of_urls([page.url for page in batch])}
        yield [(page, tasks[page.url]) for page in batch if page.url in tasks]
