"""The one place that reads the system's clock and its time zone.

Everything else takes `now` or a `Clock` as an argument, so that a test can choose the time.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from gazette.errors import WrongClock

Clock = Callable[[], datetime]
"""A function that returns the present moment, aware and in UTC."""


NOT_BEFORE: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""Older than gazette itself: a clock that says less has lost its battery."""


def check_clock(now: datetime) -> None:
    """Refuse a time that cannot be: what is fetched at it would be dated wrong for ever.

    Raises:
        WrongClock: `now` is before there was a gazette.
    """
    if now < NOT_BEFORE:
        raise WrongClock(date=f"{now:%Y-%m-%d %H:%M} UTC")


def system_clock() -> datetime:
    """Return the present moment (UTC)."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door the rule speaks of


class LocalZone(tzinfo):
    """The system's time zone, with the offset that was in force at each moment.

    `datetime.astimezone()` gives the same times, but no zone that could be handed down.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return how far the wall clock was ahead of UTC at a local time."""
        local = time.localtime(time.mktime(moment.timetuple()) if moment else None)
        return timedelta(seconds=local.tm_gmtoff)

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002 - tzinfo's
        """Return None: nothing here asks for it."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Return the zone's short name, such as "CET"."""
        return time.localtime(time.mktime(moment.timetuple()) if moment else None).tm_zone

    def fromutc(self, moment: datetime) -> datetime:
        """Return the local time of a moment given in UTC."""
        offset = time.localtime(moment.replace(tzinfo=UTC).timestamp()).tm_gmtoff
        return moment + timedelta(seconds=offset)
