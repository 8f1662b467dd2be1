"""Search in the store: the same meaning as in memory, whatever is written, by whomever."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import Figure, Paragraph
from gazette.errors import StoreError
from gazette.model import Enclosure, Feed
from gazette.query import Facts, Node, matches, parse
from gazette.store import Store
from gazette.store.index import TOKENIZE
from gazette.store.search import Search
from gazette.store.walks import Bounds
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
    temporary_store,
)

PARIS = ZoneInfo("Europe/Paris")


def asked(text: str) -> Node:
    return parse(text, now=NOW, zone=PARIS)


def found(store: Store, text: str, **how) -> list[int]:
    return [story_id for _, story_id in store.search.find(asked(text), **how)]


def titles(store: Store, text: str, **how) -> list[str]:
    return [row.title for row in store.stories.rows(found(store, text, **how))]


def filled(store: Store, *entries_titles: str) -> None:
    (feed,) = subscribed(store)
    entries = [make_entry(n, title=title) for n, title in enumerate(entries_titles, 1)]
    record_entries(store, feed, *entries)


# --- what a reader expects -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("élection", ["Les élections d’été", "L’ÉLECTION du maire"]),
        ("walking", ["He walked home"]),
        ("oeuvre", ["Une œuvre"]),
        ("œuvres", ["Une œuvre"]),
        ("été", ["Les élections d’été"]),
        ('"élection"', ["L’ÉLECTION du maire"]),
        ('"élections d’été"', ["Les élections d’été"]),
        ("élec*", ["Les élections d’été", "L’ÉLECTION du maire"]),
        ("élection -maire", ["Les élections d’été"]),
        ("maire OR œuvre", ["L’ÉLECTION du maire", "Une œuvre"]),
        ("(maire OR œuvre) -une", ["L’ÉLECTION du maire"]),
        ("-élection", ["He walked home", "Une œuvre"]),
        ("titre:maire", ["L’ÉLECTION du maire"]),
        ("absent", []),
    ],
)
def test_stories_are_found_newest_first(store: Store, text: str, wanted: list[str]) -> None:
    filled(store, "Les élections d’été", "L’ÉLECTION du maire", "He walked home", "Une œuvre")
    assert titles(store, text) == wanted


def test_an_article_is_searched_and_so_is_what_replaces_it(store: Store) -> None:
    filled(store, "Un")
    record_article(store, 1, make_article(blocks=(Paragraph("Le pont suspendu."),)))
    assert found(store, "pont suspendu") == [1]
    record_article(store, 1, make_article(blocks=(Paragraph("Le tunnel."),)))
    assert (found(store, "pont"), found(store, "tunnels")) == ([], [1])


def test_the_most_relevant_come_first_on_request(store: Store) -> None:
    (feed,) = subscribed(store)
    once = make_entry(1, title="Tramway", summary="Une ligne, des rues, des travaux, des arrêts.")
    often = make_entry(2, title="Le tramway", summary="Le tramway, encore le tramway.")
    record_entries(store, feed, once, often)
    assert titles(store, "tramway") == ["Tramway", "Le tramway"]
    assert titles(store, "tramway", order="relevance") == ["Le tramway", "Tramway"]


def test_pages_follow_one_another(store: Store) -> None:
    filled(store, *(f"Tramway {n}" for n in range(7)))
    pairs = store.search.find(asked("tramway"), limit=3)
    seen = list(pairs)
    while pairs:
        pairs = store.search.find(asked("tramway"), limit=3, after=pairs[-1])
        seen += pairs
    assert seen == store.search.find(asked("tramway"))
    assert len(seen) == 7


def test_what_came_late_but_is_old_stands_where_its_date_puts_it(store: Store) -> None:
    (feed,) = subscribed(store)
    for hours in range(5):
        late = make_entry(hours, title="Tramway", published=NOW - timedelta(days=hours))
        record_entries(store, feed, late, now=NOW + timedelta(hours=hours))
    moments = [moment for moment, _ in store.search.find(asked("tramway"), limit=2)]
    assert moments == [int((NOW - timedelta(days=d)).timestamp()) for d in (0, 1)]


def test_what_was_taken_in_from_elsewhere_hides_nothing_that_is_newer(store: Store) -> None:
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(1, title="Tramway"))
    long_ago = NOW - timedelta(days=300)  # as an import notes when it was fetched there
    for number in range(2, 6):
        old = make_entry(number, title="Tramway", published=long_ago)
        record_entries(store, feed, old, now=long_ago)
    search = Search(store.connection, Bounds(at_once=1))
    assert [n for _, n in search.find(asked("tramway"), limit=1)] == [1]


@pytest.mark.parametrize("begun", [0, 2, 500])
def test_the_walk_ends_where_a_prefix_is_common_and_the_index_is_asked_where_it_is_rare(
    store: Store, begun: int
) -> None:
    filled(store, *(f"Tramway {n}" for n in range(9)), "Pont", *(f"Tram {n}" for n in range(9)))
    search = Search(store.connection, Bounds(at_once=2, begun=begun, tested=4, few=0))
    for text in ("t*", "p*", "tramway 1*", '"tramway 7"*', "p* OR tram", "t* -p*", "z*"):
        wanted = search.find(asked(text))
        for limit in (1, 3, 30):
            assert search.find(asked(text), limit=limit) == wanted[:limit], (text, limit)


def test_a_hidden_story_is_found_only_when_asked_for(store: Store) -> None:
    filled(store, "Le tramway", "Le pont")
    hidden = found(store, "pont")
    store.reading.mark(hidden, "hidden", value=True, now=NOW)
    assert titles(store, "le") == titles(store, "le -is:hidden") == ["Le tramway"]
    assert found(store, "pont") == []
    assert found(store, "pont is:hidden") == found(store, "is:hidden") == hidden
    assert titles(store, "is:hidden OR tramway") == ["Le tramway", "Le pont"]
    assert store.search.count(asked("")) == (1, 1)


def test_a_story_of_its_own_tag_is_found_in_all_its_feeds(store: Store) -> None:
    nord, sud = subscribed(store, *FEEDS)
    record_entries(store, nord, make_entry(1, title="Tramway"))
    record_entries(store, sud, make_entry(1, title="Tram line"))
    store.reading.mark([1], "tag:À lire", value=True, now=NOW)
    assert found(store, 'tag:"a lire"') == [1]
    assert found(store, "tag:àlire") == []
    assert found(store, 'tag:"à lire" line') == [2]


def test_a_count_can_be_interrupted_and_the_store_goes_on(store: Store) -> None:
    filled(store, *(f"Tramway {n}" for n in range(50)))
    tree = asked("-is:read -title:pont")
    assert store.search.count(tree) == (50, 50)
    store.connection.set_progress_handler(store.connection.interrupt, 100)
    with pytest.raises(StoreError):
        store.search.count(tree)
    store.connection.set_progress_handler(None, 0)
    assert store.search.count(tree) == (50, 50)


def test_a_word_of_a_new_story_finds_its_forms_at_once(store: Store) -> None:
    filled(store, "Un pont")
    assert found(store, "tramways") == []
    (feed,) = subscribed(store)
    record_entries(store, feed, make_entry(9, title="Le tramway"))
    assert found(store, "tramways") == [2]


def test_a_purged_story_is_found_no_more(store: Store) -> None:
    filled(store, "Le tramway")
    assert found(store, "tramway") == [1]
    store.feeds.sync([])
    store.feeds.purge(make_subscription().url)
    assert found(store, "tramway") == []


def test_any_text_that_is_a_query_can_be_searched(store: Store) -> None:
    filled(store, "Le tramway")
    for text in ('c++ "a" "b"* : ^ {}', "l'été NEAR NOT", "x" * 900, "'; DROP TABLE entries --"):
        found(store, text)
    assert found(store, "tramway") == [1]


# --- one meaning in store and memory -------------------------------------------------------------

WORDS = st.sampled_from("élection élections elected the les œuvre vie via l’été 2026".split())
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)
CONDITIONS = st.sampled_from(
    "feed:nord feed:sud tag:sport lang:fr lang:en site:nord.example is:unread is:starred"
    " is:changed is:ai is:hidden tag:laut has:text has:image has:audio since:1d before:2026-11-22"
    " on:yesterday".split()
)
SOUGHT = st.one_of(
    WORDS,
    CONDITIONS,
    WORDS.map(lambda word: f"{word[:3]}*"),
    st.lists(WORDS, min_size=2, max_size=2).map(lambda pair: '"{} {}"'.format(*pair)),
    WORDS.map("title:{}".format),
    WORDS.map("author:{}".format),
)
QUERIES = st.recursive(
    SOUGHT,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("({0[0]} {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} OR {0[1]})".format),
        inner.map("-{}".format),
    ),
    max_leaves=6,
)
FEEDS = (
    make_subscription(url="https://nord.example/rss", title="Le Nord", tags=("Sport",)),
    make_subscription(url="https://sud.example/rss", title="Sud"),
)
STORIES = st.fixed_dictionaries(
    {
        "feed": st.integers(0, 1),
        "hidden": st.booleans(),
        "own_tag": st.booleans(),
        "again": st.one_of(st.none(), TEXTS),
        "title": TEXTS,
        "author": TEXTS,
        "summary": TEXTS,
        "content": TEXTS,
        "article": st.one_of(st.none(), TEXTS),
        "article_title": TEXTS,
        "picture": st.booleans(),
        "kind": st.sampled_from(["", "audio/mpeg", "image/png"]),
        "ai": st.booleans(),
        "language": st.sampled_from([None, "fr", "en", "fr-CA"]),
        "days": st.integers(0, 3),
        "read": st.booleans(),
        "starred": st.booleans(),
    }
)


def written(store: Store, stories: list[dict]) -> dict[int, Facts]:
    """Store stories, and return what a query in memory would be asked of each entry."""
    feeds = subscribed(store, *FEEDS)
    told: dict[int, Facts] = {}
    for number, story in enumerate(stories, 1):
        first = len(told) + 1
        facts = first_entry(store, feeds[story["feed"]], number, first, story)
        told[first] = facts
        if story["again"] is not None:
            told[first + 1] = the_other_feeds(store, feeds, number, story, facts)
        for flag in ("read", "starred", "hidden"):
            store.reading.mark([first], flag, story[flag], now=NOW)
        if story["own_tag"]:
            store.reading.mark([first], "tag:Laut", value=True, now=NOW)
    return told


def first_entry(store: Store, feed: Feed, number: int, entry_id: int, story: dict) -> Facts:
    url = f"https://www.{'nord' if number % 2 else 'sud'}.example/{number}"
    enclosures = (Enclosure(f"{url}/a", story["kind"], None),) if story["kind"] else ()
    entry = make_entry(
        number,
        title=story["title"],
        authors=(story["author"],) if story["author"] else (),
        summary=story["summary"],
        content=story["content"],
        url=url,
        canonical_url=url,
        enclosures=enclosures,
        language=story["language"],
        published=NOW - timedelta(days=story["days"], minutes=number // 2),
    )
    record_entries(store, feed, entry)
    article = None
    if story["article"] is not None:
        blocks = (Paragraph(story["article"]), *((Figure(),) if story["picture"] else ()))
        article = make_article(
            title=story["article_title"],
            blocks=blocks,
            language=None,
            ai_disclosed=story["ai"],
        )
        record_article(store, entry_id, article)
    states = {s for s in ("read", "starred", "hidden") if story[s]}
    contents = {"text"} if article or story["content"] else set()
    contents |= {"image"} if article and story["picture"] else set()
    contents |= {story["kind"].partition("/")[0]} if story["kind"] else set()
    subscription = FEEDS[story["feed"]]
    return Facts(
        moment=entry.published or NOW,
        title=story["title"] or (article.title if article else ""),
        authors=entry.authors,
        summary=story["summary"],
        text=article.text if article else story["content"],
        feeds=((subscription.title or "", subscription.url),),
        tags=(*subscription.tags, *(("Laut",) if story["own_tag"] else ())),
        language=story["language"],
        url=url,
        states=frozenset(states | ({"ai"} if article and story["ai"] else set())),
        contents=frozenset(contents),
    )


def the_other_feeds(
    store: Store, feeds: list[Feed], number: int, story: dict, first: Facts
) -> Facts:
    """Store the same story as another feed brings it, in English and with another title.

    Its article is that of the page which both link to.
    """
    other = 1 - story["feed"]
    entry = make_entry(
        number,
        guid=f"again-{number}",
        title=story["again"],
        summary="",
        url=first.url,
        canonical_url=first.url,
        language="en",
        published=NOW,
    )
    record_entries(store, feeds[other], entry)
    subscription = FEEDS[other]
    has_article = story["article"] is not None
    return Facts(
        moment=first.moment,
        title=story["again"] or (story["article_title"] if has_article else ""),
        text=first.text if has_article else "",
        feeds=((subscription.title or "", subscription.url),),
        tags=(*subscription.tags, *(("Laut",) if story["own_tag"] else ())),
        language="en",
        url=first.url,
        states=first.states,
        contents=frozenset(
            {"text", *(("image",) if story["picture"] else ())} if has_article else ()
        ),
    )


def told_by(told: dict[int, Facts], stories: dict[int, int], tree: Node) -> list[int]:
    """Return which entries a search is to find, in their order: each story's earliest that match.

    `stories` is the story of each entry.
    """
    matching = [number for number, facts in told.items() if matches(tree, facts)]
    first = {stories[number]: number for number in reversed(matching)}
    return sorted(first.values(), key=lambda n: (told[n].moment, n), reverse=True)


def stories_of(store: Store) -> dict[int, int]:
    return dict(
        store.connection.execute(
            "SELECT entry_id, coalesce(copy_of, entry_id) FROM reading"
        ).fetchall()
    )


BOUNDS = st.builds(
    Bounds,
    at_once=st.integers(1, 3),
    begun=st.sampled_from([0, 1, 500]),
    tested=st.integers(1, 6),
    few=st.integers(0, 4),
)


@settings(max_examples=60)
@given(st.lists(STORIES, max_size=6), st.lists(QUERIES, min_size=1, max_size=8), BOUNDS)
def test_a_query_finds_what_it_matches_in_memory(
    stories: list[dict], queries: list[str], bounds: Bounds
) -> None:
    with temporary_store() as store:
        told = written(store, stories)
        search = Search(store.connection, bounds)
        for text in queries:
            tree = asked(text)
            wanted = told_by(told, stories_of(store), tree)
            assert [n for _, n in search.find(tree)] == wanted, text
            assert {n for _, n in search.find(tree, order="relevance")} == set(wanted), text
            unread = [n for n in wanted if "read" not in told[n].states]
            assert search.count(tree) == (len(wanted), len(unread)), text
            # However far is read, and by whatever plan.
            for size in (1, 2, 7):
                assert list(by_pages(search, tree, size)) == wanted, (text, size)


def by_pages(search: Search, tree: Node, size: int) -> Iterator[int]:
    pairs = search.find(tree, limit=size)
    while pairs:
        yield from (n for _, n in pairs)
        pairs = search.find(tree, limit=size, after=pairs[-1])


# --- the index stays true, whoever writes ---------------------------------------------------------

WRITES = st.lists(
    st.one_of(
        st.tuples(st.just("UPDATE entries SET title = ? WHERE id = ?"), TEXTS, st.integers(1, 4)),
        st.tuples(
            st.just("UPDATE OR IGNORE entries SET summary = ?1, guid_key = 1 WHERE id = ?2"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just("INSERT OR REPLACE INTO contents (text, entry_id) VALUES (?, ?)"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just(
                "INSERT INTO contents (text, entry_id) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET text = excluded.text"
            ),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just("INSERT OR IGNORE INTO contents (text, entry_id) VALUES (?, ?)"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just("DELETE FROM contents WHERE ? IS NOT NULL AND entry_id = ?"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just(
                "INSERT OR REPLACE INTO articles (title, extractor, extracted, text, page_id)"
                " VALUES ('T', 1, 1, ?, ?)"
            ),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just("UPDATE articles SET text = ? WHERE page_id = ?"), TEXTS, st.integers(1, 4)
        ),
        st.tuples(
            st.just("DELETE FROM articles WHERE ? IS NOT NULL AND page_id = ?"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(
            st.just("DELETE FROM pages WHERE ? IS NOT NULL AND id = ?"), TEXTS, st.integers(1, 4)
        ),
        st.tuples(
            st.just("DELETE FROM entries WHERE ? IS NOT NULL AND id = ?"), TEXTS, st.integers(1, 4)
        ),
        st.tuples(
            st.just("UPDATE entries SET page_id = 2 WHERE ? IS NOT NULL AND id = ?"),
            TEXTS,
            st.integers(1, 4),
        ),
        st.tuples(st.just("refresh"), TEXTS, st.integers(1, 4)),
    ),
    max_size=12,
)


@settings(max_examples=80)
@given(WRITES)
def test_the_index_holds_what_the_tables_say(writes: list[tuple[str, str, int]]) -> None:
    with temporary_store() as store:
        filled(store, "élection", "the vie", "œuvre", "via")
        store.search.refresh()
        other = opened_by_another_tool(store)
        for statement, text, number in writes:
            if statement == "refresh":
                store.search.refresh()
                continue
            try:
                other.execute(statement, (text, number))
            except sqlite3.IntegrityError:  # a row of this number is gone
                # FTS5 goes on reading what stood there when a statement was refused, and a
                # connection that reads the past may not write.
                other.close()
                other = opened_by_another_tool(store)
        other.close()
        store.search.refresh()
        assert indexed(store, "search") == indexed(store, "anew")


def opened_by_another_tool(store: Store) -> sqlite3.Connection:
    """Open the file with nothing of ours but the triggers in it."""
    other = sqlite3.connect(store.path, isolation_level=None, timeout=0)
    other.execute("PRAGMA foreign_keys = ON")
    return other


def indexed(store: Store, table: str) -> list[tuple[object, ...]]:
    """Return every word of an index with its place; "anew" is one that is made now."""
    execute = store.connection.execute
    if table == "anew":
        columns = "title, authors, summary, text"
        execute(f"CREATE VIRTUAL TABLE temp.anew USING fts5({columns}, tokenize = '{TOKENIZE}')")
        execute(f"INSERT INTO anew (rowid, {columns}) SELECT id, {columns} FROM search_text")
    schema = "temp" if table == "anew" else "main"
    execute(f"CREATE VIRTUAL TABLE temp.words_{table} USING fts5vocab({schema}, {table}, instance)")
    return sorted(map(tuple, execute(f"SELECT * FROM words_{table}").fetchall()))


def test_a_heap_of_new_stories_can_be_left_to_whoever_searches(store: Store) -> None:
    filled(store, "Le tramway", "Le pont", "Le tunnel")
    store.search.refresh(at_most=2)
    assert indexed(store, "search") == []
    assert titles(store, "pont") == ["Le pont"]
