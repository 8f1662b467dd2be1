"""The date that a page writes, in metadata or in words → an aware moment in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from gazette.text import fold

_EARLIEST_YEAR: Final = 1990
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january janvier janv jan",
            "february fevrier fevr fev feb",
            "march mars mar",
            "april avril avr apr",
            "may mai",
            "june juin jun",
            "july juillet juil jul",
            "august aout aug",
            "september septembre sept sep",
            "october octobre oct",
            "november novembre nov",
            "december decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_WEEKDAY: Final = (
    r"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)(?:di)?|dimanche)\b[.,]?\s+)?"
)
_DATE: Final = (
    rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    r"|(?P<day3>\d{1,2})[./](?P<month3>\d{1,2})[./](?P<year3>\d{4})"
    r"|(?P<year4>\d{4})-(?P<month4>\d\d)-(?P<day4>\d\d))(?!\d)"
)
_BETWEEN: Final = r"(?:\s*(?:[,|·•\-–—/]|\ba\b|\bat\b)){0,2}\s*"
_CLOCK: Final = (
    r"(?P<hour{0}>\d{{1,2}})(?:\s*(?:h(?:eures?)?|:)\s*(?P<minute{0}>\d\d)(?::\d\d)?|\s*h\b|(?=\s*[ap]\.?m\b))"
    r"(?:\s*(?P<half{0}>[ap])\.?m\b\.?)?(?:\s*\(?(?P<zone{0}>{1})\b\)?)?"
)
# Hours east of Greenwich of the zones that newspapers of both languages write out.
_ZONES: Final = {
    "utc": 0, "gmt": 0, "cet": 1, "cest": 2, "bst": 1, "ist": 5.5, "est": -5, "edt": -4, "et": -5,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "hne": -5, "hae": -4, "z": 0,
}  # fmt: skip
_ZONE: Final = "|".join(sorted(_ZONES, key=len, reverse=True))
MOMENT: Final = re.compile(
    rf"(?<!\w){_WEEKDAY}{_DATE}(?:{_BETWEEN}{_CLOCK.format('', _ZONE)})?"
    rf"|(?<!\w){_CLOCK.format('2', _ZONE)}{_BETWEEN}{_WEEKDAY}{_DATE.replace('>', 'x>')}"
)
"""A date in French or English words or figures, in folded text, with the time beside it."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_IN_URL: Final = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_.]|$)")


def parse_moment(text: str) -> datetime | None:
    """Return the moment that a metadata field names (UTC), or None.

    A moment without a zone is taken as UTC: its day is then the day that the page shows.
    """
    text = text.strip()[:80]
    found = _ISO.match(text)
    if found:
        return _from_iso(found)
    return _from_mail(text) or parse_words(text)


def parse_words(text: str) -> datetime | None:
    """Return the moment that a line names in French or English words or figures.

    Without a time it is the day's first minute; without a zone the time is taken as UTC.
    """
    text = text[:200]
    found = MOMENT.search(fold(text)) if _YEAR.search(text) else None
    return _named(found) if found else None


def date_in_url(url: str) -> datetime | None:
    """Return the day that an address holds, as in /2026/11/22/."""
    found = _IN_URL.search(url)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _from_iso(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, zone = found.groups()
    written = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}{zone or 'Z'}"
    try:
        return _plausible(datetime.fromisoformat(written).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _from_mail(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return _plausible((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _named(found: re.Match[str]) -> datetime | None:
    fields = {name.rstrip("x234"): value for name, value in found.groupdict().items() if value}
    month = MONTHS.get(fields["month"]) or int(fields["month"])
    day = _day(int(fields["year"]), month, int(fields["day"]))
    if day is None or "hour" not in fields:
        return day
    hour, minute = int(fields["hour"]), int(fields.get("minute", 0))
    if half := fields.get("half"):
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return day
    east = timedelta(hours=_ZONES[fields.get("zone", "utc")])
    return day + timedelta(hours=hour, minutes=minute) - east


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return _plausible(datetime(year, month, day, tzinfo=UTC))
    except ValueError:
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if _EARLIEST_YEAR <= moment.year < 2100 else None
