"""What a feed says of when it wants to be asked: `<ttl>`, its period, its quiet hours and days.

Pure. Hints of the publisher; what is made of them is the business of `schedule`.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from gazette.model import QuietTimes

_LONGEST: Final = timedelta(days=7)
_MOST_DIGITS: Final = 9
# http://web.resource.org/rss/1.0/modules/syndication
_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
# What every WordPress says unless somebody changed it: no news of this feed.
_DEFAULT_PERIOD: Final = timedelta(hours=1)

# feedparser keeps the last of several <hour> elements only.
_SKIP = {
    name: re.compile(rf"<{name}>([^&]{{0,4000}}?)</{name}>") for name in ("skipHours", "skipDays")
}
_HOUR = re.compile(r"<hour>\s{0,20}(\d{1,2})\s{0,20}</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>\s{0,20}([A-Za-z]{6,9})\s{0,20}</day>", re.IGNORECASE)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS: Final = 24


def pace(feed: Mapping[str, Any]) -> timedelta | None:
    """Return how long not to ask again, by feedparser's reading of a feed; None if not said."""
    waits = [wait for wait in (_ttl(feed), _period(feed)) if wait]
    return min(max(waits), _LONGEST) if waits else None


def quiet_times(document: str) -> QuietTimes:
    """Return the hours and days at which a feed asks to be left alone."""
    hours = {int(hour) for hour in _HOUR.findall(_skipped(document, "skipHours"))}
    days = {day.lower() for day in _DAY.findall(_skipped(document, "skipDays"))}
    return QuietTimes(
        # RSS 0.91 counted from 1 to 24.
        hours=tuple(sorted({hour % _HOURS for hour in hours if hour <= _HOURS})),
        days=tuple(n for n, day in enumerate(_DAYS) if day in days),
    )


def _skipped(document: str, name: str) -> str:
    # The plain search is what nearly every feed costs: 0.1 ms a megabyte.
    if f"<{name}>" not in document:
        return ""
    found = _SKIP[name].search(document)
    return found[1] if found else ""


def _ttl(feed: Mapping[str, Any]) -> timedelta | None:
    minutes = _count(feed.get("ttl"))
    return timedelta(minutes=minutes) if minutes else None


def _period(feed: Mapping[str, Any]) -> timedelta | None:
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period is None:
        return None
    wait = period / (_count(feed.get("sy_updatefrequency")) or 1)
    return None if wait == _DEFAULT_PERIOD else wait


def _count(printed: object) -> int | None:
    text = printed.strip() if isinstance(printed, str) else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
