"""The date that a page writes, in metadata or in words → an aware moment.

A moment keeps the zone it is written with, so that its day stays the day that the page shows; the
store and the JSON lines give it in UTC. A date without a time is that day's first minute in UTC:
no zone is known to which it belongs, and a day is all it tells.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from gazette.text import fold

_EARLIEST_YEAR: Final = 1990
_LATEST_YEAR: Final = 2100
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
    r"(\d{4})([-/]?)(\d\d)\2(\d\d)"
    r"(?:[Tt ]\s*(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?"
    r"\s*([A-Za-z]{1,4}|[+-]\d\d(?::?\d\d)?)?)?(?!\d)"
)
_SINCE_1970: Final = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_WEEKDAY: Final = (
    r"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)(?:di)?|dimanche)\b[.,]?\s+)?"
)
_DATE: Final = (
    rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    r"|(?P<day3>\d{1,2})[./](?P<month3>\d{1,2})[./](?P<year3>\d{4})"
    r"|(?P<year4>\d{4})-(?P<month4>\d\d)-(?P<day4>\d\d)"
    # Two figures are a year only with the time beside them: "6.4.75" is much else.
    r"|(?P<day5>\d{1,2})[./](?P<month5>\d\d)[./](?P<year5>\d\d)"
    r"(?=\s*(?:[,|·•\-–—]|\ba\b|\bat\b)?\s*\d{1,2}\s*(?:h|:\s*\d\d)))(?!\d)"
)
_BETWEEN: Final = r"(?:\s*(?:[,|·•\-–—/]|\ba\b|\bat\b)){0,2}\s*"
_CLOCK: Final = (
    r"(?P<hour{0}>\d{{1,2}})"
    # A point only where the time shows itself as one: "8.20am", "17.31 GMT".
    r"(?:(?:\s*(?:h(?:eures?)?|:)\s*|\.(?=\d\d\s?(?:[ap]\.?m|gmt|bst|utc|ce?s?t|e[sd]t)\b))"
    r"(?P<minute{0}>\d\d)(?::\d\d)?|\s*h\b|(?=\s*[ap]\.?m\b))"
    r"(?:\s*(?P<half{0}>[ap])\.?m\b\.?)?(?:,?\s*\(?(?P<zone{0}>{1})\b\)?)?"
)
# Hours east of Greenwich of the zones that newspapers of both languages write out.
_ZONES: Final = {
    name: float(hours)
    for name, hours in (
        pair.split("=")
        for pair in "z=0 utc=0 gmt=0 wet=0 cet=1 cest=2 bst=1 ist=5.5 eet=2 eest=3 est=-5 edt=-4"
        " cst=-6 cdt=-5 mst=-7 mdt=-6 pst=-8 pdt=-7 hne=-5 hae=-4 aest=10 aedt=11".split()
    )
}
# Those that name a place, whose clocks change twice a year.
_PLACES: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "heure de paris": "Europe/Paris",
    "paris time": "Europe/Paris",
    "heure de bruxelles": "Europe/Brussels",
    "uk time": "Europe/London",
    "heure de montreal": "America/Toronto",
    "heure de l'est": "America/Toronto",
}
# A distance alone has no colon: "10:00-11:00" is a meeting.
_ZONE: Final = r"(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d\d)?|[+-][01]\d[0-5]\d|" + "|".join(
    sorted({*_ZONES, *_PLACES}, key=len, reverse=True)
)
MOMENT: Final = re.compile(
    rf"(?<!\w){_WEEKDAY}{_DATE}(?:{_BETWEEN}{_CLOCK.format('', _ZONE)})?"
    rf"|(?<!\w){_CLOCK.format('2', _ZONE)}{_BETWEEN}{_WEEKDAY}{_DATE.replace('>', 'x>')}"
)
"""A date in French or English words or figures, in folded text, with the time beside it."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d[./]\d\d[./]\d\d")
_CHANGED: Final = re.compile(r"\b(?:mise? a jour|maj|modifiee?|actualisee?|updated?|modified)\b")
_CHANGED_AT: Final = re.compile(
    r"\b(?:mise? a jour|maj|modifiee?|actualisee?|updated)\s*(?::|a\b|at\b)?\s*"
    + _CLOCK.format("", _ZONE)
)
_IN_URL: Final = re.compile(
    r"/(\d{4})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/\-_.]|$)"
    r"|[/_-](20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/\-_.]|$)"
)
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d\d)?$")
# The clock of most of those who publish under a country's names.
_COUNTRIES: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in "fr=Europe/Paris ca=America/Toronto quebec=America/Toronto be=Europe/Brussels"
    " ch=Europe/Zurich lu=Europe/Luxembourg mc=Europe/Monaco re=Indian/Reunion"
    " nc=Pacific/Noumea pf=Pacific/Tahiti sn=Africa/Dakar ci=Africa/Abidjan tn=Africa/Tunis"
    " ma=Africa/Casablanca dz=Africa/Algiers cm=Africa/Douala mg=Indian/Antananarivo"
    " uk=Europe/London gb=Europe/London ie=Europe/Dublin mt=Europe/Malta in=Asia/Kolkata"
    " za=Africa/Johannesburg na=Africa/Windhoek ng=Africa/Lagos ke=Africa/Nairobi"
    " gh=Africa/Accra nz=Pacific/Auckland sg=Asia/Singapore hk=Asia/Hong_Kong"
    " de=Europe/Berlin at=Europe/Vienna nl=Europe/Amsterdam es=Europe/Madrid it=Europe/Rome"
    " jp=Asia/Tokyo".split()
)
# Newspapers under names of no country (.com, .org, .info) in a language that has one home.
_LANGUAGES: Final = {"fr": "Europe/Paris"}


