"""Stores of every earlier schema, as SQL: what the code of that day wrote, and today's must read.

Each file of `schemas` was made by the code that had this schema as its newest, through its own
methods, and dumped: tables, rows, indexes, views and triggers. Only the inner tables of the
full-text index are left out: SQLite makes them itself, and its index is filled by 'rebuild'.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

SCHEMAS: Final = sorted((Path(__file__).parent / "schemas").glob("*.sql"))


def load_copy(schema: Path, store: Path) -> Path:
    """Make a store of an earlier schema."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(schema.read_text(encoding="utf-8"))
    return store


def asked(store: Path, sql: str) -> list[dict[str, object]]:
    """Return the rows of a query, by their columns, as any program gets them."""
    with closing(sqlite3.connect(store)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]
