"""Run the statement of a query as far as is needed, and tell each story once.

The full-text index gives entries in the order of their ids, which is about that in which they
came, at no cost: 50 of 400,000 in a tenth of a millisecond, where sorting all takes 180. Reading
ends when no entry that came earlier is newer than those found. Indexes of `reading` give them in
the order of lists.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from functools import cached_property
from heapq import heappush, heappushpop
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from gazette.store import rows
from gazette.store.connection import Connection
from gazette.store.plans import NEWEST, Plan, Planner
from gazette.store.stories import Pair
from gazette.store.zones import FIRST_MOMENT, is_newer_before

_ENTRIES: Final = """
    SELECT entry_id, coalesce(copy_of, entry_id) FROM reading
        WHERE entry_id IN (SELECT value FROM json_each(:firsts))
        OR copy_of IN (SELECT value FROM json_each(:firsts))
"""


class Bounds(Struct, frozen=True):
    """How far is read before it is decided how to go on: by numbers, and never by the clock."""

    at_once: int = 100
    """So many entries are read before it is asked whether they are enough."""
    begun: int = 500
    """Of a prefix so many words are asked for one by one, 0.05 ms each; of more the index gathers
    first, up to 3 s, all that they are in."""
    tested: int = 1_500
    """In the texts of so many a prefix is looked for: 0.02 ms each. For a page of 50 it has to be
    in every 30th, or it is rare enough for the index."""
    few: int = 2_000
    """The texts of fewer are all read, and the index is not asked."""


BOUNDS: Final = Bounds()


class Walker:
    """What runs the plans of one query."""

    def __init__(self, connection: Connection, planner: Planner, bounds: Bounds) -> None:
        self._connection = connection
        self._planner = planner
        self._bounds = bounds

    def is_few(self, sql: str, plan: Plan) -> bool:
        """Return whether a statement gives few rows."""
        few = self._bounds.few
        some = f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) LIMIT {few})"
        count: int = self._connection.execute(some, plan.values).fetchone()[0]
        return count < few

    def most_relevant(self, plan: Plan, limit: int | None) -> list[Pair]:
        """Return what a plan that words lead finds, the most relevant first."""
        found: list[Pair] = []
        order = f"ORDER BY search.rank, {NEWEST}"
        with closing(self._batches(plan, order, self._bounds.at_once)) as batches:
            for _, _, pairs in batches:
                found += pairs
                if limit is not None and len(found) >= limit:
                    break
        return found[:limit]

    def newest(self, plan: Plan, limit: int | None) -> list[Pair]:
        """Return the newest stories that a plan finds."""
        return self._newest(plan, limit, at_most=None) or []

    def newest_or_none(self, plan: Plan, limit: int) -> list[Pair] | None:
        """Return the newest stories that a plan finds; None where it finds too few too slowly."""
        return self._newest(plan, limit, at_most=self._bounds.tested)

    def _newest(self, plan: Plan, limit: int | None, at_most: int | None) -> list[Pair] | None:
        newest: list[Pair] = []
        read = 0
        order = "ORDER BY search.rowid DESC" if plan.match else f"ORDER BY {NEWEST}"
        # In the order of the list no more need be read than is asked for, if it all matches.
        at_once = self._bounds.at_once if plan.match or not limit else limit
        with closing(self._batches(plan, order, at_once)) as batches:
            for count, last, pairs in batches:
                read += count
                for pair in pairs:
                    if limit is None:
                        newest.append(pair)
                    elif len(newest) < limit:
                        heappush(newest, pair)
                    elif limit:
                        heappushpop(newest, pair)
                if limit is None:
                    continue
                if len(newest) == limit and not (plan.match and self._is_any_left(newest, last)):
                    break
                if at_most and (read >= at_most or len(newest) * at_most < limit * read):
                    return None
        return sorted(newest, reverse=True)

    def _batches(
        self, plan: Plan, order: str, at_once: int
    ) -> Generator[tuple[int, int, list[Pair]], None, None]:
        """Yield how many entries were read, the id of the last, and the stories found in them."""
        last: Pair | None = None
        with self._connection.stream(f"{plan.sql()} {order}", plan.values) as stream:
            while some := list(islice(stream, at_once)):
                matching = [row for row in some if row[3]]
                pairs = [pair for pair in self._first_of_each(matching) if pair != last]
                # What stands in two ranges comes twice, one behind the other.
                last = pairs[-1] if pairs else last
                yield len(some), some[-1][1], list(dict.fromkeys(pairs))

    def _is_any_left(self, newest: Sequence[Pair], last: int) -> bool:
        """Return whether an entry that was not read yet may be newer than those found.

        It has a smaller id than the `last` one read.
        """
        moment = newest[0][0] if newest else FIRST_MOMENT
        sources = self._planner.everything()
        return is_newer_before(self._connection, sources, moment=moment, last=last)

    # --- one story, several entries ----------------------------------------------------------

    def _first_of_each(self, matching: Sequence[Any]) -> list[Pair]:
        """Return the entries that are the earliest of their stories to match."""
        firsts = {row[2] for row in matching if row[2] is not None}
        earliest = self._earliest(firsts) if firsts else {}
        return [
            (moment, entry_id)
            for moment, entry_id, first, _ in matching
            if first is None or entry_id <= earliest.get(first, entry_id)
        ]

    def _earliest(self, firsts: set[int]) -> dict[int, int]:
        """Return which entry of each story is the earliest that matches."""
        told = self._connection.execute(_ENTRIES, {"firsts": rows.to_json(list(firsts))})
        story_of = {row[0]: row[1] for row in told}
        plan = self._of_entries
        plan.values["ids"] = rows.to_json(list(story_of))
        earliest: dict[int, int] = {}
        for _, entry_id, _, is_match in self._connection.execute(plan.sql(), plan.values):
            if is_match:
                story = story_of[entry_id]
                earliest[story] = min(entry_id, earliest.get(story, entry_id))
        return earliest

    @cached_property
    def _of_entries(self) -> Plan:
        return self._planner.of_entries()
