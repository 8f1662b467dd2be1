"""What truly fails, and how it is told; whole commands on full disks are in tests/cli."""

import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.errors import StoreError
from gazette.model import KeptPage
from gazette.store import Store, open_store
from tests.builders import NOW, make_entry, record_entries, subscribed

NOBODY = 65534


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody who is bound by permissions, and this process as that somebody."""
    folder = tmp_path / "of-nobody"
    folder.mkdir()
    # What it imports must be there: Python itself may lie where only root can look.
    open_store(tmp_path / "first.db").close()
    if os.geteuid():
        yield folder
        folder.chmod(0o700)
        return
    try:
        os.chown(folder, NOBODY, NOBODY)
    except OSError:  # in a user namespace of one user
        pytest.skip("there is nobody else here")
    modes = [(place, place.stat().st_mode) for place in (tmp_path, *tmp_path.parents)]
    modes = [(place, mode) for place, mode in modes if mode & 0o111 != 0o111]
    for place, mode in modes:
        place.chmod(mode | 0o111)
    os.seteuid(NOBODY)
    yield folder
    os.seteuid(0)
    for place, mode in modes:
        place.chmod(mode)


def filled(path: Path) -> None:
    store = open_store(path)
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    store.close()


@pytest.mark.parametrize("mode", [0o555, 0o755])
def test_a_store_that_may_not_be_written_can_be_read(unprivileged: Path, mode: int) -> None:
    path = unprivileged / "gazette.db"
    filled(path)
    path.chmod(0o400)
    unprivileged.chmod(mode)

    store = open_store(path, or_read_only=True)
    (row,) = store.stories.rows([1])
    assert row.title == "Titre 1"
    with pytest.raises(StoreError, match="read-only"):
        store.reading.mark([1], "read", True, now=NOW)
    store.close()


def test_a_store_that_may_not_be_written_is_refused_to_who_wants_to_write(
    unprivileged: Path,
) -> None:
    path = unprivileged / "gazette.db"
    filled(path)
    unprivileged.chmod(0o555)
    with pytest.raises(StoreError, match="read-only"):
        open_store(path)
    unprivileged.chmod(0o755)
    open_store(path).close()


def test_a_store_that_may_not_be_read_is_told(unprivileged: Path) -> None:
    path = unprivileged / "gazette.db"
    filled(path)
    path.chmod(0)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(path, or_read_only=True)
    unprivileged.chmod(0)
    with pytest.raises(StoreError, match="not allowed"):
        open_store(path, or_read_only=True)


def test_an_older_store_that_may_not_be_written_says_so(unprivileged: Path) -> None:
    path = unprivileged / "gazette.db"
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute(
        "DELETE FROM _sqlite_migrations WHERE name = 's005_robots_unreachable_since'"
    )
    connection.commit()
    connection.close()
    unprivileged.chmod(0o555)
    with pytest.raises(StoreError, match="an older gazette wrote it"):
        open_store(path, or_read_only=True)


def test_a_write_that_the_disk_does_not_take_leaves_nothing_and_the_store_sound(
    store: Store,
) -> None:
    (feed,) = subscribed(store)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(f.stat().st_size for f in store.path.parent.glob("gazette.db*"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, limits[1]))
    try:
        with pytest.raises(StoreError, match="disk"):
            record_entries(store, feed, *(make_entry(n, content="x" * 5000) for n in range(50)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)

    assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert store.stories.counts().total == 0
    record_entries(store, feed, make_entry())
    assert store.stories.counts().total == 1


def test_a_store_with_no_room_left_is_told_as_a_full_disk(store: Store) -> None:
    (feed,) = subscribed(store)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    with pytest.raises(StoreError, match="the disk is full; make room"):
        record_entries(store, feed, *(make_entry(n, content="x" * 5000) for n in range(50)))
    assert store.stories.counts().total == 0


def test_a_store_that_was_moved_away_is_not_written(store: Store) -> None:
    (feed,) = subscribed(store)
    store.path.rename(store.path.with_name("elsewhere.db"))
    with pytest.raises(StoreError, match="deleted, moved or replaced"):
        record_entries(store, feed, make_entry())
    store.path.write_bytes(b"")
    with pytest.raises(StoreError, match="deleted, moved or replaced"):
        record_entries(store, feed, make_entry())


def test_a_folder_in_the_place_of_the_kept_pages_is_told(store: Store) -> None:
    store.kept.path.mkdir()
    page = KeptPage("https://journal.example/un", b"un", "x", None)
    with pytest.raises(StoreError, match=r"gazette-pages\.db: it cannot be opened"):
        store.kept.keep(page, extractor=1, now=NOW)
