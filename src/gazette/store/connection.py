"""Connections: pragmas, the lock for migrations, transactions."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from gazette.errors import N_, StoreError, StoreLocked, StoreTooNew
from gazette.store.failures import BUSY_TIMEOUT_S, is_unwritable, translated
from gazette.store.schema import MIGRATION_SET, STEPS
from gazette.text import fold

_PRIVATE: Final = 0o600
_PRAGMAS: Final = (
    "foreign_keys = ON",
    "synchronous = NORMAL",
    "temp_store = MEMORY",
    # A page that changes with each of a thousand feeds is written back to the file once a
    # journal: one of 16 MB instead of 4 takes 4 % off a first fetch.
    "wal_autocheckpoint = 4000",
)
_LOST: Final = N_("it was deleted, moved or replaced while gazette had it open; try again")
_IN_JOURNAL: Final = N_(
    "it cannot be written, and its last changes are still in its journal; copy it, the -wal file"
    " beside it too, to where you can write"
)
_READ_ONLY_AND_OLD: Final = N_(
    "it cannot be written, and an older gazette wrote it; copy it to where you can write"
)


class Cursor(sqlite3.Cursor):
    """A cursor whose errors are `StoreError`s that name the file."""

    connection: "Connection"

    def fetchone(self) -> Any:
        """Return the next row; None after the last."""
        with translated(self.connection.path):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        with translated(self.connection.path):
            return super().fetchall()

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # a list's is as good
        # All at once: one translation for the whole, and no statement left open on the way.
        return iter(self.fetchall())


class Connection(sqlite3.Connection):
    """A connection whose errors are `StoreError`s that name the file."""

    path: Path
    file: tuple[int, int]
    """Device and inode of what was opened."""

    def cursor(self, factory: type[Cursor] = Cursor) -> Cursor:  # type: ignore[override]  # narrower
        """Return a cursor of ours."""
        return super().cursor(factory)

    def execute(self, sql: str, values: Any = (), /) -> Cursor:
        """Run one statement.

        Raises:
            StoreError: it cannot be run.
        """
        with translated(self.path):
            return super().execute(sql, values)  # type: ignore[return-value]  # see `cursor`

    @contextmanager
    def stream(self, sql: str, values: Any = (), /) -> Iterator[Iterator[sqlite3.Row]]:
        """Run a query for the block, which may leave rows unread.

        Raises:
            StoreError: it cannot be run.
        """
        with translated(self.path), closing(sqlite3.Connection.cursor(self)) as cursor:
            yield iter(cursor.execute(sql, values))

    def executemany(self, sql: str, values: Iterable[Any], /) -> Cursor:
        """Run one statement for each of several sets of values.

        Raises:
            StoreError: it cannot be run.
        """
        with translated(self.path):
            return super().executemany(sql, values)  # type: ignore[return-value]  # see `cursor`


def open_connection(
    path: Path, *, or_read_only: bool = False, on_update: Callable[[], None] | None = None
) -> Connection:
    """Return a connection to the store at `path`, its schema up to date.

    `or_read_only` is for who only reads: where nothing can be written, not even the journal that
    SQLite wants beside a store, one that is complete without it is opened as it lies there.
    `on_update` is called before a store of an earlier version is migrated.

    Raises:
        StoreError: the file cannot be opened, made or migrated.
    """
    try:
        return _open_up_to_date(path, on_update)
    except StoreError as problem:
        if not (or_read_only and is_unwritable(problem)):
            raise
        with translated(path):
            if path.exists():
                return _open_as_it_lies(path)
        raise


def _open_up_to_date(path: Path, on_update: Callable[[], None] | None) -> Connection:
    with translated(path):
        connection = connect(path)
        try:
            missing = missing_steps(connection, path)
            if missing:
                if on_update and len(missing) < len(STEPS):
                    on_update()
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _open_as_it_lies(path: Path) -> Connection:
    """Return a connection that asks for no lock and no journal.

    Raises:
        StoreError: the last changes are still in its journal, or its schema is an older one.
    """
    journal = journal_of(path)
    with translated(path):
        if journal.exists() and journal.stat().st_size:
            raise StoreError(path=path, problem=_IN_JOURNAL)
        connection = connected(path, "?mode=ro&immutable=1")
        try:
            if missing_steps(connection, path):
                raise StoreError(path=path, problem=_READ_ONLY_AND_OLD)
        except StoreError:
            connection.close()
            raise
    return connection


def connect(path: Path) -> Connection:
    """Return a connection with the pragmas that every connection of ours has.

    Raises:
        StoreError: the file cannot be opened or made.
    """
    with translated(path):
        _make_private_file(path)
        return connected(path)


def connected(path: Path, how: str = "") -> Connection:
    """Return a connection to a file as it is; `how` is what SQLite's URI says of the way.

    Raises:
        StoreError: it cannot be read.
        OSError: it is not there.
    """
    # isolation_level=None: no transaction but those of `transaction`, which take the write lock
    # at once. A deferred one that turns into a writer fails without waiting (SQLITE_BUSY_SNAPSHOT).
    connection = sqlite3.connect(
        path.absolute().as_uri() + how,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        factory=Connection,
        uri=True,
    )
    connection.path = path
    connection.row_factory = sqlite3.Row
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.file = _file_at(path)
    except (StoreError, OSError):
        connection.close()
        raise
    connection.create_function("gazette_fold", 1, lambda t: fold(t or ""), deterministic=True)
    return connection


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps what was written to a store and is not in its own file yet."""
    return path.with_name(f"{path.name}-wal")


