from datetime import timedelta

from gazette.feeds.changes import Changes
from gazette.model import (
    Exchange,
    FeedFailed,
    FeedGone,
    FeedNotModified,
    Move,
    PageFailed,
    SeenPage,
)
from gazette.store import Store
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)

AHEAD = NOW + timedelta(days=3653)
TWO = (make_subscription(), make_subscription(url="https://autre.example/rss.xml"))


def test_what_was_written_by_a_clock_ahead_comes_back_to_now(store: Store) -> None:
    feed, other = subscribed(store, *TWO)
    undated = make_entry(1, published=None)
    dated = make_entry(2)
    to_come = make_entry(3, published=AHEAD - timedelta(days=1))
    record_entries(store, feed, undated, dated, to_come, now=AHEAD)
    store.feeds.record(
        other,
        FeedFailed("no answer"),
        Changes(),
        next_check=AHEAD + timedelta(hours=1),
        now=AHEAD,
    )
    (task, *_) = store.pages.due(now=AHEAD)
    store.pages.record(
        task, PageFailed("x"), extractor=1, next_try=AHEAD + timedelta(hours=1), now=AHEAD
    )
    store.feeds.hold("journal.example:443", AHEAD + timedelta(hours=4), now=AHEAD)
    assert store.pages.due(now=NOW) == []

    assert store.mend_times(now=NOW)

    wanted = {s.url: s for s in TWO}
    assert len(store.feeds.due(wanted, now=NOW)) == 2
    assert len(store.pages.due(now=NOW)) == 3
    assert store.connection.execute("SELECT count(*) FROM hosts").fetchone()[0] == 0
    rows = store.connection.execute("SELECT fetched, published FROM entries").fetchall()
    moment = int(NOW.timestamp())
    assert [row["fetched"] for row in rows] == [moment] * 3
    assert [row["published"] for row in rows] == [int(dated.published.timestamp()), None, None]
    in_reading = store.connection.execute("SELECT moment FROM reading ORDER BY entry_id").fetchall()
    dated_moment = int(dated.published.timestamp())
    assert [row["moment"] for row in in_reading] == [dated_moment, moment, moment]
    (failing,) = (row for row in store.feeds.rows() if row.error)
    assert failing.failing_since == NOW
    assert not store.mend_times(now=NOW)


def test_what_a_site_taught_while_the_clock_was_ahead_makes_room_for_what_it_teaches_now(
    store: Store,
) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(), now=AHEAD)
    record_article(store, 1, make_article())
    store.connection.execute("BEGIN")
    store.learned.write(SeenPage(1, "journal.example:443", 1, AHEAD, frozenset(), {}))
    store.connection.execute("COMMIT")
    store.mend_times(now=NOW)
    (page,) = store.learned.pages("journal.example:443")
    assert page.seen == NOW


def test_a_move_that_was_seen_by_a_clock_ahead_counts_from_now(store: Store) -> None:
    (feed,) = subscribed(store)
    moved = FeedNotModified(Exchange(moved_to="https://neuf.example/rss.xml"))
    store.feeds.record(feed, moved, Changes(), next_check=AHEAD, now=AHEAD)
    store.mend_times(now=NOW)
    (again,) = store.feeds.due({feed.url: feed.subscription}, now=NOW)
    assert again.move == Move("https://neuf.example/rss.xml", 1, NOW)


def test_a_feed_that_is_gone_stays_gone(store: Store) -> None:
    (feed,) = subscribed(store)
    store.feeds.record(feed, FeedGone(), Changes(), next_check=None, now=AHEAD)
    assert store.mend_times(now=NOW)
    assert store.feeds.due({feed.url: feed.subscription}, now=NOW) == []
    (row,) = store.feeds.rows()
    assert row.is_gone


def test_right_times_are_left_alone(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    before = list(store.connection.iterdump())
    assert not store.mend_times(now=NOW)
    assert list(store.connection.iterdump()) == before


def test_a_clock_set_right_by_seconds_asks_no_feed_again(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(1), now=NOW + timedelta(seconds=90))
    assert not store.mend_times(now=NOW)
    assert store.feeds.due({feed.url: feed.subscription}, now=NOW) == []
    assert store.mend_times(now=NOW - timedelta(minutes=1))
    assert len(store.feeds.due({feed.url: feed.subscription}, now=NOW - timedelta(minutes=1))) == 1
