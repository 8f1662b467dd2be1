"""Decide when a feed or a page is next asked for.

Pure: takes the last outcome and the time, returns a time. The store saves it.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, assert_never

from gazette.model import (
    Feed,
    FeedFailed,
    FeedGone,
    FeedNotModified,
    FeedOutcome,
    FeedUpdated,
    PageFailed,
    QuietTimes,
)

DAY: Final = timedelta(days=1)
"""The longest wait that a server or a failure can bring about."""
WEEK: Final = timedelta(days=7)
DEAD_AFTER: Final = timedelta(days=30)
"""A feed that has failed for so long is asked once a week."""
FIRST_BACKOFF: Final = timedelta(hours=1)
REFUSED_BACKOFF: Final = timedelta(hours=4)
"""After a 403: asking soon again is what makes servers refuse a program for good."""
JITTER: Final = 0.25
"""Waits are up to this share longer, so that a thousand readers do not come on the hour."""
PAGE_TRIES: Final = 5

_HOUR: Final = timedelta(hours=1)
_DAY_HOURS: Final = 24
_WEEK_DAYS: Final = 7
# 2**5 hours are more than a day: no need to raise to the power of a year of failures.
_LONGEST_EXPONENT: Final = 5


def next_check(
    feed: Feed,
    outcome: FeedOutcome,
    *,
    now: datetime,
    rng: Random,
    rhythm: timedelta | None = None,
) -> datetime | None:
    """Return the earliest time (UTC) to ask for `feed` again; None for never by itself.

    The reader's interval is the floor. `max-age`, `<ttl>` and the feed's own `rhythm` (the usual
    time between two of its entries, if known) lengthen it, up to a day. Failure n
    (`feed.failures` counts those before this one) waits max(interval, 1 h) * 2**(n-1), up to a
    day (after a 403 4 h instead of 1 h); `Retry-After` is obeyed up to a day; after 30 days of
    failing it is once a week. All waits are 0 to 25 % longer by `rng`. What falls into the
    feed's quiet hours or days comes in the first hour after them. 410 ends it.

    Raises:
        ValueError: `now` is naive.
    """
    every, quiet = feed.subscription.every, feed.quiet
    match outcome:
        case FeedGone():
            return None
        case FeedUpdated():
            quiet = outcome.parsed.quiet
            wait = _longer(every, outcome.exchange.max_age, outcome.parsed.ttl, rhythm)
        case FeedNotModified():
            wait = _longer(every, outcome.exchange.max_age, feed.ttl, rhythm)
        case FeedFailed():
            first = max(every, REFUSED_BACKOFF if outcome.is_refusal else FIRST_BACKOFF)
            backoff = first if first >= DAY else min(_doubled(first, feed.failures), DAY)
            wait = _longer(backoff, outcome.retry_after)
            if feed.failing_since and now - feed.failing_since >= DEAD_AFTER:
                wait = max(wait, WEEK)
        case _:
            assert_never(outcome)
    return _after_quiet(quiet, _later(now, wait, rng), rng)


def is_quiet(quiet: QuietTimes, moment: datetime) -> bool:
    """Return whether a feed asks not to be asked at a moment.

    One that names all hours, or all days, means something else, and is asked as any other.
    """
    moment = moment.astimezone(UTC)
    hours = quiet.hours if len(quiet.hours) < _DAY_HOURS else ()
    days = quiet.days if len(quiet.days) < _WEEK_DAYS else ()
    return moment.hour in hours or moment.weekday() in days


def rhythm_of(recent: int, *, oldest: datetime | None, now: datetime) -> timedelta | None:
    """Return the time between two entries of a feed, on average over the last seven days.

    `recent` counts the entries of those days; `oldest` is the time of the oldest entry there is:
    a feed that goes back less far is judged by what is known of it. None without any entry.
    """
    if oldest is None:
        return None
    span = max(min(now - oldest, WEEK), timedelta(0))
    return span / recent if recent else WEEK


def page_retry(
    failures: int, outcome: PageFailed, *, now: datetime, rng: Random
) -> datetime | None:
    """Return when to ask for a page again; None where that is not worth it.

    `failures` counts the failed tries before this one. A page is tried five times in all: waits
    of 1, 2, 4 and 8 hours, longer where `Retry-After` says so (up to a day).

    Raises:
        ValueError: `now` is naive.
    """
    if outcome.is_final or failures + 1 >= PAGE_TRIES:
        return None
    return _later(now, _longer(_doubled(FIRST_BACKOFF, failures), outcome.retry_after), rng)


def _longer(floor: timedelta, *hints: timedelta | None) -> timedelta:
    """Return the longest of all; hints count for a day at most, the floor in full."""
    return max(floor, *(min(hint, DAY) for hint in hints if hint is not None), timedelta(0))


def _doubled(wait: timedelta, times: int) -> timedelta:
    return wait * (1 << min(max(times, 0), _LONGEST_EXPONENT))


def _after_quiet(quiet: QuietTimes, moment: datetime, rng: Random) -> datetime:
    if not is_quiet(quiet, moment):
        return moment
    start = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    # One hour and one day of the week at least are not quiet, so this ends within a week.
    while is_quiet(quiet, start):
        start += _HOUR
    # Spread over that hour: many readers wait for its start.
    return start + _HOUR * rng.random()


def _later(now: datetime, wait: timedelta, rng: Random) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return now + wait * (1 + rng.random() * JITTER)
