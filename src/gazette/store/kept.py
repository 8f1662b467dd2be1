"""The bytes of fetched pages, in a file of their own beside the store.

They are a cache: articles can be extracted again from them when the extractor improves, and
losing them loses no story. So they stay out of the store that is backed up and searched, need
no migration, and are thrown away by age and by size.
"""

import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import zstandard

from gazette.errors import StoreError
from gazette.model import KeptPage
from gazette.store import rows
from gazette.store.connection import Connection, connect, give_back, transaction
from gazette.store.failures import is_damaged, translated

_FORMAT: Final = 1
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS kept (
        url TEXT PRIMARY KEY,
        final_url TEXT NOT NULL,
        charset TEXT,
        extractor INTEGER NOT NULL,
        kept_at INTEGER NOT NULL,
        size INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT
"""


def kept_file(store: Path) -> Path:
    """Return the place of the pages that are kept beside a store."""
    return store.with_name(f"{store.stem}-pages{store.suffix}")


class KeptPages:
    """The table `kept` of the second file; opened when first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = None

    def keep(self, page: KeptPage, *, extractor: int, now: datetime) -> None:
        """Keep a page's bytes, compressed, replacing those of an earlier fetch."""
        # 0.4 ms a page, where zlib took 1.3 and made it a sixth larger.
        body = zstandard.compress(page.body, 1)
        connection = self._open()
        with transaction(connection):
            connection.execute(
                "INSERT OR REPLACE INTO kept (url, final_url, charset, extractor, kept_at, size,"
                " body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    page.url,
                    page.final_url,
                    page.charset,
                    extractor,
                    int(now.timestamp()),
                    len(body),
                    body,
                ),
            )

    def pages(self) -> Iterator[KeptPage]:
        """Yield every page that is kept, oldest first."""
        connection = self._open()
        # Addresses first, bodies one by one: 500 MB do not have to fit into memory.
        urls = [r["url"] for r in connection.execute("SELECT url FROM kept ORDER BY kept_at, url")]
        for url in urls:
            page = self.page(url)
            if page is not None:
                yield page

    def page(self, url: str) -> KeptPage | None:
        """Return the page asked for at `url`; None where it is not kept."""
        row = self._open().execute("SELECT * FROM kept WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        try:
            body = _unpacked(row["body"])
        except (zstandard.ZstdError, zlib.error):  # a damaged cache is a smaller cache
            return None
        return KeptPage(url, body, row["final_url"], row["charset"])

    def prune(self, *, age: timedelta, max_bytes: int, now: datetime) -> int:
        """Throw away pages older than `age`, then the oldest beyond `max_bytes`; return how many.

        The file gives the space back to the system.
        """
        connection = self._open()
        with transaction(connection):
            # A clock that was ahead must not keep them for years.
            connection.execute(
                "UPDATE kept SET kept_at = :now WHERE kept_at > :now", {"now": rows.seconds(now)}
            )
            dropped = connection.execute(
                "DELETE FROM kept WHERE kept_at < ?", (int((now - age).timestamp()),)
            ).rowcount
            dropped += connection.execute(
                "DELETE FROM kept WHERE url IN (SELECT url FROM (SELECT url, sum(size) OVER"
                " (ORDER BY kept_at DESC, url) AS total FROM kept) WHERE total > ?)",
                (max_bytes,),
            ).rowcount
        if dropped:
            give_back(connection)
        return dropped

    def forget(self, urls: Sequence[str]) -> int:
        """Throw away the pages asked for at these addresses; return how many."""
        if not urls:
            return 0
        connection = self._open()
        with transaction(connection):
            dropped = connection.execute(
                "DELETE FROM kept WHERE url IN (SELECT value FROM json_each(?))",
                (rows.to_json(list(urls)),),
            ).rowcount
        give_back(connection)
        return dropped

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._usable()
        return self._connection

    def _usable(self) -> Connection:
        """Return a connection to the file; one that is damaged or of old is begun anew."""
        try:
            connection = _opened(self.path)
            if connection.execute("PRAGMA user_version").fetchone()[0] == _FORMAT:
                return connection
            connection.close()
        except StoreError as problem:
            if not is_damaged(problem):
                raise
        with translated(self.path):
            self.path.unlink(missing_ok=True)
        return _opened(self.path)


def _unpacked(body: bytes) -> bytes:
    is_of_old = not body.startswith(zstandard.FRAME_HEADER)  # they were packed with zlib once
    return zlib.decompress(body) if is_of_old else zstandard.decompress(body)


def _opened(path: Path) -> Connection:
    with translated(path):
        is_new = not path.exists() or path.stat().st_size == 0
    connection = connect(path)
    try:
        if is_new:
            _make(connection)
        # A cache may lose its last seconds to a power cut.
        connection.execute("PRAGMA synchronous = OFF")
    except StoreError:
        connection.close()
        raise
    return connection


def _make(connection: Connection) -> None:
    for statement in (
        "PRAGMA auto_vacuum = INCREMENTAL",
        "PRAGMA journal_mode = WAL",
        _SCHEMA,
        f"PRAGMA user_version = {_FORMAT}",
    ):
        connection.execute(statement)
