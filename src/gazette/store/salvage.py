"""Copy what can be read of a damaged store into a new one.

    pages ─(`image`)─▶ trees ─(`leaves`)─▶ rows ─▶ tables of the same schema ─(`mending`)─▶ a store

A row is whole or left behind. The damaged file is only read; the new one is not there before, and
not after a failure.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from gazette.errors import N_, StoreError, StoreTooNew
from gazette.store import mending
from gazette.store.connection import Connection, connect, files_of, open_connection, transaction
from gazette.store.failures import translated
from gazette.store.image import open_image
from gazette.store.leaves import Leaves, Row, Value
from gazette.store.schema import MIGRATION_SET, STEPS

_IS_THERE: Final = N_("it is there already, and nothing is overwritten")
_NO_STORY: Final = N_("nothing of it can be saved: no story in it can be read")
_SCHEMA_ROOT: Final = 1
_PRIVATE: Final = 0o600
_STEPS: Final = {step.__name__: step for step in STEPS}
_MIGRATIONS: Final = "_sqlite_migrations"
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "INTEGER": (int,),
    "REAL": (float, int),
    "TEXT": (str,),
    "BLOB": (bytes,),
}
# All but those that are made anew from these.
_FILLED: Final = """
    SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search%'
        AND name NOT IN ('_sqlite_migrations', 'word_stems')
"""

_COLUMNS: Final = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?)'


class Salvaged(Struct, frozen=True):
    """What could be saved of a store."""

    stories: int
    known_stories: int
    """So many there were, as far as the damaged file tells."""
    articles: int
    known_articles: int
    feeds: int
    broken_pages: int
    """Of the file, those of which something could not be read."""


class _Object(Struct, frozen=True):
    """A table or an index of the damaged file."""

    kind: str
    name: str
    table: str
    root: int
    sql: str | None


class _Column(Struct, frozen=True):
    name: str
    types: tuple[type, ...]
    is_required: bool
    is_row_id: bool


class _Table(Struct, frozen=True):
    """A table to be filled; its columns in the order in which a file has them."""

    name: str
    has_row_ids: bool
    columns: tuple[_Column, ...]

    def fitted(self, found: Row) -> tuple[Value, ...] | None:
        """Return what is stored of a row; None where it is none of this table's.

        A row from before columns were added to its table lacks them.
        """
        if len(found.values) > len(self.columns):
            return None
        values: list[Value] = []
        for column, value in zip(self.columns, found.values, strict=False):
            if column.is_row_id and value is None:
                values.append(found.id)
            elif column.is_row_id or (value is None and column.is_required):
                return None
            elif value is None or isinstance(value, column.types):
                values.append(value)
            else:
                return None
        return tuple(values)

    def store(self, connection: Connection, values: tuple[Value, ...]) -> None:
        """Store a row; one that is there already stays."""
        names = ", ".join(column.name for column in self.columns[: len(values)])
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT OR IGNORE INTO {self.name} ({names}) VALUES ({marks})", values)


def salvage(damaged: Path, new: Path, *, now: datetime) -> Salvaged:
    """Copy every story of `damaged` that can be read to a store at `new`.

    Raises:
        StoreError: nothing can be saved, or `new` is there already or cannot be written;
            StoreTooNew where a later version of gazette has written the damaged one.
    """
    with open_image(damaged) as image:
        leaves = Leaves(image)
        objects = [o for row in leaves.rows(_SCHEMA_ROOT) if (o := _object(row))]
        steps = _noted_steps(leaves, objects, damaged)
        _make(new)
        try:
            with closing(_built(new, steps, objects)) as connection:
                traces = _copy(connection, leaves, objects)
                mending.mend(connection, traces, now=now)
            with closing(open_connection(new)) as connection:
                mending.check(connection, now=now)
                found = _counted(connection, traces, leaves)
            if not found.stories:
                raise StoreError(path=damaged, problem=_NO_STORY)
        except BaseException:
            _unmake(new)
            raise
    return found


def _make(new: Path) -> None:
    with translated(new):
        try:
            os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
        except FileExistsError as problem:
            raise StoreError(path=new, problem=_IS_THERE) from problem


def _unmake(new: Path) -> None:
    for file in (*files_of(new), new.with_name(f"{new.name}.lock")):
        file.unlink(missing_ok=True)


def _object(row: Row) -> _Object | None:
    """Return what a row of `sqlite_schema` is about."""
    match row.values:
        case ("table" | "index") as kind, str(name), str(table), int(root), (
            str() | None
        ) as sql if root > 0:
            return _Object(kind, name, table, root, sql)
        case _:
            return None


def _noted_steps(leaves: Leaves, objects: Sequence[_Object], damaged: Path) -> list[str]:
    """Return the migrations that the store says it has had, in the order of their coming.

    Raises:
        StoreTooNew: one of them is not known yet.
    """
    noted = [
        str(row.values[2])
        for found in objects
        if found.name == _MIGRATIONS
        for row in leaves.rows(found.root)
        if len(row.values) > 2
    ]
    unknown = set(noted) - set(_STEPS)
    if unknown:
        raise StoreTooNew(path=damaged, migration=max(unknown))
    return noted


def _built(new: Path, noted: Sequence[str], objects: Sequence[_Object]) -> Connection:
    """Return a connection to an empty store with the tables of the damaged one.

    Where what is noted of its migrations cannot be right, its tables tell.
    """
    tables = {found.name: _words(found.sql) for found in objects if found.kind == "table"}
    in_order = list(_STEPS)
    guesses = [in_order[:count] for count in range(len(in_order), 0, -1)]
    likely = [list(noted), *guesses] if noted else guesses
    for steps in likely:
        connection = _migrated(new, steps)
        made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        if all(_words(sql) == tables.get(name, _words(sql)) for name, sql in made):
            return connection
        connection.close()
        _unmake(new)
        _make(new)
    return _migrated(new, likely[0])


def _words(sql: str | None) -> list[str]:
    return (sql or "").split()


def _migrated(new: Path, steps: Sequence[str]) -> Connection:
    from sqlite_utils import Database, Migrations  # heavy, and hardly ever needed

    connection = connect(new)
    connection.execute("PRAGMA journal_mode = WAL")
    migrations = Migrations(MIGRATION_SET)
    for step in steps:
        migrations()(_STEPS[step])
    migrations.apply(Database(connection))
    return connection


def _copy(connection: Connection, leaves: Leaves, objects: Sequence[_Object]) -> mending.Traces:
    """Fill a store's tables with all rows that can be read; return the traces of others."""
    tables = {table.name: table for table in _tables(connection)}
    traces = mending.Traces()
    with mending.loose(connection):
        for found in objects:
            table = tables.get(found.name)
            if found.name == _MIGRATIONS:
                continue
            broken_before = len(leaves.broken)
            with transaction(connection):
                for row in leaves.rows(found.root):
                    if table:
                        _store(connection, table, row)
                    elif found.kind == "index":
                        traces.note(found.name, found.table, row.values)
            if len(leaves.broken) == broken_before:
                traces.whole.add(found.name)
        torn = [table for table in tables.values() if table.name not in traces.whole]
        if torn:
            with transaction(connection):
                _store_strays(connection, torn, leaves)
    return traces


