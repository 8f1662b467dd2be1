"""Rules for sites that the general extractor does not read well: data, one file a host.

`sites/example.org.toml` holds for example.org and all that ends in ".example.org", and shows how
such a file is written. A file is read when a page of its host is.
"""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from msgspec import Struct, structs

from gazette.errors import N_, ConfigError, Phrase, UnknownKey
from gazette.extract.rules import NO_RULES, PageRules
from gazette.markup import is_selector
from gazette.model import Subscription

SITES: Final = Path(__file__).parent / "sites"
OWN: Final = "feeds.toml"


class SiteRule(Struct, frozen=True):
    """One `[[rules]]` of a site's file."""

    since: date
    """The day on which somebody saw that it is needed."""
    why: str
    until: date | None = None
    """The last day on which it was."""
    path: str = "/"
    """What the path of a page begins with."""
    selector: str = ""
    remove: tuple[str, ...] = ()

    def is_in_force(self, day: date | None) -> bool:
        """Return whether the rule holds on a day (None: whether it still does)."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day <= self.until)


def rules_for(
    url: str,
    subscription: Subscription | None = None,
    *,
    day: date | None = None,
    folder: Path = SITES,
) -> PageRules:
    """Return the rules for the page at `url`: those of the feed that links to it, else its site's.

    Each key of the subscription replaces the site's, also where it is empty. `day` chooses among
    the site's rules; without it they are those of today.

    Raises:
        ConfigError: the file of its site cannot be used.
    """
    rules = _site_rules(url, day, folder)
    if subscription is not None and subscription.selector is not None:
        rules = structs.replace(rules, article=subscription.selector, article_from=OWN)
    if subscription is not None and subscription.remove is not None:
        rules = structs.replace(rules, remove=subscription.remove, remove_from=OWN)
    return rules


def load_site(file: Path) -> tuple[SiteRule, ...]:
    """Return the rules in one file.

    Raises:
        ConfigError: it is no TOML, or something in it cannot be used; says where and what.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(file=file, place="file", problem=str(problem)) from problem
    _known_keys(file, "", document, ("rules",))
    rules = document.get("rules", [])
    if not isinstance(rules, list) or not rules:
        _refuse(file, "rules", N_("expected [[rules]] tables"))
    return tuple(_rule(file, f"rules[{number}]", rule) for number, rule in enumerate(rules))


def _site_rules(url: str, day: date | None, folder: Path) -> PageRules:
    files = _files(folder)
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        return NO_RULES
    while host and host not in files:
        host = host.partition(".")[2]
    if not host:
        return NO_RULES
    file = files[host]
    for rule in _loaded(file):
        if rule.is_in_force(day) and (address.path or "/").startswith(rule.path):
            return PageRules(rule.selector, rule.remove, file.name, file.name)
    return NO_RULES


@cache
def _files(folder: Path) -> Mapping[str, Path]:
    return {file.name.removesuffix(".toml"): file for file in sorted(folder.glob("*.toml"))}


@cache
def _loaded(file: Path) -> tuple[SiteRule, ...]:
    return load_site(file)


def _rule(file: Path, place: str, given: object) -> SiteRule:
    if not isinstance(given, dict):
        _refuse(file, place, N_("expected a table"))
    _known_keys(file, place, given, _KEYS)
    values = {key: _KEYS[key](file, f"{place}.{key}", value) for key, value in given.items()}
    for key in ("since", "why"):
        if key not in values:
            _refuse(file, place, N_('the key "{key}" is missing'), key=key)
    rule = SiteRule(**values)
    if not rule.selector and not rule.remove:
        _refuse(file, place, N_('neither "selector" nor "remove" is given'))
    if rule.until and rule.until < rule.since:
        _refuse(file, f"{place}.until", N_("before the day in since"))
    return rule


def _known_keys(file: Path, place: str, table: Mapping[str, object], known: object) -> None:
    names = list(known)  # type: ignore[call-overload]  # a tuple's or a mapping's
    for key in table:
        if key not in names:
            nearest = difflib.get_close_matches(key.lower(), names, n=1, cutoff=0.0)[0]
            raise UnknownKey(file=file, place=f"{place}.{key}".lstrip("."), nearest=nearest)


def _refuse(file: Path, place: str, problem: str, **data: object) -> NoReturn:
    raise ConfigError(file=file, place=place, problem=Phrase(problem, **data))


def _day(file: Path, place: str, given: object) -> date:
    # A TOML date-time is a `datetime`, and that is a `date`.
    if not isinstance(given, date) or isinstance(given, datetime):
        _refuse(file, place, N_("expected a day such as 2026-11-27"))
    return given


def _text(file: Path, place: str, given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        _refuse(file, place, N_("expected text in quotes"))
    return given


def _path(file: Path, place: str, given: object) -> str:
    if not _text(file, place, given).startswith("/"):
        _refuse(file, place, N_('expected a path such as "/news/"'))
    return str(given)


def _selector(file: Path, place: str, given: object) -> str:
    css = _text(file, place, given)
    if not is_selector(css):
        _refuse(file, place, N_('"{css}" is not a CSS selector'), css=css)
    return css


def _selectors(file: Path, place: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list):
        _refuse(file, place, N_('expected a list such as [".promo"]'))
    return tuple(_selector(file, f"{place}[{n}]", css) for n, css in enumerate(given))


_KEYS: Final[Mapping[str, Callable[[Path, str, object], Any]]] = {
    "since": _day,
    "until": _day,
    "why": _text,
    "path": _path,
    "selector": _selector,
    "remove": _selectors,
}
