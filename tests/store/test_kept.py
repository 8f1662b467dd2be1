import random
import zlib
from datetime import timedelta
from pathlib import Path

from gazette.model import KeptPage
from gazette.store import Store, open_store
from tests.builders import NOW

AGE = timedelta(days=7)
BIG = 10**9


def page(name: str, size: int = 10) -> KeptPage:
    return KeptPage(f"https://journal.example/{name}", bytes(range(256)) * size, "x", "utf-8")


def test_a_kept_page_comes_back_byte_for_byte(store: Store) -> None:
    store.kept.keep(page("un"), extractor=1, now=NOW)
    assert store.kept.page("https://journal.example/un") == page("un")
    assert list(store.kept.pages()) == [page("un")]
    assert store.kept.page("https://journal.example/deux") is None


def test_old_pages_are_thrown_away(store: Store) -> None:
    store.kept.keep(page("vieille"), extractor=1, now=NOW - timedelta(days=8))
    store.kept.keep(page("jeune"), extractor=1, now=NOW)

    assert store.kept.prune(age=AGE, max_bytes=BIG, now=NOW) == 1
    assert [p.url[-5:] for p in store.kept.pages()] == ["jeune"]


def test_the_oldest_go_first_when_there_are_too_many_bytes(store: Store) -> None:
    for hours, name in enumerate(("neuve", "moyenne", "vieille")):
        store.kept.keep(page(name, 200), extractor=1, now=NOW - timedelta(hours=hours))
    total = sum(row[0] for row in store.kept._open().execute("SELECT size FROM kept"))

    store.kept.prune(age=AGE, max_bytes=total - 1, now=NOW)

    assert [p.url.rsplit("/")[-1] for p in store.kept.pages()] == ["moyenne", "neuve"]


def test_what_is_thrown_away_leaves_no_room_unused(store: Store) -> None:
    noise = random.Random(1)
    for number in range(9):
        url = f"https://journal.example/{number}"
        kept = KeptPage(url, noise.randbytes(50_000), "x", "utf-8")
        store.kept.keep(kept, extractor=1, now=NOW - timedelta(days=number))
    store.kept.prune(age=AGE, max_bytes=BIG, now=NOW)
    store.kept.forget(["https://journal.example/1"])
    (unused,) = store.kept._open().execute("PRAGMA freelist_count").fetchone()
    assert (unused, len(list(store.kept.pages()))) == (0, 7)


def test_kept_pages_are_private_too(store: Store) -> None:
    store.kept.keep(page("un"), extractor=1, now=NOW)
    files = list(store.path.parent.glob("gazette-pages.db*"))
    assert len(files) == 3
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_a_file_of_pages_that_is_in_use_is_not_thrown_away(store: Store) -> None:
    store.kept.keep(page("un"), extractor=1, now=NOW)
    other = open_store(store.path)
    connection = store.kept._open()
    connection.execute("BEGIN EXCLUSIVE")
    assert other.kept.page("https://journal.example/un") == page("un")
    connection.execute("ROLLBACK")
    other.close()


def test_a_damaged_file_of_pages_is_started_anew(tmp_path: Path) -> None:
    (tmp_path / "gazette-pages.db").write_bytes(b"not a database" * 100)
    store = open_store(tmp_path / "gazette.db")
    store.kept.keep(page("un"), extractor=1, now=NOW)
    assert len(list(store.kept.pages())) == 1
    store.close()


def test_a_page_packed_by_an_earlier_gazette_can_be_read(store: Store) -> None:
    store.kept.keep(page("ancienne"), extractor=1, now=NOW)
    packed = zlib.compress(page("ancienne").body, 1)
    store.kept._open().execute("UPDATE kept SET body = ?", (packed,))
    assert store.kept.page("https://journal.example/ancienne") == page("ancienne")


def test_a_damaged_page_is_as_good_as_none(store: Store) -> None:
    store.kept.keep(page("cassée"), extractor=1, now=NOW)
    for body in (b"\x28\xb5\x2f\xfd nothing", b"\x78\x01 nothing"):
        store.kept._open().execute("UPDATE kept SET body = ?", (body,))
        assert store.kept.page("https://journal.example/cassée") is None
