"""Search: a query's tree → one SQL statement over the full-text index and the tables.

What each node means stands in `query.tree`; `query.matches` says the same of a story in memory.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from heapq import heappush, heappushpop
from itertools import islice
from typing import Final, Literal, assert_never

from gazette.errors import StoreError
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
    words_to_mark,
)
from gazette.store import index, rows
from gazette.store.connection import Connection
from gazette.store.snippets import CLOSES, OPENS, pieces_of, with_ligatures
from gazette.store.stories import Pair
from gazette.words import stems

_PART: Final = {None: "", "title": "title : ", "author": "authors : "}
_AT_ONCE: Final = 200
_FEW: Final = 2_000
"""So many stories may be looked up in the index one by one: 0.03 ms each."""
_NEWEST: Final = "reading.moment DESC, reading.entry_id DESC"
_SELDOM: Final = (Is("starred"), Is("ai"), Has("audio"))
_WORDS: Final = 24
"""Of a snippet."""
_AROUND: Final = f"""
    SELECT search.rowid, snippet(search, -1, '{OPENS}', '{CLOSES}', '…', {_WORDS}),
        entries.title || char(10) || coalesce(articles.title, '') || char(10) || entries.summary
            || char(10) || coalesce(articles.text, contents.text, '')
    FROM search JOIN entries ON entries.id = search.rowid
    LEFT JOIN contents ON contents.entry_id = entries.id
    LEFT JOIN articles ON articles.page_id = entries.page_id
    WHERE search MATCH ? AND search.rowid BETWEEN ? AND ?
        AND +search.rowid IN (SELECT value FROM json_each(?))
