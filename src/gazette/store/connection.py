"""Connections: pragmas, the lock for migrations, transactions, SQLite's errors as ours."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gazette.errors import StoreError, StoreLocked, StoreTooNew
from gazette.store.schema import MIGRATION_SET, STEPS
from gazette.text import fold

Connection = sqlite3.Connection

BUSY_TIMEOUT_S: Final = 10.0


def open_connection(path: Path) -> Connection:
    """Return a connection to the store at `path`, its schema up to date.

    Raises:
        StoreError: the file cannot be opened, made or migrated.
    """
    with translated(path):
        _make_private_file(path)
        connection = connect(path)
        try:
            missing = _missing_steps(connection, path)
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
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
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
    with translated(_path_of(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


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


def _path_of(connection: Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()["file"])


def _make_private_file(path: Path) -> None:
    """Create the file, readable by its owner alone: addresses of feeds may hold secrets."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _missing_steps(connection: Connection, path: Path) -> list[str]:
    """Return the migrations still to be applied.

    Asked with plain SQL: importing sqlite_utils costs 70 ms, and a store that is up to date, the
    rule, needs nothing of it.
    """
    tables = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()
    applied: set[str] = set()
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
