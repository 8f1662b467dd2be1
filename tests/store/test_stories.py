import json
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import Figure, Heading, ListItem, Paragraph, Quote, Standfirst, Table
from gazette.model import Enclosure, PageFailed, StoryQuery
from gazette.store import Store, open_store
from gazette.store.feed_order import FeedOrder
from gazette.text import clean, fold
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)


def listed(store: Store, **query: object) -> list[str]:
    pairs = store.stories.index(StoryQuery(**query))  # type: ignore[arg-type]  # a test's shorthand
    return [row.title for row in store.stories.rows([story_id for _, story_id in pairs])]


def filled(store: Store) -> None:
    french, english = subscribed(
        store,
        make_subscription(tags=("presse",)),
        make_subscription(url="https://paper.example/feed", title="The Paper", tags=("world",)),
    )
    record_entries(store, french, make_entry(1, title="L’Œuvre d’été"), make_entry(3))
    record_entries(store, english, make_entry(2, title="Rates", language="en"))


def test_stories_are_listed_newest_first(store: Store) -> None:
    filled(store)
    assert listed(store) == ["L’Œuvre d’été", "Rates", "Titre 3"]


def test_every_view_narrows_the_list(store: Store) -> None:
    filled(store)
    store.reading.mark([2], "read", True, now=NOW)
    store.reading.mark([3], "starred", True, now=NOW)

    assert listed(store, unread=True) == ["Rates", "Titre 3"]
    assert listed(store, starred=True) == ["Rates"]
    assert listed(store, language="en") == ["Rates"]
    assert listed(store, tag="presse") == ["L’Œuvre d’été", "Titre 3"]
    assert listed(store, feed_id=2) == ["Rates"]
    assert listed(store, unread=True, language="fr") == ["Titre 3"]


def test_words_are_found_without_accents_ligatures_or_case(store: Store) -> None:
    filled(store)
    assert listed(store, words=("OEUVRE", "ete")) == ["L’Œuvre d’été"]
    assert listed(store, words=("oeuvre", "hiver")) == []


def test_pages_of_a_list_join_without_gap_or_double(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, *(make_entry(n, published=NOW) for n in range(1, 12)))

    whole = store.stories.index(StoryQuery())
    pages, after = [], None
    while page := store.stories.index(StoryQuery(), limit=3, after=after):
        pages += page
        after = page[-1]
    assert pages == whole


@pytest.mark.parametrize("query", [StoryQuery(), StoryQuery(tag="presse"), StoryQuery(unread=True)])
def test_a_list_is_the_same_from_its_other_end_and_in_pieces(
    store: Store, query: StoryQuery
) -> None:
    (feed,) = subscribed(store, make_subscription(tags=("presse",)))
    times = (NOW - timedelta(hours=n // 3) for n in range(9))
    record_entries(store, feed, *(make_entry(n, published=at) for n, at in enumerate(times, 1)))
    newest = store.stories.index(query)
    oldest = store.stories.index(query, oldest_first=True)
    assert oldest == newest[::-1]
    for pairs, oldest_first in ((newest, False), (oldest, True)):
        for first, last in ((0, 1), (0, len(pairs) - 1), (1, 3)):
            piece = store.stories.index(
                query, after=pairs[first], until=pairs[last], oldest_first=oldest_first
            )
            assert piece == pairs[first + 1 : last + 1]
        limited = store.stories.index(query, after=pairs[0], limit=2, oldest_first=oldest_first)
        assert limited == pairs[1:3]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-3, 3)), max_size=12),
    st.integers(1, 5),
    st.sampled_from(
        [
            StoryQuery(),
            StoryQuery(tag="presse"),
            StoryQuery(unread=True),
            StoryQuery(starred=True),
            StoryQuery(language="fr"),
        ]
    ),
)
def test_a_list_by_feed_is_that_of_each_feed_by_title_page_by_page(
    entries: list[tuple[int, int]], size: int, query: StoryQuery
) -> None:
    titles = ("Œdipe", "alpha", "Zeste", "Éclair")
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "g.db")) as store:
        feeds = subscribed(
            store,
            *(
                make_subscription(url=f"https://f{n}.example/", title=title, tags=tags)
                for n, (title, tags) in enumerate(
                    zip(titles, (("presse",), (), ("presse",), ()), strict=True)
                )
            ),
        )
        for n, (feed, days) in enumerate(entries):
            moment = NOW + timedelta(days=days - 3)
            record_entries(store, feeds[feed], make_entry(n, published=moment))
        store.reading.mark([*range(1, len(entries) + 1, 2)], "starred", True, now=NOW)
        order = store.stories.feed_order()
        stories = store.stories.index(query)
        feed_of = {row.id: row.feed_title for row in store.stories.rows([i for _, i in stories])}
        expected = sorted(stories, key=lambda pair: (fold(feed_of[pair[1]]), -pair[0], -pair[1]))
        whole = store.stories.by_feed(query, order)
        assert [(order.moment(key), story_id) for key, story_id in whole] == expected
        assert whole == sorted(whole, reverse=True)
        pages: list[tuple[int, int]] = []
        while page := store.stories.by_feed(
            query, order, limit=size, after=pages[-1] if pages else None
        ):
            pages += page
        assert pages == whole
        for first, last in combinations(whole, 2):
            piece = store.stories.by_feed(query, order, after=first, until=last)
            assert piece == whole[whole.index(first) + 1 : whole.index(last) + 1]