def is_read_only(connection: Connection) -> bool:
    """Say whether nothing can be written: asks for the write lock and gives it back at once.

    Permissions do not tell: they may be there, and the disk read-only or the journal not writable.
    """
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except StoreLocked:  # another process is writing
        return False
    except StoreError as problem:
        return is_unwritable(problem)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    return False


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the files that a store is made of while it is open, there or not."""
    return path, journal_of(path), path.with_name(f"{path.name}-shm")


def give_back(connection: Connection) -> None:
    """Give what is unused at the end of a file with incremental auto_vacuum back to the disk.

    Raises:
        StoreError: it cannot be written.
    """
    with translated(connection.path):
        # `execute` takes one step of a statement without columns, which is one page of the file.
        connection.executescript("PRAGMA incremental_vacuum")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run the block as one transaction that holds the write lock from its start.

    Raises:
        StoreError: it could not be begun or committed; nothing of it is kept.
    """
    _check_place(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check_place(connection: Connection) -> None:
    """Refuse to write into a file that nobody will find any more.

    SQLite would: a deleted file lives on for who has it open.

    Raises:
        StoreError: the store was deleted, moved or replaced.
    """
    path = connection.path
    try:
        if _file_at(path) == connection.file:
            return
    except OSError as problem:
        raise StoreError(path=path, problem=_LOST) from problem
    raise StoreError(path=path, problem=_LOST)


def _file_at(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _make_private_file(path: Path) -> None:
    """Create the file, readable by its owner alone: addresses of feeds may hold secrets.

    SQLite gives its journal the same permissions.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE))


def missing_steps(connection: Connection, path: Path) -> list[str]:
    """Return the migrations still to be applied.

    Asked with plain SQL: importing sqlite_utils costs 70 ms, and a store that is up to date, the
    rule, needs nothing of it.

    Raises:
        StoreError: it is no store; StoreTooNew where a later version of gazette has written it.
    """
    tables = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()
    applied: set[str] = set()
    if not tables and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreError(path=path, problem=N_("a database of another program, not a store"))
    if tables:
        rows = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,)
        )
        applied = {row["name"] for row in rows}
    unknown = applied - {step.__name__ for step in STEPS}
    if unknown:
        raise StoreTooNew(path=path, migration=max(unknown))
    return [step.__name__ for step in STEPS if step.__name__ not in applied]


def _migrate(connection: Connection, path: Path) -> None:
    """Apply what is missing, one process at a time.

    The lock is a file of its own: of three processes that opened a fresh store at once without
    it, two failed on `database is locked` or `table already exists` in every trial.
    """
    from sqlite_utils import Database, Migrations  # heavy, and hardly ever needed

    with _locked(path.with_name(f"{path.name}.lock")):
        connection.execute("PRAGMA journal_mode = WAL")
        # Where it is on, a table that makes room for its successor takes with it what refers to it.
        connection.execute("PRAGMA foreign_keys = OFF")
        migrations = Migrations(MIGRATION_SET)
        for step in STEPS:
            migrations()(step)
        migrations.apply(Database(connection))
        connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