def _store(connection: Connection, table: _Table, row: Row) -> None:
    values = table.fitted(row)
    if values is not None:
        table.store(connection, values)


def _store_strays(connection: Connection, tables: Sequence[_Table], leaves: Leaves) -> None:
    """Store the rows of pages that no tree led to, where all of a page fit one table alone."""
    for rows in leaves.strays():
        fitting = [t for t in tables if t.has_row_ids and rows and all(map(t.fitted, rows))]
        if len(fitting) == 1:
            for row in rows:
                _store(connection, fitting[0], row)


def _tables(connection: Connection) -> Iterator[_Table]:
    for name, is_without_row_ids in connection.execute(_FILLED):
        columns = connection.execute(_COLUMNS, (name,)).fetchall()
        if is_without_row_ids:  # those of the key come first
            columns.sort(key=lambda column: (not column["pk"], column["pk"]))
        yield _Table(
            name,
            not is_without_row_ids,
            tuple(
                _Column(
                    column["name"],
                    _TYPES[column["type"]],
                    bool(column["notnull"]),
                    column["type"] == "INTEGER" and bool(column["pk"]) and not is_without_row_ids,
                )
                for column in columns
            ),
        )


def _counted(connection: Connection, traces: mending.Traces, leaves: Leaves) -> Salvaged:
    stories, articles, feeds = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("entries", "articles", "feeds")
    )
    return Salvaged(
        stories=stories,
        known_stories=len(traces.stories),
        articles=articles,
        known_articles=len(traces.articles),
        feeds=feeds,
        broken_pages=len(leaves.broken),
    )
