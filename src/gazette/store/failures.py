"""What SQLite and the file system say of a file that cannot be used, with the remedy."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gazette.errors import DISK_FULL, N_, READ_ONLY, StoreError, StoreLocked, system_problem

BUSY_TIMEOUT_S: Final = 10.0

# By the first part of SQLite's extended names: SQLITE_IOERR_WRITE is an SQLITE_IOERR.
_OF_SQLITE: Final[Mapping[str, str]] = {
    "FULL": DISK_FULL,
    "READONLY": READ_ONLY,
    "CANTOPEN": N_("it cannot be opened: is its folder there, and can you write in it?"),
    "IOERR": N_("the disk does not read or write it; is it full, or at fault?"),
    "CORRUPT": N_("it is damaged; `gazette doctor` says how to save what can be read of it"),
    "NOTADB": N_("another kind of file, and not a store"),
}
_UNWRITABLE: Final = frozenset(("CANTOPEN", "READONLY", "IOERR", "FULL"))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into a `StoreError` that names the file."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        kind = _kind(problem)
        if kind in ("BUSY", "LOCKED"):
            raise StoreLocked(path=path, seconds=BUSY_TIMEOUT_S) from problem
        raise StoreError(path=path, problem=_OF_SQLITE.get(kind, str(problem))) from problem
    except OSError as problem:
        raise StoreError(path=path, problem=system_problem(problem)) from problem


def is_unwritable(problem: StoreError) -> bool:
    """Return whether it may be that the file could still be read."""
    return isinstance(problem.__cause__, OSError) or _kind(problem.__cause__) in _UNWRITABLE


def is_damaged(problem: StoreError) -> bool:
    """Return whether there is a file, but no database that can be used."""
    return _kind(problem.__cause__) in ("CORRUPT", "NOTADB")


def is_foreign(problem: StoreError) -> bool:
    """Return whether there is a file, but one that does not even begin like a database."""
    return _kind(problem.__cause__) == "NOTADB"


def _kind(problem: BaseException | None) -> str:
    """Return the first part of an SQLite error's name: "IOERR"; "" where it has none."""
    return getattr(problem, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
