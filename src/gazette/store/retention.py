"""What has been kept long enough, and how it goes: never by itself, and never by a fetch.

A story goes whole, with all its entries, when it is older than the reader wants stories to be:
when it came before that, was not edited since, and nobody has starred or tagged it. One that
still stands in its feed stays, or the next fetch would bring it back as news.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from gazette.feeds.identity import key_of
from gazette.store import rows
from gazette.store.connection import Connection, give_back, transaction
from gazette.store.pages import drop_unwanted
from gazette.store.reading import forget_deleted, forget_steps

_AT_ONCE: Final = 500
"""Stories in one transaction: a reader that marks one meanwhile waits some tenths of a second."""

_INCREMENTAL: Final = 2

_STAYS: Final = """
    SELECT 1 FROM reading AS own JOIN entries ON entries.id = own.entry_id
        JOIN feeds ON feeds.id = entries.feed_id
        WHERE own.{column} = story.entry_id AND (own.starred = 1
            OR coalesce(entries.changed, entries.fetched) >= :before
            OR entries.id IN (SELECT value FROM json_each(:standing))
            -- What stands in a feed is not known before it has brought something.
            OR feeds.position IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM feed_documents WHERE feed_id = feeds.id))
"""
_AGED: Final = f"""
    SELECT story.entry_id, story.moment FROM reading AS story
        WHERE story.copy_of IS NULL AND story.moment < :before AND story.starred = 0
        AND NOT EXISTS (SELECT 1 FROM story_tags WHERE entry_id = story.entry_id)
        AND NOT EXISTS ({_STAYS.format(column="entry_id")})
        AND NOT EXISTS ({_STAYS.format(column="copy_of")})
"""
_STANDING: Final = """
    SELECT entries.id FROM json_each(:keys) AS told JOIN entries
        ON entries.feed_id = told.value ->> 0 AND entries.guid_key = told.value ->> 1
"""
_ENTRIES: Final = """
    SELECT value AS id FROM json_each(:ids)
        UNION SELECT entry_id FROM reading WHERE copy_of IN (SELECT value FROM json_each(:ids))
"""


class Aged(Struct, frozen=True):
    """The stories that are older than stories are kept."""

    ids: tuple[int, ...] = ()
    since: datetime | None = None
    """The time of the oldest."""


class Deleted(Struct, frozen=True):
    """What went."""

    stories: int = 0
    articles: int = 0
    page_urls: tuple[str, ...] = ()
    """Of pages that no story wants any more."""

    def __add__(self, other: "Deleted") -> "Deleted":
        return Deleted(
            self.stories + other.stories,
            self.articles + other.articles,
            self.page_urls + other.page_urls,
        )


class Retention:
    """Finds and deletes what is old, and makes the file smaller.

    No part of `Store`, which is opened at every start and has no time to load what this needs.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def aged(self, *, before: datetime) -> Aged:
        """Return the stories that came `before` then and that nothing keeps."""
        found = self._connection.execute(_AGED, self._terms(before)).fetchall()
        since = min((row["moment"] for row in found), default=None)
        return Aged(tuple(row["entry_id"] for row in found), rows.moment(since))

    def delete(self, ids: Sequence[int], *, before: datetime) -> Iterator[Deleted]:
        """Delete stories that are aged, and yield what went, transaction by transaction.

        One that was starred or tagged meanwhile stays. The caller holds the fetch lock.
        """
        terms = self._terms(before)
        for start in range(0, len(ids), _AT_ONCE):
            some = rows.to_json(ids[start : start + _AT_ONCE])
            with transaction(self._connection):
                gone = self._delete({**terms, "ids": some})
            yield gone

    def forget_steps(self, *, now: datetime) -> int:
        """Delete the steps that can be undone no more; return how many."""
        with transaction(self._connection):
            return forget_steps(self._connection, now=now)

    def shrink(self, *, whole: bool) -> None:
        """Give what is unused in the file back to the disk.

        `whole` also packs the full-text index, of which parts are merely marked as deleted.

        Raises:
            StoreError: there is no room for the copy that SQLite makes; nothing is lost then.
        """
        execute = self._connection.execute
        if whole:
            with transaction(self._connection):
                execute("INSERT INTO search (search) VALUES ('optimize')")
        if self._pragma("auto_vacuum") == _INCREMENTAL:
            give_back(self._connection)
        else:
            self._vacuum()
        execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _vacuum(self) -> None:
        """Write the file anew, by a copy beside it, where there is room, and not in memory."""
        execute = self._connection.execute
        folder = str(self._connection.path.absolute().parent).replace("'", "''")
        execute(f"PRAGMA temp_store_directory = '{folder}'")
        execute("PRAGMA temp_store = FILE")
        try:
            execute("VACUUM")
        finally:
            execute("PRAGMA temp_store = MEMORY")
            execute("PRAGMA temp_store_directory = ''")  # it is one for all connections

    def unused_bytes(self) -> int:
        """Return how much of the file is unused."""
        return self._pragma("freelist_count") * self._pragma("page_size")

    def needed_bytes(self) -> int:
        """Return how much room `shrink` needs on the disk: for a copy, and that in the journal."""
        if self._pragma("auto_vacuum") == _INCREMENTAL:
            return self.unused_bytes()
        used = self._pragma("page_count") - self._pragma("freelist_count")
        return 2 * used * self._pragma("page_size")

    def _pragma(self, name: str) -> int:
        value: int = self._connection.execute(f"PRAGMA {name}").fetchone()[0]
        return value

    def _terms(self, before: datetime) -> dict[str, object]:
        """Return the values that the query for what is aged needs."""
        documents = self._connection.execute("SELECT feed_id, seen FROM feed_documents")
        keys = [
            (row["feed_id"], key_of(guid))
            for row in documents
            for _, guid in json.loads(row["seen"])
        ]
        standing = self._connection.execute(_STANDING, {"keys": rows.to_json(keys)})
        return {
            "before": rows.seconds(before),
            "standing": rows.to_json([row["id"] for row in standing]),
        }

    def _delete(self, terms: dict[str, object]) -> Deleted:
        execute = self._connection.execute
        aged = execute(
            f"{_AGED} AND story.entry_id IN (SELECT value FROM json_each(:ids))", terms
        ).fetchall()
        ids = {"ids": rows.to_json([row["entry_id"] for row in aged])}
        entries = {"ids": rows.to_json([row["id"] for row in execute(_ENTRIES, ids)])}
        pages = execute(
            "DELETE FROM entries WHERE id IN (SELECT value FROM json_each(:ids))"
            " RETURNING page_id, wanted_page_id",
            entries,
        ).fetchall()
        forget_deleted(self._connection)
        urls, articles = drop_unwanted(self._connection, {p for row in pages for p in row if p})
        return Deleted(len(aged), articles, urls)
