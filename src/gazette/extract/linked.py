"""The data that a page carries for machines (JSON-LD): the object that is its article.

It is as hostile as all the rest: any value may be of any type, so each is asked for through a
function that gives text, or nothing.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

import msgspec

Data = dict[str, Any]

_DEEPEST: Final = 4
_MOST: Final = 1_000
"""Objects or names that are looked at; a list of ten thousand authors is none."""
_LONGEST: Final = 5_000
"""Characters of a list of keywords that are read."""
_ARTICLE: Final = re.compile(
    r"Article$|^(?:BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting)$"
)
# What a page says of itself where it calls nothing an article.
_PAGE: Final = frozenset(
    "WebPage ItemPage ClaimReview Review Recipe CreativeWork AudioObject PodcastEpisode"
    " RadioEpisode Interview".split()
)
# What the text of a script holds if it holds an article: most others are not parsed.
_HINTS: Final = ("Article", "Posting", "Report")
_WRAPPED: Final = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)\s*")
_LENIENT: Final = json.JSONDecoder(strict=False)
# What can still be read of data that is no JSON, mostly for a quotation mark or a comma too many.
_BROKEN: Final = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"<>]{8,40})"')


class Linked:
    """The JSON-LD scripts of a page, each parsed once and only when asked."""

    def __init__(self, scripts: list[str]) -> None:
        self._scripts = scripts
        self._parsed: dict[int, list[Data]] = {}

    def article(self) -> Data:
        """Return the first object that is an article, else the page's own; empty without one."""
        hinted = [n for n, text in enumerate(self._scripts) if any(h in text for h in _HINTS)]
        for number in hinted:
            for thing in self._objects(number):
                if any(_ARTICLE.search(kind) for kind in kinds(thing)):
                    return thing
        for number in range(len(self._scripts)):
            for thing in self._objects(number):
                if "datePublished" in thing and not _PAGE.isdisjoint(kinds(thing)):
                    return thing
        broken = (_BROKEN.findall(self._scripts[number]) for number in hinted)
        return next((dict(reversed(found)) for found in broken if found), {})

    def all_of(self, kind: str) -> Iterator[Data]:
        """Yield the objects of a kind."""
        for number, text in enumerate(self._scripts):
            if kind in text:
                for thing in self._objects(number):
                    if kind in kinds(thing):
                        yield thing

    def names(self, value: object, depth: int = 0) -> Iterator[str]:
        """Yield the names in a value: a text, an object with a name, or a list of these."""
        if isinstance(value, str):
            yield text_of(value)
        elif depth > _DEEPEST:
            return
        elif isinstance(value, list):
            for part in value[:_MOST]:
                yield from self.names(part, depth + 1)
        elif isinstance(value, dict):
            name = value.get("name") or value.get("@value") or _given_and_family(value)
            if name:
                yield from self.names(name, depth + 1)
            elif isinstance(identity := value.get("@id"), str) and depth < _DEEPEST:
                yield from self.names(self._named(identity), _DEEPEST)

    def _named(self, identity: str) -> object:
        """Return the name of the object that another refers to by its `@id`."""
        for number, text in enumerate(self._scripts):
            if identity in text:
                for thing in self._objects(number):
                    if thing.get("@id") == identity and "name" in thing:
                        return thing["name"]
        return None

    def _objects(self, number: int) -> list[Data]:
        if number not in self._parsed:
            self._parsed[number] = list(_things(_decoded(self._scripts[number])))[:_MOST]
        return self._parsed[number]


def kinds(thing: Data) -> list[str]:
    """Return the types of an object, without their vocabulary's address."""
    stated = thing.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return [kind.rpartition("/")[2] for kind in listed if isinstance(kind, str)]


def text_of(value: object) -> str:
    """Return a text, or the first of a list of them; houses escape it as if it were HTML."""
    if not isinstance(value, str):
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@value")
        if not isinstance(value, str):
            return ""
    return (unescape(value) if "&" in value else value).strip()


def texts_of(value: object) -> list[str]:
    """Return the texts of a list of texts or named objects, or a single one."""
    listed = value if isinstance(value, list) else [value]
    named = (part.get("name") if isinstance(part, dict) else part for part in listed[:_MOST])
    short = (part[:_LONGEST] if isinstance(part, str) else part for part in named)
    return [text for text in map(text_of, short) if text]


def _given_and_family(person: Data) -> str:
    parts = (text_of(person.get(key)) for key in ("givenName", "familyName"))
    return " ".join(filter(None, parts))


def _decoded(text: str) -> object:
    text = text.strip()
    if not text.startswith(("{", "[")):
        text = _WRAPPED.sub("", text)
    try:
        return msgspec.json.decode(text)
    except RecursionError:
        return None
    except (msgspec.DecodeError, UnicodeError):
        pass
    try:
        # Line breaks inside strings are frequent, and so is something behind the data.
        return _LENIENT.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _things(value: object, depth: int = 0) -> Iterator[Data]:
    if depth >= _DEEPEST:
        return
    if isinstance(value, list):
        for part in value[:_MOST]:
            yield from _things(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in value:
                yield from _things(value[key], depth + 1)
