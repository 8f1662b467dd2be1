"""The stores that the benches are run on are stores like any other."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gazette.config import load_config
from gazette.model import StoryQuery
from gazette.store import open_store
from tests.bench.make_store import make_store
from tests.bench.store import NUMBER_OF_QUERIES, read_queries

STORIES, FEEDS = 600, 40
UNTIL = datetime(2026, 11, 28, tzinfo=UTC)


def made(file: Path) -> Path:
    return make_store(file, STORIES, feeds=FEEDS, seed=7, until=UNTIL)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "made.db"
    made(file)
    return file


def asked(file: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_made_store_is_sound(file: Path) -> None:
    assert asked(file, "PRAGMA integrity_check") == [("ok",)]
    assert asked(file, "PRAGMA foreign_key_check") == []
    assert asked(file, "PRAGMA journal_mode") == [("wal",)]


def test_a_made_store_has_the_indexes_of_an_empty_one(file: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db").close()
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert asked(file, schema) == asked(tmp_path / "empty.db", schema)


def test_a_made_store_holds_what_was_ordered(file: Path) -> None:
    store = open_store(file)
    counts = store.stories.counts()
    stories = list(store.stories.each(StoryQuery()))
    store.close()
    # Every seventh or so of what two feeds have is listed once.
    assert STORIES * 0.9 < counts.total < STORIES
    assert STORIES // 5 - 30 <= counts.unread <= STORIES // 5
    assert len(stories) == counts.total
    assert all(story.title and story.fetched <= UNTIL for story in stories)
    assert 0.4 < sum(story.language == "fr" for story in stories) / STORIES < 0.6
    with_article = [story for story in stories if story.article == "ok"]
    assert 0.14 < len(with_article) / STORIES < 0.26
    assert all(len(story.text) > len(story.summary) for story in with_article)


def test_some_addresses_stand_in_two_feeds(file: Path) -> None:
    shared = asked(
        file,
        "SELECT count(DISTINCT feed_id) FROM entries GROUP BY link_key HAVING count(*) > 1",
    )
    assert 2 <= len(shared) <= 25
    assert all(feeds > 1 for (feeds,) in shared)


def test_its_feeds_toml_belongs_to_a_made_store(file: Path) -> None:
    subscriptions = load_config(file.with_name("made.db.toml")).subscriptions
    store = open_store(file)
    feeds = store.feeds.rows()
    store.close()
    assert [(f.url, f.title, f.tags) for f in feeds] == [
        (s.url, s.title, s.tags) for s in subscriptions
    ]
    assert len(feeds) == FEEDS


def test_the_same_seed_makes_the_same_stories(file: Path, tmp_path: Path) -> None:
    made(tmp_path / "again.db")
    stories = "SELECT * FROM story_list ORDER BY id"
    assert asked(tmp_path / "again.db", stories) == asked(file, stories)


def test_the_bench_keeps_two_hundred_queries() -> None:
    queries = [query for kind in read_queries().values() for query in kind]
    assert len(queries) == len(set(queries)) == NUMBER_OF_QUERIES
