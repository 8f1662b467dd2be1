"""Search: the stories of a query, the words around what was found in them, and how many they are.

What each node of a query means stands in `query.tree`; `query.matches` says the same of a story
in memory. `plans` makes the SQL, `walks` runs it, and here is decided which plan is taken:

- Words lead where there are some: the full-text index has them all.
- A prefix is the words that begin so, where they are some hundreds at most. Of more the index
  gathers first all that they are in, 3 s for `a*` in a million stories. But the commoner it is,
  the sooner it is met: it is looked for in the texts of the newest stories, and the index is
  asked only where it proves rare.
- Where the other conditions leave few stories, words are looked for in the texts of those.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal

from gazette.errors import StoreError
from gazette.query import Node, words_to_mark
from gazette.store import index, rows
from gazette.store.connection import Connection
from gazette.store.index import AUTHORS, SUMMARY, TEXT, TITLE, WITH_TEXTS
from gazette.store.plans import Plan, Planner
from gazette.store.snippets import Pieces, Snippets
from gazette.store.stories import Pair
from gazette.store.walks import BOUNDS, Bounds, Walker

_TEXTS: Final = f"""
    SELECT entries.id, {TITLE}, {AUTHORS}, {SUMMARY}, {TEXT} FROM entries {WITH_TEXTS}
    WHERE entries.id IN (SELECT value FROM json_each(?))
"""


class Search:
    """The full-text index, and the queries that use it."""

    def __init__(self, connection: Connection, bounds: Bounds = BOUNDS) -> None:
        self._connection = connection
        self._bounds = bounds

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

        A story that several feeds brought is told by the earliest of its entries that match.
        `after` is the last pair of the page before; by relevance there is one page only.

        Raises:
            StoreError: the store cannot be read, or the connection was interrupted.
        """
        planner = self._planner(query)
        walker = Walker(self._connection, planner, self._bounds)
        plan = planner.by_index()
        if order == "relevance" and plan.match:
            return walker.most_relevant(plan, limit)
        if limit is not None:
            found = self._found_by_texts(planner, walker, plan, limit, after)
            if found is not None:
                return found
        return walker.newest(_behind(planner, plan, after), limit)

    def count(self, query: Node) -> tuple[int, int]:
        """Return how many stories match a query, and how many of them are unread.

        All of them are gone through, though not their texts: `interrupt` of the connection, from
        another thread, ends it.

        Raises:
            StoreError: the store cannot be read, or the connection was interrupted.
        """
        planner = self._planner(query)
        plan = planner.by_index()
        told = plan.sql("coalesce(copy_of, reading.entry_id) AS story, read = 0 AS is_unread")
        once = "" if planner.is_of_story else "DISTINCT"
        row = self._connection.execute(
            "SELECT count(*), coalesce(sum(is_unread), 0)"
            f" FROM (SELECT {once} story, is_unread FROM ({told}))",
            plan.values,
        ).fetchone()
        return row[0], row[1]

    def snippets(self, query: Node, story_ids: Sequence[int]) -> dict[int, Pieces]:
        """Return a few words of each story around what was sought, in pieces: text, is it a match.

        Stories without any of the words are left out.
        """
        sought = words_to_mark(query)
        if not sought:
            return {}
        snippets, around = Snippets(sought), {}
        for story_id, *texts in self._connection.execute(_TEXTS, (rows.to_json([*story_ids]),)):
            texts[1] = ", ".join(rows.STRINGS.decode(texts[1] or "[]"))
            pieces = snippets.of(texts)
            if pieces:
                around[story_id] = pieces
        return around

    def _planner(self, query: Node) -> Planner:
        with suppress(StoreError):  # it can be searched all the same, but for what came since
            self.refresh()
        return Planner(self._connection, query, self._bounds.begun)

    def _found_by_texts(
        self, planner: Planner, walker: Walker, plan: Plan, limit: int, after: Pair | None
    ) -> list[Pair] | None:
        """Return what is found without asking the index for all words; None where it is to be."""
        if not plan.match:
            return None
        by_text = planner.by_text()
        is_in_few = by_text.is_ranged and walker.is_few(by_text.range_sql(), by_text)
        if not (is_in_few or planner.has_prefix):
            return None
        lead = planner.by_prefix() if planner.has_prefix else plan
        # Where phrases lead, this is the dearest of the questions.
        is_led_by_few = bool(lead.match) and walker.is_few(lead.match_sql(), lead)
        if is_in_few and not is_led_by_few:
            return walker.newest(_behind(planner, by_text, after), limit)
        if planner.has_prefix:
            _behind(planner, lead, after)
            if is_led_by_few:
                return walker.newest(lead, limit)
            return walker.newest_or_none(lead, limit)
        return None


def _behind(planner: Planner, plan: Plan, after: Pair | None) -> Plan:
    if after is not None:
        planner.begin_after(plan, after)
    return plan
