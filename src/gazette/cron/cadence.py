"""When a schedule comes round: a grid of times of the day, as cron and systemd write it.

Pure. Both write the same grid, so that a schedule can move from one to the other and keep its
times. Numbers are listed ("7,37", not "7-59/30"): every cron reads that, and systemd too.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from random import Random
from typing import Final

from msgspec import Struct

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
EVERY_HOUR: Final = tuple(range(24))
INTERVALS: Final = tuple(
    [n * MINUTE for n in (5, 6, 10, 12, 15, 20, 30)]
    + [n * HOUR for n in (1, 2, 3, 4, 6, 8, 12, 24)]
)
"""What goes evenly into an hour, or is whole hours that go evenly into a day. Any other has, in one
line, a shorter wait at the end of the hour or day. The least is that of `every` in feeds.toml."""

_CALENDAR: Final = re.compile(r"(?:\*-\*-\* )?([*\d,/-]+):([*\d,/-]+)(?::0+)?")
_FIELD: Final = re.compile(r"(\*|\d{1,2}(?:-\d{1,2})?)(?:/(\d{1,2}))?")


class Cadence(Struct, frozen=True):
    """The times of the day at which a fetch is begun: each of the minutes of each of the hours."""

    hours: tuple[int, ...]
    minutes: tuple[int, ...]

    @classmethod
    def at(cls, every: timedelta, offset: timedelta) -> "Cadence":
        """Return the cadence of an interval, begun `offset` after midnight.

        Raises:
            ValueError: `every` is none of `INTERVALS`.
        """
        if every not in INTERVALS:
            raise ValueError(every)
        first = offset % every
        hour, minute = divmod(first // MINUTE, 60)
        if every <= HOUR:
            return cls(EVERY_HOUR, tuple(range(minute, 60, every // MINUTE)))
        return cls(tuple(range(hour, 24, every // HOUR)), (minute,))

    @classmethod
    def spread(cls, every: timedelta, rng: Random) -> "Cadence":
        """Return the cadence of an interval, begun at a minute of its own.

        Servers see all at once whoever fetches at the full hour; half the world's cron does.
        """
        return cls.at(every, rng.randrange(every // MINUTE) * MINUTE)

    @property
    def every(self) -> timedelta | None:
        """The interval; None where some waits are longer than others."""
        waits = self._waits()
        return waits.pop() if len(waits) == 1 else None

    @property
    def shortest(self) -> timedelta:
        """The shortest wait."""
        return min(self._waits())

    def _waits(self) -> set[timedelta]:
        times = [hour * HOUR + minute * MINUTE for hour in self.hours for minute in self.minutes]
        return {later - earlier for earlier, later in pairwise([*times, times[0] + DAY])}

    @property
    def crontab(self) -> str:
        """The five fields of a crontab line."""
        return f"{_listed(self.minutes)} {self._hours()} * * *"

    @property
    def calendar(self) -> str:
        """The value of systemd's `OnCalendar=`."""
        minutes = ",".join(f"{minute:02}" for minute in self.minutes)
        return f"*-*-* {self._hours()}:{minutes}:00"

    def _hours(self) -> str:
        return "*" if self.hours == EVERY_HOUR else _listed(self.hours)

    def next_after(self, now: datetime, zone: tzinfo | None = None) -> datetime:
        """Return the first time (UTC) after `now`, by the wall clock of `zone`."""
        today = now.astimezone(zone).date()
        times = (
            datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
            for day in (today + n * DAY for n in range(3))
            for hour in self.hours
            for minute in self.minutes
        )
        return min(time for time in times if time > now)


def nearest(every: timedelta) -> tuple[timedelta, ...]:
    """Return the intervals on both sides of one that no cadence has; one at the ends."""
    below = [known for known in INTERVALS if known < every]
    above = [known for known in INTERVALS if known > every]
    return (*below[-1:], *above[:1])


def read_crontab_fields(fields: str) -> Cadence | None:
    """Return the cadence of five crontab fields; None of those that not each day is like."""
    parts = fields.split()
    if len(parts) != 5 or parts[2:] != ["*", "*", "*"]:
        return None
    return _cadence(hours=parts[1], minutes=parts[0])


def read_calendar(value: str) -> Cadence | None:
    """Return the cadence of an `OnCalendar=`; None of one that is not a grid of each day."""
    match = _CALENDAR.fullmatch(value.strip())
    return _cadence(hours=match[1], minutes=match[2]) if match else None


def _cadence(*, hours: str, minutes: str) -> Cadence | None:
    found = _numbers(hours, 24), _numbers(minutes, 60)
    return Cadence(*found) if all(found) else None


def _numbers(field: str, size: int) -> tuple[int, ...]:
    """Return the numbers that a field names; none where it cannot be read."""
    numbers: set[int] = set()
    for part in field.split(","):
        match = _FIELD.fullmatch(part)
        if match is None:
            return ()
        first, _, last = match[1].partition("-")
        if first == "*":
            first, last = "0", str(size - 1)
        elif match[2] and not last:
            last = str(size - 1)  # systemd's "7/30"; no cron takes a step without a range
        step = int(match[2] or 1)
        if step == 0 or int(last or first) >= size:
            return ()
        numbers.update(range(int(first), int(last or first) + 1, step))
    return tuple(sorted(numbers))


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
