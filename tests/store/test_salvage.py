"""What can be read of a damaged store is saved: all of it, and nothing that was never there."""

import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gazette.article import Paragraph, Quote
from gazette.errors import StoreError, StoreTooNew
from gazette.model import PageFailed
from gazette.store import index, open_store
from gazette.store.image import open_image
from gazette.store.leaves import Leaves
from gazette.store.salvage import Salvaged, salvage
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)
from tests.store.copies import SCHEMAS, asked, load_copy

PAGE = 4096
OF_A_FEED = 110
STORIES = 2 * OF_A_FEED
STORY = "SELECT * FROM story_list ORDER BY id"
# What a feed's row, the page's and the article's add to a story, and the marks.
BORROWED = ("feed", "feed_title", "tags", "read", "starred", "hidden")
FROM_PAGE = ("title", "authors", "published", "ai_disclosed", "article", "article_error")
FROM_TEXT = ("text", "paragraphs")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with stories of some pages each, in two feeds that have some of them in common."""
    path = tmp_path_factory.mktemp("salvage") / "whole.db"
    store = open_store(path)
    feeds = subscribed(
        store,
        make_subscription(title="Le Journal", tags=("presse", "monde")),
        make_subscription(url="https://b.example/rss"),
    )
    numbers = range(1, OF_A_FEED + 1)
    words = random.Random(7)
    for feed in feeds:
        entries = [
            make_entry(
                n if n % 10 == 0 else n + OF_A_FEED * feed.id,
                guid=f"{feed.id}-{n}",
                title=f"Titre {n} " + "é" * words.randrange(80),
                summary="Un résumé. " * words.randrange(40),
                content="Le texte du flux. " * words.randrange(300) if n % 7 == 0 else "",
            )
            for n in numbers
        ]
        record_entries(store, feed, *entries)
    stored = [row[0] for row in store.connection.execute("SELECT id FROM entries").fetchall()]
    for story_id in stored[::2]:
        if store.pages.of_story(story_id):
            text = (Paragraph("Un alinéa. " * words.randrange(99)), Quote("Une citation."))
            record_article(store, story_id, make_article(title=f"Art {story_id}", blocks=text))
    for task in store.pages.due(now=NOW)[::9]:
        failed = PageFailed("the page holds no article")
        store.pages.record(task, failed, extractor=1, next_try=None, now=NOW)
    store.reading.mark(stored[::3], "read", True, now=NOW)
    store.reading.mark(stored[::20], "starred", True, now=NOW)
    store.reading.mark(stored[::50], "hidden", True, now=NOW)
    store.reading.mark(stored[::15], "tag:à lire", True, now=NOW)
    index.refresh(store.connection)
    store.close()
    return path


def damaged(whole: Path, folder: Path, pages: Sequence[int], noise: random.Random) -> Path:
    """Copy a store and write noise, or nothing, over some of its pages."""
    path = folder / "damaged.db"
    content = bytearray(whole.read_bytes())
    for number in pages:
        body = noise.randbytes(PAGE) if noise.random() < 0.7 else bytes(PAGE)
        content[(number - 1) * PAGE : number * PAGE] = body
    path.write_bytes(content)
    return path


def saved(path: Path) -> tuple[Salvaged, Path]:
    """Salvage a store, and assert that it was left alone and that what came of it is sound."""
    new, before = path.with_name("saved.db"), path.read_bytes()
    found = salvage(path, new, now=NOW)
    assert path.read_bytes() == before
    assert asked(new, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert asked(new, "PRAGMA foreign_key_check") == []
    assert asked(new, "PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert asked(new, FEEDS_MISCOUNTED) == []
    assert new.stat().st_mode & 0o077 == 0
    return found, new


FEEDS_MISCOUNTED = """
    SELECT id FROM feeds LEFT JOIN feed_counts ON feed_id = id WHERE stories IS NOT (
        SELECT count(*) FROM reading WHERE feed_id = feeds.id AND hidden = 0)
    OR copies IS NOT (SELECT count(*) FROM reading
        WHERE feed_id = feeds.id AND hidden = 0 AND copy_of IS NOT NULL)
