"""What is remembered of pages: in, out, and forgotten in time."""

from datetime import timedelta

import pytest

from gazette.errors import StoreError
from gazette.model import PageExtracted, SeenLine, SeenPage
from gazette.store import Store
from gazette.store.learned import KEPT, PAGES
from tests.builders import NOW, make_article, make_entry, record_entries, subscribed

SITE = "journal.example:443"


def make_seen(number: int, **fields: object) -> SeenPage:
    defaults = {
        "id": number,
        "site": SITE,
        "story": number,
        "seen": NOW + timedelta(minutes=number),
        "topic": frozenset((1, 2**32 - 1)),
        "lines": {2**63 - 1: SeenLine(80, True), number: SeenLine(30, False)},
    }
    return SeenPage(**{**defaults, **fields})  # type: ignore[arg-type]  # defaults of each type


def with_pages(store: Store, count: int) -> None:
    (feed,) = subscribed(store)
    for number in range(1, count + 1):  # one by one, so that the page of entry n has the id n
        record_entries(store, feed, make_entry(number))


def record(store: Store, page: SeenPage) -> None:
    (task,) = store.pages.of_urls([f"https://journal.example/articles/{page.id}"])
    assert task.id == page.id
    outcome = PageExtracted(make_article(), seen=page)
    store.pages.record(task, outcome, extractor=1, next_try=NOW, now=NOW)


def test_a_page_comes_back_as_it_was_recorded_with_its_article(store: Store) -> None:
    with_pages(store, 3)
    seen = [make_seen(2), make_seen(1, story=2, seen=NOW + timedelta(hours=1))]
    for page in seen:
        record(store, page)
    record(store, make_seen(3, site="autre.example:443"))
    assert store.learned.pages(SITE) == seen
    assert store.learned.pages("nowhere.example:443") == []


def test_a_page_that_is_fetched_again_is_remembered_once(store: Store) -> None:
    with_pages(store, 1)
    record(store, make_seen(1))
    new = make_seen(1, lines={5: SeenLine(40, False)})
    record(store, new)
    assert store.learned.pages(SITE) == [new]


def test_article_and_memory_are_kept_together_or_not_at_all(store: Store) -> None:
    with_pages(store, 1)
    with pytest.raises(StoreError):
        record(store, make_seen(1, story=None))  # which the table refuses
    assert store.connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 0
    assert store.learned.pages(SITE) == []


def test_only_a_sites_newest_pages_are_remembered(store: Store) -> None:
    with_pages(store, PAGES + 3)
    record(store, make_seen(1, site="autre.example:443"))
    for number in range(2, PAGES + 4):
        record(store, make_seen(number))
    assert [page.id for page in store.learned.pages(SITE)] == list(range(4, PAGES + 4))
    assert len(store.learned.pages("autre.example:443")) == 1


def test_what_is_older_than_a_season_is_forgotten(store: Store) -> None:
    with_pages(store, 3)
    record(store, make_seen(1, site="autre.example:443", seen=NOW))
    record(store, make_seen(2, seen=NOW + KEPT))
    assert len(store.learned.pages("autre.example:443")) == 1
    record(store, make_seen(3, seen=NOW + KEPT + timedelta(seconds=1)))
    assert store.learned.pages("autre.example:443") == []
    assert len(store.learned.pages(SITE)) == 2


def test_a_page_that_goes_takes_its_memory_along(store: Store) -> None:
    with_pages(store, 1)
    record(store, make_seen(1))
    store.connection.execute("DELETE FROM pages")
    assert store.learned.pages(SITE) == []


def test_the_view_counts_stories_for_a_person(store: Store) -> None:
    with_pages(store, 3)
    for page in (make_seen(1), make_seen(2, story=1), make_seen(3)):
        record(store, page)
    row = store.connection.execute(
        "SELECT * FROM learned_lines WHERE fingerprint = ?", (2**63 - 1,)
    ).fetchone()
    assert (row["site"], row["chars"], row["stories"], row["stories_alone"]) == (SITE, 80, 2, 2)
    assert row["pages"] == "[1,2,3]"
    assert row["last_seen"] == "2026-11-22T14:08:00Z"