@given(st.integers(0, 4), st.integers(-(2**39), 2**39 - 1))
def test_a_key_of_an_order_by_feed_holds_place_and_moment(place: int, moment: int) -> None:
    order = FeedOrder((7, 8, 9, 10, 11), tuple("abcde"))
    key = order.key(place, moment)
    assert (order.place(key), order.moment(key)) == (place, moment)
    lowest, highest = order.bounds(place)
    assert lowest <= key <= highest
    assert order.place(lowest) == order.place(highest) == place
    assert order.key(place + 1, 2**39 - 1) < lowest


def test_counts_agree_with_the_lists(store: Store) -> None:
    filled(store)
    store.reading.mark([2], "read", True, now=NOW)

    counts = store.stories.counts()
    assert (counts.total, counts.unread, counts.starred) == (3, 2, 0)
    assert counts.unread_by_language == {"fr": 1, "en": 1}
    assert counts.unread_by_tag == {"presse": 1, "world": 1}
    assert counts.unread_by_feed == {1: 1, 2: 1}


def test_marking_tells_only_what_changed_so_that_undo_is_exact(store: Store) -> None:
    filled(store)
    store.reading.mark([1], "read", True, now=NOW)

    mark = store.reading.mark([1, 2, 3], "read", True, now=NOW)
    assert sorted(mark.story_ids) == [2, 3]
    store.reading.mark(mark.story_ids, "read", False, now=NOW)

    assert store.stories.counts().unread == 2


def test_an_article_comes_back_block_by_block(store: Store) -> None:
    blocks = (
        Standfirst("Le chapô."),
        Paragraph("Un."),
        Heading("Intertitre", 3),
        Quote("« Oui »"),
        ListItem("puce", None, 1),
        Table((("a", "b"), ("c", "d"))),
        Figure("légende", "AFP", "https://journal.example/i.jpg"),
    )
    (feed,) = subscribed(store)
    record_entries(
        store, feed, make_entry(enclosures=(Enclosure("https://journal.example/a.mp3", "audio"),))
    )
    record_article(store, 1, make_article(blocks=blocks, language="en"))

    story = store.stories.story(1)
    assert story is not None
    assert story.blocks == blocks
    assert story.language == "en"
    assert story.enclosures[0].url == "https://journal.example/a.mp3"
    assert story.paragraphs[:2] == ("Le chapô.", "Un.")


def test_a_language_that_the_reader_named_is_not_overruled(store: Store) -> None:
    (feed,) = subscribed(store, make_subscription(language="fr"))
    record_entries(store, feed, make_entry())
    record_article(store, 1, make_article(language="en"))

    assert store.stories.rows([1])[0].language == "fr"


def test_a_failed_page_leaves_the_feeds_own_text(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry())
    (task,) = store.pages.due(now=NOW)
    store.pages.record(task, PageFailed("404"), extractor=1, next_try=None, now=NOW)

    story = store.stories.story(1)
    assert story is not None
    assert (story.article, story.article_error, story.text) == ("failed", "404", "Résumé 1.")
    assert store.feeds.rows()[0].error is None


def test_a_story_without_title_borrows_the_articles(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(title=""))
    assert listed(store) == ["https://journal.example/articles/1"]

    record_article(store, 1, make_article(title="De la page"))
    assert listed(store) == ["De la page"]


STORY_FIELDS = (
    "id feed feed_title url title authors published fetched language read starred tags summary"
    " changed hidden ai_disclosed comments_url enclosures article article_error text paragraphs"
    " guid"
).split()
FEED_FIELDS = (
    "url title tags language stories unread last_checked next_check failing_since failures error"
).split()


def test_the_views_have_their_promised_columns(store: Store) -> None:
    for view, fields in (("story_list", STORY_FIELDS), ("feed_list", FEED_FIELDS)):
        columns = store.connection.execute(f"SELECT * FROM {view}").description
        assert [c[0] for c in columns] == fields


def test_the_views_need_no_function_of_ours(store: Store, tmp_path: Path) -> None:
    filled(store)
    plain = sqlite3.connect(tmp_path / "gazette.db")
    rows = plain.execute("SELECT title, tags, published FROM story_list ORDER BY id").fetchall()
    plain.close()
    assert rows[1] == ("L’Œuvre d’été", '["presse"]', "2026-11-22T13:05:00Z")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from("aé\"\\n\n/{}'’"), max_size=8), max_size=4))
def test_paragraphs_are_valid_json_whatever_the_text_holds(parts: list[str]) -> None:
    text = clean("\n\n".join(parts))
    database = sqlite3.connect(":memory:")
    from gazette.store.schema import _PARAGRAPHS

    (made,) = database.execute(f"SELECT {_PARAGRAPHS.format(text=':t')}", {"t": text}).fetchone()
    database.close()
    assert json.loads(made) == [part for part in text.split("\n\n") if part]


def test_the_sqlite3_command_can_read_the_views_where_it_is_installed(
    store: Store, tmp_path: Path
) -> None:
    filled(store)
    try:
        done = subprocess.run(
            ["sqlite3", str(tmp_path / "gazette.db"), "SELECT paragraphs FROM story_list LIMIT 1"],
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        return  # the same statement ran in the test above, in Python's own SQLite
    assert json.loads(done.stdout)


def test_a_store_opened_again_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "twice.db"
    first = open_store(path)
    filled(first)
    first.close()
    second = open_store(path)
    assert listed(second) == ["L’Œuvre d’été", "Rates", "Titre 3"]
    second.close()
