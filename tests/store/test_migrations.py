"""Stores of every earlier schema are brought up to date, and nothing of them is lost."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gazette.article import Figure, ListItem, Preformatted, Table
from gazette.errors import StoreTooNew
from gazette.feeds.identity import canonical_url
from gazette.model import StoryQuery, Subscription
from gazette.query import parse
from gazette.store import Store, open_store, rows
from gazette.store.schema import STEPS
from gazette.store.transfer import Transfer
from tests.store.copies import SCHEMAS, asked, load_copy

THEN = datetime(2026, 10, 3, 8, 0, tzinfo=UTC)
"""When the stores were written to last, but for a feed that was asked again and again."""
MARKS = ("read", "starred")
EVERY_STORY = "SELECT * FROM story_list ORDER BY id"
EVERY_FEED = "SELECT * FROM feed_list"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, tuple[Path, Store]]]:
    """The stores that were brought up to date already, by their schema; tests only read them."""
    stores: dict[Path, tuple[Path, Store]] = {}
    yield stores
    for _, store in stores.values():
        store.close()


@pytest.fixture(params=SCHEMAS, ids=lambda schema: schema.stem)
def pair(
    request: pytest.FixtureRequest,
    made: dict[Path, tuple[Path, Store]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Store]:
    """A store of an earlier schema, and the same brought up to date."""
    if request.param not in made:
        folder = tmp_path_factory.mktemp(request.param.stem)
        old = load_copy(request.param, folder / "old.db")
        new = load_copy(request.param, folder / "new.db")
        made[request.param] = old, open_store(new)
    return made[request.param]


@pytest.fixture
def old(pair: tuple[Path, Store]) -> Path:
    return pair[0]


@pytest.fixture
def new(pair: tuple[Path, Store]) -> Store:
    return pair[1]


def has_table(store: Path, name: str) -> bool:
    return bool(asked(store, f"SELECT 1 FROM sqlite_master WHERE name = '{name}'"))


def has_column(store: Path, table: str, name: str) -> bool:
    return bool(asked(store, f"SELECT 1 FROM pragma_table_info('{table}') WHERE name = '{name}'"))


def marks_of_links(stories: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return what is read and starred, for each link: in whatever feed it was marked."""
    marks: dict[str, tuple[int, int]] = {}
    for story in stories:
        link = canonical_url(story["url"]) if story["url"] else story["guid"]
        read, starred = marks.get(link, (0, 0))
        marks[link] = (read | story["read"], starred | story["starred"])
    return marks


def test_there_is_a_copy_of_each_earlier_schema() -> None:
    text = "\n".join(schema.read_text(encoding="utf-8") for schema in SCHEMAS)
    for step in STEPS[:-1]:  # the newest one is that of every other test
        assert f"'{step.__name__}'" in text


def test_every_story_is_there_with_every_field(old: Path, new: Store) -> None:
    before, after = asked(old, EVERY_STORY), asked(new.path, EVERY_STORY)
    assert len(before) == 13
    unmarked = [{k: v for k, v in story.items() if k not in MARKS} for story in before]
    assert [{k: v for k, v in story.items() if k not in MARKS} for story in after] == unmarked
    # The marks of a story that stands in two feeds may have become those of both.
    assert marks_of_links(after) == marks_of_links(before)


def test_every_feed_is_there_with_every_field(old: Path, new: Store) -> None:
    before, after = asked(old, EVERY_FEED), asked(new.path, EVERY_FEED)
    assert len(before) == 4
    assert [{**feed, "unread": 0} for feed in after] == [{**feed, "unread": 0} for feed in before]
    columns = [row["name"] for row in asked(old, "SELECT name FROM pragma_table_info('feeds')")]
    stored = f"SELECT {', '.join(columns)} FROM feeds ORDER BY id"
    assert asked(new.path, stored) == asked(old, stored)
    unread = {story["feed"]: 0 for story in asked(new.path, EVERY_STORY)}
    for story in asked(new.path, EVERY_STORY):
        unread[str(story["feed"])] += not story["read"]
    assert [unread.get(str(feed["url"]), 0) for feed in after] == [feed["unread"] for feed in after]


def test_every_block_of_every_article_is_there(old: Path, new: Store) -> None:
    stored = asked(
        old,
        "SELECT entries.id, articles.* FROM entries JOIN articles"
        " ON articles.page_id = entries.page_id",
    )
    assert len(stored) == 6
    kinds = set()
    for article in stored:
        story = new.stories.story(int(str(article["id"])))
        assert story is not None
        assert story.blocks == rows.BLOCKS.decode(str(article["blocks"]))
        assert story.removed == rows.REMOVED.decode(str(article["removed"]))
        assert story.ai_wording == article["ai_wording"]
        kinds |= {type(block) for block in story.blocks}
    assert kinds > {Figure, ListItem, Preformatted, Table}


