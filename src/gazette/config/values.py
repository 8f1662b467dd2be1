"""The values that may stand in feeds.toml: each key has a function that checks and converts.

Such a function takes what TOML gave and returns the value, or raises `Refused` with the reason;
`Place` knows where in the file that was and makes a `ConfigError` of it.
"""

import difflib
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from msgspec import Struct

from gazette.errors import N_, ConfigError, Phrase, UnknownKey
from gazette.feeds.identity import mask_url
from gazette.text import URL_LIMIT, clean_line

Value = Callable[[object], Any]
Table = Mapping[str, Value]

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w|y)")
_UNITS: Final = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]\w+)*")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[!-~](?:[ -~]{0,8000}[!-~])?")
_SELECTOR_CHARS: Final = 1_000
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(kB|KB|MB|GB)")
_BYTES: Final = {"kB": 1_000, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


class Refused(Exception):
    """A value that cannot be used, and why."""

    def __init__(self, template: str, *, given: object, **data: object) -> None:
        self.phrase = Phrase(template, given=_name(given), **data)
        super().__init__(str(self.phrase))


class Place(Struct, frozen=True):
    """A place in feeds.toml, for messages: "feeds[3].every"."""

    file: Path
    path: str = ""

    def inside(self, key: str) -> "Place":
        """Return the place of a key of this table."""
        return Place(self.file, f"{self.path}.{key}" if self.path else key)

    def refuse(self, problem: Phrase) -> NoReturn:
        """Raise the `ConfigError` that says what is wrong here."""
        raise ConfigError(file=self.file, place=self.path or "file", problem=problem)

    def known_keys(self, table: Iterable[str], known: Iterable[str]) -> None:
        """Refuse the first key that is not one of `known`, naming the nearest that is."""
        known = list(known)
        for key in table:
            if key not in known:
                nearest = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.0)
                raise UnknownKey(file=self.file, place=self.inside(key).path, nearest=nearest[0])

    def table(self, given: object, keys: Table) -> dict[str, Any]:
        """Return the values of a table, each checked and converted by its key's function."""
        if not isinstance(given, dict):
            self.refuse(Phrase(N_("expected a table")))
        self.known_keys(given, keys)
        values = {}
        for key, value in given.items():
            try:
                values[key] = keys[key](value)
            except Refused as refused:
                self.inside(key).refuse(refused.phrase)
        return values

    def tables(
        self, name: str, given: object, keys: Table, *, needs: Iterable[str]
    ) -> Iterator[tuple["Place", dict[str, Any]]]:
        """Yield the place and the values of each table of an array; `needs` are to be in each."""
        if not isinstance(given, list):
            self.inside(name).refuse(Phrase(N_("expected [[{name}]] tables"), name=name))
        for number, one in enumerate(given):
            place = self.inside(f"{name}[{number}]")
            values = place.table(one, keys)
            for key in needs:
                if key not in values:
                    place.refuse(Phrase(N_('the key "{key}" is missing'), key=key))
            yield place, values


def string(given: object) -> str:
    """Accept text that is not empty."""
    if not isinstance(given, str) or not given.strip():
        raise Refused(N_("expected text in quotes, not {given}"), given=given)
    return clean_line(given, URL_LIMIT)


def command_line(given: object) -> tuple[str, ...]:
    """Accept a program and its arguments as one line; quotes hold a blank together."""
    line = string(given)
    try:
        words = tuple(shlex.split(line))
    except ValueError as problem:
        raise Refused(
            N_("{given} leaves a quote or a backslash open at its end"), given=line
        ) from problem
    if not words or not words[0]:
        raise Refused(N_("{given} names no program"), given=line)
    return words


def boolean(given: object) -> bool:
    """Accept true or false."""
    if not isinstance(given, bool):
        raise Refused(N_("expected true or false, not {given}"), given=given)
    return given


def integer(least: int, most: int) -> Value:
    """Accept a whole number from `least` to `most`."""

    def check(given: object) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise Refused(N_("expected a whole number, not {given}"), given=given)
        if not least <= given <= most:
            raise Refused(
                N_("expected a number from {least} to {most}, not {given}"),
                least=least,
                most=most,
                given=given,
            )
        return given

    return check


def duration(*, least: timedelta, most: timedelta) -> Value:
    """Accept a length of time such as "30m", "1h 30m" or "7d", from `least` to `most`."""

    def check(given: object) -> timedelta:
        if not isinstance(given, str) or _DURATION.sub("", given).strip() or not given.strip():
            raise Refused(
                N_('expected a time such as "30m", "1h" or "7d", not {given}'), given=given
            )
        try:
            parts = (float(n) * _UNITS[unit] for n, unit in _DURATION.findall(given))
            length = sum(parts, timedelta())
        except OverflowError:
            raise Refused(
                N_("{given} is too long: at most {most}"),
                given=given,
                most=_name(short_duration(most)),
            ) from None
        if length < least:
            raise Refused(
                N_("{given} is too short: at least {least}"),
                given=given,
                least=_name(short_duration(least)),
            )
        if length > most:
            raise Refused(
                N_("{given} is too long: at most {most}"),
                given=given,
                most=_name(short_duration(most)),
            )
        return length

    return check


