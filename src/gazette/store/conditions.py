"""From the conditions of a query to SQL: on a row of `reading`, its `entries` and its texts."""

import json
import sys
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, reduce
from typing import Final, assert_never

from msgspec import Struct

from gazette.query import (
    And,
    Before,
    Everything,
    Has,
    InFeed,
    InLanguage,
    Is,
    Node,
    Not,
    OnSite,
    Or,
    Phrase,
    Since,
    Tagged,
    Within,
    Word,
    name_key,
    site_of,
)
from gazette.store import rows
from gazette.store.connection import Connection
from gazette.store.index import AUTHORS, ONE_STEM, SUMMARY, TEXT, TITLE
from gazette.words import stems, words

_PART: Final = {None: "", "title": "title : ", "author": "authors : "}
_TEXTS: Final = {None: (TITLE, SUMMARY, AUTHORS, TEXT), "title": (TITLE,), "author": (AUTHORS,)}
_MOST_FORMS: Final = 100
"""Of one word; the commonest stems of a million stories have fewer than 40."""
# Few stories have these; they are gathered once, by an index, and not asked of each story.
_WITH_MEDIA: Final = (
    "reading.entry_id IN (SELECT medial.id FROM entries AS medial"
    " WHERE medial.enclosures IS NOT NULL AND instr(medial.enclosures, '\"{kind}/'))"
)
_BY_MACHINE: Final = (
    "reading.entry_id IN (SELECT told.id FROM articles JOIN entries AS told"
    " ON told.page_id = articles.page_id WHERE articles.ai_disclosed = 1)"
)
_HAS: Final = {
    "text": "(EXISTS (SELECT 1 FROM articles WHERE page_id = entries.page_id)"
    " OR EXISTS (SELECT 1 FROM contents WHERE entry_id = entries.id))",
    # Quotes in a string of JSON are escaped, so that no text of a block looks like this.
    "image": "(EXISTS (SELECT 1 FROM articles WHERE page_id = entries.page_id"
    """ AND instr(layout, '{"type":"figure"'))"""
    f" OR {_WITH_MEDIA.format(kind='image')})",
    "audio": _WITH_MEDIA.format(kind="audio"),
}
_IS: Final = {
    "unread": "reading.read = 0",
    "read": "reading.read = 1",
    "starred": "reading.starred = 1",
    "changed": "entries.changed IS NOT NULL",
    "hidden": "reading.hidden = 1",
    "ai": _BY_MACHINE,
}
_OWN_TAGS: Final = """
    WITH RECURSIVE told(tag) AS (
        SELECT min(tag) FROM story_tags
        UNION ALL SELECT (SELECT min(tag) FROM story_tags WHERE story_tags.tag > told.tag)
        FROM told WHERE told.tag IS NOT NULL)
    SELECT tag FROM told WHERE tag IS NOT NULL
"""
"""Each tag once, without reading through all that bear it."""

_BEGUN: Final = f"SELECT word FROM word_stems WHERE word >= ? AND word < ? AND {ONE_STEM} LIMIT ?"
_DEARER: Final = 8
"""So many times what a word takes, a phrase does."""

Bind = Callable[[object], str]
"""Takes a value of a statement, and returns what stands for it there."""


class Names:
    """What the names and words of a query stand for in a store.

    A prefix stands for the words that begin so, of which there are no more than `most_begun`.
    """

    def __init__(self, connection: Connection, most_begun: int) -> None:
        self._connection = connection
        self._most_begun = most_begun
        connection.create_function("gazette_site", 1, site_of, deterministic=True)
        connection.create_function("gazette_has", 2, _has, deterministic=True)

    def feed_ids(self, node: InFeed | Tagged) -> list[int]:
        """Return the feeds that are meant."""
        if isinstance(node, Tagged):
            return [feed.id for feed in self._feeds if node.name in feed.tags]
        return [feed.id for feed in self._feeds if any(node.name in key for key in feed.keys)]

    def own_tags(self, node: InFeed | Tagged) -> list[str]:
        """Return the tags of stories that are meant, as they are written."""
        if isinstance(node, InFeed):
            return []
        stored = self._connection.execute(_OWN_TAGS)
        return [row[0] for row in stored if name_key(row[0]) == node.name]

    @cached_property
    def _feeds(self) -> "list[_FeedNames]":
        stored = self._connection.execute(
            "SELECT id, url, coalesce(given_title, own_title, url) AS title,"
            " (SELECT json_group_array(tag) FROM feed_tags WHERE feed_id = feeds.id) AS tags"
            " FROM feeds"
        )
        return [
            _FeedNames(
                row["id"],
                (name_key(row["title"]), name_key(row["url"])),
                frozenset(map(name_key, json.loads(row["tags"]))),
            )
            for row in stored
        ]

    def match(self, node: Node) -> str:
        """Return the full-text query of a tree of words alone, of which one is not excluded."""
        match node:
            case Word(word, part):
                forms = " OR ".join(f'"{form}"' for form in self.forms(word))
                return f"{_PART[part]}({forms})"
            case Phrase(words_, part, is_prefix):
                phrases = self.whole(node) if is_prefix else None
                phrases = phrases or (f'"{" ".join(words_)}"{" *" if is_prefix else ""}',)
                return f"{_PART[part]}({' OR '.join(phrases)})"
            case Or(nodes):
                return f"({' OR '.join(map(self.match, nodes))})"
            case And(nodes):
                wanted = [self.match(n) for n in nodes if not isinstance(n, Not)]
                excluded = [self.match(n.node) for n in nodes if isinstance(n, Not)]
                both = f"({' AND '.join(wanted)})"
                return reduce(lambda left, right: f"({left} NOT {right})", excluded, both)
            case _:
                raise AssertionError(f"no words: {node!r}")

    def whole(self, phrase: Phrase) -> Sequence[str] | None:
        """Return the phrases of whole words that one with a prefix stands for; None: too many."""
        *before, prefix = phrase.words
        most = self._most_begun // (_DEARER if before else 1)
        behind = f"{prefix}{chr(sys.maxunicode)}"
        begun = self._connection.execute(_BEGUN, (prefix, behind, most + 1)).fetchall()
        if len(begun) > most:
            return None
        return [f'"{" ".join((*before, row[0]))}"' for row in begun]

    def forms(self, word: str) -> Sequence[str]:
        """Return the words of the index that are forms of `word`, and itself."""
        found = self._connection.execute(
            "SELECT DISTINCT word FROM word_stems WHERE stem IN (SELECT value FROM json_each(?))"
            " LIMIT ?",
            (rows.to_json(stems(word)), _MOST_FORMS),
        )
        return tuple(dict.fromkeys((word, *(row[0] for row in found))))


