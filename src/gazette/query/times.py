"""The times that a query names: "2d", "hier", "monday", "2026-11", in the reader's time zone."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from msgspec import Struct

from gazette.text import fold

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2999
_LEAP_YEARS: Final = 9
"""In so many years there is a 29 February, also around 2100."""

_AGO: Final = re.compile(r"(\d{1,5})\s*([a-z]+)")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})|(\d{1,2})/(\d{1,2})", re.ASCII)
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d)?(?:[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_UNITS: Final = {
    name: unit
    for unit, names in {
        "minute": "min minute minutes mn",
        "hour": "h hour hours heure heures",
        "day": "d day days j jour jours",
        "week": "w week weeks sem semaine semaines",
        "month": "m month months mois",
        "year": "y year years a an ans annee annees",
    }.items()
    for name in names.split()
}
_LENGTHS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_DAYS_AGO: Final = {
    "today": 0,
    "aujourd'hui": 0,
    "aujourdhui": 0,
    "yesterday": 1,
    "hier": 1,
    "avant-hier": 2,
}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lundi lun",
            "tuesday tue mardi mar",
            "wednesday wed mercredi mer",
            "thursday thu jeudi jeu",
            "friday fri vendredi ven",
            "saturday sat samedi sam",
            "sunday sun dimanche dim",
        )
    )
    for name in names.split()
}
NAMES: Final = (*_DAYS_AGO, *_WEEKDAYS)
"""The days that have names, for suggestions."""


class Span(Struct, frozen=True):
    """What a time stands for, in UTC and whole seconds."""

    start: datetime
    """Where `since:` begins and `before:` ends."""
    day: tuple[datetime, datetime] | None
    """What `on:` asks for: from the first moment to before the second; None for a mere moment."""


def span(text: str, *, now: datetime, zone: tzinfo) -> Span | None:
    """Return what a time stands for; None where it is no time that we know.

    - "2d", "3 semaines", "6mois", "1y": so long before `now`; months and years by the calendar.
      As a day, the one that this falls on.
    - "today", "hier", "monday", "jeu": the day, of weekdays the latest, today included.
    - "2026", "2026-11", "2026-11-01": the whole year, month or day.
    - "1/11/2026", "11/2026": the same, as France and Britain write it; "1/11": the latest such day,
      today included.
    - "2026-11-01T10:30", with seconds and a zone or without: the moment. Two of them with "/"
      between, as the normal form writes a day: from the first to the second.
    """
    text = fold(text.strip())
    local = now.astimezone(zone).replace(microsecond=0)
    try:
        return (
            _named(text, local, zone)
            or _dated(text, zone)
            or _day_first(text, local, zone)
            or _exact(text, zone)
            or _ago(text, local, zone)
        )
    except (ValueError, OverflowError, OSError):
        return None  # a 31 February, the year 99999, a time that the system's zone does not know


def _named(text: str, local: datetime, zone: tzinfo) -> Span | None:
    if text in _DAYS_AGO:
        days = _DAYS_AGO[text]
    elif text in _WEEKDAYS:
        days = (local.weekday() - _WEEKDAYS[text]) % 7
    else:
        return None
    first = _day(local - timedelta(days=days))
    return _whole(first, first + timedelta(days=1), zone)


def _dated(text: str, zone: tzinfo) -> Span | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (1 if n is None else int(n) for n in match.groups())
    first = datetime(year, month, day)  # noqa: DTZ001 - local, the zone comes in _whole
    if match[3]:
        return _whole(first, first + timedelta(days=1), zone)
    return _whole(first, _months_later(first, 1 if match[2] else 12), zone)


def _day_first(text: str, local: datetime, zone: tzinfo) -> Span | None:
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    if match[3]:
        return _dated("-".join(part for part in (match[3], match[2], match[1]) if part), zone)
    day, month = int(match[4]), int(match[5])
    for year in range(local.year, local.year - _LEAP_YEARS, -1):
        if day > monthrange(year, month)[1]:
            continue  # a 29 February
        if (found := _dated(f"{year}-{month}-{day}", zone)) and found.start <= local:
            return found
    return None


def _exact(text: str, zone: tzinfo) -> Span | None:
    start, _, end = text.partition("/")
    if not _MOMENT.fullmatch(start) or (end and not _MOMENT.fullmatch(end)):
        return None
    first = _in_range(_moment(start, zone))
    if not end:
        return Span(first, None)
    last = _moment(end, zone)
    return Span(first, (first, last)) if first < last else None


def _moment(text: str, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(text.upper())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _ago(text: str, local: datetime, zone: tzinfo) -> Span | None:
    match = _AGO.fullmatch(text)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        return None
    count = int(match[1])
    if unit in _LENGTHS:
        moment = local.astimezone(UTC) - count * _LENGTHS[unit]
    else:
        wall = local.replace(tzinfo=None)
        moment = _utc(_months_later(wall, -count * (12 if unit == "year" else 1)), zone)
    start = _in_range(moment)
    if unit in ("minute", "hour"):
        return Span(start, None)
    first = _day(start.astimezone(zone))
    return Span(start, (_utc(first, zone), _utc(first + timedelta(days=1), zone)))


def _whole(first: datetime, end: datetime, zone: tzinfo) -> Span:
    start = _in_range(_utc(first, zone))
    return Span(start, (start, _utc(end, zone)))


def _day(local: datetime) -> datetime:
    """Return the midnight that a local day begins with, without a zone."""
    return datetime(local.year, local.month, local.day)  # noqa: DTZ001 - see _utc


def _utc(wall: datetime, zone: tzinfo) -> datetime:
    """Return the moment at which the wall clock of `zone` shows `wall`."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _months_later(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    month += 1
    return wall.replace(year=year, month=month, day=min(wall.day, monthrange(year, month)[1]))


def _in_range(moment: datetime) -> datetime:
    # Beyond these, time zones and the store's functions disagree on what a moment is.
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(moment.year)
    return moment