_KEPT: Final = duration(least=timedelta(days=30), most=timedelta(days=36_500))


def keeping(given: object) -> timedelta | None:
    """Accept how long stories are kept: "90d", "1y", or "forever", which is None."""
    if given == "forever":
        return None
    if not isinstance(given, str) or not _DURATION.match(given.strip()):
        told = N_('expected "forever" or a time such as "90d" or "1y", not {given}')
        raise Refused(told, given=given)
    kept: timedelta = _KEPT(given)
    return kept


def size(given: object) -> int:
    """Accept an amount of data such as "500MB"; return bytes."""
    match = _SIZE.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None:
        raise Refused(N_('expected a size such as "500MB" or "2GB", not {given}'), given=given)
    return int(float(match[1]) * _BYTES[match[2]])


def choice(*words: str) -> Value:
    """Accept one of some words."""

    def check(given: object) -> str:
        if given not in words:
            named = ", ".join(f'"{word}"' for word in words)
            if nearest := difflib.get_close_matches(str(given).lower(), words, n=1):
                raise Refused(
                    N_('expected one of {words}, not {given}; did you mean "{nearest}"?'),
                    words=named,
                    given=given,
                    nearest=nearest[0],
                )
            raise Refused(N_("expected one of {words}, not {given}"), words=named, given=given)
        return str(given)

    return check


def strings(given: object) -> tuple[str, ...]:
    """Accept a list of texts; each is kept once."""
    if not isinstance(given, list):
        raise Refused(N_('expected a list such as ["presse", "monde"], not {given}'), given=given)
    return tuple(dict.fromkeys(string(item) for item in given))


def selector(given: object) -> str:
    """Accept a CSS selector."""
    # Imports the parser of pages (15 ms): only for a list of feeds in which a selector stands.
    from gazette.markup import is_selector

    css = string(given)
    if len(css) > _SELECTOR_CHARS or not is_selector(css):
        raise Refused(N_("{given} is not a CSS selector"), given=given)
    return css


def selectors(given: object) -> tuple[str, ...]:
    """Accept a list of CSS selectors, also an empty one."""
    if not isinstance(given, list):
        raise Refused(N_('expected a list such as [".promo", "#poll"], not {given}'), given=given)
    return tuple(dict.fromkeys(selector(item) for item in given))


def language_code(given: object) -> str:
    """Accept a language such as "fr" or "en-GB"; return its two or three letters."""
    match = _LANGUAGE.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise Refused(N_('expected a language such as "fr" or "en", not {given}'), given=given)
    return match[1].lower()


def header_value(given: object) -> str:
    """Accept what may stand in an HTTP header: printable ASCII (RFC 9110 5.5)."""
    if not isinstance(given, str) or not _HEADER_VALUE.fullmatch(given):
        # Not what was given: it may be a password with an accent.
        raise Refused(N_("expected a line of plain ASCII"), given=given)
    return given


def headers(given: object) -> tuple[tuple[str, str], ...]:
    """Accept a table of HTTP headers."""
    if not isinstance(given, dict):
        raise Refused(N_('expected a table such as {{ Name = "value" }}, not {given}'), given=given)
    for name in given:
        if not _HEADER_NAME.fullmatch(name):
            raise Refused(N_("{given} is not the name of a header"), given=name)
    return tuple((name, header_value(value)) for name, value in given.items())


def same_address(one: str) -> tuple[str, str, int | None, str]:
    """Return what two spellings of one address have in common; for finding one that is twice."""
    parts = urlsplit(one)
    own = 443 if parts.scheme == "https" else 80
    port = None if parts.port == own else parts.port
    return parts.scheme, (parts.hostname or ""), port, f"{parts.path or '/'}?{parts.query}"


def web_address(given: object) -> str:
    """Accept an http or https address."""
    # As it stands, not cleaned: an address with something invisible in it is refused.
    address = given.strip() if isinstance(given, str) and len(given) <= URL_LIMIT else ""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address:
        raise Refused(N_("expected an http(s) address, not {given}"), given=given)
    return address


def short_duration(length: timedelta) -> str:
    """Return a length of time as one would write it here: "5m"."""
    unit = next(u for u in ("d", "h", "m", "s") if not length % _UNITS[u])
    return f"{length // _UNITS[unit]}{unit}"


def _name(given: object) -> str | Phrase:
    """Return what was given as a person would say it."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, str):
        return f'"{clean_line(mask_url(given), 60)}"'
    if isinstance(given, int | float):
        return str(given)
    if isinstance(given, list):
        return Phrase(N_("a list"))
    return Phrase(N_("a table") if isinstance(given, dict) else N_("a date"))