class _FeedNames(Struct, frozen=True):
    id: int
    keys: tuple[str, ...]
    tags: frozenset[str]


class Compiler(Struct, frozen=True):
    """From a node to a condition on a row of `reading` with its `entries`, and its texts."""

    names: Names
    bind: Bind
    by_text: bool
    """Words are sought in the texts of the row, else in the full-text index."""

    def condition(self, node: Node) -> str:
        """Return a condition that is true or false, never unknown."""
        if not self.by_text and is_text(node) and is_positive(node):
            match = self.bind(self.names.match(node))
            return f"reading.entry_id IN (SELECT rowid FROM search WHERE search MATCH {match})"
        match node:
            case And(nodes):
                return f"({' AND '.join(map(self.condition, nodes))})"
            case Or(nodes):
                return f"({' OR '.join(map(self.condition, nodes))})"
            case Not(inner):
                return f"NOT {self.condition(inner)}"
            case Everything():
                return "1"
            case Word(word, part):
                return self._held([f" {form} " for form in self.names.forms(word)], part)
            case Phrase(words_, part, is_prefix):
                return self._held([f" {' '.join(words_)}{'' if is_prefix else ' '}"], part)
            case _:
                return self._simple(node)

    def _held(self, strings: Sequence[str], part: str | None) -> str:
        sought = self.bind(rows.to_json(list(strings)))
        return f"({' OR '.join(f'gazette_has({sought}, {text})' for text in _TEXTS[part])})"

    def _simple(
        self, node: InFeed | Tagged | InLanguage | OnSite | Is | Has | Since | Before | Within
    ) -> str:
        bind = self.bind
        match node:
            case Is(state):
                return _IS[state]
            case Has(content):
                return _HAS[content]
            case Since(moment):
                return f"reading.moment >= {bind(rows.seconds(moment))}"
            case Before(moment):
                return f"reading.moment < {bind(rows.seconds(moment))}"
            case Within(start, end):
                first, last = bind(rows.seconds(start)), bind(rows.seconds(end))
                return f"(reading.moment >= {first} AND reading.moment < {last})"
            case InLanguage(code):
                alone, with_country = bind(code), bind(f"{code}-*")
                return (
                    f"coalesce(reading.language = {alone}"
                    f" OR reading.language GLOB {with_country}, 0)"
                )
            case OnSite(host):
                itself, below = bind(host), bind(f"*.{host}")
                return (
                    f"(instr(coalesce(entries.url, ''), {itself})"
                    f" AND (gazette_site(entries.url) = {itself}"
                    f" OR gazette_site(entries.url) GLOB {below}))"
                )
            case InFeed() | Tagged():
                return self._borne(node)
            case _:
                assert_never(node)

    def _borne(self, node: InFeed | Tagged) -> str:
        ids = self.bind(rows.to_json(self.names.feed_ids(node)))
        # By no index (+): the stories of more feeds than are gone through one by one stand close.
        of_feeds = f"+reading.feed_id IN (SELECT value FROM json_each({ids}))"
        tags = self.names.own_tags(node)
        if not tags:
            return of_feeds
        first = "coalesce(reading.copy_of, reading.entry_id)"
        return f"({of_feeds} OR {first} IN {bearing(tags, self.bind)})"


def bearing(tags: Sequence[str], bind: Bind) -> str:
    """Return what stands for the stories that bear one of some tags of their own."""
    named = bind(rows.to_json(list(tags)))
    return f"(SELECT entry_id FROM story_tags WHERE tag IN (SELECT value FROM json_each({named})))"


def is_text(node: Node) -> bool:
    """Return whether a tree asks for words alone."""
    match node:
        case Word() | Phrase():
            return True
        case Not(inner):
            return is_text(inner)
        case And(nodes):
            return all(map(is_text, nodes)) and any(map(is_positive, nodes))
        case Or(nodes):
            return all(map(is_text, nodes)) and all(map(is_positive, nodes))
        case _:
            return False


def is_positive(node: Node) -> bool:
    """Return whether the index can be asked for a tree of words: not what lacks them all."""
    return not isinstance(node, Not)


# --- words in a text ---------------------------------------------------------------------------


def _has(sought: str, text: str) -> bool:
    """Tell whether one of some strings, as JSON, stands in the words of a text."""
    lined = _lined(text)
    return any(string in lined for string in _strings(sought))


@lru_cache(maxsize=8)
def _lined(text: str) -> str:
    """Return the words of a text with a blank around each; several are sought in one text."""
    return f" {' '.join(words(text))} "


@lru_cache(maxsize=256)
def _strings(sought: str) -> tuple[str, ...]:
    return rows.STRINGS.decode(sought)
