"""The fields of a query, in English and French, and the values that they take."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from gazette.query.tree import Content, State
from gazette.text import fold

FIELDS: Final = {
    "title": "title",
    "titre": "title",
    "author": "author",
    "auteur": "author",
    "auteure": "author",
    "feed": "feed",
    "flux": "feed",
    "tag": "tag",
    "étiquette": "tag",
    "lang": "lang",
    "language": "lang",
    "langue": "lang",
    "site": "site",
    "is": "is",
    "est": "is",
    "has": "has",
    "avec": "has",
    "since": "since",
    "depuis": "since",
    "before": "before",
    "avant": "before",
    "on": "on",
    "le": "on",
}
"""What each name means, as it is written; accents may be left out, as in all the names below."""

_EXAMPLES: Final = {
    "title": ("budget", "budget"),
    "author": ("dupont", "dupont"),
    "feed": ("monde", "monde"),
    "tag": ("sport", "sport"),
    "lang": ("en", "fr"),
    "site": ("lemonde.fr", "lemonde.fr"),
    "is": ("unread", "nonlu"),
    "has": ("audio", "audio"),
    "since": ("2d", "2j"),
    "before": ("2026-11-01", "2026-11-01"),
    "on": ("today", "hier"),
}
"""A value of each field, in English and in French."""

STATES: Final[dict[str, State]] = {
    **dict.fromkeys("unread nonlu nonlus nonlue nonlues".split(), "unread"),
    **dict.fromkeys("read lu lus lue lues".split(), "read"),
    **dict.fromkeys("starred star favori favoris".split(), "starred"),
    **dict.fromkeys("étoilé étoilés étoilée étoilées".split(), "starred"),
    **dict.fromkeys("changed modifié modifiés modifiée modifiées".split(), "changed"),
    **dict.fromkeys("hidden masqué masqués masquée masquées".split(), "hidden"),
    **dict.fromkeys("ai ia".split(), "ai"),
}
CONTENTS: Final[dict[str, Content]] = {
    **dict.fromkeys("text texte".split(), "text"),
    **dict.fromkeys("image images".split(), "image"),
    **dict.fromkeys("audio son".split(), "audio"),
}
LANGUAGES: Final = {
    **dict.fromkeys("french français".split(), "fr"),
    **dict.fromkeys("english anglais".split(), "en"),
    **dict.fromkeys("german allemand".split(), "de"),
    **dict.fromkeys("spanish espagnol".split(), "es"),
    **dict.fromkeys("italian italien".split(), "it"),
}
_FIELD_KEYS: Final = {fold(name): meaning for name, meaning in FIELDS.items()}
_STATE_KEYS: Final = {fold(name): meaning for name, meaning in STATES.items()}
_LANGUAGE_KEYS: Final = {fold(name): meaning for name, meaning in LANGUAGES.items()}

_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.ASCII)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_LONGEST_NAME: Final = 40
_ALIKE: Final = 0.75
"""How much an unknown name must be like a known one, to be taken for it. "titel" is, "live" and
"info" are like none."""


def field_named(name: str) -> str | None:
    """Return the field of a name, by its shortest English one; None where there is none."""
    return _FIELD_KEYS.get(fold(name))


def example(name: str, written: str) -> str:
    """Return a condition on a field, in the language in which its name was written."""
    english, french = _EXAMPLES[name]
    return f"{written}:{english if fold(written) == name else french}"


def state(value: str) -> State | None:
    """Return the state that `is:` names; None where there is none of that name."""
    return _STATE_KEYS.get(fold(value).replace("-", "").replace(" ", ""))


def content(value: str) -> Content | None:
    """Return what `has:` names; None where there is nothing of that name."""
    return CONTENTS.get(fold(value).strip())


def language(value: str) -> str | None:
    """Return the code of the language that `lang:` names, without a country."""
    name = fold(value).strip()
    match = _CODE.fullmatch(name)
    return _LANGUAGE_KEYS.get(name) or (match[1] if match else None)


def host(value: str) -> str | None:
    """Return the host that `site:` names, also by an address or with "www."; None if none."""
    named = value.strip().removeprefix("*.")
    found = site_of(named if "://" in named else f"http://{named.removeprefix('//')}")
    return found if found and _HOST.fullmatch(found) else None


def site_of(url: str | None) -> str:
    """Return the host of a link, without "www." and port, foreign letters as "xn--…"."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name.rstrip(".").removeprefix("www.")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return which of the known names was meant; None where none is alike."""
    by_key = {fold(written): written for written in known}
    found = get_close_matches(fold(name)[:_LONGEST_NAME], by_key, n=1, cutoff=_ALIKE)
    return by_key[found[0]] if found else None
