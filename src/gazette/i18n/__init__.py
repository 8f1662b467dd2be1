"""The words of the interface in the reader's language, and the choice of that language.

gettext catalogues (`locale/XX/LC_MESSAGES/gazette.po`, compiled to `.mo` beside it) hold every
word; `i18n.catalogue` extracts and compiles them. Full dates are Babel's, in the way of the
reader's own country; it is imported on the first of them, because the first screen has no time
for that. The short dates of lists come from the catalogues.

A message is written `_("...")`, where `_` is a `Words`; `_.plural("{n} feed", "{n} feeds", n)`
where it counts; `_.context("column", "yesterday")` where one English word needs two French ones.
In tables of data, `N_("...")` and `NN_("...", "...")` mark what is translated when it is shown.
"""

import gettext as _gettext
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

from msgspec import Struct

from gazette.errors import N_, GazetteError, Phrase
from gazette.text import NO_BREAK_SPACE

LANGUAGES: Final = ("en", "fr")
LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
_NARROW: Final = "\u202f"
_FIELD: Final = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_SPECIFICATION: Final = re.compile(r"\{(\w+):[^}]*\}")

# Each is one message, so that a translator sees the names together and their order.
_MONTHS: Final = N_(
    "January February March April May June July August September October November December"
)
_SHORT_MONTHS: Final = N_("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec")
_WEEKDAYS: Final = N_("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SHORT_WEEKDAYS: Final = N_("Mon Tue Wed Thu Fri Sat Sun")
_WEEK: Final = 7
"""Days after which a weekday no longer says which day it was."""
_SIZE_UNITS: Final = N_("B kB MB GB")


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - the plural of gettext's N_
    """Mark a message that counts for the catalogue and return both forms unchanged."""
    return one, many


class Words(Struct, frozen=True):
    """The interface in one language: call it like a function to translate a message."""

    language: str
    catalogue: _gettext.NullTranslations
    locale: str
    """With the country where the environment names one ("fr_CA"), else the language alone."""

    def __call__(self, message: str) -> str:
        """Return `message` in the reader's language."""
        return self.catalogue.gettext(message)

    def plural(self, one: str, many: str, n: int, **data: object) -> str:
        """Return the form of the message that fits `n`, with `{n}` and `data` filled in."""
        return self.catalogue.ngettext(one, many, n).format(n=self.number(n), **data)

    def context(self, context: str, message: str) -> str:
        """Return the message as it reads in one context ("column", "key", ...)."""
        return self.catalogue.pgettext(context, message)

    def number(self, n: int) -> str:
        """Return a whole number with the language's thousands separator."""
        separator = _NARROW if self.language == "fr" else ","
        return f"{n:,}".replace(",", separator)

    def labelled(self, label: object, text: object) -> str:
        """Return a text behind its label and a colon, with the blanks that the language wants."""
        _ = self
        return _("{label}: {text}").format(label=label, text=text)

    def decimal(self, value: float) -> str:
        """Return a number with one decimal: "3.2", "3,2"."""
        return f"{value:.1f}".replace(".", "," if self.language == "fr" else ".")

    def size(self, amount: float) -> str:
        """Return an amount of bytes: "12.3 MB", "12,3 Mo"."""
        units = self(_SIZE_UNITS).split()
        if amount < 1000:
            return f"{amount:.0f}{NO_BREAK_SPACE}{units[0]}"
        place = 0
        while amount >= 1000 and place < len(units) - 1:
            amount, place = amount / 1000, place + 1
        return f"{self.decimal(amount)}{NO_BREAK_SPACE}{units[place]}"

    def duration(self, seconds: float) -> str:
        """Return a length of time: "3.2 s", "2 min 5 s", "1 h 4 min"."""
        if seconds < 60:
            return f"{self.decimal(seconds)}{NO_BREAK_SPACE}s"
        minutes, left = divmod(round(seconds), 60)
        if minutes < 60:
            return f"{minutes}{NO_BREAK_SPACE}min {left}{NO_BREAK_SPACE}s"
        return f"{minutes // 60}{NO_BREAK_SPACE}h {minutes % 60}{NO_BREAK_SPACE}min"

    def describe(self, error: GazetteError) -> str:
        """Return an error's one line in the reader's language."""
        return self(error.message).format(
            **{name: self._part(value) for name, value in error.data.items()}
        )

    def phrase(self, phrase: Phrase) -> str:
        """Return a part of a message in the reader's language, and the parts of that."""
        # Other data is as a person wrote it, and stays so.
        parts = {
            name: self.phrase(value) if isinstance(value, Phrase) else value
            for name, value in phrase.data.items()
        }
        return self(phrase.template).format(**parts)

    def stored(self, line: str) -> str:
        """Return an error that was stored as one English line in the reader's language.

        Lines that no message of ours made come back as they are.
        """
        for pattern, message in _stored_patterns():
            if match := pattern.fullmatch(line):
                parts = {name: self(value) for name, value in match.groupdict().items()}
                return _SPECIFICATION.sub(r"{\1}", self(message)).format(**parts)
        return self(line) if line else ""

    def _part(self, value: object) -> object:
        if isinstance(value, Phrase):
            return self.phrase(value)
        return self(value) if isinstance(value, str) and value else value

    def language_name(self, code: str | None) -> str:
        """Return what a language is called, as a heading: "French", "Anglais"."""
        from babel import Locale  # see `full_date`

        _ = self
        name = Locale.parse(self.language).languages.get((code or "").partition("-")[0].lower())
        return name[:1].upper() + name[1:] if name else _("Other languages")

    def full_date(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """Return a date in full, as a newspaper prints it: "dimanche 22 novembre 2026"."""
        from babel import Locale, UnknownLocaleError  # 40 ms: not before the first screen
        from babel.dates import format_date

        local = moment.astimezone(zone)
        try:
            locale = Locale.parse(self.locale)
        except (UnknownLocaleError, ValueError):
            locale = Locale.parse(self.language)
        date = format_date(local, "full", locale=locale)
        # Unicode's data knows no "1er", and French no other way to say it.
        is_first = self.language == "fr" and local.day == 1
        return date.replace(" 1 ", " 1er ", 1) if is_first else date

    def full_time(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """Return date and time in full: "dimanche 22 novembre 2026 à 14:05"."""
        _ = self
        return _("{date} at {time}").format(
            date=self.full_date(moment, zone), time=self.clock_time(moment, zone)
        )

    def when(self, moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
        """Return when, as one says it: "il y a 3 heures", "hier à 14:05", "samedi à 14:05".

        What is older than a week, or still to come, has its date and time in full.
        """
        _ = self
        elapsed, days_ago = now - moment, _days_between(moment, now, zone)
        if abs(elapsed) < timedelta(minutes=1):
            return _("just now")
        if elapsed < timedelta(0) or days_ago >= _WEEK:
            return self.full_time(moment, zone)
        if elapsed < timedelta(hours=1):
            n = elapsed // timedelta(minutes=1)
            return _.plural("{n} minute ago", "{n} minutes ago", n)
        if days_ago == 0:
            return _.plural("{n} hour ago", "{n} hours ago", elapsed // timedelta(hours=1))
        clock = self.clock_time(moment, zone)
        if days_ago == 1:
            return _("yesterday at {time}").format(time=clock)
        weekday = self._date_parts(moment, zone)["weekday"]
        return _("{weekday} at {time}").format(weekday=weekday, time=clock)

    def short_date(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """Return a date for a narrow place: "dim. 22 nov."."""
        _ = self
        return _("{weekday} {day} {month}").format(
            **self._date_parts(moment, zone, _SHORT_WEEKDAYS, _SHORT_MONTHS)
        )

    def clock_time(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """Return the time of day: "14:05"."""
        return f"{moment.astimezone(zone):%H:%M}"

    def near_time(self, moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
        """Return a time as exactly as matters: "14:05", "dim. 22 nov. 14:05", "22 nov. 2025"."""
        _ = self
        clock, year = self.clock_time(moment, zone), moment.astimezone(zone).year
        if _days_between(moment, now, zone) == 0:
            return clock
        if year == now.astimezone(zone).year:
            return f"{self.short_date(moment, zone)} {clock}"
        parts = self._date_parts(moment, zone, _SHORT_WEEKDAYS, _SHORT_MONTHS)
        return _("{day} {month} {year}").format(year=year, **parts)

    def day(self, moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
        """Return the name of a day above its stories: "aujourd’hui", "vendredi 20 novembre"."""
        _ = self
        days_ago = _days_between(moment, now, zone)
        if days_ago <= 0:
            return _("today")
        if days_ago == 1:
            return _("yesterday")
        if moment.astimezone(zone).year != now.astimezone(zone).year:
            return _("{weekday} {day} {month} {year}").format(
                year=moment.astimezone(zone).year, **self._date_parts(moment, zone)
            )
        return _("{weekday} {day} {month}").format(**self._date_parts(moment, zone))

    def age(self, moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
        """Return how long ago: "12 min", "1 h", "hier 18:20", "21 nov.", "21 nov. 2025"."""
        _ = self
        elapsed = now - moment
        if elapsed < timedelta(minutes=1):
            return _("just now")
        if elapsed < timedelta(hours=1):
            return _("{n} min").format(n=elapsed // timedelta(minutes=1))
        days_ago = _days_between(moment, now, zone)
        if days_ago == 0:
            return _("{n} h").format(n=elapsed // timedelta(hours=1))
        if days_ago == 1:
            return _("yesterday {time}").format(time=self.clock_time(moment, zone))
        parts = self._date_parts(moment, zone, _SHORT_WEEKDAYS, _SHORT_MONTHS)
        year = moment.astimezone(zone).year
        if year == now.astimezone(zone).year:
            return _("{day} {month}").format(**parts)
        return _("{day} {month} {year}").format(year=year, **parts)

    def column_time(self, moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
        """Return when, in at most six cells: "14:05", "hier", "21/11", "2025"."""
        days_ago = _days_between(moment, now, zone)
        local = moment.astimezone(zone)
        if days_ago <= 0:
            return f"{local:%H:%M}"
        if days_ago == 1:
            return self.context("column", "yest.")
        if local.year != now.astimezone(zone).year:
            return str(local.year)
        return self._column_day(local.day, local.month)

    def column_width(self) -> int:
        """Return how many cells the widest `column_time` takes."""
        return max(5, len(self.context("column", "yest.")), len(self._column_day(22, 11)))

    def _column_day(self, day: int, month: int) -> str:
        name = self(_SHORT_MONTHS).split()[month - 1][:3]
        message = self.context("column", "{day} {month}")
        return message.format(day=day, month=name, month_number=f"{month:02}")

    def _date_parts(
        self,
        moment: datetime,
        zone: tzinfo | None,
        weekdays: str = _WEEKDAYS,
        months: str = _MONTHS,
    ) -> dict[str, str]:
        local = moment.astimezone(zone)
        return {
            "weekday": self(weekdays).split()[local.weekday()],
            "day": self.context("first day of a month", "1") if local.day == 1 else str(local.day),
            "month": self(months).split()[local.month - 1],
        }


@cache
def _stored_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what recognises each error's English line; the most telling first."""
    found: dict[str, re.Pattern[str]] = {}
    kinds = [GazetteError]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        parts = _FIELD.split(kind.message)
        literals = (re.escape(part) for part in parts[::2])
        # As little as can be: of "500 Internal Server Error" the status is the number alone.
        groups = (f"(?P<{name}>.+?)" for name in parts[1::2])
        pattern = "".join(chain.from_iterable(zip_longest(literals, groups, fillvalue="")))
        if any(part.strip(" :") for part in parts[::2]):
            found[kind.message] = re.compile(pattern)
    by_weight = sorted(found, key=lambda message: len(_FIELD.sub("", message)), reverse=True)
    return tuple((found[message], message) for message in by_weight)


def _days_between(moment: datetime, now: datetime, zone: tzinfo | None) -> int:
    """Return how many midnights of `zone` lie between `moment` and `now`."""
    return (now.astimezone(zone).date() - moment.astimezone(zone).date()).days


def words(language: str, locale: str = "") -> Words:
    """Return the interface's words in `language` ("fr", "en"); English where there is none.

    `locale` adds the reader's country ("en_GB"), which full dates follow.
    """
    catalogue = _gettext.translation("gazette", LOCALE_FOLDER, languages=[language], fallback=True)
    known = language if language in LANGUAGES else "en"
    return Words(known, catalogue, locale if locale.startswith(known) else known)


def locale_of(environment: Mapping[str, str]) -> str:
    """Return the locale that the environment names ("fr_CA"); "" where it names none."""
    named = (environment.get(key) for key in ("LC_ALL", "LC_TIME", "LANG"))
    return next((name for name in named if name), "").partition(".")[0].partition("@")[0]


def choose_language(setting: str, environment: Mapping[str, str]) -> str:
    """Return the interface's language: `setting` unless it is "auto", else the locale's."""
    return setting if setting != "auto" else language_of(environment)[0]


def language_of(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the language that the environment asks for, and the variable that decided.

    LANGUAGE (a list) goes first, then LC_ALL, LC_MESSAGES or LANG, whichever is set first; no
    locale need be installed. A locale that is plain "C" or "POSIX" asks for no translation at all,
    as with gettext; "C.UTF-8", or none, says nothing about languages, and LANGUAGE is heeded.
    English where none of ours is named: "" then is what decided.
    """
    variable = next((k for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(k)), "")
    locale = environment.get(variable, "")
    if locale in ("C", "POSIX"):
        return "en", variable
    wanted = [("LANGUAGE", name) for name in environment.get("LANGUAGE", "").split(":")]
    for source, name in (*wanted, (variable, locale)):
        code = name.partition(".")[0].partition("_")[0].lower()
        if code in LANGUAGES:
            return code, source
    return "en", ""
