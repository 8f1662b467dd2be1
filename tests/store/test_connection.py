import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gazette.errors import StoreError, StoreTooNew
from gazette.store import Store, open_store
from gazette.store.connection import transaction
from gazette.store.schema import STEPS
from tests.builders import (
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)


def test_a_store_is_readable_by_its_owner_alone(store: Store) -> None:
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_store_of_a_newer_gazette_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    open_store(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('gazette', 's999_teleport', '')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(StoreTooNew, match="update gazette"):
        open_store(path)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Mes notes, " * 100)

    with pytest.raises(StoreError, match=r"notes\.txt"):
        open_store(path)
    assert path.read_text().startswith("Mes notes, ")


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.close()

    with pytest.raises(StoreError, match="another program"):
        open_store(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]
    connection.close()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        open_store(tmp_path / "file" / "gazette.db")


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail_half_way() -> None:
        with transaction(store.connection):
            store.connection.execute("INSERT INTO hosts VALUES ('a:80', 1)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert store.connection.execute("SELECT count(*) FROM hosts").fetchone()[0] == 0


def test_damage_that_shows_only_when_reading_is_a_clear_error_too(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    store.feeds.sync([make_subscription()])
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    def read() -> None:
        damaged = open_store(path)
        try:
            damaged.feeds.rows()
        finally:
            damaged.close()

    with pytest.raises(StoreError, match=r"gazette\.db"):
        read()


def test_many_processes_can_open_a_fresh_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from gazette.store import open_store;"
    code += "open_store(Path(sys.argv[1])).close()"
    path = str(tmp_path / "race.db")
    runs = [
        subprocess.Popen([sys.executable, "-c", code, path], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    errors = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, errors


def test_an_up_to_date_store_opens_without_sqlite_utils(tmp_path: Path) -> None:
    open_store(tmp_path / "gazette.db").close()
    code = "import sys; from pathlib import Path; from gazette.store import open_store;"
    code += "open_store(Path(sys.argv[1])).close(); print('sqlite_utils' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "gazette.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_another_connection_s_write_changes_the_data_version(store: Store) -> None:
    before = store.data_version()
    other = open_store(store.path)
    other.feeds.sync([])
    with transaction(other.connection):
        other.connection.execute("INSERT INTO hosts VALUES ('a:80', 1)")
    other.close()
    assert store.data_version() != before


def test_an_older_store_gets_the_new_columns_and_keeps_its_articles(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    record_article(store, 1, make_article(title="Le canal rouvre", section="Région"))
    store.close()
    as_before = sqlite3.connect(path)
    as_before.execute("ALTER TABLE articles DROP COLUMN section")
    as_before.execute("ALTER TABLE articles DROP COLUMN tags")
    as_before.execute("DELETE FROM _sqlite_migrations WHERE name = 's002_article_section_and_tags'")
    as_before.commit()
    as_before.close()

    again = open_store(path)
    kept = again.connection.execute("SELECT title, section, tags FROM articles").fetchall()
    again.close()
    assert [tuple(row) for row in kept] == [("Le canal rouvre", None, "[]")]


def test_an_older_store_gets_the_column_of_hubs_and_keeps_its_feeds(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    subscribed(store)
    store.close()
    as_before = sqlite3.connect(path)
    as_before.execute("ALTER TABLE feeds DROP COLUMN hub")
    as_before.execute("DELETE FROM _sqlite_migrations WHERE name = 's005_feed_hub'")
    as_before.commit()
    as_before.close()

    again = open_store(path)
    (row,) = again.feeds.rows()
    again.close()
    assert (row.url, row.hub) == (make_subscription().url, None)


def test_an_article_is_kept_with_its_section_and_tags(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    record_article(store, 1, make_article(section="Région", tags=("canal", "L’été")))
    (row,) = store.connection.execute("SELECT section, tags FROM articles").fetchall()
    assert tuple(row) == ("Région", '["canal","L’été"]')


def test_only_a_store_of_an_earlier_version_is_announced(tmp_path: Path) -> None:
    path, told = tmp_path / "gazette.db", []
    open_store(path, on_update=lambda: told.append("made")).close()
    open_store(path, on_update=lambda: told.append("opened")).close()
    assert told == []
    connection = sqlite3.connect(path)
    last = STEPS[-1].__name__
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (last,))
    connection.commit()
    connection.close()
    with pytest.raises(StoreError):  # what the step would make is there: told it was all the same
        open_store(path, on_update=lambda: told.append("updated"))
    assert told == ["updated"]


def test_a_store_tells_whether_it_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    with closing(open_store(path)) as store:
        assert not store.is_read_only
        with closing(open_store(path)) as other, transaction(other.connection):
            assert not store.is_read_only  # another one writes, and can
    (tmp_path / "gazette.db-shm").mkdir()  # where SQLite wants to write a file, whoever we are
    with closing(open_store(path, or_read_only=True)) as store:
        assert store.is_read_only
