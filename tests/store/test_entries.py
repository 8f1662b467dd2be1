from datetime import datetime, timedelta

from gazette.article import Paragraph
from gazette.feeds.changes import Changes, compare
from gazette.model import Feed, FeedFailed, PageExtracted, PageFailed, ParsedEntry, StoryQuery
from gazette.store import Store
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_feed,
    make_subscription,
    make_updated,
    record_article,
    record_entries,
    subscribed,
)


def test_row_ids_follow_time(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(1), make_entry(3), make_entry(2))

    titles = [row.title for row in store.stories.rows([1, 2, 3])]
    assert titles == ["Titre 3", "Titre 2", "Titre 1"]


def test_a_date_in_the_future_does_not_put_a_story_on_top_for_ever(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(published=NOW + timedelta(hours=20)))

    assert store.stories.rows([1])[0].moment == NOW


def test_an_edited_story_is_updated_and_marked_but_not_unread_again(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    store.reading.mark([1], "read", True, now=NOW)
    edited = make_entry(title="Titre corrigé", content_hash=99)

    changes = compare([edited], store.entries.known(feed.id, [edited]))
    store.feeds.record(feed, make_updated(edited), changes, next_check=NOW, now=NOW)

    (row,) = store.stories.rows([1])
    assert (row.title, row.changed, row.read) == ("Titre corrigé", True, True)


def test_read_and_star_marks_survive_a_changed_guid(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    store.reading.mark([1], "read", True, now=NOW)
    store.reading.mark([1], "starred", True, now=NOW)
    renamed = make_entry(guid="tag:journal.example,2026:1")

    changes = compare([renamed], store.entries.known(feed.id, [renamed]))
    store.feeds.record(feed, make_updated(renamed), changes, next_check=NOW, now=NOW)

    (row,) = store.stories.rows([1])
    assert (row.read, row.starred) == (True, True)
    assert store.stories.counts().total == 1
    guids = store.connection.execute("SELECT guid FROM story_list").fetchall()
    assert [tuple(g) for g in guids] == [("tag:journal.example,2026:1",)]


def test_another_feed_with_the_same_guids_takes_nothing_over(store: Store) -> None:
    first, thief = subscribed(
        store, make_subscription(), make_subscription(url="https://voleur.example/rss.xml")
    )
    record_entries(store, first, make_entry())
    stolen = make_entry(title="Volé", url="https://voleur.example/1", canonical_url=None)

    changes = compare([stolen], store.entries.known(thief.id, [stolen]))
    store.feeds.record(thief, make_updated(stolen), changes, next_check=NOW, now=NOW)

    titles = {row.title for row in store.stories.rows([1, 2])}
    assert titles == {"Titre 1", "Volé"}


def test_one_address_in_two_feeds_is_one_page(store: Store) -> None:
    one, two = subscribed(
        store, make_subscription(), make_subscription(url="https://autre.example/rss.xml")
    )
    record_entries(store, one, make_entry())
    record_entries(store, two, make_entry(guid="autre"))

    assert len(store.pages.due(now=NOW)) == 1
    record_article(store, 1)
    (story,) = store.stories.each(StoryQuery())
    assert (story.article, story.also_in) == ("ok", ("Le Journal",))


def test_a_feed_without_full_text_wants_no_pages_and_keeps_its_own_text(store: Store) -> None:
    (feed,) = subscribed(store, make_subscription(full_text=False))
    record_entries(store, feed, make_entry(content="Un.\n\nDeux."))

    assert store.pages.due(now=NOW) == []
    story = store.stories.story(1)
    assert story is not None
    assert (story.article, story.paragraphs) == ("none", ("Un.", "Deux."))


def test_of_a_first_fetch_only_the_newest_hundred_entries_get_pages(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, *(make_entry(n) for n in range(1, 121)))

    due = store.pages.due(now=NOW)
    assert len(due) == 100
    assert due[0].url.endswith("/1")


def test_a_changed_entry_asks_for_its_page_again_and_keeps_the_article_meanwhile(
    store: Store,
) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    record_article(store, 1)
    assert store.pages.due(now=NOW) == []
    edited = make_entry(title="Autre titre", content_hash=99)

    record_change(store, feed, edited)
    (task,) = store.pages.due(now=NOW)
    store.pages.record(task, PageFailed("no answer"), extractor=1, next_try=None, now=NOW)

    story = store.stories.story(1)
    assert story is not None
    assert (story.article, story.article_error) == ("ok", None)
    assert story.paragraphs == ("Premier alinéa.", "Second alinéa.")


def test_an_entry_without_link_whose_guid_changes_is_not_doubled(store: Store) -> None:
    (feed,) = subscribed(store)
    bare = make_entry(url=None, canonical_url=None)
    record_entries(store, feed, bare)
    renamed = make_entry(guid="other", url=None, canonical_url=None)

    changes = compare([renamed], store.entries.known(feed.id, [renamed]))

    assert (changes.new, len(changes.renamed)) == ((), 1)


def record_change(store: Store, feed: Feed, entry: ParsedEntry, now: datetime = NOW) -> None:
    changes = Changes(changed=((1, entry),))
    store.feeds.record(feed, make_updated(entry), changes, next_check=now, now=now)


def test_an_entry_whose_text_alone_moves_asks_for_its_page_once_a_day_at_most(
    store: Store,
) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    record_article(store, 1)
    counting = make_entry(summary="Il y a 3 min", content_hash=99)

    record_change(store, feed, counting)
    assert store.pages.due(now=NOW) == []
    tomorrow = NOW + timedelta(hours=25)
    record_change(store, feed, counting, now=tomorrow)
    assert len(store.pages.due(now=tomorrow)) == 1


def test_an_edited_link_keeps_the_article_until_that_of_the_new_page_has_come(
    store: Store,
) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    record_article(store, 1)
    new = "https://journal.example/nouvelle"
    record_change(store, feed, make_entry(url=new, canonical_url=new, content_hash=99))

    (task,) = store.pages.due(now=NOW)
    assert task.url == new
    store.pages.record(task, PageFailed("404"), extractor=1, next_try=None, now=NOW)
    story = store.stories.story(1)
    assert story is not None
    assert (story.article, story.text) == ("ok", "Premier alinéa.\n\nSecond alinéa.")

    article = make_article(blocks=(Paragraph("Nouveau."),))
    store.pages.record(task, PageExtracted(article), extractor=1, next_try=None, now=NOW)
    story = store.stories.story(1)
    assert story is not None
    assert (story.article, story.text) == ("ok", "Nouveau.")


def test_a_page_is_asked_at_the_address_named_last_until_it_gave_an_article(
    store: Store,
) -> None:
    one, two = subscribed(
        store, make_subscription(), make_subscription(url="https://autre.example/rss.xml")
    )
    record_entries(store, one, make_entry(url="http://journal.example/articles/1"))
    record_entries(store, two, make_entry(guid="autre"))

    assert [task.url for task in store.pages.due(now=NOW)] == ["https://journal.example/articles/1"]


def test_a_first_fetch_that_failed_does_not_count_as_one(store: Store) -> None:
    (feed,) = subscribed(store)
    store.feeds.record(feed, FeedFailed("500"), Changes(), next_check=NOW, now=NOW)
    (feed,) = subscribed(store)
    record_entries(store, feed, *(make_entry(n) for n in range(1, 121)))

    assert len(store.pages.due(now=NOW)) == 100


def test_known_entries_are_found_by_id_and_by_link_within_their_feed_only(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(1), make_entry(2), make_entry(3))
    asked = [make_entry(1), make_entry(2, guid="new")]

    assert {k.id for k in store.entries.known(feed.id, asked)} == {3, 2}
    assert store.entries.known(make_feed(id=99).id, asked) == []