"""
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


class Search:
    """The full-text index, and the queries that use it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.create_function("gazette_site", 1, site_of, deterministic=True)

    def refresh(self, *, at_most: int | None = None) -> None:
        """Bring the index up to date with what was written since, unless it is more than so much.

        Raises:
            StoreError: the store cannot be written.
        """
        index.refresh(self._connection, at_most=at_most)

    def find(
        self,
        query: Node,
        *,
        limit: int | None = None,
        after: Pair | None = None,
        order: Literal["newest", "relevance"] = "newest",
    ) -> list[Pair]:
        """Return the stories that match a query, newest first, or the most relevant first.

        `after` is the last pair of the page before; by relevance there is one page only.
        """
        with suppress(StoreError):  # it can be searched all the same, but for what came since
            self.refresh()
        plan = self._plan(query)
        if order == "relevance" and plan.match:
            return self._pairs(plan, f"search.rank, {_NEWEST}", limit)
        if after is not None:
            moment, story_id = map(plan.bind, after)
            plan.conditions.append(f"(reading.moment, reading.entry_id) < ({moment}, {story_id})")
        if not plan.match or limit is None:
            return self._pairs(plan, _NEWEST, limit)
        if self._is_narrow(plan):
            plan.is_driven_by_match = False
            return self._pairs(plan, _NEWEST, limit)
        return self._newest(plan, limit)

    def count(self, query: Node) -> tuple[int, int]:
        """Return how many stories match a query, and how many of them are unread."""
        with suppress(StoreError):  # as in `find`
            self.refresh()
        plan = self._plan(query)
        row = self._connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE marks.read = 0)"
            f" FROM ({plan.sql('')}) AS found JOIN reading AS marks USING (entry_id)",
            plan.values,
        ).fetchone()
        return row[0], row[1]

    def snippets(
        self, query: Node, story_ids: Sequence[int]
    ) -> dict[int, tuple[tuple[str, bool], ...]]:
        """Return a few words of each story around what was sought, in pieces: text, is it a match.

        Stories without any of the words are left out.
        """
        marked = words_to_mark(query)
        if not marked:
            return {}
        match = self._match(Or(marked) if len(marked) > 1 else marked[0])
        around: dict[int, tuple[tuple[str, bool], ...]] = {}
        if any(isinstance(node, Phrase) and node.is_prefix for node in marked):
            # A prefix is gathered from all words that begin so each time that it is sought.
            spans = [(min(story_ids, default=0), max(story_ids, default=0))]
        else:
            spans = [(story_id, story_id) for story_id in story_ids]
        wanted = rows.to_json(list(story_ids))
        for first, last in spans:
            for row in self._connection.execute(_AROUND, (match, first, last, wanted)):
                around[row[0]] = pieces_of(with_ligatures(row[1], row[2]))
        return around

    def _pairs(self, plan: "_Plan", order: str, limit: int | None) -> list[Pair]:
        """Return what a plan finds, in an order."""
        count = plan.bind(-1 if limit is None else limit)
        found = self._connection.execute(plan.sql(f"ORDER BY {order} LIMIT {count}"), plan.values)
        return [(row[0], row[1]) for row in found]

    def _is_narrow(self, plan: "_Plan") -> bool:
        """Return whether a plan's conditions leave so few stories that they should lead.

        A word that stands in every second story is looked up in those few then, and not the
        few among all that have the word.
        """
        if not plan.by_index:
            return False
        matching = f"SELECT 1 FROM search WHERE search MATCH {plan.match}"
        if self._is_few(matching, plan):
            return False
        return self._is_few(f"SELECT 1 FROM reading WHERE {' AND '.join(plan.by_index)}", plan)

    def _is_few(self, sql: str, plan: "_Plan") -> bool:
        some = f"SELECT count(*) FROM ({sql} LIMIT {_FEW})"
        count: int = self._connection.execute(some, plan.values).fetchone()[0]
        return count < _FEW

    def _newest(self, plan: "_Plan", limit: int) -> list[Pair]:
        """Return the newest stories of a full-text query.

        The index gives them in the order of their ids, which is that in which they came, at no
        cost: 50 of 400,000 in a tenth of a millisecond, where sorting all takes 180. No story is
        newer than when it came. So whatever came before the last one read is older than that, and
        when enough newer ones are found, the rest need not be read.
        """
        found: list[Pair] = []
        with self._connection.stream(plan.sql("ORDER BY search.rowid DESC"), plan.values) as stream:
            while some := list(islice(stream, _AT_ONCE)):
                for row in some:
                    pair = (row[0], row[1])
                    if len(found) < limit:
                        heappush(found, pair)
                    else:
                        heappushpop(found, pair)
                if len(found) == limit and found[0][0] > self._came(some[-1][1]):
                    break
        return sorted(found, reverse=True)

    def _came(self, story_id: int) -> int:
        """Return when the story that came before this one did."""
        row = self._connection.execute(
            "SELECT fetched FROM entries WHERE id < ? ORDER BY id DESC LIMIT 1", (story_id,)
        ).fetchone()
        return row[0] if row else 0

    # --- from the tree to SQL ---------------------------------------------------------------

    def _plan(self, query: Node) -> "_Plan":
        plan = _Plan()
        parts = query.nodes if isinstance(query, And) else (query,)
        texts = tuple(part for part in parts if _is_text(part))
        if any(map(_is_positive, texts)):
            plan.match = plan.bind(self._match(And(texts) if len(texts) > 1 else texts[0]))
            parts = tuple(part for part in parts if part not in texts)
        for part in parts:
            condition = self._condition(part, plan.bind)
            plan.conditions.append(condition)
            if _is_by_index(part):
                plan.by_index.append(condition)
        return plan

    def _match(self, node: Node) -> str:
        """Return the full-text query of a tree of words alone, of which one is not excluded."""
        match node:
            case Word(word, part):
                forms = " OR ".join(f'"{form}"' for form in self._forms(word))
                return f"{_PART[part]}({forms})"
            case Phrase(words, part, is_prefix):
                phrase = f'"{" ".join(words)}"{" *" if is_prefix else ""}'
                return f"{_PART[part]}({phrase})"
            case Or(nodes):
                return f"({' OR '.join(map(self._match, nodes))})"
            case And(nodes):
                wanted = [self._match(n) for n in nodes if not isinstance(n, Not)]
                excluded = [self._match(n.node) for n in nodes if isinstance(n, Not)]
                both = f"({' AND '.join(wanted)})"
                return reduce(lambda left, right: f"({left} NOT {right})", excluded, both)
            case _:
                raise AssertionError(f"no words: {node!r}")

    def _forms(self, word: str) -> Sequence[str]:
        """Return the words of the index that are forms of `word`, and itself."""
        found = self._connection.execute(
            "SELECT DISTINCT word FROM word_stems WHERE stem IN (SELECT value FROM json_each(?))"
            " LIMIT ?",
            (rows.to_json(stems(word)), _MOST_FORMS),
        )
        return tuple(dict.fromkeys((word, *(row[0] for row in found))))

    def _condition(self, node: Node, bind: "Bind") -> str:
        """Return a condition on a row of `reading` with its `entries`."""
        if _is_text(node) and _is_positive(node):
            match = bind(self._match(node))
            return f"reading.entry_id IN (SELECT rowid FROM search WHERE search MATCH {match})"
        match node:
            case And(nodes):
                return f"({' AND '.join(self._condition(n, bind) for n in nodes)})"
            case Or(nodes):
                return f"({' OR '.join(self._condition(n, bind) for n in nodes)})"
            case Not(inner):
                return f"NOT {self._condition(inner, bind)}"
            case Everything():
                return "1"
            case Word() | Phrase():
                raise AssertionError("words are text")
            case _:
                return self._simple(node, bind)

    def _simple(
        self,
        node: InFeed | Tagged | InLanguage | OnSite | Is | Has | Since | Before | Within,
        bind: "Bind",
    ) -> str:
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
            case InFeed(name):
                return self._in_feeds(lambda feed: any(name in key for key in feed.keys), bind)
            case Tagged(name):
                return self._in_feeds(lambda feed: name in feed.tags, bind)
            case _:
                assert_never(node)

    def _in_feeds(self, is_meant: "Callable[[_FeedNames], bool]", bind: "Bind") -> str:
        ids = bind(rows.to_json([feed.id for feed in self._feeds() if is_meant(feed)]))
        return f"reading.feed_id IN (SELECT value FROM json_each({ids}))"

    def _feeds(self) -> "Iterator[_FeedNames]":
        stored = self._connection.execute(
            "SELECT id, url, coalesce(given_title, own_title, url) AS title,"
            " (SELECT json_group_array(tag) FROM feed_tags WHERE feed_id = feeds.id) AS tags"
            " FROM feeds"
        )
        for row in stored:
            tags = frozenset(map(name_key, json.loads(row["tags"])))
            yield _FeedNames(row["id"], (name_key(row["title"]), name_key(row["url"])), tags)


