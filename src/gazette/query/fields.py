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
    "etiquette": "tag",
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
"""By every name, folded."""

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
    "unread": "unread",
    "nonlu": "unread",
    "nonlus": "unread",
    "nonlue": "unread",
    "nonlues": "unread",
    "read": "read",
    "lu": "read",
    "lus": "read",
    "lue": "read",
    "lues": "read",
    "starred": "starred",
    "star": "starred",
    "etoile": "starred",
    "etoiles": "starred",
    "etoilee": "starred",
    "etoilees": "starred",
    "changed": "changed",
    "modifie": "changed",
    "modifies": "changed",
    "modifiee": "changed",
    "modifiees": "changed",
    "hidden": "hidden",
    "masque": "hidden",
    "masques": "hidden",
    "masquee": "hidden",
    "masquees": "hidden",
    "ai": "ai",
    "ia": "ai",
}
CONTENTS: Final[dict[str, Content]] = {
    "text": "text",
    "texte": "text",
    "image": "image",
    "images": "image",
    "audio": "audio",
    "son": "audio",
}
LANGUAGES: Final = {
    "french": "fr",
    "francais": "fr",
    "english": "en",
    "anglais": "en",
    "german": "de",
    "allemand": "de",
    "spanish": "es",
    "espagnol": "es",
    "italian": "it",
    "italien": "it",
}

_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.ASCII)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_ALIKE: Final = 0.75
"""How much an unknown name must be like a known one, to be taken for it. "titel" is, "live" and
"info" are like none."""


def example(name: str, written: str) -> str:
    """Return a condition on a field, in the language in which its name was written."""
    english, french = _EXAMPLES[name]
    return f"{written}:{english if written == name else french}"


def state(value: str) -> State | None:
    """Return the state that `is:` names; None where there is none of that name."""
    return STATES.get(fold(value).replace("-", "").replace(" ", ""))


def content(value: str) -> Content | None:
    """Return what `has:` names; None where there is nothing of that name."""
    return CONTENTS.get(fold(value).strip())


def language(value: str) -> str | None:
    """Return the code of the language that `lang:` names, without a country."""
    name = fold(value).strip()
    match = _CODE.fullmatch(name)
    return LANGUAGES.get(name) or (match[1] if match else None)


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


def nearest(name: str, known: Iterable[str], alike: float = _ALIKE) -> str | None:
    """Return what `name` may have been meant for."""
    return next(iter(get_close_matches(fold(name)[:40], list(known), n=1, cutoff=alike)), None)
