from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gazette.model import (
    Exchange,
    FeedFailed,
    FeedGone,
    FeedNotModified,
    FeedOutcome,
    FeedUpdated,
    PageFailed,
    ParsedFeed,
    QuietTimes,
)
from gazette.schedule import DAY, WEEK, is_quiet, next_check, page_retry, rhythm_of
from tests.builders import NOW, make_feed, make_subscription

HOUR = timedelta(hours=1)


class Eager(Random):
    """Randomness that adds no wait."""

    def random(self) -> float:
        return 0.0


def wait_after(
    outcome: FeedOutcome,
    *,
    every: timedelta = HOUR,
    rng: Random | None = None,
    rhythm: timedelta | None = None,
    **feed,
):
    subject = make_feed(subscription=make_subscription(every=every), **feed)
    moment = next_check(subject, outcome, now=NOW, rng=rng or Eager(), rhythm=rhythm)
    return None if moment is None else moment - NOW


def updated(*, ttl: timedelta | None = None, max_age: timedelta | None = None) -> FeedUpdated:
    parsed = ParsedFeed(title="", entries=(), ttl=ttl)
    return FeedUpdated(parsed, body_hash="", exchange=Exchange(max_age=max_age))


durations = st.timedeltas(timedelta(0), timedelta(days=400))
maybe = st.one_of(st.none(), durations)
outcomes = st.one_of(
    st.builds(updated, ttl=maybe, max_age=maybe),
    st.builds(FeedNotModified, exchange=st.builds(Exchange, max_age=maybe)),
    st.builds(FeedFailed, error=st.just("x"), retry_after=maybe),
)


@given(
    outcomes,
    st.timedeltas(timedelta(minutes=5), timedelta(days=10)),
    st.integers(0, 10_000),
    st.one_of(st.none(), durations),
    maybe,
    st.integers(),
)
def test_the_next_check_keeps_the_interval_and_the_cap(
    outcome, every, failures, since, rhythm, seed
):
    wait = wait_after(
        outcome,
        every=every,
        rhythm=rhythm,
        failures=failures,
        failing_since=None if since is None else NOW - since,
        rng=Random(seed),
    )
    is_dead = isinstance(outcome, FeedFailed) and since is not None and since >= timedelta(days=30)
    assert every <= wait <= max(every, WEEK if is_dead else DAY) * 1.25


def test_a_quiet_server_leaves_the_interval_to_the_reader() -> None:
    assert wait_after(FeedNotModified(), every=timedelta(minutes=30)) == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("rhythm", "waited"), [(HOUR / 6, HOUR), (5 * HOUR, 5 * HOUR), (WEEK, DAY), (None, HOUR)]
)
def test_a_feed_is_asked_at_its_own_rhythm_within_the_interval_and_a_day(rhythm, waited) -> None:
    assert wait_after(FeedNotModified(), rhythm=rhythm) == waited
    assert wait_after(updated(), rhythm=rhythm) == waited


def test_a_failing_feed_backs_off_whatever_its_rhythm() -> None:
    assert wait_after(FeedFailed("x"), rhythm=WEEK) == HOUR


@pytest.mark.parametrize(
    ("recent", "age", "rhythm"),
    [
        (14, 90 * DAY, DAY / 2),
        (1, 8 * DAY, WEEK),
        (0, 8 * DAY, WEEK),
        (20, 2 * HOUR, HOUR / 10),  # a busy feed that lists no more than two hours
        (3, timedelta(0), timedelta(0)),  # entries without dates, all seen just now
        (3, -HOUR, timedelta(0)),
    ],
)
def test_the_rhythm_is_the_mean_of_seven_days_or_of_what_is_known(recent, age, rhythm) -> None:
    assert rhythm_of(recent, oldest=NOW - age, now=NOW) == rhythm


def test_a_feed_without_entries_has_no_rhythm() -> None:
    assert rhythm_of(0, oldest=None, now=NOW) is None


def test_the_longest_of_max_age_and_ttl_counts() -> None:
    assert wait_after(updated(ttl=3 * HOUR, max_age=2 * HOUR)) == 3 * HOUR
    assert wait_after(updated(ttl=HOUR / 2, max_age=2 * HOUR)) == 2 * HOUR


def test_a_304_may_lengthen_the_wait_too() -> None:
    assert wait_after(FeedNotModified(Exchange(max_age=5 * HOUR))) == 5 * HOUR


def test_a_misconfigured_max_age_counts_for_a_day() -> None:
    assert wait_after(updated(max_age=timedelta(days=365))) == DAY


def test_an_interval_of_a_week_stays_a_week() -> None:
    assert wait_after(FeedFailed("x"), every=WEEK, failures=3) == WEEK


@pytest.mark.parametrize(
    ("earlier", "hours"), [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 24), (6, 24), (9_999, 24)]
)
def test_failures_double_the_wait_up_to_a_day(earlier: int, hours: int) -> None:
    assert wait_after(FeedFailed("x"), failures=earlier, every=HOUR / 2) == hours * HOUR


