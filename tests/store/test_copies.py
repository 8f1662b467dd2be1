"""One story in several feeds: listed once, one set of marks, counts that never drift."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.feeds.changes import compare
from gazette.model import Counts, Feed, ParsedEntry, StoryQuery
from gazette.store import Store, open_store
from gazette.store.reading import set_flag
from tests.builders import NOW, make_entry, make_subscription, make_updated, subscribed

URLS = [f"https://{name}.example/rss.xml" for name in ("a", "b", "c")]
SUBSCRIPTIONS = [
    make_subscription(url=URLS[0], title="A", tags=("x",)),
    make_subscription(url=URLS[1], title="B", tags=("x", "y")),
    make_subscription(url=URLS[2], title="C", tags=()),
]


def three_feeds(store: Store) -> list[Feed]:
    return subscribed(store, *SUBSCRIPTIONS)


def entry(guid: object, link: object, **given: Any) -> ParsedEntry:
    url = f"https://www.example.org/{link}"
    return make_entry(1, guid=str(guid), url=url, canonical_url=url, **given)


def bring(store: Store, feed: Feed, *entries: ParsedEntry) -> None:
    """Record what a feed brought, also what is new of an entry that is known."""
    changes = compare(entries, store.entries.known(feed.id, entries))
    store.feeds.record(feed, make_updated(*entries), changes, next_check=NOW, now=NOW)


def titles(store: Store, **query: Any) -> list[str]:
    return [story.title for story in store.stories.each(StoryQuery(**query))]


def test_a_story_of_two_feeds_is_listed_once_with_both(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "story", title="Chez A"))
    bring(store, b, entry(2, "story", title="Chez B"), entry(3, "other", title="Seul"))
    assert sorted(titles(store)) == ["Chez A", "Seul"]
    (row,) = (row for row in store.stories.rows([1, 2, 3]) if row.title == "Chez A")
    assert (row.feed_title, row.also_in) == ("A", ("B",))
    # Each feed's list has its own entry, a tag's list one of them.
    assert titles(store, feed_id=a.id) == ["Chez A"]
    assert sorted(titles(store, feed_id=b.id)) == ["Chez B", "Seul"]
    assert sorted(titles(store, tag="x")) == ["Chez A", "Seul"]
    assert sorted(titles(store, tag="y")) == ["Chez B", "Seul"]
    rows = store.connection.execute("SELECT count(*) FROM story_list").fetchone()[0]
    assert rows == 3


@pytest.mark.parametrize("others", [range(0), range(10, 10_000)], ids=["few", "many"])
@pytest.mark.parametrize("marked", [1, 2])
def test_its_marks_are_shared_and_so_is_their_undoing(
    store: Store, marked: int, others: range
) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "story"))
    bring(store, b, entry(2, "story"))
    mark = store.reading.mark([marked, *others], "read", True, now=NOW)
    assert sorted(mark.story_ids) == [1, 2]
    store.reading.mark([1], "tag:à lire", True, now=NOW)
    assert all(
        story.read and "à lire" in story.tags for story in map(store.stories.story, (1, 2)) if story
    )
    bring(store, three_feeds(store)[2], entry(3, "story"))
    late = store.stories.story(3)
    assert late is not None
    assert late.read
    store.reading.undo(now=NOW)
    store.reading.undo(now=NOW)
    assert store.stories.counts().unread == 1
    assert store.stories.counts().unread_by_feed == {feed.id: 1 for feed in three_feeds(store)}


def test_a_link_that_stands_twice_in_a_feed_tells_no_story(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "status"), entry(2, "status", title="Suite"))
    bring(store, b, entry(3, "status", title="Ailleurs"))
    assert len(titles(store)) == 3


def test_an_entry_whose_link_becomes_another_stands_alone(store: Store) -> None:
    a, b, c = three_feeds(store)
    bring(store, a, entry(1, "story", title="A"))
    bring(store, b, entry(2, "story", title="B"))
    bring(store, c, entry(3, "story", title="C"))
    bring(store, a, entry(1, "another", title="A2", content_hash=99))
    assert sorted(titles(store)) == ["A2", "B"]


def test_a_story_outlives_the_feed_that_had_it_first(store: Store) -> None:
    a, b, c = three_feeds(store)
    for number, feed in enumerate((a, b, c), start=1):
        bring(store, feed, entry(number, "story", title=feed.title))
    store.reading.mark([1], "starred", True, now=NOW)
    store.reading.mark([1], "tag:garder", True, now=NOW)
    store.feeds.sync(SUBSCRIPTIONS[1:])
    store.feeds.purge(URLS[0])
    (story,) = store.stories.each(StoryQuery())
    assert (story.title, story.starred, story.also_in) == ("B", True, ("C",))
    assert "garder" in story.tags
    assert_counts_are_true(store)


# --- steps back and forth -----------------------------------------------------------------


def test_steps_are_undone_and_done_again_also_by_who_opens_the_store_later(
    store: Store,
) -> None:
    (feed, *_) = three_feeds(store)
    bring(store, feed, *(entry(n, n) for n in range(3)))
    store.reading.mark([1, 2], "read", True, now=NOW)
    store.reading.mark([2], "starred", True, now=NOW)
    later = open_store(store.path)
    undone = later.reading.undo(now=NOW)
    assert undone is not None
    assert (undone.story_ids, undone.flag, undone.value) == ((2,), "starred", False)
    assert later.reading.undo(now=NOW) is not None
    assert later.reading.undo(now=NOW) is None
    assert later.stories.counts().unread == 3
    again = later.reading.redo(now=NOW)
    assert again is not None
    assert (sorted(again.story_ids), again.flag, again.value) == ([1, 2], "read", True)
    # A new mark is a new way on: what was undone is not done again any more.
    later.reading.mark([3], "starred", True, now=NOW)
    assert later.reading.redo(now=NOW) is None
    later.close()


def test_a_step_can_be_undone_for_a_day(store: Store) -> None:
    (feed, *_) = three_feeds(store)
    bring(store, feed, entry(1, 1))
    store.reading.mark([1], "read", True, now=NOW)
    assert store.reading.undo(now=NOW + timedelta(days=1, seconds=1)) is None
    assert store.reading.undo(now=NOW + timedelta(days=1)) is not None


def test_a_step_is_never_one_of_stories_that_came_to_a_deleted_ones_number(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "old"))
    bring(store, b, entry(2, "gone"))
    store.reading.mark([1, 2], "starred", True, now=NOW)
    store.reading.undo(now=NOW)
    store.feeds.sync(SUBSCRIPTIONS[:1])
    store.feeds.purge(b.url)
    bring(store, a, entry(3, "new"))
    assert [row.id for row in store.stories.rows([1, 2])] == [1, 2]
    mark = store.reading.redo(now=NOW)
    assert mark is not None
    assert mark.story_ids == (1,)


def test_where_a_story_was_left_is_remembered_for_all_its_feeds(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "story"))
    bring(store, b, entry(2, "story"))
    store.reading.opened(2, position=120, now=NOW)
    story = store.stories.story(1)
    assert story is not None
    assert (story.opened, story.position) == (NOW, 120)


def test_where_it_was_left_outlives_the_entry_that_was_opened(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "story"))
    bring(store, b, entry(2, "story"))
    store.reading.opened(1, position=120, now=NOW)
    store.connection.execute("DELETE FROM entries WHERE id = 1")
    left = store.stories.story(2)
    assert left is not None
    assert (left.opened, left.position) == (NOW, 120)


def test_a_story_that_turns_out_to_be_another_stays_where_it_was_left_last(store: Store) -> None:
    a, b, _ = three_feeds(store)
    bring(store, a, entry(1, "story"))
    bring(store, b, entry(2, "other"))
    store.reading.opened(1, position=30, now=NOW - timedelta(hours=2))
    store.reading.opened(2, position=120, now=NOW)
    bring(store, b, entry(2, "story", content_hash=99))
    for story in store.stories.each(StoryQuery(feed_id=a.id)):
        assert (story.opened, story.position) == (NOW, 120)


# --- counts are kept, and true ---------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.integers(0, 2), st.integers(0, 3)),
        st.tuples(st.just("come"), st.integers(0, 2), st.integers(0, 3)),
        st.tuples(st.just("relink"), st.integers(1, 6), st.integers(0, 3)),
        st.tuples(st.sampled_from(["read", "starred", "hidden"]), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("delete"), st.integers(1, 6), st.none()),
        st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
    ),
    max_size=14,
)


def take(store: Store, feeds: list[Feed], number: int, step: tuple[Any, Any, Any]) -> None:
    kind, one, other = step
    match kind:
        case "come":
            bring(store, feeds[one], entry(f"g{number}", other, language="fr"))
        case "relink":
            sql = "SELECT feed_id, guid FROM entries WHERE id = ?"
            if known := store.connection.execute(sql, (one,)).fetchone():
                feed = next(feed for feed in feeds if feed.id == known["feed_id"])
                changed = entry(known["guid"], other, language="fr", content_hash=1000 + number)
                bring(store, feed, changed)
        case "delete":
            store.connection.execute("DELETE FROM entries WHERE id = ?", (one,))
        case "undo":
            store.reading.undo(now=NOW)
        case "redo":
            store.reading.redo(now=NOW)
        case flag:
            store.reading.mark([one], flag, other, now=NOW)


def assert_counts_are_true(store: Store) -> None:
    """Compare what is kept and what is counted by index with what the rows say."""
    sql = "SELECT *, coalesce(copy_of, entry_id) AS story FROM reading"
    rows = store.connection.execute(sql).fetchall()
    seen = [row for row in rows if not row["hidden"]]
    listed = [row for row in seen if row["copy_of"] is None]
    counts = store.stories.counts()
    tags = {1: {"x"}, 2: {"x", "y"}, 3: set()}
    unread = [row for row in seen if not row["read"]]
    by_tag = {
        tag: len({row["story"] for row in unread if tag in tags[row["feed_id"]]})
        for tag in ("x", "y")
    }
    assert counts == Counts(
        total=len(listed),
        unread=sum(not row["read"] for row in listed),
        starred=sum(row["starred"] for row in listed),
        hidden=sum(row["hidden"] for row in rows),
        unread_by_language={"fr": n} if (n := sum(not row["read"] for row in listed)) else {},
        unread_by_tag={t: n for t, n in by_tag.items() if t in counts.unread_by_tag},
        unread_by_story_tag=counts.unread_by_story_tag,
        unread_by_feed={
            feed: n for feed in (1, 2, 3) if (n := sum(row["feed_id"] == feed for row in unread))
        },
    )
    for feed in store.feeds.rows():
        assert feed.stories == sum(row["feed_id"] == feed.id for row in seen)


def assert_stories_are_whole(store: Store) -> None:
    """Of each story one entry is the first, the others say so, and their marks are the same."""
    rows = {
        row["entry_id"]: row for row in store.connection.execute("SELECT * FROM reading").fetchall()
    }
    for row in rows.values():
        if row["copy_of"] is not None:
            first = rows[row["copy_of"]]
            assert first["copy_of"] is None
            for column in ("moment", "read", "starred"):
                assert row[column] == first[column]


@settings(max_examples=60)
@given(STEPS)
def test_counts_never_drift_and_stories_stay_whole(steps: Any) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "gazette.db")
        feeds = three_feeds(store)
        for number, step in enumerate(steps):
            take(store, feeds, number, step)
            assert_stories_are_whole(store)
            assert_counts_are_true(store)
        store.close()


def test_a_flag_that_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="--"):
        set_flag(store.connection, [1], "read = 1; --", value=True)
