"""The store: one SQLite file, its typed methods, and the queue of the fetcher.

Each stage of a fetch reads what is due and commits its outcome in one short transaction, so a
process that is killed anywhere loses nothing. A fetch writes feeds, entries, pages, articles and
the marks of the reader's rules; the reader's side writes `reading` alone. Only this package knows
SQLite.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from gazette.store.connection import Connection, is_read_only, open_connection
from gazette.store.entries import Entries
from gazette.store.feeds import Feeds
from gazette.store.kept import KeptPages, kept_file
from gazette.store.learned import Learned
from gazette.store.pages import Pages
from gazette.store.reading import Reading
from gazette.store.robots import Robots
from gazette.store.stories import Stories
from gazette.store.times import mend_times

if TYPE_CHECKING:
    from gazette.store.search import Search

__all__ = ["Store", "open_store"]


class Store(Struct, frozen=True):
    """An open store. Use it, and close it, in the thread that opened it."""

    path: Path
    connection: Connection
    feeds: Feeds
    entries: Entries
    pages: Pages
    kept: KeptPages
    learned: Learned
    robots: Robots
    stories: Stories
    reading: Reading

    @property
    def search(self) -> "Search":
        """The full-text index, and the queries that use it; loaded when first needed."""
        from gazette.store.search import Search

        return Search(self.connection)

    @property
    def is_read_only(self) -> bool:
        """Nothing can be written: the file, its folder or its disk does not allow it."""
        return is_read_only(self.connection)

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        version: int = self.connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def mend_times(self, *, now: datetime) -> bool:
        """Bring back to `now` what a wrong clock left ahead of it; return whether anything was."""
        return mend_times(self.connection, now=now)

    def close(self) -> None:
        """Close both files."""
        self.kept.close()
        self.connection.close()


def open_store(
    path: Path, *, or_read_only: bool = False, on_update: Callable[[], None] | None = None
) -> Store:
    """Open the store at `path`, making it or bringing it up to date where needed.

    `or_read_only` is for who only reads: one that cannot be written is then opened all the same,
    where it is complete. `on_update` is called before one of an earlier version is migrated, which
    takes 2 s for 10,000 stories.

    Raises:
        StoreError: the file cannot be opened, made or migrated; StoreTooNew where a later
            version of gazette has written it.
    """
    connection = open_connection(path, or_read_only=or_read_only, on_update=on_update)
    entries, learned = Entries(connection), Learned(connection)
    return Store(
        path=path,
        connection=connection,
        feeds=Feeds(connection, entries),
        entries=entries,
        pages=Pages(connection, learned),
        kept=KeptPages(kept_file(path)),
        learned=learned,
        robots=Robots(connection),
        stories=Stories(connection),
        reading=Reading(connection),
    )
