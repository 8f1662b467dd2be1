"""What a fetch has to do. Light on purpose: a run with nothing due ends before httpx is loaded."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from gazette.config import Config
from gazette.model import Feed, PageTask
from gazette.schedule import is_quiet
from gazette.store import Store
from gazette.web.politeness import turn_key


class Plan(Struct, frozen=True):
    """The feeds to be asked, and the pages that are already waiting."""

    feeds: tuple[Feed, ...]
    pages: tuple[PageTask, ...]

    def __bool__(self) -> bool:
        return bool(self.feeds or self.pages)


def what_is_due(
    store: Store,
    config: Config,
    *,
    now: datetime,
    only: frozenset[str] | None = None,
    force: bool = False,
) -> Plan:
    """Return what there is to fetch now.

    `only` names the addresses of the feeds to be looked at (None: all). `force` ignores
    intervals, back-off and quiet times, but never a `Retry-After` that is still running.
    """
    wanted = {s.url: s for s in config.subscriptions if only is None or s.url in only}
    held = store.feeds.held(now=now)
    # 410 holds until the reader asks, and naming a feed is asking.
    feeds = store.feeds.due(wanted, now=now, force=force, gone=only is not None)
    return Plan(
        feeds=tuple(
            feed
            for feed in feeds
            # A feed can be due for long, where no fetch ran, when its quiet time comes.
            if turn_key(feed.address) not in held and (force or not is_quiet(feed.quiet, now))
        ),
        pages=due_pages(store, wanted, held, now=now),
    )


def due_pages(
    store: Store, wanted: Mapping[str, object], held: Mapping[str, datetime], *, now: datetime
) -> tuple[PageTask, ...]:
    """Return the pages to be asked for now: of wanted feeds, on hosts that may be asked."""
    return tuple(
        task
        for task in store.pages.due(now=now)
        if task.feed_url in wanted and turn_key(task.url) not in held
    )
