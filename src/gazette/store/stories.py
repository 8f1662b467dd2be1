"""Stories: lists, counts, and one whole story. Lists never touch the text."""

from collections.abc import Iterator, Sequence

from gazette.model import Counts, Story, StoryQuery, StoryRow
from gazette.store import rows
from gazette.store.connection import Connection
from gazette.text import fold

Pair = tuple[int, int]
"""A story's moment (seconds since 1970) and its id; lists are ordered by it, newest first."""

_ROWS = """
    SELECT entries.id, entries.feed_id, entries.moment, entries.language, reading.read,
        reading.starred, entries.changed IS NOT NULL AS changed,
        coalesce(feeds.given_title, feeds.own_title, feeds.url) AS feed_title,
        coalesce(nullif(entries.title, ''), articles.title, entries.url, entries.guid) AS title
    FROM entries JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN articles ON entries.title = '' AND articles.page_id = entries.page_id
    WHERE entries.id IN (SELECT value FROM json_each(?))
"""


class Stories:
    """What the reader lists and opens; reads only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def index(
        self,
        query: StoryQuery,
        *,
        limit: int | None = None,
        after: Pair | None = None,
    ) -> list[Pair]:
        """Return (moment in seconds since 1970, story id) of the stories asked for, newest first.

        `after` is the last pair of the page before.
        """
        joins, conditions, values = _conditions(query)
        if after is not None:
            conditions.append("(reading.moment, reading.entry_id) < (?, ?)")
            values += after
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        sql = (
            f"SELECT reading.moment, reading.entry_id FROM reading {' '.join(joins)} {where}"
            " ORDER BY reading.moment DESC, reading.entry_id DESC LIMIT ?"
        )
        stored = self._connection.execute(sql, (*values, -1 if limit is None else limit))
        return [(row[0], row[1]) for row in stored]

    def rows(self, ids: Sequence[int]) -> list[StoryRow]:
        """Return one line a story, in the order of `ids`; ids that are gone are left out."""
        stored = self._connection.execute(_ROWS, (rows.to_json(list(ids)),))
        found = {row["id"]: rows.story_row(row) for row in stored}
        return [found[i] for i in ids if i in found]

    def story(self, story_id: int) -> Story | None:
        """Return one story with its text; None where there is none with this id."""
        row = self._connection.execute(
            "SELECT story_list.*, articles.blocks, articles.removed, articles.ai_wording"
            " FROM story_list JOIN entries ON entries.id = story_list.id"
            " LEFT JOIN articles ON articles.page_id = entries.page_id WHERE story_list.id = ?",
            (story_id,),
        ).fetchone()
        return None if row is None else rows.story(row)

    def each(self, query: StoryQuery, *, limit: int | None = None) -> Iterator[Story]:
        """Yield the stories asked for, with their text, newest first."""
        for _, story_id in self.index(query, limit=limit):
            story = self.story(story_id)
            if story is not None:
                yield story

    def counts(self) -> Counts:
        """Return how many stories each view holds."""
        execute = self._connection.execute
        by_feed = dict(
            execute("SELECT feed_id, count(*) FROM reading WHERE read = 0 GROUP BY feed_id")
        )
        by_tag: dict[str, int] = {}
        for feed_id, tag in execute("SELECT feed_id, tag FROM feed_tags"):
            by_tag[tag] = by_tag.get(tag, 0) + by_feed.get(feed_id, 0)
        by_language = execute(
            "SELECT entries.language, count(*) FROM reading JOIN entries"
            " ON entries.id = reading.entry_id WHERE reading.read = 0"
            " AND entries.language IS NOT NULL GROUP BY entries.language"
        )
        return Counts(
            total=execute("SELECT count(*) FROM reading").fetchone()[0],
            unread=sum(by_feed.values()),
            starred=execute("SELECT count(*) FROM reading WHERE starred = 1").fetchone()[0],
            unread_by_language=dict(by_language.fetchall()),
            unread_by_tag=by_tag,
            unread_by_feed=by_feed,
        )


def _conditions(query: StoryQuery) -> tuple[list[str], list[str], list[object]]:
    """Return the joins, conditions and values that a query becomes."""
    joins, conditions = [], []
    values: list[object] = []
    if query.language or query.words:
        joins.append("JOIN entries ON entries.id = reading.entry_id")
    if query.unread:
        conditions.append("reading.read = 0")
    if query.starred:
        conditions.append("reading.starred = 1")
    if query.feed_id is not None:
        conditions.append("reading.feed_id = ?")
        values.append(query.feed_id)
    if query.tag is not None:
        conditions.append("reading.feed_id IN (SELECT feed_id FROM feed_tags WHERE tag = ?)")
        values.append(query.tag)
    if query.language is not None:
        conditions.append("entries.language = ?")
        values.append(query.language)
    for word in query.words:
        conditions.append("instr(gazette_fold(entries.title), ?)")
        values.append(fold(word))
    return joins, conditions, values
