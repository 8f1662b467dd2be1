"""The values that may stand in feeds.toml: each key has a function that checks and converts.

Such a function takes what TOML gave and returns the value, or raises ValueError with the reason;
`Place` knows where in the file that was and makes a `ConfigError` of it.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from gazette.errors import ConfigError, UnknownKey
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
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(kB|KB|MB|GB)")
_BYTES: Final = {"kB": 1_000, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in feeds.toml, for messages: "feeds[3].every"."""

    file: Path
    path: str = ""

    def inside(self, key: str) -> "Place":
        """Return the place of a key of this table."""
        return Place(self.file, f"{self.path}.{key}" if self.path else key)

    def refuse(self, problem: str) -> NoReturn:
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
            self.refuse("expected a table")
        self.known_keys(given, keys)
        values = {}
        for key, value in given.items():
            try:
                values[key] = keys[key](value)
            except ValueError as problem:
                self.inside(key).refuse(str(problem))
        return values


def string(given: object) -> str:
    """Accept text that is not empty."""
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"expected text in quotes, not {_name(given)}")
    return clean_line(given, URL_LIMIT)


def boolean(given: object) -> bool:
    """Accept true or false."""
    if not isinstance(given, bool):
        raise ValueError(f"expected true or false, not {_name(given)}")
    return given


def integer(least: int, most: int) -> Value:
    """Accept a whole number from `least` to `most`."""

    def check(given: object) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise ValueError(f"expected a whole number, not {_name(given)}")
        if not least <= given <= most:
            raise ValueError(f"expected a number from {least} to {most}, not {given}")
        return given

    return check


def duration(*, least: timedelta) -> Value:
    """Accept a length of time such as "30m", "1h 30m" or "7d", not under `least`."""

    def check(given: object) -> timedelta:
        if not isinstance(given, str) or _DURATION.sub("", given).strip() or not given.strip():
            raise ValueError(f'expected a time such as "30m", "1h" or "7d", not {_name(given)}')
        try:
            parts = (float(n) * _UNITS[unit] for n, unit in _DURATION.findall(given))
            length = sum(parts, timedelta())
        except OverflowError:
            raise ValueError(f'"{given}" is too long a time') from None
        if length < least:
            raise ValueError(f'"{given}" is too short: at least {int(least.total_seconds())}s')
        return length

    return check


def size(given: object) -> int:
    """Accept an amount of data such as "500MB"; return bytes."""
    match = _SIZE.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None:
        raise ValueError(f'expected a size such as "500MB" or "2GB", not {_name(given)}')
    return int(float(match[1]) * _BYTES[match[2]])


def choice(*words: str) -> Value:
    """Accept one of some words."""

    def check(given: object) -> str:
        if given not in words:
            named = ", ".join(f'"{word}"' for word in words)
            raise ValueError(f"expected one of {named}, not {_name(given)}")
        return str(given)

    return check


def strings(given: object) -> tuple[str, ...]:
    """Accept a list of texts; each is kept once."""
    if not isinstance(given, list):
        raise ValueError(f'expected a list such as ["presse", "monde"], not {_name(given)}')
    return tuple(dict.fromkeys(string(item) for item in given))


def string_table(given: object) -> tuple[tuple[str, str], ...]:
    """Accept a table of texts, such as HTTP headers."""
    if not isinstance(given, dict):
        raise ValueError(f'expected a table such as {{ Name = "value" }}, not {_name(given)}')
    return tuple((string(name), string(value)) for name, value in given.items())


def web_address(given: object) -> str:
    """Accept an http or https address."""
    address = string(given) if isinstance(given, str) and len(given) <= URL_LIMIT else ""
    try:
        parts = urlsplit(given.strip() if isinstance(given, str) else "")
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not isinstance(given, str) or not address.isprintable() or " " in address:
        raise ValueError(f"expected an http(s) address, not {_name(given)}")
    return given.strip()


def _name(given: object) -> str:
    """Return what was given as a person would say it."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, str):
        return f'"{clean_line(given, 60)}"'
    if isinstance(given, int | float):
        return str(given)
    if isinstance(given, list):
        return "a list"
    return "a table" if isinstance(given, dict) else "a date"
