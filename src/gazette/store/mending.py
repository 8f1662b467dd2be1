"""Make a store of the rows that were saved of a damaged one.

Rows that name others which are gone, marks that their table has lost and an index still tells,
pages whose article is gone: what is left is made to fit together again, and what can be had
again is asked for by the next fetch.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from gazette.store import copies, rows
from gazette.store.connection import Connection, transaction
from gazette.store.lean import COUNT_STORIES
from gazette.store.leaves import Value
from gazette.store.transfer import Transfer

_AT_ONCE: Final = 200


@dataclass(slots=True)
class Traces:
    """What indexes tell of rows, whether these could be read or not."""

    stories: set[int] = field(default_factory=set)
    """The ids of all entries that anything tells of."""
    articles: set[int] = field(default_factory=set)
    """The ids of all pages that had an article, likewise."""
    starred: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    """But for those that are hidden."""
    copies: dict[int, int] = field(default_factory=dict)
    """Of entries that tell a story again, its first one."""
    feeds: dict[int, str] = field(default_factory=dict)
    """The address of each feed."""
    tags: set[tuple[str, int]] = field(default_factory=set)
    """The stories' own tags, each with the id of its story."""
    whole: set[str] = field(default_factory=set)
    """The tables and indexes in which nothing was broken."""

    def note(self, index: str, table: str, values: Sequence[Value]) -> None:
        """Take note of a row of an index; its last value is the id of the table's row.

        But for that of a table without row ids, which has the rest of its key instead.
        """
        match index, values:
            case "story_tags_by_story", (int(story), str(tag)):
                self.tags.add((tag, story))
        row_id = values[-1] if values else None
        if not isinstance(row_id, int):
            return
        match table:
            case "entries" | "reading":
                self.stories.add(row_id)
            case "articles":
                self.articles.add(row_id)
            case "feeds" if isinstance(values[0], str):
                self.feeds[row_id] = values[0]
        match index:
            case "reading_copies" if isinstance(values[0], int):
                self.copies[row_id] = values[0]
            case "reading_starred":
                self.starred.add(row_id)
            case "reading_hidden":
                self.hidden.add(row_id)
            case "reading_unread_by_feed":
                self.unread.add(row_id)


@contextmanager
def loose(connection: Connection) -> Iterator[None]:
    """Run the block with a store that has no triggers and lets rows name others that are gone."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {trigger['name']}")
    yield
    for trigger in triggers:
        connection.execute(trigger["sql"])
    connection.execute("PRAGMA foreign_keys = ON")


def mend(connection: Connection, traces: Traces, *, now: datetime) -> None:
    """Make the rows of a store whose schema may be an older one fit together."""
    has_copies = _has_column(connection, "reading", "copy_of")
    with loose(connection):
        with transaction(connection):
            _trace(connection, traces)
            _add_feeds(connection, traces)
            _add_pages(connection, now)
            if has_copies:  # else the step of the schema that brings them finds them
                connection.executemany(_ADD_TAG, sorted(traces.tags))
                _drop_firsts(connection)
            _add_marks(connection, traces, has_copies=has_copies)
            _drop_orphans(connection)
            if has_copies:
                connection.execute(_TELL_LANGUAGES)
                connection.execute(COUNT_STORIES)
            _want_lost_articles(connection, now)
        if _has_column(connection, "search_pending", "entry_id"):
            with transaction(connection):
                connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
                connection.execute("DELETE FROM search_pending")
                # So that the words are learned anew.
                connection.execute("DELETE FROM search_meta")


def check(connection: Connection, *, now: datetime) -> None:
    """Take every story in hand once, and leave out of a store of today's schema what is none."""
    transfer = Transfer(connection)
    ids = [row[0] for row in connection.execute("SELECT id FROM entries ORDER BY id")]
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        if not _can_be_read(transfer, some):
            with transaction(connection):
                for story_id in some:
                    _check_story(connection, transfer, story_id)
    with transaction(connection):
        _want_lost_articles(connection, now)


def _check_story(connection: Connection, transfer: Transfer, story_id: int) -> None:
    """Delete the article of a story that cannot be read, and where that is of no help, itself."""
    for delete in (
        "DELETE FROM articles WHERE page_id = (SELECT page_id FROM entries WHERE id = ?)",
        "DELETE FROM entries WHERE id = ?",
    ):
        if _can_be_read(transfer, [story_id]):
            return
        connection.execute(delete, (story_id,))


def _can_be_read(transfer: Transfer, ids: Sequence[int]) -> bool:
    try:
        for _ in transfer.records(ids):
            pass
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError):  # the last: of times
        return False
    return True


def _trace(connection: Connection, traces: Traces) -> None:
    """Note the stories and articles that tables tell of."""
    for found, sql in (
        (traces.stories, "SELECT id FROM entries UNION SELECT entry_id FROM reading"),
        (traces.stories, "SELECT entry_id FROM contents"),
        (traces.articles, "SELECT id FROM pages WHERE state = 'ok'"),
        (traces.articles, "SELECT page_id FROM articles"),
    ):
        found.update(row[0] for row in connection.execute(sql))


