"""Connections: pragmas, the lock for migrations, transactions, SQLite's errors as ours."""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gazette.errors import N_, StoreError, StoreLocked, StoreTooNew
from gazette.store.schema import MIGRATION_SET, STEPS
from gazette.text import fold

BUSY_TIMEOUT_S: Final = 10.0
_PRIVATE: Final = 0o600


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

    def executemany(self, sql: str, values: Iterable[Any], /) -> Cursor:
        """Run one statement for each of several sets of values.

        Raises:
            StoreError: it cannot be run.
        """
        with translated(self.path):
            return super().executemany(sql, values)  # type: ignore[return-value]  # see `cursor`


def open_connection(path: Path) -> Connection:
    """Return a connection to the store at `path`, its schema up to date.

    Raises:
        StoreError: the file cannot be opened, made or migrated.
    """
    with translated(path):
        connection = connect(path)
        try:
            missing = missing_steps(connection, path)
            if missing:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect(path: Path) -> Connection:
    """Return a connection with the pragmas that every connection of ours has."""
    # isolation_level=None: no transaction but those of `transaction`, which take the write lock
    # at once. A deferred one that turns into a writer fails without waiting (SQLITE_BUSY_SNAPSHOT).
    _make_private_file(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, factory=Connection
    )
    connection.path = path
    connection.row_factory = sqlite3.Row
    try:
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
    except StoreError:
        connection.close()
        raise
    connection.create_function("gazette_fold", 1, lambda t: fold(t or ""), deterministic=True)
    return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run the block as one transaction that holds the write lock from its start.

    Raises:
        StoreError: it could not be begun or committed; nothing of it is kept.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into a `StoreError` that names the file."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if getattr(problem, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreLocked(path=path, seconds=BUSY_TIMEOUT_S) from problem
        raise StoreError(path=path, problem=str(problem)) from problem
    except sqlite3.DatabaseError as problem:
        raise StoreError(path=path, problem=str(problem)) from problem
    except OSError as problem:
        raise StoreError(path=path, problem=problem.strerror or str(problem)) from problem


def is_damage(problem: StoreError) -> bool:
    """Return whether the file itself is at fault: no database, or a damaged one."""
    name: str = getattr(problem.__cause__, "sqlite_errorname", "")
    return name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


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
        migrations = Migrations(MIGRATION_SET)
        for step in STEPS:
            migrations()(step)
        migrations.apply(Database(connection))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
