"""Find the feed that an address leads to, and keep what was downloaded on the way.

One request where the address is a feed, two where it is a page that announces one: the body that
told us is the feed's first fetch, with its validators. Guessed addresses are the last resort.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from random import Random
from urllib.parse import urlsplit

from msgspec import Struct

from gazette.errors import (
    N_,
    BadEncoding,
    BadRedirect,
    BadStatus,
    NoFeed,
    ParseError,
    ParserFailed,
    Phrase,
    TooLarge,
)
from gazette.feeds.discover import likely_feeds
from gazette.feeds.identity import body_hash, mask_url
from gazette.fetch.feed_stage import DEADLINE_S, MAX_BYTES, record_outcome
from gazette.fetch.holds import pause_of
from gazette.fetch.tools import Tools, exchange_of
from gazette.fetch.workers import FAULT
from gazette.model import AnnouncedFeed, FeedUpdated, Subscription
from gazette.rules import RuleBook
from gazette.store import Store
from gazette.web.client import Request

log = logging.getLogger(__name__)
Choose = Callable[[tuple[AnnouncedFeed, ...]], AnnouncedFeed]
"""Asks the reader which of several feeds is meant."""


class FoundFeed(Struct, frozen=True):
    """A feed, and what the request that found it brought."""

    url: str
    """To subscribe to: as typed or announced, or where it has moved for good."""
    outcome: FeedUpdated


class _Page(Struct, frozen=True):
    """What is no feed but a page."""

    url: str
    """Where the redirects ended."""
    announced: tuple[AnnouncedFeed, ...]


async def find_feed(url: str, choose: Choose, tools: Tools) -> FoundFeed:
    """Return the feed at `url`: the address itself, else what its page announces, else a guess.

    Raises:
        NoFeed: there is none.
        DownloadError: `url`, or the feed it announces, cannot be downloaded.
    """
    found = await _look(url, tools)
    if isinstance(found, FoundFeed):
        return found
    if not found.announced:
        return await _guess(found.url, tools)
    chosen = found.announced[0] if len(found.announced) == 1 else choose(found.announced)
    feed = await _look(chosen.url, tools)
    if isinstance(feed, _Page):
        raise NoFeed(url=mask_url(chosen.url), problem=N_("what the page announces is a page"))
    return feed


async def _look(url: str, tools: Tools) -> FoundFeed | _Page:
    """Ask for an address, once.

    Raises:
        NoFeed: it is neither a feed nor a page.
        DownloadError: there is no usable body.
    """
    download = await tools.download(Request(url), deadline_s=DEADLINE_S, max_bytes=MAX_BYTES)
    try:
        parsed = await tools.parsers.parse_feed(
            download.body,
            url=download.final_url,
            charset=download.charset,
            language=None,
            now=tools.clock(),
        )
    except ParseError as problem:
        announced = problem.data.get("announced")
        if isinstance(announced, tuple):
            return _Page(download.final_url, announced)
        raise NoFeed(url=mask_url(url), problem=str(problem.data["problem"])) from problem
    except ParserFailed as problem:
        reason = Phrase(problem.message, **problem.data)
        raise NoFeed(url=mask_url(url), problem=reason) from problem
    except RuntimeError as problem:
        log.exception("a fault while reading %s", mask_url(url))
        raise NoFeed(url=mask_url(url), problem=FAULT) from problem
    # Moved for good: the new address saves a request at each fetch. A name and a password belong
    # to the old one, and a redirect must not be able to take them along.
    has_moved = download.permanent and not urlsplit(url).username
    outcome = FeedUpdated(parsed, body_hash(download.body), exchange_of(download))
    return FoundFeed(download.final_url if has_moved else url, outcome)


async def _guess(page_url: str, tools: Tools) -> FoundFeed:
    """Try the usual addresses on the host of a page, one after the other.

    Raises:
        NoFeed: none of them is a feed.
        DownloadError: the host cannot be reached any more, or asks to be left alone.
    """
    for address in likely_feeds(page_url):
        try:
            found = await _look(address, tools)
        except BadStatus as problem:
            if pause_of(problem) is not None:
                raise
            continue
        except (BadEncoding, BadRedirect, TooLarge, NoFeed):
            continue
        if isinstance(found, FoundFeed):
            return found
    raise NoFeed(
        url=mask_url(page_url),
        problem=N_("the page announces none, and there is none at the usual addresses"),
    )


def record_first(
    found: FoundFeed,
    subscription: Subscription,
    store: Store,
    rules: RuleBook,
    *,
    now: datetime,
    rng: Random,
) -> None:
    """Store what a new subscription's first request brought; the feed is the store's already."""
    (feed,) = store.feeds.due({subscription.url: subscription}, now=now, force=True, gone=True)
    record_outcome(feed, found.outcome, store, rules, now=now, rng=rng)
