"""From the tree of a query to an SQL statement over `reading` and the full-text index.

A statement goes through some entries in some order, and says of each whether it matches:

    by_index   the full-text index leads where it can: what is not among its matches is not seen
    by_prefix  words lead, but for prefixes, which are sought in the text of each entry
    by_text    no index of words: all words are sought in the text of each entry

Else indexes of `reading` lead, in the order of lists: ranges of feeds, languages or all there is.
What is hidden is left out unless the query asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from gazette.query import (
    And,
    Before,
    Everything,
    Has,
    InFeed,
    InLanguage,
    Is,
    Node,
    Phrase,
    Since,
    Tagged,
    Within,
    Word,
    asks_for_hidden,
    leaves,
)
from gazette.store import rows
from gazette.store.conditions import Bind, Compiler, Names, bearing, is_positive, is_text
from gazette.store.connection import Connection
from gazette.store.copies import COPIES, LISTED
from gazette.store.index import WITH_TEXTS
from gazette.store.zones import FIRST_MOMENT, LAST_MOMENT, ids_within

NEWEST: Final = "1 DESC, 2 DESC"
"""The order of lists."""
_COLUMNS: Final = "reading.moment, reading.entry_id, reading.copy_of"
_HIDDEN: Final = "hidden = 1"
_MOST_FEEDS: Final = 100
"""The newest of so many feeds are taken from each; those of more stand close in the whole list."""

_OF_STORY: Final = (Everything, Since, Before, Within)
_STATES_OF_STORY: Final = (Is("unread"), Is("read"), Is("starred"), Is("hidden"))
_GATHERED: Final = (Is("ai"), Has("audio"))
_INDEXED: Final = (Is("unread"), Is("starred"), *_GATHERED)
_LANGUAGES: Final = f"""
    WITH RECURSIVE told(code) AS (
        SELECT min(language) FROM reading WHERE {LISTED} AND language >= :first
        UNION ALL SELECT (SELECT min(language) FROM reading
            WHERE {LISTED} AND language > told.code AND language < :behind)
        FROM told WHERE told.code < :behind)
    SELECT code FROM told WHERE code < :behind