class Habits(Struct, frozen=True):
    """How a page writes its dates, where it does not say so."""

    zone: tzinfo = UTC
    """That of a time without a zone."""
    is_month_first: bool = False
    """3/4/2026 is in March."""


NO_HABITS: Final = Habits()


def habits_of(host: str, language: str) -> Habits:
    """Return the habits of a site, by its host and the language tag that its page declares.

    A French page of no country is taken for one of France, where most of them are made. An
    English one is nobody's (London and New York are five hours apart): its times stay in UTC.
    """
    tongue, _, country = language.replace("_", "-").lower().partition("-")
    country = country.rpartition("-")[2]
    place = _COUNTRIES.get(host.rpartition(".")[2].lower())
    # Software from there declares it everywhere: a newspaper's own domain knows better.
    is_american = country == "us" and not place
    place = place or _COUNTRIES.get(country) or _LANGUAGES.get(tongue)
    return Habits(zone_of(place) if place else UTC, is_american)


@cache
def zone_of(place: str) -> tzinfo:
    """Return a zone by its name; UTC where the system knows none of that name."""
    try:
        return ZoneInfo(place)
    except (KeyError, OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return UTC


def parse_moment(text: str, habits: Habits = NO_HABITS) -> datetime | None:
    """Return the moment that a metadata field names, or None."""
    text = text.strip()[:80]
    if text[10:11] == "T" and (whole := _whole(text)):
        return whole
    found = _ISO.match(text)
    if found:
        return _from_iso(found, habits)
    if found := _SINCE_1970.fullmatch(text):
        return _plausible(datetime.fromtimestamp(int(found[1]), UTC))
    return parse_words(text, habits)


def parse_words(text: str, habits: Habits = NO_HABITS) -> datetime | None:
    """Return the first moment that a line names in French or English words or figures."""
    return next(filter(None, (moment for moment, _ in _moments(text, habits))), None)


def parse_stamps(text: str, habits: Habits = NO_HABITS) -> tuple[datetime | None, datetime | None]:
    """Return when a line says that its article was published, and when changed."""
    published = modified = None
    for moment, is_change in _moments(text, habits):
        if is_change:
            modified = modified or moment
        else:
            published = published or moment
    if published and not modified and (found := _CHANGED_AT.search(fold(text[:200]))):
        clock = _clock(found.groupdict(), published.tzinfo or UTC)
        modified = clock and _on_day(published, *clock)
    return published, modified


def date_in_url(url: str) -> datetime | None:
    """Return the day that an address holds, as in /2026/11/22/ or /2026/nov/22/."""
    found = _IN_URL.search(url)
    if not found:
        return None
    year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
    number = MONTHS.get(month) or (int(month) if month.isdigit() else 0)
    return _day(int(year), number, int(day))


def is_day(moment: datetime) -> bool:
    """Return whether a moment may be no more than a day: the first minute of one."""
    return moment.hour == moment.minute == moment.second == 0


def _moments(text: str, habits: Habits) -> Iterator[tuple[datetime | None, bool]]:
    """Yield the moments of a line, and whether it is said to have been changed then."""
    text = text[:200]
    if not _YEAR.search(text):
        return
    plain, last = fold(text), 0
    for found in MOMENT.finditer(plain):
        yield _named(found, habits), _CHANGED.search(plain, last, found.start()) is not None
        last = found.end()


def _whole(text: str) -> datetime | None:
    """Return the moment of a text that names all of it, as nine in ten fields do."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _plausible(moment.replace(microsecond=0)) if moment.tzinfo else None


def _from_iso(found: re.Match[str], habits: Habits) -> datetime | None:
    year, _, month, day, hour, minute, zone = found.groups()
    written = _day(int(year), int(month), int(day))
    if written is None or hour is None:
        return written
    fields = {"hour": hour, "minute": minute, "zone": zone and zone.lower()}
    if fields["zone"] in ("am", "pm"):
        fields |= {"half": zone[0].lower(), "zone": None}
    clock = _clock(fields, habits.zone)
    return _on_day(written, *clock) if clock else written


def _named(found: re.Match[str], habits: Habits) -> datetime | None:
    fields = {name.rstrip("x2345"): value for name, value in found.groupdict().items() if value}
    year, number = int(fields["year"]), int(fields["day"])
    month = MONTHS.get(fields["month"]) or int(fields["month"])
    is_iso = found["year4"] or found["year4x"]
    if fields["month"].isdigit() and not is_iso and (month > 12 or habits.is_month_first):
        number, month = (month, number) if number <= 12 else (number, month)
    day = _day(year + 2000 if year < 100 else year, month, number)
    clock = _clock(fields, habits.zone)
    return _on_day(day, *clock) if day and clock else day


def _clock(fields: Mapping[str, str | None], zone: tzinfo) -> tuple[int, int, tzinfo] | None:
    """Return hour, minute and zone; None where there is no time, or none that can be."""
    if not fields.get("hour"):
        return None
    hour, minute = int(fields["hour"] or 0), int(fields.get("minute") or 0)
    if half := fields.get("half"):
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return hour, minute, _zone(fields.get("zone") or "", zone)


def _zone(name: str, unstated: tzinfo) -> tzinfo:
    """Return the zone that "est", "+01:00", "+0100" or "utc+1" names."""
    if name in _PLACES:
        return zone_of(_PLACES[name])
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    found = _OFFSET.search(name)
    if not found:
        return unstated
    away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-away if found[1] == "-" else away) if away < timedelta(days=1) else unstated


def _on_day(day: datetime, hour: int, minute: int, zone: tzinfo) -> datetime:
    """Return a moment of a day, with the distance of its zone from Greenwich as a number."""
    moment = day.replace(hour=hour, minute=minute, tzinfo=zone)
    east = moment.utcoffset()
    return moment.replace(tzinfo=timezone(east) if east else UTC)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return _plausible(datetime(year, month, day, tzinfo=UTC))
    except ValueError:
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if _EARLIEST_YEAR <= moment.year < _LATEST_YEAR else None
