"""A store looked at and left as it is: is it whole, what waits in it, what could it give back?

Opened for reading alone: nothing is made, migrated or repaired. What is found is told in figures
and in SQLite's own words; what to do about it is said above.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from gazette.errors import StoreError
from gazette.store import rows
from gazette.store.connection import Connection, connected, journal_of, missing_steps
from gazette.store.entries import Entries
from gazette.store.failures import translated
from gazette.store.feeds import Feeds
from gazette.store.kept import kept_file
from gazette.store.retention import Retention

# A store of 60 MB took 0.2 s to be checked whole, 0.1 s without its indexes; from a slow disk
# that is some ten times as long. So much is waited for, whole or not.
WHOLE_CHECK_BYTES: Final = 500_000_000
CHECK_DEADLINE_S: Final = 20.0
MOST_FAULTS: Final = 5
_STEPS_BETWEEN_LOOKS: Final = 100_000  # of SQLite's machine: some milliseconds
OLDEST_SQLITE: Final = (3, 37, 0)
"""STRICT tables came with it."""


class Soundness(Struct, frozen=True):
    """What SQLite says of a file."""

    faults: tuple[str, ...]
    """In its own words, the first few; empty where it found none."""
    is_whole: bool
    """Indexes were compared with their tables as well (integrity_check, not quick_check)."""
    is_finished: bool = True
    """False: it took too long and was broken off."""


class Sizes(Struct, frozen=True):
    """How large the files are, in bytes."""

    store: int
    log: int
    """What was written and is not in the store's own file yet."""
    kept_pages: int


class Waiting(Struct, frozen=True):
    """The pages that are wanted."""

    pages: int
    due: int
    failed_before: int


class Health:
    """An open store that is only read; use `open_health`."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection
        self.feeds = Feeds(connection, Entries(connection))
        """Only to be read."""
        self.retention = Retention(connection)
        """Likewise."""

    def missing_steps(self) -> int:
        """Return how many migrations are still to be applied.

        Raises:
            StoreError: it is no store of ours; StoreTooNew where it is a later version's.
        """
        return len(missing_steps(self._connection, self.path))

    def soundness(
        self, *, deadline_s: float = CHECK_DEADLINE_S, whole_bytes: int = WHOLE_CHECK_BYTES
    ) -> Soundness:
        """Let SQLite check the file, whole unless it is larger, and no longer than the deadline."""
        is_whole = _size(self.path) <= whole_bytes
        found = _checked(self._connection, is_whole=is_whole, deadline_s=deadline_s)
        if found.faults and _is_apart(self.path):
            # Another program began to write meanwhile, perhaps under our eyes.
            with _opened(self.path) as connection:
                return _checked(connection, is_whole=is_whole, deadline_s=deadline_s)
        return found

    def broken_references(self) -> int:
        """Return how many rows name another row that is not there."""
        return len(self._connection.execute("PRAGMA foreign_key_check").fetchall())

    def articles(self) -> int:
        """Return how many articles are stored."""
        count: int = self._connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        return count

    def waiting(self, *, now: datetime) -> Waiting:
        """Return how many pages are wanted by feeds that are subscribed to."""
        row = self._connection.execute(
            "SELECT count(*), total(next_try <= ?), total(failures > 0) FROM pages"
            f" WHERE next_try IS NOT NULL AND ({_wanted_by('page_id')}"
            f" OR {_wanted_by('wanted_page_id')})",
            (rows.seconds(now),),
        ).fetchone()
        return Waiting(row[0], int(row[1]), int(row[2]))


@contextmanager
def open_health(path: Path) -> Iterator[Health]:
    """Open the store at `path` for reading alone, for the block.

    Raises:
        StoreError: it cannot be opened, or is no database.
    """
    with _opened(path) as connection:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield Health(path, connection)


def sizes(path: Path) -> Sizes:
    """Return the sizes of the store's files, 0 for one that is not there."""
    return Sizes(
        store=_size(path),
        log=_size(journal_of(path)),
        kept_pages=_size(kept_file(path)),
    )


def library() -> tuple[tuple[int, ...], bool]:
    """Return SQLite's version, and whether it was built with full-text search (FTS5)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    return sqlite3.sqlite_version_info, "ENABLE_FTS5" in options


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    # Also a connection that only reads makes the files -wal and -shm, and leaves them there,
    # unless it is told that nobody writes. Without -wal nobody does.
    mode = "?mode=ro" if _is_apart(path) else "?mode=ro&immutable=1"
    with translated(path):
        connection = connected(path, mode)
    with closing(connection):
        yield connection


def _wanted_by(column: str) -> str:
    """Return the condition that an entry of a subscribed feed names a page in this column."""
    return (
        "EXISTS (SELECT 1 FROM entries JOIN feeds ON feeds.id = entries.feed_id"
        f" WHERE entries.{column} = pages.id AND feeds.position IS NOT NULL)"
    )


def _is_apart(path: Path) -> bool:
    """Return whether a part of the store is in a second file: somebody writes, or was killed."""
    return journal_of(path).exists()


def _checked(connection: Connection, *, is_whole: bool, deadline_s: float) -> Soundness:
    check = "integrity_check" if is_whole else "quick_check"
    deadline = time.monotonic() + deadline_s
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
    try:
        found = connection.execute(f"PRAGMA {check}({MOST_FAULTS})").fetchall()
    except StoreError as problem:
        if getattr(problem.__cause__, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            return Soundness((), is_whole, is_finished=False)
        return Soundness((str(problem.data["problem"]),), is_whole)
    finally:
        connection.set_progress_handler(None, 0)
    faults = tuple(line for row in found for line in str(row[0]).splitlines() if line != "ok")
    return Soundness(faults[:MOST_FAULTS], is_whole)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