"""


@dataclass(slots=True)
class Plan:
    """A statement in the making: what leads, what narrows it, and the values of both."""

    match: str = ""
    """What stands for the full-text query that leads; "": the sources lead."""
    sources: tuple[str, ...] = ("1",)
    """Conditions of the ranges of `reading` that are gone through."""
    conditions: list[str] = field(default_factory=list)
    by_index: list[str] = field(default_factory=list)
    """Those of them that an index of `reading` answers."""
    is_ranged: bool = False
    """The sources are less than all there is."""
    tests: list[str] = field(default_factory=list)
    """What is asked of each entry that meets the conditions: it reads texts."""
    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Take a value, and return what stands for it."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def sql(self, columns: str = _COLUMNS) -> str:
        """Return the statement, without an order; whether an entry matches comes last."""
        tables, conditions, test = "reading", list(self.conditions), " AND ".join(self.tests)
        if self.match:
            tables = "search CROSS JOIN reading ON reading.entry_id = search.rowid"
            conditions.insert(0, f"search MATCH {self.match}")
        if test or any("entries." in condition for condition in conditions):
            tables += " CROSS JOIN entries ON entries.id = reading.entry_id"
        if test:
            tables += f" {WITH_TEXTS}"
        return " UNION ALL ".join(
            f"SELECT {columns}, {test or 1} FROM {tables} WHERE {' AND '.join((*conditions, one))}"
            for one in self.sources
        )

    def match_sql(self) -> str:
        """Return a statement for what the words that lead find."""
        return f"SELECT 1 FROM search WHERE search MATCH {self.match}"

    def range_sql(self) -> str:
        """Return a statement for what indexes of `reading` alone leave."""
        return " UNION ALL ".join(
            f"SELECT 1 FROM reading WHERE {' AND '.join((*self.by_index, one))}"
            for one in self.sources
        )


class Planner:
    """The statements that one query can become."""

    def __init__(self, connection: Connection, query: Node, most_begun: int) -> None:
        self._connection = connection
        self._names = Names(connection, most_begun)
        self._parts = query.nodes if isinstance(query, And) else (query,)
        self.has_prefix = self._has_prefix(query)
        """There is a prefix of more words than are asked for one by one."""
        self.is_of_story = all(
            isinstance(n, _OF_STORY) or n in _STATES_OF_STORY for n in leaves(query)
        )
        """No two entries of a story can differ in what is asked for."""
        self._with_hidden = asks_for_hidden(query)

    def begin_after(self, plan: Plan, pair: tuple[int, int]) -> None:
        """Leave out what stands before a place in the list, and what stands there."""
        moment, entry_id = map(plan.bind, pair)
        plan.conditions.append(f"(reading.moment, reading.entry_id) < ({moment}, {entry_id})")
        self._bound(plan, FIRST_MOMENT, pair[0] + 1)

    # --- the three plans ---------------------------------------------------------------------

    def by_index(self) -> Plan:
        """Return the plan that asks the full-text index for all words."""
        texts = tuple(part for part in self._parts if is_text(part))
        if not any(map(is_positive, texts)):
            texts = ()
        plan = self._led_by(texts)
        self._narrow(plan, [part for part in self._parts if part not in texts], by_text=False)
        return plan

    def by_prefix(self) -> Plan:
        """Return the plan that asks the index for whole words, and looks for prefixes itself."""
        texts = tuple(part for part in self._parts if is_text(part) and not self._has_prefix(part))
        begun = tuple(
            Phrase(part.words[:-1], part.part)
            for part in self._parts
            if isinstance(part, Phrase) and self._has_prefix(part) and len(part.words) > 1
        )
        if not any(map(is_positive, (*texts, *begun))):
            texts = ()
        plan = self._led_by((*texts, *begun))
        self._narrow(plan, [part for part in self._parts if part not in texts], by_text=True)
        return plan

    def by_text(self) -> Plan:
        """Return the plan that looks for all words itself."""
        plan = Plan()
        self._narrow(plan, self._parts, by_text=True)
        return plan

    def of_entries(self) -> Plan:
        """Return the plan that looks for all words in the entries of its value `ids`, as JSON."""
        plan = Plan()
        among = "reading.entry_id IN (SELECT value FROM json_each(:ids))"
        plan.sources = (f"{self._visible} AND {among}",)
        self._narrow(plan, self._parts, by_text=True, is_placed=True)
        return plan

    def everything(self) -> tuple[str, ...]:
        """Return the ranges, each in the order of lists, of all that can be found."""
        once = " AND copy_of IS NULL" if self.is_of_story else ""
        hidden = f"{_HIDDEN}{once}"
        if Is("hidden") in self._parts:
            return (hidden,)
        copies = () if self.is_of_story else (COPIES,)
        return LISTED, *copies, *((hidden,) if self._with_hidden else ())

    def _has_prefix(self, node: Node) -> bool:
        return any(
            isinstance(leaf, Phrase) and leaf.is_prefix and self._names.whole(leaf) is None
            for leaf in leaves(node)
        )

    @property
    def _visible(self) -> str:
        return "1" if self._with_hidden else "hidden = 0"

    def _led_by(self, texts: tuple[Node, ...]) -> Plan:
        plan = Plan()
        if texts:
            plan.match = plan.bind(self._names.match(And(texts) if len(texts) > 1 else texts[0]))
        return plan

    def _narrow(
        self, plan: Plan, parts: Sequence[Node], *, by_text: bool, is_placed: bool = False
    ) -> None:
        """Add the conditions, and the sources where neither words nor ids say what to read."""
        ranging = None
        if plan.match:
            plan.sources = (self._visible,)
            for part in parts:
                if isinstance(part, Since | Before | Within):
                    self._bound(plan, *_times(part))
        elif not is_placed:
            ranging = self._place(plan)
        for part in parts:
            if part is ranging:
                continue
            has_words = any(isinstance(node, Word | Phrase) for node in leaves(part))
            compiler = Compiler(self._names, plan.bind, by_text=by_text and has_words)
            condition = compiler.condition(part)
            if compiler.by_text:
                plan.tests.append(condition)
                continue
            plan.conditions.append(condition)
            if _is_by_index(part):
                plan.by_index.append(condition)

    def _bound(self, plan: Plan, start: int, end: int) -> None:
        """Let words that lead find no entry whose id tells that it is of another time."""
        if plan.match:
            first, last = map(plan.bind, ids_within(self._connection, start, end))
            plan.conditions.append(f"search.rowid BETWEEN {first} AND {last}")

    # --- where to read -----------------------------------------------------------------------

    def _place(self, plan: Plan) -> Node | None:
        """Choose the sources, and return the part of the query that they make true."""
        for part in self._parts:
            if isinstance(part, InFeed | Tagged):
                ids, tags = self._names.feed_ids(part), self._names.own_tags(part)
                if len(ids) <= _MOST_FEEDS:
                    plan.sources = self._of_feeds(ids, tags, plan.bind)
                    plan.is_ranged = True
                    return part
        if any(part in _GATHERED for part in self._parts):
            # By their ids, once; to be put in order they are few enough.
            plan.sources = (self._visible,)
            return None
        plan.sources = self.everything()
        plan.is_ranged = plan.sources[0] != LISTED
        for part in self._parts:
            if isinstance(part, InLanguage) and not plan.is_ranged:
                each = tuple(
                    f"{LISTED} AND reading.language = {plan.bind(language)}"
                    for language in self._languages(part.code)
                )
                meant = Compiler(self._names, plan.bind, by_text=False).condition(part)
                rest = tuple(f"{source} AND {meant}" for source in plan.sources[1:])
                plan.sources, plan.is_ranged = (*each, *rest), True
                return part
        return None

    def _of_feeds(self, ids: Sequence[int], tags: Sequence[str], bind: Bind) -> tuple[str, ...]:
        sources = [f"{self._visible} AND reading.feed_id = {int(feed_id)}" for feed_id in ids]
        if tags:
            borne = bearing(tags, bind)
            sources += [
                f"{self._visible} AND reading.entry_id IN {borne}",
                f"{self._visible} AND reading.copy_of IN {borne}",
            ]
        return tuple(sources) or ("0",)

    def _languages(self, code: str) -> list[str]:
        """Return a language and its variants of countries, as far as stories are in them."""
        stored = self._connection.execute(_LANGUAGES, {"first": code, "behind": f"{code}."})
        return [row[0] for row in stored if row[0] == code or row[0].startswith(f"{code}-")]


def _times(node: Since | Before | Within) -> tuple[int, int]:
    """Return from when on, and before when, an entry has to be; in seconds since 1970."""
    match node:
        case Since(moment):
            return rows.seconds(moment), LAST_MOMENT
        case Before(moment):
            return FIRST_MOMENT, rows.seconds(moment)
        case Within(start, end):
            return rows.seconds(start), rows.seconds(end)


def _is_by_index(node: Node) -> bool:
    return (
        isinstance(node, InFeed | Tagged | InLanguage | Since | Before | Within) or node in _INDEXED
    )
