"""Read the dates that feeds print, in the forms that feeds really use.

Pure. Handled here before feedparser is asked: French names of months, day-first numbers, names
of time zones and seconds since 1970, which feedparser does not read or reads wrongly (it takes
"CET" for UTC and 1780000000 for the year 1780).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from gazette.text import fold

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the Web there was nothing to feed; such dates are defaults of broken software."""
TOLERANCE: Final = timedelta(days=1)
"""How far in the future a date may lie: clocks and time zones are wrong."""
_LONGEST: Final = 80

_Date = tuple[int, int, int]  # year, month, day

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan janv january janvier",
            "feb fev fevr february fevrier",
            "mar mars march",
            "apr avr april avril",
            "may mai",
            "jun juin june",
            "jul juil juill july juillet",
            "aug aou aout august",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}
# Names that mean one thing in the press of France, Britain and America; IST and the like do not.
_ZONES: Final = {
    name: hours
    for hours, names in (
        (-10, "hst"),
        (-9, "akst"),
        (-8, "pst akdt"),
        (-7, "mst pdt"),
        (-6, "cst mdt"),
        (-5, "est cdt"),
        (-4, "edt ast"),
        (-3, "adt"),
        (0, "utc gmt ut z wet"),
        (1, "cet met wat west bst"),
        (2, "cest mest eet cat sast"),
        (3, "eest msk eat"),
        (8, "awst hkt sgt"),
        (9, "jst kst"),
        (10, "aest"),
        (11, "aedt"),
        (12, "nzst"),
        (13, "nzdt"),
    )
    for name in names.split()
}

_EPOCH = re.compile(r"(\d{9,10})(\d{3})?")
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?[ .-]+([a-z]{3,9})[ .,-]+(\d{4}|\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_TIME = re.compile(
    r"(?<![\d:+-])(\d{1,2}) ?(?:[:h]|heures?) ?(\d\d)?(?!\d)(?::(\d\d)(?:[.,]\d+)?)? ?([ap]m\b)?"
)
_OFFSET = re.compile(r"([+-])(\d\d?)(?::?(\d\d))?(?!\d)")
_ZONE = re.compile(r"\b([a-z]{1,4})\s*$")
_FARTHEST_ZONE: Final = timedelta(hours=14)


def parse_date(raw: str, *, now: datetime) -> datetime | None:
    """Return a feed's date in UTC; None where it cannot be read or cannot be true.

    True are dates from 1990 to a day from `now`. A date without a zone, or with one we do not
    know, is taken as UTC.
    """
    text = " ".join(fold(raw[: _LONGEST * 2]).split())[:_LONGEST]
    try:
        moment = _epoch(text) or _calendar(text)
    except (ValueError, OverflowError):
        return None
    return plausible(moment, now=now)


def plausible(moment: datetime | None, *, now: datetime) -> datetime | None:
    """Return `moment` if an entry can have been published then, else None."""
    return moment if moment and EARLIEST <= moment <= now + TOLERANCE else None


def _epoch(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _calendar(text: str) -> datetime | None:
    """Read a date in figures or words, then the time and the zone behind it.

    Raises:
        ValueError: there is no such day or time.
    """
    for pattern, date_of in _FORMS:
        if (match := pattern.search(text)) and (date := date_of(match)):
            rest = text[match.end() :]
            return _at(date, rest)
    return None


def _at(date: _Date, rest: str) -> datetime:
    time = _TIME.search(rest)
    if time is None:
        return datetime(*date, tzinfo=UTC)
    hour, minute, second = int(time[1]), int(time[2] or 0), int(time[3] or 0)
    if time[4]:
        hour = hour % 12 + (12 if time[4] == "pm" else 0)
    # A leap second counts as the one before it.
    second = 59 if second == 60 else second
    return datetime(*date, hour, minute, second, tzinfo=UTC) - _offset(rest[time.end() :])


def _offset(zone: str) -> timedelta:
    """Return how far a zone is ahead of UTC; nothing where it is absent, unknown or absurd."""
    if match := _OFFSET.search(zone):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if ahead > _FARTHEST_ZONE:
            return timedelta(0)
        return -ahead if match[1] == "-" else ahead
    match = _ZONE.search(zone)
    return timedelta(hours=_ZONES.get(match[1], 0) if match else 0)


def _from_iso(match: re.Match[str]) -> _Date:
    return int(match[1]), int(match[3]), int(match[4])


def _from_numbers(match: re.Match[str]) -> _Date:
    day, month = int(match[1]), int(match[3])
    if month > 12:  # the American order, where it can be told
        day, month = month, day
    return int(match[4]), month, day


def _from_day_and_name(match: re.Match[str]) -> _Date | None:
    month = _MONTHS.get(match[2])
    year = int(match[3])
    if len(match[3]) == 2:  # RFC 822 wrote years so
        year += 1900 if year >= EARLIEST.year % 100 else 2000
    return (year, month, int(match[1])) if month else None


def _from_name_and_day(match: re.Match[str]) -> _Date | None:
    month = _MONTHS.get(match[1])
    return (int(match[3]), month, int(match[2])) if month else None


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Date | None]], ...]] = (
    (_ISO, _from_iso),
    (_NUMERIC, _from_numbers),
    (_DAY_FIRST, _from_day_and_name),
    (_MONTH_FIRST, _from_name_and_day),
)
