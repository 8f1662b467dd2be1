"""Stories go when they are old and nothing keeps them, whole, and nothing else does."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from gazette.feeds.changes import Changes
from gazette.model import Feed, ParsedEntry, SeenEntry, StoryQuery
from gazette.store import Store, index, open_store
from gazette.store.retention import Deleted, Retention
from tests.builders import (
    NOW,
    make_entry,
    make_subscription,
    make_updated,
    record_article,
    record_entries,
    subscribed,
)

OTHER = make_subscription(url="https://b.example/rss")
KEEP = timedelta(days=365)
BEFORE = NOW - KEEP
LONG_AGO = NOW - timedelta(days=500)


def brought(
    store: Store, feed: Feed, *entries: ParsedEntry, now: datetime, standing: Sequence[str] = ()
) -> None:
    """Record a fetch that brought entries; those of `standing` stood there too, or alone."""
    outcome = make_updated(*entries)
    guids = [*(e.guid for e in entries), *standing]
    seen = tuple(SeenEntry(f"print-{guid}", guid) for guid in guids)
    parsed = outcome.parsed
    outcome = type(outcome)(
        type(parsed)(title=parsed.title, entries=parsed.entries, seen=seen, language="fr"),
        body_hash=str(now),
        exchange=outcome.exchange,
    )
    later = now + timedelta(hours=1)
    store.feeds.record(feed, outcome, Changes(new=entries), next_check=later, now=now)


def old(number: int, **fields: object) -> ParsedEntry:
    return make_entry(number, **{"published": LONG_AGO - timedelta(hours=number), **fields})


def titles(store: Store) -> list[str]:
    found = store.connection.execute("SELECT title FROM entries ORDER BY title")
    return [row["title"] for row in found]


def cleared(store: Store) -> Deleted:
    retention, gone = Retention(store.connection), Deleted()
    aged = retention.aged(before=BEFORE)
    for some in retention.delete(aged.ids, before=BEFORE):
        gone += some
    assert gone.stories == len(aged.ids)
    assert retention.aged(before=BEFORE).ids == ()
    assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return gone


@pytest.fixture
def feeds(store: Store) -> list[Feed]:
    """Two feeds with three old stories each, one of them in both; none stands in them any more."""
    feeds = subscribed(store, make_subscription(), OTHER)
    brought(store, feeds[0], old(1), old(2), old(3), now=LONG_AGO)
    brought(store, feeds[1], old(3), old(4), old(5), now=LONG_AGO)
    for feed in feeds:
        brought(store, feed, now=NOW)
    return feeds


def test_what_is_old_goes_and_what_is_newer_stays(store: Store, feeds: list[Feed]) -> None:
    record_entries(store, feeds[0], make_entry(6))
    aged = Retention(store.connection).aged(before=BEFORE)
    assert len(aged.ids) == 5
    assert aged.since == LONG_AGO - timedelta(hours=5)
    assert cleared(store).stories == 5
    assert titles(store) == ["Titre 6"]
    assert [row.stories for row in store.feeds.rows()] == [1, 0]


def star(store: Store, story: int) -> None:
    store.reading.mark([story], "starred", True, now=NOW)


def tag(store: Store, story: int) -> None:
    store.reading.mark([story], "tag:à garder", True, now=NOW)


def edit(store: Store, story: int) -> None:
    store.connection.execute(
        "UPDATE entries SET changed = ? WHERE id = ?", (int(NOW.timestamp()), story)
    )


@pytest.mark.parametrize("keep", [star, tag, edit])
@pytest.mark.parametrize("which", [0, 1])
def test_what_somebody_keeps_stays_with_all_its_entries(
    store: Store, feeds: list[Feed], keep: Callable[[Store, int], None], which: int
) -> None:
    both = store.connection.execute(
        "SELECT id, feed_id FROM entries WHERE title = 'Titre 3' ORDER BY id"
    ).fetchall()
    keep(store, both[which]["id"])
    assert cleared(store).stories == 4
    assert titles(store) == ["Titre 3", "Titre 3"]


@pytest.mark.parametrize("which", [0, 1])
def test_what_stands_in_one_of_its_feeds_stays_until_it_stands_there_no_more(
    store: Store, feeds: list[Feed], which: int
) -> None:
    brought(store, feeds[which], now=NOW, standing=["guid-3"])
    cleared(store)
    assert titles(store) == ["Titre 3", "Titre 3"]
    brought(store, feeds[which], now=NOW)
    cleared(store)
    assert titles(store) == []


def test_what_came_late_is_not_old_whatever_it_says_of_itself(
    store: Store, feeds: list[Feed]
) -> None:
    brought(store, feeds[0], old(7), now=NOW)
    brought(store, feeds[0], now=NOW)
    cleared(store)
    assert titles(store) == ["Titre 7"]


def test_stories_of_a_feed_that_was_not_asked_since_stay_until_it_is_left(store: Store) -> None:
    (feed,) = subscribed(store)
    brought(store, feed, old(1), now=LONG_AGO)
    store.connection.execute("DELETE FROM feed_documents")  # as a store of old has none
    assert cleared(store).stories == 0
    store.feeds.sync([])
    assert cleared(store).stories == 1


def test_pages_go_that_no_story_wants_any_more(store: Store, feeds: list[Feed]) -> None:
    record_article(store, 1)
    # A story that stays has the page of one that goes.
    store.connection.execute(
        "UPDATE entries SET page_id = (SELECT page_id FROM entries WHERE title = 'Titre 2')"
        " WHERE title = 'Titre 4'"
    )
    (kept,) = store.connection.execute("SELECT id FROM entries WHERE title = 'Titre 4'").fetchall()
    star(store, kept["id"])
    gone = cleared(store)
    assert (gone.stories, gone.articles, len(gone.page_urls)) == (4, 1, 3)
    left = store.connection.execute("SELECT url FROM pages WHERE url NOT LIKE '%4'").fetchall()
    assert [row["url"] for row in left] == ["https://journal.example/articles/2"]
    assert titles(store) == ["Titre 4"]


def test_what_is_gone_is_found_no_more_and_counts_are_right(
    store: Store, feeds: list[Feed]
) -> None:
    record_entries(store, feeds[0], make_entry(6))
    index.refresh(store.connection)
    cleared(store)
    matches = store.connection.execute("SELECT rowid FROM search WHERE search MATCH 'titre'")
    assert len(matches.fetchall()) == 1
    assert store.stories.counts().total == len(store.stories.index(StoryQuery())) == 1
    store.connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_a_story_that_is_starred_after_the_look_stays(store: Store, feeds: list[Feed]) -> None:
    retention = Retention(store.connection)
    aged = retention.aged(before=BEFORE)
    star(store, aged.ids[0])
    gone = list(retention.delete(aged.ids, before=BEFORE))
    assert [some.stories for some in gone] == [4]
    assert len(titles(store)) in (1, 2)


def test_steps_of_the_day_before_are_forgotten(store: Store, feeds: list[Feed]) -> None:
    store.reading.mark([1], "read", True, now=NOW - timedelta(days=2))
    store.connection.execute("UPDATE undo_steps SET undone = 1")
    store.reading.mark([2], "starred", True, now=NOW)
    store.connection.execute(
        "INSERT INTO undo_steps SELECT 99, 5, flag, 1, 0, '[1]' FROM undo_steps"
    )
    assert Retention(store.connection).forget_steps(now=NOW) == 1
    assert store.reading.undo(now=NOW) is not None


@pytest.mark.parametrize("is_incremental", [False, True])
def test_the_file_becomes_smaller(store: Store, is_incremental: bool) -> None:
    if is_incremental:
        store.connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        store.connection.execute("VACUUM")
    (feed,) = subscribed(store)
    long = "Un long résumé. " * 100
    brought(store, feed, *(old(n, summary=f"{n} {long}") for n in range(200)), now=LONG_AGO)
    brought(store, feed, now=NOW)
    index.refresh(store.connection)
    retention = Retention(store.connection)
    retention.shrink(whole=True)
    before = store.path.stat().st_size
    assert cleared(store).stories == 200
    assert retention.unused_bytes() > 0
    assert retention.needed_bytes() > 0
    retention.shrink(whole=True)
    assert store.path.stat().st_size < before / 2
    assert retention.unused_bytes() == 0
    assert list(store.path.parent.glob("etilqs*")) == []


def test_a_reader_that_is_open_meanwhile_reads_and_marks_on(
    store: Store, feeds: list[Feed]
) -> None:
    record_entries(store, feeds[0], make_entry(6))
    reader = open_store(store.path)
    assert len(reader.stories.index(StoryQuery())) == 6
    cleared(store)
    Retention(store.connection).shrink(whole=True)
    ((_, left),) = reader.stories.index(StoryQuery())
    reader.reading.mark([left], "read", True, now=NOW)
    reader.close()
    assert store.stories.counts().unread == 0