@dataclass(frozen=True, slots=True)
class _FeedNames:
    id: int
    keys: tuple[str, ...]
    tags: frozenset[str]


Bind = Callable[[object], str]
"""Takes a value of a statement, and returns what stands for it there."""


@dataclass(slots=True)
class _Plan:
    """A statement in the making: what leads, what narrows it, and the values of both."""

    match: str = ""
    """What stands for the full-text query; "": all stories are gone through."""
    is_driven_by_match: bool = True
    """Else the conditions lead, and the index is asked of each story that meets them."""
    conditions: list[str] = field(default_factory=list)
    by_index: list[str] = field(default_factory=list)
    """Those of them that an index of `reading` answers."""
    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Take a value, and return what stands for it."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def sql(self, tail: str) -> str:
        """Return the statement for pairs, in an order and up to a number."""
        tables, conditions = ["reading"], list(self.conditions)
        if self.match:
            pair = ("search", "reading") if self.is_driven_by_match else ("reading", "search")
            tables = [" CROSS JOIN ".join(pair), "ON reading.entry_id = search.rowid"]
            conditions.insert(0, f"search MATCH {self.match}")
        if any("entries." in condition for condition in conditions):
            tables.append("JOIN entries ON entries.id = reading.entry_id")
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT reading.moment, reading.entry_id FROM {' '.join(tables)} {where} {tail}"


def _is_by_index(node: Node) -> bool:
    return isinstance(node, InFeed | Tagged | Since | Within) or node in _SELDOM


def _is_text(node: Node) -> bool:
    """Return whether a tree asks for words alone."""
    match node:
        case Word() | Phrase():
            return True
        case Not(inner):
            return _is_text(inner)
        case And(nodes):
            return all(map(_is_text, nodes)) and any(map(_is_positive, nodes))
        case Or(nodes):
            return all(map(_is_text, nodes)) and all(map(_is_positive, nodes))
        case _:
            return False


def _is_positive(node: Node) -> bool:
    """Return whether the index can be asked for a tree of words: not what lacks them all."""
    return not isinstance(node, Not)