def _add_feeds(connection: Connection, traces: Traces) -> None:
    """Let stories keep their feed where its row is gone, under its address if an index has it."""
    lost = connection.execute(
        "SELECT DISTINCT feed_id FROM entries WHERE feed_id NOT IN (SELECT id FROM feeds)"
    )
    for (feed_id,) in lost.fetchall():
        # Nobody subscribes to such an address: it is a name.
        url = traces.feeds.get(feed_id, f"https://lost.invalid/{feed_id}")
        connection.execute("INSERT OR IGNORE INTO feeds (id, url) VALUES (?, ?)", (feed_id, url))


def _add_pages(connection: Connection, now: datetime) -> None:
    """Make the pages anew that stories name and that are gone: their entries know the address."""
    link = _link_columns(connection)
    connection.execute(
        f"INSERT OR IGNORE INTO pages (id, {link}, url, state, next_try)"
        f" SELECT page_id, {link}, url, iif(has_article, 'ok', 'pending'),"
        " iif(has_article, NULL, :now) FROM (SELECT *,"
        " page_id IN (SELECT page_id FROM articles) AS has_article FROM entries)"
        " WHERE page_id NOT IN (SELECT id FROM pages) AND url IS NOT NULL"
        # An entry whose link was edited has the page of its old one until the new one's has come.
        " AND wanted_page_id IS NULL",
        {"now": rows.seconds(now)},
    )


def _link_columns(connection: Connection) -> str:
    columns = connection.execute("SELECT name FROM pragma_table_info('pages')").fetchall()
    return ", ".join(row[0] for row in columns if row[0] in ("canonical_url", "link_key"))


def _add_marks(connection: Connection, traces: Traces, *, has_copies: bool) -> None:
    """Give stories their reading marks back, as far as indexes tell them."""
    lost = connection.execute(
        "SELECT id, feed_id, min(coalesce(published, fetched), fetched) AS moment FROM entries"
        " WHERE id NOT IN (SELECT entry_id FROM reading) ORDER BY id"
    ).fetchall()
    knows_read = "reading_unread_by_feed" in traces.whole
    for entry_id, feed_id, moment in lost:
        is_read = knows_read and entry_id not in traces.unread
        connection.execute(
            "INSERT INTO reading (entry_id, feed_id, moment, read, starred) VALUES (?, ?, ?, ?, ?)",
            (entry_id, feed_id, moment, int(is_read), int(entry_id in traces.starred)),
        )
        if has_copies:
            _join_copies(connection, entry_id, traces)


def _join_copies(connection: Connection, entry_id: int, traces: Traces) -> None:
    """Let an entry whose marks were lost be one story again with the others of its link."""
    first = traces.copies.get(entry_id)
    names = {"id": entry_id, "first": first, "hidden": int(entry_id in traces.hidden)}
    connection.execute("UPDATE reading SET hidden = :hidden WHERE entry_id = :id", names)
    is_joined = connection.execute(
        "UPDATE reading SET moment = other.moment, read = other.read, starred = other.starred,"
        " copy_of = iif(other.entry_id = :first, :first, NULL)"
        " FROM reading AS other WHERE reading.entry_id = :id"
        " AND (other.copy_of = :id OR other.entry_id = :first) RETURNING 1",
        names,
    ).fetchone()
    if not is_joined:
        copies.join(connection, [entry_id])


def _drop_firsts(connection: Connection) -> None:
    """Let the next entry of a story take the place of a first one that is gone."""
    execute = connection.execute
    execute("DELETE FROM reading WHERE entry_id NOT IN (SELECT id FROM entries)")
    gone = execute(
        "SELECT copy_of FROM reading WHERE copy_of IS NOT NULL"
        " AND copy_of NOT IN (SELECT id FROM entries)"
        " UNION SELECT entry_id FROM story_tags WHERE entry_id NOT IN (SELECT id FROM entries)"
    )
    for (entry_id,) in gone.fetchall():
        copies.leave(connection, entry_id)


def _drop_orphans(connection: Connection) -> None:
    """Delete rows that name others which are gone, or have them name none."""
    while connection.execute("SELECT 1 FROM pragma_foreign_key_check LIMIT 1").fetchone():
        for table, column, parent, key, then in connection.execute(_REFERENCES).fetchall():
            lost = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {parent})"
            if then == "SET NULL":
                connection.execute(f"UPDATE {table} SET {column} = NULL WHERE {lost}")
            else:
                connection.execute(f"DELETE FROM {table} WHERE {lost}")


_ADD_TAG: Final = "INSERT OR IGNORE INTO story_tags (tag, entry_id) VALUES (?, ?)"
_TELL_LANGUAGES: Final = """
    UPDATE reading SET language = entries.language FROM entries
        WHERE entries.id = entry_id AND reading.language IS NOT entries.language
"""
_REFERENCES: Final = """
    SELECT tables.name, refs."from", refs."table", refs."to", refs.on_delete
        FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name) AS refs
        WHERE tables.schema = 'main' AND tables.type = 'table'
"""


def _want_lost_articles(connection: Connection, now: datetime) -> None:
    """Have the next fetch ask once more for the pages whose article is gone."""
    connection.execute(
        "UPDATE pages SET state = 'pending', failures = 0, error = NULL, next_try = :now"
        " WHERE state = 'ok' AND id NOT IN (SELECT page_id FROM articles)",
        {"now": rows.seconds(now)},
    )


def _has_column(connection: Connection, table: str, column: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, column)
    ).fetchone()
    return found is not None