def test_every_article_and_page_is_there_with_every_field(old: Path, new: Store) -> None:
    stories = asked(
        old,
        "SELECT entries.id, content_hash, contents.text AS content, pages.url AS page,"
        " pages.state, pages.failures, pages.last_tried, pages.next_try, entries.changed"
        " FROM entries LEFT JOIN pages ON pages.id = page_id"
        " LEFT JOIN contents ON contents.entry_id = entries.id ORDER BY entries.id",
    )
    records = list(Transfer(new.connection).records([int(str(s["id"])) for s in stories]))
    for story, record in zip(stories, records, strict=True):
        page = record.page
        assert (record.content or None) == story["content"]
        assert rows.seconds(record.changed) == story["changed"]
        assert (page.url if page else None) == story["page"]
        assert page is None or (
            page.state,
            page.failures,
            rows.seconds(page.last_tried),
            rows.seconds(page.next_try),
        ) == (story["state"], story["failures"], story["last_tried"], story["next_try"])
    articles = asked(
        old,
        "SELECT entries.id, articles.* FROM entries JOIN articles"
        " ON articles.page_id = entries.page_id",
    )
    by_id = {story["id"]: record for story, record in zip(stories, records, strict=True)}
    for article in articles:
        page = by_id[article["id"]].page
        assert page is not None
        assert page.article is not None
        found = page.article
        for name in (
            "url",
            "title",
            "language",
            "language_confidence",
            "site",
            "image",
            "ai_wording",
            "extractor",
        ):
            assert getattr(found, name) == article[name], name
        for name in ("published", "modified", "extracted"):
            assert rows.seconds(getattr(found, name)) == article[name], name
        assert found.section == article.get("section")
        assert list(found.tags) == json.loads(str(article.get("tags", "[]")))
        assert list(found.authors) == json.loads(str(article["authors"]))
        assert found.ai_disclosed == article["ai_disclosed"]


def test_what_waits_to_be_fetched_still_waits(old: Path, new: Store) -> None:
    wanted = asked(old, "SELECT url FROM pages WHERE next_try <= 1791014400 ORDER BY url")
    assert len(wanted) == 7
    tasks = new.pages.due(now=THEN)
    assert sorted(task.url for task in tasks) == [page["url"] for page in wanted]
    # One story keeps its article until that of its new link has come.
    (edited,) = asked(new.path, "SELECT id, text FROM story_list WHERE url LIKE '%8-bis'")
    assert str(edited["text"]).startswith("Première version.")
    (task,) = new.pages.of_story(int(str(edited["id"])))
    assert task.url == "https://journal.example/2026/8-bis"


def test_what_is_known_of_feeds_and_hosts_is_there(old: Path, new: Store) -> None:
    assert list(new.feeds.held(now=THEN)) == ["slow.example:443"]
    by_url = {str(feed["url"]): Subscription(str(feed["url"])) for feed in asked(old, EVERY_FEED)}
    feeds = {f.url: f for f in new.feeds.due(by_url, now=THEN, force=True)}
    letter = feeds["https://letter.example/atom.xml"]
    has_moves = has_table(old, "feed_moves")
    assert letter.moved_url == ("https://moved.example/atom" if has_moves else None)
    assert [row.title for row in new.feeds.rows(left=True)] == ["Left Behind"]
    journal = feeds["https://journal.example/rss.xml"]
    assert journal.ttl == timedelta(minutes=30)
    assert journal.quiet.days == ((6,) if has_column(old, "feeds", "quiet") else ())
    if has_table(old, "feed_documents"):
        assert [entry.guid for entry in new.feeds.seen(letter)] == [
            "tag:letter:1",
            "tag:letter:2",
            "tag:letter:3",
        ]
    if has_table(old, "robots"):
        kept = new.robots.of("https://journal.example:443")
        assert kept is not None
        assert kept.lines == "Disallow: /prive/\nCrawl-delay: 2"
    if has_table(old, "learned_pages"):
        (page,) = new.learned.pages("journal.example:443")
        assert page.topic == {5, 77}
        assert page.lines[-42].is_alone


@pytest.mark.parametrize(
    ("query", "stories"),
    [
        ("élection", 2),
        ("oeuvre", 1),
        ("title:été", 1),
        ('"une seule fois"', 1),
        ("droit", 1),
        ("electing is:unread", 1),
        ("tag:presse vote", 0),
        ("tag:presse", 11),
        ("feed:left", 1),
    ],
)
def test_search_finds_the_words_of_old_stories(new: Store, query: str, stories: int) -> None:
    found = new.search.find(parse(query, now=THEN, zone=UTC))
    assert len(found) == stories


def test_a_store_brought_up_to_date_is_sound_and_complete(new: Store) -> None:
    assert [row[0] for row in new.connection.execute("PRAGMA integrity_check")] == ["ok"]
    assert new.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(new.stories.index(StoryQuery())) in (12, 13)  # one stands in two feeds


def test_a_store_brought_up_to_date_has_the_tables_of_a_new_one(new: Store, tmp_path: Path) -> None:
    fresh = open_store(tmp_path / "fresh.db")
    fresh.close()
    names = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    assert asked(new.path, names) == asked(fresh.path, names)
    for table in asked(fresh.path, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = f"SELECT name, type FROM pragma_table_info('{table['name']}') ORDER BY name"
        assert asked(new.path, columns) == asked(fresh.path, columns)


@pytest.mark.parametrize("table", ["entries", "story_list"])
def test_a_view_of_the_readers_own_stays(tmp_path: Path, table: str) -> None:
    path = load_copy(SCHEMAS[-1], tmp_path / "gazette.db")
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE VIEW mine AS SELECT title FROM {table}")
    connection.close()
    open_store(path).close()
    assert len(asked(path, "SELECT * FROM mine")) == 13
    assert asked(path, "SELECT 1 FROM sqlite_master WHERE sql LIKE '%lean_%'") == []


def test_a_store_of_a_later_gazette_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = load_copy(SCHEMAS[-1], tmp_path / "later.db")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('gazette', 's999_wonders', '')"
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="newer"):
        open_store(path)
    assert path.read_bytes() == before
