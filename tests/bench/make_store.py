"""Make a store of any size, and the feeds.toml that belongs to it.

    python -m tests.bench.make_store N FILE [--seed 1] [--feeds 1000] [--until 2026-11-28]

FILE becomes a store of N stories, FILE.toml its subscriptions. Half of the feeds are French. A
fifth of the stories have a full article, 20,000 are unread (of a small store a fifth), one in
seventy stands under one canonical address in two feeds or more; some are starred, changed,
without a date, without authors, with enclosures. Five years of news end `--until`, by default
today. The same seed and day give the same stories.

The tables are made by `open_store`, so that the migrations decide their columns, and filled by
plain INSERTs; triggers fire as they would for any program. Indexes are dropped meanwhile unless
there are triggers, which may need them. What pages taught, the pages' bytes and what the feeds'
documents held stay empty.

A hundred thousand stories take 9 s, a million two minutes and 400 MB of memory.
"""

import argparse
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gazette.clock import system_clock
from gazette.config import load_config
from gazette.feeds.identity import body_hash
from gazette.store import open_store, rows
from gazette.store.connection import Connection, transaction
from gazette.store.lean import COUNT_STORIES, JOIN_ALL_COPIES
from tests.bench.newsroom import Batch, Newsroom, Source, make_sources

CACHE_KB = 120_000


def make_store(file: Path, stories: int, *, feeds: int, seed: int, until: datetime) -> Path:
    """Make the store and its feeds.toml; return the path of the latter."""
    config = file.with_name(f"{file.name}.toml")
    sources = make_sources(feeds, seed)
    write_config(config, sources)
    store = open_store(file)
    store.feeds.sync(load_config(config).subscriptions)
    describe_feeds(store.connection, sources, until)
    newsroom = Newsroom(stories, sources, seed=seed, until=until)
    with fast_writing(store.connection), without_indexes(store.connection):
        for batch in newsroom.batches():
            write_batch(store.connection, batch)
        for statement in (*JOIN_ALL_COPIES, COUNT_STORIES):
            store.connection.execute(statement)
    store.close()
    return config


def write_config(file: Path, sources: Sequence[Source]) -> None:
    """Write the feeds.toml of the store."""
    parts = ["# The subscriptions of a made store.\n"]
    for source in sources:
        tags = ", ".join(f'"{tag}"' for tag in source.tags)
        parts.append(
            f'[[feeds]]\nurl = "{source.url}"\ntitle = "{source.title}"\ntags = [{tags}]\n'
        )
        if source.declares_language:
            parts.append(f'language = "{source.language}"\n')
        if not source.full_text:
            parts.append("full_text = false\n")
    file.write_text("\n".join(parts), encoding="utf-8")


def write_batch(connection: Connection, batch: Batch) -> None:
    with transaction(connection):
        for table in ("pages", "articles", "entries", "contents", "reading"):
            _insert(connection, table, getattr(batch, table))


def describe_feeds(connection: Connection, sources: Sequence[Source], until: datetime) -> None:
    """Give the feeds the state that fetches would have given them; ids are those of `sources`."""
    checked = rows.seconds(until)
    with transaction(connection):
        for source in sources:
            is_failing = source.id % 50 == 7
            connection.execute(
                "UPDATE feeds SET id = :id, own_title = :title, own_language = :language,"
                " site_url = :site, etag = :etag, validated_url = url, body_hash = :hash,"
                " last_checked = :checked, next_check = :checked + 3600, failures = :failures,"
                " failing_since = :since, error = :error WHERE url = :url",
                {
                    "id": source.id,
                    "title": source.title,
                    "language": source.language,
                    "site": f"https://{source.host}/",
                    "etag": f'"{source.id:x}-5f0"',
                    "hash": body_hash(source.url.encode()),
                    "checked": checked,
                    "failures": 4 if is_failing else 0,
                    "since": checked - 400_000 if is_failing else None,
                    "error": "503 Service Unavailable" if is_failing else None,
                    "url": source.url,
                },
            )


def _insert(connection: Connection, table: str, found: Sequence[dict[str, Any]]) -> None:
    if found:
        names = list(found[0])
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            (tuple(row.values()) for row in found),
        )


@contextmanager
def fast_writing(connection: Connection) -> Iterator[None]:
    """Write without journal meanwhile: a store that is cut short is thrown away."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "foreign_keys = OFF",
        f"cache_size = -{CACHE_KB}",
        "temp_store = FILE",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    yield
    connection.execute("PRAGMA journal_mode = WAL").fetchall()


@contextmanager
def without_indexes(connection: Connection) -> Iterator[None]:
    """Drop the indexes and make them again: sorted, which is faster and packs them better."""
    schema = "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
    has_triggers = connection.execute(schema, ("trigger",)).fetchone() is not None
    indexes = [] if has_triggers else connection.execute(schema, ("index",)).fetchall()
    dropped = [(name, sql) for name, sql in indexes if "UNIQUE" not in sql.upper()]
    for name, _ in dropped:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, sql in dropped:
        connection.execute(sql)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("stories", type=int, metavar="N")
    ask.add_argument("file", type=Path, metavar="FILE")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--feeds", type=int, default=1000)
    ask.add_argument("--until", type=datetime.fromisoformat, help="the last day of news")
    given = ask.parse_args()
    if given.file.exists():
        raise SystemExit(f"{given.file}: is there already")
    until = (given.until or system_clock()).replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC
    )
    began = time.perf_counter()
    config = make_store(given.file, given.stories, feeds=given.feeds, seed=given.seed, until=until)
    print(
        f"{given.stories:,} stories in {given.feeds:,} feeds:"
        f" {given.file.stat().st_size / 1e6:,.0f} MB in {time.perf_counter() - began:.0f} s,"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory; {config}"
    )


if __name__ == "__main__":
    main()
