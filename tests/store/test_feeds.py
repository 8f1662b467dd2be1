from datetime import timedelta

from gazette.feeds.changes import Changes
from gazette.model import Exchange, FeedFailed, FeedGone, FeedNotModified, Validators
from gazette.store import Store
from tests.builders import NOW, make_entry, make_subscription, record_entries, subscribed

NOTHING = Changes()


def test_a_new_subscription_is_due_at_once(store: Store) -> None:
    subscription = make_subscription()
    store.feeds.sync([subscription])

    assert [f.url for f in store.feeds.due({subscription.url: subscription}, now=NOW)] == [
        subscription.url
    ]


def test_a_checked_feed_is_due_again_only_when_its_time_has_come(store: Store) -> None:
    (feed,) = subscribed(store)
    wanted = {feed.url: feed.subscription}
    store.feeds.record(
        feed, FeedNotModified(), NOTHING, next_check=NOW + timedelta(hours=1), now=NOW
    )

    assert store.feeds.due(wanted, now=NOW + timedelta(minutes=59)) == []
    assert len(store.feeds.due(wanted, now=NOW + timedelta(minutes=60))) == 1
    assert len(store.feeds.due(wanted, now=NOW, force=True)) == 1


def test_both_validators_are_replaced_at_each_success_also_by_none(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    (stored,) = subscribed(store)
    assert stored.validators == Validators('"etag"', "yesterday")

    answer = FeedNotModified(Exchange(validators=Validators('W/"other"', None)))
    store.feeds.record(feed, answer, NOTHING, next_check=NOW, now=NOW)

    (stored,) = subscribed(store)
    assert stored.validators == Validators('W/"other"', None)


def test_a_failure_keeps_validators_message_count_and_since_when(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    for hours in (1, 2):
        store.feeds.record(
            feed,
            FeedFailed("the server answered 500 Oops"),
            NOTHING,
            next_check=NOW,
            now=NOW + timedelta(hours=hours),
        )

    (row,) = store.feeds.rows()
    assert (row.failures, row.error) == (2, "the server answered 500 Oops")
    assert row.failing_since == NOW + timedelta(hours=1)
    (stored,) = subscribed(store)
    assert stored.validators.etag == '"etag"'


def test_a_success_clears_the_failure(store: Store) -> None:
    (feed,) = subscribed(store)
    store.feeds.record(feed, FeedFailed("no"), NOTHING, next_check=NOW, now=NOW)
    store.feeds.record(feed, FeedNotModified(), NOTHING, next_check=NOW, now=NOW)

    (row,) = store.feeds.rows()
    assert (row.failures, row.failing_since, row.error) == (0, None, None)


def test_a_feed_that_is_gone_is_not_due_again_but_says_so(store: Store) -> None:
    (feed,) = subscribed(store)
    store.feeds.record(feed, FeedGone(), NOTHING, next_check=None, now=NOW)

    later = NOW + timedelta(days=400)
    wanted = {feed.url: feed.subscription}
    assert store.feeds.due(wanted, now=later) == []
    assert store.feeds.due(wanted, now=later, force=True) == []
    assert store.feeds.due(wanted, now=NOW - timedelta(days=1)) == []  # a clock that was ahead
    assert len(store.feeds.due(wanted, now=later, gone=True)) == 1
    assert "gone" in (store.feeds.rows()[0].error or "")


def test_sync_follows_feeds_toml_and_keeps_the_stories_of_what_left_it(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())

    subscribed(store, make_subscription(url="https://autre.example/", title="Autre", tags=("a",)))

    assert [(r.title, r.tags) for r in store.feeds.rows()] == [("Autre", ("a",))]
    assert store.stories.counts().total == 1


def test_sync_writes_nothing_where_nothing_differs(store: Store) -> None:
    subscription = make_subscription(title="Le Journal", tags=("presse", "monde"), language="fr")
    store.feeds.sync([subscription])
    before = store.connection.total_changes

    store.feeds.sync([subscription])

    assert store.connection.total_changes == before


def test_a_clock_that_was_wrong_holds_nothing_for_years(store: Store) -> None:
    (feed,) = subscribed(store)
    wanted = {feed.url: feed.subscription}
    future = NOW + timedelta(days=3650)
    store.feeds.record(feed, FeedNotModified(), NOTHING, next_check=future, now=future)
    store.feeds.hold("journal.example:443", future + timedelta(hours=4), now=future)

    assert len(store.feeds.due(wanted, now=NOW)) == 1
    assert store.feeds.held(now=NOW) == {}
    store.feeds.hold("journal.example:443", NOW + timedelta(hours=1), now=NOW)
    assert store.feeds.held(now=NOW) == {"journal.example:443": NOW + timedelta(hours=1)}


def test_a_hold_of_a_host_outlives_the_connection_until_it_is_over(store: Store) -> None:
    store.feeds.hold("journal.example:443", NOW + timedelta(hours=4), now=NOW)
    store.feeds.hold("journal.example:443", NOW + timedelta(hours=1), now=NOW)

    assert store.feeds.held(now=NOW) == {"journal.example:443": NOW + timedelta(hours=4)}
    assert store.feeds.held(now=NOW + timedelta(hours=5)) == {}
