"""Due feeds → outcomes in the store. The next stage finds the pages that this one put there."""

import shlex
from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Final, assert_never

from msgspec.structs import replace

from gazette.errors import (
    AnnouncingPage,
    BadStatus,
    DownloadError,
    HostHeld,
    ParseError,
    ParserFailed,
)
from gazette.feeds.changes import Changes, compare
from gazette.feeds.identity import body_hash, canonical_url, mask_url
from gazette.fetch.holds import pause_of
from gazette.fetch.marking import marks_of_new
from gazette.fetch.report import Attempt, StageStarted
from gazette.fetch.tools import Tools, exchange_of, is_away, told
from gazette.fetch.workers import FAULT, by_host
from gazette.model import (
    AnnouncedFeed,
    Exchange,
    Feed,
    FeedFailed,
    FeedGone,
    FeedNotModified,
    FeedOutcome,
    FeedUpdated,
)
from gazette.rules import RuleBook
from gazette.schedule import WEEK, next_check, rhythm_of
from gazette.store import Store
from gazette.text import clean_line
from gazette.web.client import Request
from gazette.web.politeness import host_key

DEADLINE_S: Final = 20.0
MAX_BYTES: Final = 10_000_000
_SHOWN_CHARS: Final = 200

_NO_CHANGES: Final = Changes(new=(), changed=(), renamed=(), unchanged=0)


async def fetch_feeds(feeds: Iterable[Feed], tools: Tools) -> None:
    """Ask every feed and commit what became of it.

    Failures from before the first sign of a network wait for one. If none comes it is away, which
    is no fault of any feed: they are not recorded.

    Raises:
        StoreError: an outcome cannot be written.
    """
    feeds = list(feeds)
    tools.on_event(StageStarted("feed", len(feeds)))

    waiting: list[tuple[Feed, FeedFailed]] = []

    async def work(feed: Feed) -> None:
        outcome = await _outcome(feed, tools)
        if isinstance(outcome, FeedFailed) and not tools.client.has_met_network:
            waiting.append((feed, outcome))
        else:
            tools.on_event(_record(feed, outcome, tools))

    def on_fault(feed: Feed) -> None:
        tools.on_event(_record(feed, FeedFailed(FAULT), tools))

    await by_host(
        feeds,
        url_of=lambda feed: feed.address,
        work=work,
        on_fault=on_fault,
        per_host=tools.config.fetch.per_host,
    )
    if waiting and not await is_away(tools):
        for feed, failure in waiting:
            tools.on_event(_record(feed, failure, tools))


async def _outcome(feed: Feed, tools: Tools) -> FeedOutcome:
    # Headers may be secrets between the reader and the host of the subscription.
    is_at_home = host_key(feed.address) == host_key(feed.url)
    request = Request(
        feed.address,
        validators=feed.validators,
        validated_url=feed.validated_url,
        user_agent=feed.subscription.user_agent,
        headers=feed.subscription.headers if is_at_home else (),
        accept="feed",
    )
    try:
        download = await tools.download(request, deadline_s=DEADLINE_S, max_bytes=MAX_BYTES)
    except HostHeld:
        raise
    except DownloadError as problem:
        status = problem.data.get("status") if isinstance(problem, BadStatus) else None
        if status == HTTPStatus.GONE:
            return FeedGone()
        return FeedFailed(
            told(problem, feed.subscription),
            retry_after=pause_of(problem),
            is_refusal=status == HTTPStatus.FORBIDDEN,
        )
    exchange = exchange_of(download)
    if download.status == 304:
        return FeedNotModified(exchange)
    # The same bytes under a new validator: 250 to 700 times cheaper to notice than to parse.
    digest = body_hash(download.body)
    if digest == feed.body_hash:
        return FeedNotModified(exchange)
    try:
        parsed = await tools.parsers.parse_feed(
            download.body,
            url=download.final_url,
            charset=download.charset,
            language=feed.subscription.language,
            now=tools.clock(),
            seen=tools.store.feeds.seen(feed),
        )
    except ParseError as problem:
        refusal = _with_other_feed(problem, (feed.url, feed.address, download.final_url))
        return FeedFailed(told(refusal, feed.subscription), exchange=exchange)
    except ParserFailed as problem:
        return FeedFailed(told(problem, feed.subscription), exchange=exchange)
    return FeedUpdated(parsed, digest, exchange)


def _with_other_feed(problem: ParseError, own: Iterable[str]) -> ParseError:
    """Return the refusal of a body; where it is a page, with the feed that this announces.

    The page of a site out of order often announces the very feed that it stands for: no news.
    """
    announced: tuple[AnnouncedFeed, ...] = problem.data.get("announced", ())  # type: ignore[assignment]  # errors carry any data
    known = set(map(canonical_url, own))
    for feed in announced:
        if canonical_url(feed.url) not in known:
            # For pasting into a shell, and the page may be hostile: "https://a.example/;reboot".
            shown = shlex.quote(clean_line(mask_url(feed.url), _SHOWN_CHARS))
            return AnnouncingPage(url=shown)
    return problem


def _record(feed: Feed, outcome: FeedOutcome, tools: Tools) -> Attempt:
    changes = record_outcome(
        feed, outcome, tools.store, tools.rules, now=tools.clock(), rng=tools.rng
    )
    return _attempt(feed, outcome, changes)


def record_outcome(
    feed: Feed, outcome: FeedOutcome, store: Store, rules: RuleBook, *, now: datetime, rng: Random
) -> Changes:
    """Commit what became of a request to a feed, and return what it brought."""
    changes = _NO_CHANGES
    if isinstance(outcome, FeedUpdated):
        entries = outcome.parsed.entries
        changes = compare(
            entries, store.entries.known(feed.id, entries), unchanged=outcome.parsed.unchanged
        )
        marks = marks_of_new(changes.new, feed, outcome, rules, now=now)
        changes = replace(changes, marks=marks)
    store.feeds.record(
        feed,
        outcome,
        changes,
        next_check=next_check(
            feed, outcome, now=now, rng=rng, rhythm=_rhythm(feed, changes, store, now)
        ),
        now=now,
    )
    return changes


def _rhythm(feed: Feed, changes: Changes, store: Store, now: datetime) -> timedelta | None:
    """Return the feed's rhythm, with the entries that are about to be stored."""
    recent, oldest = store.entries.rhythm(feed.id, since=now - WEEK)
    moments = [min(entry.published or now, now) for entry in changes.new]
    return rhythm_of(
        recent + sum(moment >= now - WEEK for moment in moments),
        oldest=min((m for m in (oldest, *moments) if m), default=None),
        now=now,
    )


def _attempt(feed: Feed, outcome: FeedOutcome, changes: Changes) -> Attempt:
    def attempt(name: str, exchange: Exchange, error: str | None = None) -> Attempt:
        return Attempt(
            kind="feed",
            url=mask_url(feed.url),
            outcome=name,  # type: ignore[arg-type]  # one of the literals below
            new=len(changes.new),
            settled=len(changes.new) - changes.news,
            changed=len(changes.changed),
            bytes=exchange.size_bytes,
            seconds=round(exchange.seconds, 3),
            error=error,
        )

    match outcome:
        case FeedUpdated():
            return attempt("updated", outcome.exchange)
        case FeedNotModified():
            return attempt("not-modified", outcome.exchange)
        case FeedGone():
            return attempt("gone", outcome.exchange, outcome.error)
        case FeedFailed():
            return attempt("failed", outcome.exchange, outcome.error)
        case _:
            assert_never(outcome)
