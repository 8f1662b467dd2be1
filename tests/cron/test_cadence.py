from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.cron.cadence import (
    DAY,
    INTERVALS,
    Cadence,
    nearest,
    read_calendar,
    read_crontab_fields,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

offsets = st.integers(0, 24 * 60 - 1).map(lambda n: n * MINUTE)
moments = st.integers(0, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
intervals = st.sampled_from(INTERVALS)


@given(intervals, offsets)
def test_cron_and_systemd_say_the_same_times(every: timedelta, offset: timedelta) -> None:
    cadence = Cadence.at(every, offset)
    assert cadence.every == every
    assert read_crontab_fields(cadence.crontab) == cadence
    assert read_calendar(cadence.calendar) == cadence


@given(intervals, offsets, moments)
def test_the_next_time_comes_within_the_interval(
    every: timedelta, offset: timedelta, now: datetime
) -> None:
    following = Cadence.at(every, offset).next_after(now, UTC)
    assert timedelta() < following - now <= every
    assert Cadence.at(every, offset).next_after(following, UTC) - following == every


def test_the_next_time_is_by_the_clock_on_the_wall() -> None:
    at_seven = Cadence.at(DAY, 7 * HOUR)
    paris = timezone(timedelta(hours=1))
    assert at_seven.next_after(NOON, paris) == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert at_seven.next_after(NOON, UTC) == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_schedules_are_spread_over_the_whole_interval() -> None:
    rng = Random(4)
    starts = {Cadence.spread(30 * MINUTE, rng).minutes[0] for _ in range(1000)}
    assert starts == set(range(30))


@pytest.mark.parametrize(
    ("minutes", "expected"), [(45, (30, 60)), (7, (6, 10)), (300, (240, 360)), (1439, (720, 1440))]
)
def test_an_interval_that_no_clock_keeps_has_neighbours(
    minutes: int, expected: tuple[int, ...]
) -> None:
    every = minutes * MINUTE
    with pytest.raises(ValueError, match=r"^[0-9:]+$"):
        Cadence.at(every, timedelta())
    assert nearest(every) == tuple(n * MINUTE for n in expected)


@pytest.mark.parametrize(
    ("fields", "every"),
    [
        ("*/10 * * * *", 10 * MINUTE),
        ("0-59/15 * * * *", 15 * MINUTE),
        ("* * * * *", MINUTE),
        ("30 6-22/4 * * *", None),  # over night a longer wait
        ("0,10 * * * *", None),
    ],
)
def test_fields_that_were_edited_by_hand_are_read(fields: str, every: timedelta | None) -> None:
    cadence = read_crontab_fields(fields)
    assert cadence is not None
    assert cadence.every == every


@pytest.mark.parametrize(
    "fields",
    ["@hourly", "0 7 * * mon", "0 7 1 * *", "0 25 * * *", "60 * * * *", "*/0 * * * *", "x * * * *"],
)
def test_fields_that_are_no_daily_grid_are_left_alone(fields: str) -> None:
    assert read_crontab_fields(fields) is None


@pytest.mark.parametrize(
    ("value", "every"), [("*:7/30", 30 * MINUTE), ("*-*-* 00/2:05:00", 2 * HOUR), ("hourly", None)]
)
def test_a_calendar_that_was_edited_by_hand_is_read(value: str, every: timedelta | None) -> None:
    cadence = read_calendar(value)
    assert (cadence.every if cadence else None) == every