"""


@cache  # of a module's tests; none changes a file that it has asked about
def trees(path: Path) -> dict[int, str]:
    """Return the name of the table or index that each page of a file belongs to."""
    owners: dict[int, str] = {}
    with open_image(path) as image:
        leaves = Leaves(image)
        schema = list(leaves.rows(1))
        used = set(leaves.used)
        for _, name, _, root, _ in (row.values for row in schema):
            if root:
                assert isinstance(root, int)
                list(leaves.rows(root))
                owners |= dict.fromkeys(leaves.used - used, str(name))
                used = set(leaves.used)
    return owners


def stories(path: Path) -> dict[Any, dict[str, object]]:
    return {row["id"]: row for row in asked(path, STORY)}


def test_the_rows_of_a_whole_file_are_those_that_sqlite_reads(whole: Path) -> None:
    with open_image(whole) as image:
        leaves = Leaves(image)
        for kind, name, _, root, sql in [row.values for row in leaves.rows(1)]:
            rows = list(leaves.rows(root)) if isinstance(root, int) and root else []
            if kind == "table" and "WITHOUT ROWID" not in str(sql) and root:
                told = asked(whole, f'SELECT rowid AS "_", * FROM "{name}"')
                known = [tuple(row.values())[1:] for row in told]
                assert [row.id for row in rows] == [row["_"] for row in told]
                assert all(
                    value in (stored, None)
                    for row, of_sqlite in zip(rows, known, strict=True)
                    for value, stored in zip(row.values, of_sqlite, strict=True)
                )
        assert leaves.broken == set()
        assert list(leaves.strays()) == []
        assert len(leaves.used | image.free()) == image.count


def test_a_whole_store_is_copied_whole(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "a.db"))
    found, new = saved(path)
    assert (found.stories, found.known_stories, found.broken_pages) == (STORIES, STORIES, 0)
    assert found.articles == found.known_articles > 20
    for table in ("feeds", "feed_tags", "feed_documents", "entries", "contents", "pages"):
        rows = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert asked(new, rows) == asked(whole, rows)
    for table in ("articles", "reading", "feed_counts", "story_tags", "undo_steps"):
        rows = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert asked(new, rows) == asked(whole, rows)
    assert asked(new, STORY) == asked(whole, STORY)
    searched = "SELECT rowid FROM search WHERE search MATCH 'titre'"
    assert asked(new, searched) == asked(whole, searched)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_saved_is_as_it_was_and_all_that_is_undamaged_is_saved(
    whole: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    owners = trees(whole)
    hit = chance.sample(sorted(owners.keys() - {1}), 6)
    path = damaged(whole, tmp_path, hit, chance)
    found, new = saved(path)
    before, after = stories(whole), stories(new)
    assert found.stories == len(after)
    assert after.keys() <= before.keys()
    lost = {owners[number] for number in hit}
    if "entries" not in lost:
        assert after.keys() == before.keys()
    # A broken page of one table costs what comes from that table, and nothing else.
    may_differ = {
        "feeds": BORROWED[:3],
        "feed_tags": BORROWED[2:3],
        "story_tags": BORROWED[2:3],
        "reading": BORROWED[2:],
        "entries": ("read", "starred", "tags"),  # of copies, when the first of them is gone
        "contents": FROM_TEXT,
        "articles": (*FROM_PAGE, *FROM_TEXT),
        "pages": (*FROM_PAGE, *FROM_TEXT),
    }
    spared = set(before[1]) - {name for table in lost for name in may_differ.get(table, ())}
    for story_id, story in after.items():
        assert {k: story[k] for k in spared} == {k: before[story_id][k] for k in spared}
    # And a story whose text is there has the whole of it.
    for story_id, story in after.items():
        if story["article"] == before[story_id]["article"] and "contents" not in lost:
            assert story["text"] == before[story_id]["text"]


def pages_of(path: Path, table: str) -> list[int]:
    return [number for number, owner in trees(path).items() if owner == table]


@pytest.mark.parametrize("table", ["entries", "reading", "articles", "pages", "contents"])
def test_a_broken_root_costs_no_row_of_the_pages_below(
    whole: Path, tmp_path: Path, table: str
) -> None:
    (root,) = asked(whole, f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")
    path = damaged(whole, tmp_path, [int(str(root["rootpage"]))], random.Random(1))
    found, new = saved(path)
    rows = f"SELECT * FROM {table} ORDER BY 1"
    assert asked(new, rows) == asked(whole, rows)
    assert (found.stories, found.broken_pages) == (STORIES, 1)


def test_stories_keep_their_feeds_whose_rows_are_gone(whole: Path, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path, pages_of(whole, "feeds"), random.Random(1))
    _, new = saved(path)
    urls = "SELECT id, url FROM feeds ORDER BY id"
    assert asked(new, urls) == asked(whole, urls)  # an index had them
    both = [*pages_of(whole, "feeds"), *pages_of(whole, "sqlite_autoindex_feeds_1")]
    new.unlink()
    found, new = saved(damaged(whole, tmp_path, both, random.Random(1)))
    assert found.stories == STORIES
    assert [row["url"] for row in asked(new, urls)] == [
        "https://lost.invalid/1",
        "https://lost.invalid/2",
    ]


def test_marks_whose_table_is_gone_are_told_by_indexes(whole: Path, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path, pages_of(whole, "reading"), random.Random(1))
    _, new = saved(path)
    marks = (
        # What is hidden stands in no list of the unread or starred.
        "SELECT entry_id, feed_id, moment, language, copy_of, hidden, iif(hidden, 1, read),"
        " iif(hidden, 0, starred) FROM reading ORDER BY 1"
    )
    assert asked(new, marks) == asked(whole, marks)
    assert asked(new, "SELECT * FROM story_tags") == asked(whole, "SELECT * FROM story_tags")


def test_tags_whose_table_is_gone_are_told_by_their_index(whole: Path, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path, pages_of(whole, "story_tags"), random.Random(1))
    _, new = saved(path)
    tags = asked(new, "SELECT * FROM story_tags")
    assert tags == asked(whole, "SELECT * FROM story_tags") != []


def test_articles_that_are_gone_are_asked_for_again(whole: Path, tmp_path: Path) -> None:
    path = damaged(whole, tmp_path, pages_of(whole, "articles"), random.Random(1))
    found, new = saved(path)
    assert found.articles == 0
    assert found.known_articles > 20
    store = open_store(new)
    due = len(store.pages.due(now=NOW))
    store.close()
    store = open_store(Path(shutil.copy(whole, tmp_path / "copy.db")))
    assert due == len(store.pages.due(now=NOW)) + found.known_articles
    store.close()


def test_the_tags_of_a_story_whose_first_entry_is_gone_go_to_its_other_one(
    whole: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(whole, tmp_path / "a.db"))
    with sqlite3.connect(path) as connection:
        (first,) = connection.execute("SELECT min(copy_of) FROM reading").fetchone()
        (other,) = connection.execute(
            "SELECT entry_id FROM reading WHERE copy_of = ?", (first,)
        ).fetchone()
        connection.execute("INSERT OR IGNORE INTO story_tags VALUES ('gardé', ?)", (first,))
        connection.execute("DROP TRIGGER entries_leave")  # as if its page had been broken
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM entries WHERE id = ?", (first,))
    connection.close()
    _, new = saved(path)
    assert asked(new, "SELECT entry_id FROM story_tags WHERE tag = 'gardé'") == [
        {"entry_id": other}
    ]
    assert asked(new, f"SELECT copy_of FROM reading WHERE entry_id = {other}") == [
        {"copy_of": None}
    ]


def test_an_article_of_text_that_is_none_costs_no_story(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "a.db"))
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT min(page_id) FROM articles").fetchone()
        connection.execute(
            "UPDATE articles SET removed = '[[[', authors = '{}' WHERE page_id = ?", (page,)
        )
    connection.close()
    found, new = saved(path)
    assert (found.stories, found.articles) == (STORIES, found.known_articles - 1)
    assert asked(new, f"SELECT state FROM pages WHERE id = {page}") == [{"state": "pending"}]


@pytest.mark.parametrize("schema", [SCHEMAS[0], SCHEMAS[6], SCHEMAS[-1]], ids=lambda s: s.stem)
@pytest.mark.parametrize("is_noted", [True, False], ids=["", "its migrations unreadable"])
def test_a_store_of_an_earlier_schema_is_saved_and_brought_up_to_date(
    tmp_path: Path, schema: Path, is_noted: bool
) -> None:
    path = load_copy(schema, tmp_path / "old.db")
    hit = [] if is_noted else pages_of(path, "_sqlite_migrations")
    found, new = saved(damaged(path, tmp_path, hit, random.Random(1)))
    assert (found.stories, found.articles) == (13, 5)
    updated = open_store(load_copy(schema, tmp_path / "updated.db"))
    updated.close()
    assert asked(new, STORY) == asked(updated.path, STORY)
    documents = "SELECT * FROM learned_pages"
    assert asked(new, documents) == asked(updated.path, documents)


def journalled(whole: Path, folder: Path) -> Path:
    """Copy a store while a part of it is in its journal alone."""
    store = open_store(Path(shutil.copy(whole, folder / "open.db")))
    (feed, _) = subscribed(
        store,
        make_subscription(title="Le Journal", tags=("presse", "monde")),
        make_subscription(url="https://b.example/rss"),
    )
    record_entries(store, feed, *(make_entry(n, guid=f"late-{n}") for n in range(5000, 5040)))
    for suffix in ("", "-wal"):
        shutil.copy(folder / f"open.db{suffix}", folder / f"left.db{suffix}")
    store.close()
    return folder / "left.db"


def test_what_is_in_the_journal_alone_is_saved_too(whole: Path, tmp_path: Path) -> None:
    path = journalled(whole, tmp_path)
    journal = path.with_name("left.db-wal").read_bytes()
    found, _ = saved(path)
    assert (found.stories, found.broken_pages) == (STORIES + 40, 0)
    assert path.with_name("left.db-wal").read_bytes() == journal
    assert not path.with_name("left.db-shm").exists()


@pytest.mark.parametrize("place", [0, 40, 90_000])
def test_a_journal_is_believed_as_far_as_it_is_whole(
    whole: Path, tmp_path: Path, place: int
) -> None:
    path = journalled(whole, tmp_path)
    journal = path.with_name("left.db-wal")
    content = bytearray(journal.read_bytes())
    content[place : place + 8] = b"\xff" * 8
    journal.write_bytes(content)
    found, new = saved(path)
    shutil.copy(path, tmp_path / "sqlite.db")
    shutil.copy(journal, tmp_path / "sqlite.db-wal")
    assert stories(new) == stories(tmp_path / "sqlite.db")  # as SQLite believes it
    assert found.stories < STORIES + 40


def test_a_file_that_was_cut_off_gives_what_is_left(whole: Path, tmp_path: Path) -> None:
    content = whole.read_bytes()
    path = tmp_path / "cut.db"
    path.write_bytes(content[: len(content) // 2 + 100])
    found, new = saved(path)
    before = stories(whole)
    assert 0 < found.stories < STORIES
    for story_id, story in stories(new).items():
        assert (story["guid"], story["summary"]) == (
            before[story_id]["guid"],
            before[story_id]["summary"],
        )


def unreadable(whole: Path) -> Iterator[bytes]:
    content = whole.read_bytes()
    yield b""
    yield b"no database" * 1000
    yield bytes(100) + content[100:]
    yield content[:16] + b"\xff" * 84 + content[100:]
    yield content[:PAGE] + bytes(len(content) - PAGE)
    yield content[:50]


def test_where_nothing_can_be_read_that_is_said_and_nothing_is_left_behind(
    whole: Path, tmp_path: Path
) -> None:
    for content in unreadable(whole):
        path = tmp_path / "a.db"
        path.write_bytes(content)
        with pytest.raises(StoreError, match=r"a\.db: nothing of it can be saved: "):
            salvage(path, tmp_path / "new.db", now=NOW)
        assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_stories_are_found_without_any_schema(whole: Path, tmp_path: Path) -> None:
    content = bytearray(whole.read_bytes())
    content[100:PAGE] = bytes(PAGE - 100)
    path = tmp_path / "a.db"
    path.write_bytes(content)
    found, new = saved(path)
    assert found.stories == STORIES
    guids = "SELECT guid, title, feed, article FROM story_list ORDER BY guid"
    assert asked(new, guids) == asked(whole, guids)


def test_a_file_that_is_there_is_not_overwritten(whole: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    new.write_text("mine")
    with pytest.raises(StoreError, match=r"new\.db: it is there already"):
        salvage(whole, new, now=NOW)
    assert new.read_text() == "mine"


def test_a_store_of_a_later_gazette_is_left_to_it(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "a.db"))
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('gazette', 's999_wonders', '')"
        )
    connection.close()
    with pytest.raises(StoreTooNew):
        salvage(path, tmp_path / "new.db", now=NOW)
    assert not (tmp_path / "new.db").exists()


def test_deleted_stories_stay_deleted(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "a.db"))
    store = open_store(path)
    store.connection.execute("DELETE FROM entries WHERE id > 30")
    store.close()
    (root,) = asked(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'entries'")
    hit = [int(str(root["rootpage"])), *pages_of(path, "entries_by_link")]
    found, _ = saved(damaged(path, tmp_path, hit, random.Random(1)))
    assert found.stories == 30
