"""`gazette vacuum` deletes what was kept long enough, and nothing else ever does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.clock import system_clock
from gazette.demo import Answer, Press
from gazette.fetch.lock import fetch_lock
from gazette.model import KeptPage
from gazette.store import Store, open_store
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.cli.conftest import Desk
from tests.cli.test_disasters import needs_mounts, on_a_disk
from tests.fetch.test_run import feed

OLD = 5
"""Stories from two years ago; the desk has two of today's."""
LONG = "Un long résumé. " * 100


@contextmanager
def opened(desk: Desk) -> Iterator[Store]:
    store = open_store(desk.db)
    yield store
    store.close()


@pytest.fixture
def attic(desk: Desk) -> Desk:
    """A desk whose store has old stories, with bytes of their pages, and keeps them for a year."""
    now = system_clock()
    long_ago = now - timedelta(days=730)
    with opened(desk) as store:
        (journal,) = subscribed(store, make_subscription(title="Le Journal", tags=("presse",)))
        old = (make_entry(n, published=long_ago, summary=LONG) for n in range(10, 10 + OLD))
        record_entries(store, journal, *old, now=long_ago)
        record_entries(store, journal)
        for n in (1, 10, 11):
            page = KeptPage(f"https://journal.example/articles/{n}", b"x" * 9_000, "x")
            store.kept.keep(page, extractor=1, now=now)
        store.reading.mark([1], "read", True, now=long_ago)
    desk.config.write_text('[store]\nkeep = "1y"\n' + desk.config.read_text())
    return desk


def ids(desk: Desk) -> list[object]:
    return sorted(str(story["title"]) for story in desk.jsonl("stories", "--all"))


def test_old_stories_go_with_their_pages_and_the_file_is_smaller(attic: Desk) -> None:
    code, out, err = attic.run("vacuum")
    assert (code, out) == (0, [])
    first, second = err.splitlines()
    assert first == "5 stories deleted · 2 kept pages"
    assert second.startswith("the store is ")
    assert ids(attic) == ["L’été [direct]", "Titre 2"]
    with opened(attic) as store:
        assert [page.url[-2:] for page in store.kept.pages()] == ["/1"]
        assert store.connection.execute("SELECT count(*) FROM undo_steps").fetchone()[0] == 0
    code, _, err = attic.run("vacuum")
    assert (code, err.splitlines()[0]) == (0, "0 stories deleted")
    assert err.splitlines()[1].startswith("the store is as small as it can be: ")


def test_a_dry_run_tells_and_deletes_nothing(attic: Desk) -> None:
    attic.run("feeds")
    before = attic.db.read_bytes()
    code, out, err = attic.run("vacuum", "--dry-run")
    assert (code, out) == (0, [])
    assert err.startswith("5 stories from before ")
    assert attic.db.read_bytes() == before
    assert len(ids(attic)) == 2 + OLD


def test_a_program_is_told_in_json(attic: Desk) -> None:
    (told,) = attic.jsonl("vacuum", "--dry-run")
    assert (told["dry_run"], told["stories"], told["articles"]) == (True, OLD, 0)
    (told,) = attic.jsonl("vacuum")
    assert (told["dry_run"], told["stories"], told["kept_pages"]) == (False, OLD, 2)
    assert told["undo_steps"] == 1
    assert int(str(told["bytes"])) < int(str(told["bytes_before"]))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(told["before"]))


def test_starred_stories_stay(attic: Desk) -> None:
    (starred,) = attic.jsonl("stories", "title:12")
    assert attic.run("mark", str(starred["id"]), "--star")[0] == 0
    assert attic.run("vacuum")[0] == 0
    assert ids(attic) == ["L’été [direct]", "Titre 12", "Titre 2"]


def test_where_stories_are_kept_for_ever_none_goes(attic: Desk) -> None:
    attic.config.write_text(attic.config.read_text().replace('"1y"', '"forever"'))
    assert attic.run("vacuum", "--dry-run")[2] == "stories are kept for ever: none would go\n"
    code, _, err = attic.run("vacuum")
    assert (code, err.splitlines()[0]) == (0, "0 stories deleted")
    assert len(ids(attic)) == 2 + OLD


def test_while_a_fetch_runs_it_waits_for_another_time(attic: Desk) -> None:
    with fetch_lock(attic.db):
        code, _, err = attic.run("vacuum")
        assert (code, err) == (1, "gazette: a fetch is running; try again when it is done\n")
        assert attic.run("vacuum", "--dry-run")[0] == 0
    assert len(ids(attic)) == 2 + OLD


def test_a_fetch_deletes_no_story(attic: Desk, press: Press) -> None:
    url = press.serve("/f.xml", Answer(body=feed(press.url("/1"))))
    attic.config.write_text(attic.config.read_text() + f'[[feeds]]\nurl = "{url}"\n')
    assert attic.run("fetch", url)[0] == 0
    assert len(ids(attic)) == 3 + OLD


@needs_mounts
def test_a_disk_without_room_for_the_copy_is_told(attic: Desk) -> None:
    said = on_a_disk(
        attic.folder,
        f"mount -t tmpfs -o size={attic.db.stat().st_size // 1024 + 500}k tmpfs disk\n"
        "cp gazette.db disk\ncat gazette.db > disk/other\n"
        "g --db disk/gazette.db vacuum\ng --db disk/gazette.db stories | wc -l\n",
    )
    assert said[0].startswith("5 stories deleted")
    assert "to make the file smaller takes" in said[1]
    assert said[2].strip() == "2"


def test_a_store_that_is_not_there_is_made_and_has_nothing_to_delete(
    attic: Desk, tmp_path: Path
) -> None:
    code, _, err = attic.run("--db", str(tmp_path / "new.db"), "vacuum")
    assert (code, err.splitlines()[0]) == (0, "0 stories deleted")
