"""What is found out about a store, and that looking at it changes nothing."""

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.errors import StoreError, StoreTooNew
from gazette.store import Store, open_store
from gazette.store.failures import is_damaged
from gazette.store.health import library, open_health, sizes
from tests.builders import NOW, make_entry, make_subscription, record_entries, subscribed

STORIES = 100


@pytest.fixture
def path(store: Store) -> Path:
    """A closed store with many stories in it."""
    (feed,) = subscribed(store)
    entries = (make_entry(n, title=f"Titre {n} " + "x" * 500) for n in range(1, STORIES + 1))
    record_entries(store, feed, *entries)
    store.close()
    return store.path


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def damage(path: Path) -> None:
    """Write noise over what lies far behind the schema."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size * 6 // 10)
        file.write(random.Random(1).randbytes(size // 10))


def test_a_sound_store_has_no_faults_and_is_left_as_it_is(path: Path) -> None:
    before = contents(path.parent)
    with open_health(path) as health:
        found = health.soundness()
        assert (found.faults, found.is_whole, found.is_finished) == ((), True, True)
        assert health.broken_references() == 0
        assert health.missing_steps() == 0
        assert health.articles() == 0
        assert [row.stories for row in health.feeds.rows()] == [STORIES]
        assert health.waiting(now=NOW).pages == STORIES
    assert contents(path.parent) == before


def test_what_a_killed_writer_left_in_the_log_is_seen(path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom gazette.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        'store.connection.execute("DELETE FROM entries WHERE id <= 10")\n'
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    before = path.read_bytes()
    assert sizes(path).log > 0
    with open_health(path) as health:
        assert health.soundness().faults == ()
        assert [row.stories for row in health.feeds.rows()] == [STORIES - 10]
    assert path.read_bytes() == before


def test_a_large_store_is_checked_without_its_indexes(path: Path) -> None:
    with open_health(path) as health:
        found = health.soundness(whole_bytes=1_000)
    assert (found.faults, found.is_whole, found.is_finished) == ((), False, True)


def test_a_check_that_takes_too_long_is_broken_off(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, *(make_entry(n, title="x" * 300) for n in range(3_000)))
    with open_health(store.path) as health:
        found = health.soundness(deadline_s=-1.0)
    assert (found.faults, found.is_finished) == ((), False)


def test_damage_is_found_and_told_in_a_few_lines(path: Path) -> None:
    damage(path)
    with open_health(path) as health:
        faults = health.soundness().faults
    assert 0 < len(faults) <= 5


@pytest.mark.parametrize("body", [b"no database" * 1_000, b"SQLite format 3\x00" + b"\xff" * 9_000])
def test_garbage_is_damaged(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "g.db").write_bytes(body)
    with pytest.raises(StoreError) as caught, open_health(tmp_path / "g.db"):
        pass
    assert is_damaged(caught.value)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError), open_health(tmp_path / "none.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_rows_without_the_row_they_name_are_counted(path: Path) -> None:
    store = open_store(path)
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("DELETE FROM feeds")
    store.close()
    with open_health(path) as health:
        # And what is known of its document, and how many stories it has.
        assert health.broken_references() == STORIES + 2


def test_what_a_vacuum_would_give_back_is_told(path: Path) -> None:
    with open_health(path) as health:
        before = health.retention.unused_bytes()
    store = open_store(path)
    store.connection.execute("DELETE FROM entries")
    store.close()
    with open_health(path) as health:
        assert health.retention.unused_bytes() > before


def test_a_store_of_a_later_gazette_is_told(path: Path) -> None:
    store = open_store(path)
    store.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('gazette', 's999_wonders', '')"
    )
    store.close()
    with open_health(path) as health, pytest.raises(StoreTooNew):
        health.missing_steps()


def test_only_pages_of_feeds_that_are_subscribed_to_wait(path: Path) -> None:
    store = open_store(path)
    store.feeds.sync([make_subscription(url="https://other.example/rss")])
    store.close()
    with open_health(path) as health:
        assert health.waiting(now=NOW).pages == 0


def test_pages_that_are_due_and_that_failed_are_told_apart(path: Path) -> None:
    store = open_store(path)
    later = int((NOW + timedelta(hours=1)).timestamp())
    store.connection.execute("UPDATE pages SET next_try = ?, failures = 1 WHERE id <= 3", (later,))
    store.close()
    with open_health(path) as health:
        waiting = health.waiting(now=NOW)
    assert (waiting.pages, waiting.due, waiting.failed_before) == (STORIES, STORIES - 3, 3)


def test_the_sizes_of_files_that_are_not_there_are_nothing(tmp_path: Path) -> None:
    found = sizes(tmp_path / "none.db")
    assert (found.store, found.log, found.kept_pages) == (0, 0, 0)
    (tmp_path / "none-pages.db").write_bytes(b"12345")
    assert sizes(tmp_path / "none.db").kept_pages == 5


def test_a_name_with_signs_of_addresses_is_the_name_of_a_file(tmp_path: Path) -> None:
    open_store(tmp_path / "a?mode=rwc#b%20.db").close()
    before = contents(tmp_path)
    with open_health(tmp_path / "a?mode=rwc#b%20.db") as health:
        assert health.missing_steps() == 0
    assert contents(tmp_path) == before


def test_this_sqlite_is_new_enough() -> None:
    version, has_search = library()
    assert version >= (3, 37)
    assert has_search
