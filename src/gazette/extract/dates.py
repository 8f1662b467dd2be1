"""The date that a page writes, in metadata or in words → an aware moment in UTC."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from gazette.text import fold

_EARLIEST_YEAR: Final = 1990
_MONTHS: Final = {
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
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_DAY_MONTH: Final = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?\s+({_MONTH})\.?,?\s+(\d{{4}})\b")
_MONTH_DAY: Final = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_FIGURES: Final = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
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
    """Return the day that a line names in French or English words or figures, at 0:00 UTC."""
    plain = fold(text[:200])
    if found := _DAY_MONTH.search(plain):
        return _day(int(found[3]), _MONTHS[found[2]], int(found[1]))
    if found := _MONTH_DAY.search(plain):
        return _day(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if found := _FIGURES.search(plain):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return None


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


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return _plausible(datetime(year, month, day, tzinfo=UTC))
    except ValueError:
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if _EARLIEST_YEAR <= moment.year < 2100 else None