@pytest.mark.parametrize(("earlier", "hours"), [(0, 4), (1, 8), (2, 16), (3, 24), (99, 24)])
def test_a_refusal_is_answered_by_a_longer_wait(earlier: int, hours: int) -> None:
    assert wait_after(FeedFailed("x", is_refusal=True), failures=earlier) == hours * HOUR


def test_a_slow_feed_backs_off_from_its_own_interval() -> None:
    assert wait_after(FeedFailed("x"), every=6 * HOUR) == 6 * HOUR
    assert wait_after(FeedFailed("x"), every=6 * HOUR, failures=1) == 12 * HOUR


def test_retry_after_is_obeyed() -> None:
    assert wait_after(FeedFailed("x", retry_after=10 * HOUR)) == 10 * HOUR


def test_a_retry_after_of_years_counts_for_a_day() -> None:
    assert wait_after(FeedFailed("x", retry_after=timedelta(days=3650))) == DAY


def test_a_410_stops_the_feed() -> None:
    assert wait_after(FeedGone()) is None


def test_a_feed_dead_for_a_month_is_asked_once_a_week() -> None:
    since = NOW - timedelta(days=30)
    assert wait_after(FeedFailed("x"), failures=40, failing_since=since) == WEEK


def test_a_feed_that_answers_again_is_asked_at_its_interval() -> None:
    since = NOW - timedelta(days=90)
    assert wait_after(FeedNotModified(), failures=40, failing_since=since) == HOUR


def test_jitter_only_ever_adds() -> None:
    waits = {wait_after(FeedNotModified(), rng=Random(seed)) for seed in range(50)}
    assert len(waits) > 40
    assert HOUR <= min(waits) < max(waits) <= HOUR * 1.25


# NOW is a Sunday, five past two in the afternoon.
quiet_times = st.builds(
    QuietTimes,
    hours=st.sets(st.integers(0, 23)).map(lambda hours: tuple(sorted(hours))),
    days=st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
)


def test_what_falls_into_quiet_hours_comes_in_the_first_hour_after_them() -> None:
    quiet = QuietTimes(hours=(15, 16, 17))
    after = [wait_after(FeedNotModified(), quiet=quiet, rng=Random(seed)) for seed in range(20)]
    begin = 4 * HOUR - timedelta(minutes=5)  # six o'clock
    assert all(begin <= wait < begin + HOUR for wait in after)
    assert len(set(after)) == 20


def test_quiet_days_are_those_of_utc() -> None:
    quiet = QuietTimes(days=(0, 6))
    assert wait_after(FeedNotModified(), quiet=quiet) == timedelta(days=1, hours=9, minutes=55)


def test_the_quiet_times_of_the_new_body_count() -> None:
    parsed = ParsedFeed(title="", entries=(), quiet=QuietTimes(hours=(15,)))
    assert wait_after(FeedUpdated(parsed, body_hash="")) == 2 * HOUR - timedelta(minutes=5)


def test_quiet_times_that_name_every_hour_or_day_are_ignored() -> None:
    assert not is_quiet(QuietTimes(hours=tuple(range(24))), NOW)
    assert not is_quiet(QuietTimes(days=tuple(range(7))), NOW)


@given(quiet_times, outcomes, st.integers())
def test_no_check_falls_into_quiet_times(quiet: QuietTimes, outcome: FeedOutcome, seed) -> None:
    if isinstance(outcome, FeedUpdated):
        outcome = replace(outcome, parsed=replace(outcome.parsed, quiet=quiet))
    wait = wait_after(outcome, quiet=quiet, rng=Random(seed))
    assert wait is not None
    assert wait >= HOUR
    assert not is_quiet(quiet, NOW + wait)


def test_a_naive_now_is_a_mistake() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="aware"):
        next_check(make_feed(), FeedNotModified(), now=naive, rng=Random(1))


def retry(failures: int, **outcome) -> timedelta | None:
    moment = page_retry(failures, PageFailed("x", **outcome), now=NOW, rng=Eager())
    return None if moment is None else moment - NOW


def test_a_page_is_tried_five_times() -> None:
    waits = [retry(failures) for failures in range(6)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, None, None]


def test_a_final_failure_is_not_tried_again() -> None:
    assert retry(0, is_final=True) is None


def test_a_page_waits_as_long_as_its_server_asks() -> None:
    assert retry(0, retry_after=3 * HOUR) == 3 * HOUR
    assert retry(0, retry_after=9 * DAY) == DAY


@given(st.integers(0, 3), maybe, st.integers())
def test_a_page_is_retried_within_a_day(failures, retry_after, seed) -> None:
    outcome = PageFailed("x", retry_after=retry_after)
    moment = page_retry(failures, outcome, now=NOW.astimezone(UTC), rng=Random(seed))
    assert NOW + HOUR <= moment <= NOW + DAY * 1.25
