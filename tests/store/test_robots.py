import sqlite3
from datetime import timedelta
from pathlib import Path

from gazette.store import Store, open_store
from gazette.store.robots import KeptRobots
from tests.builders import NOW

SITE = "https://journal.example:443"
LATER = NOW + timedelta(hours=2)


def test_what_a_site_said_is_remembered(store: Store) -> None:
    assert store.robots.of(SITE) is None
    store.robots.record(SITE, "User-agent: *", now=NOW)
    assert store.robots.of(SITE) == KeptRobots("User-agent: *", NOW, NOW, None)
    store.robots.record(SITE, "", now=LATER)
    assert store.robots.of(SITE) == KeptRobots("", LATER, LATER, None)


def test_a_site_that_cannot_be_asked_keeps_what_it_said_last(store: Store) -> None:
    store.robots.record(SITE, None, now=NOW)
    assert store.robots.of(SITE) == KeptRobots(None, NOW, None, NOW)
    store.robots.record(SITE, "User-agent: *", now=NOW)
    store.robots.record(SITE, None, now=LATER)
    assert store.robots.of(SITE) == KeptRobots("User-agent: *", LATER, NOW, LATER)


def test_sites_that_are_not_asked_any_more_are_forgotten(store: Store) -> None:
    store.robots.record("https://old.example:443", "", now=NOW - timedelta(days=31))
    store.robots.record(SITE, "", now=NOW)
    assert store.robots.of("https://old.example:443") is None


def test_since_when_a_site_cannot_be_asked_is_kept_until_it_answers(store: Store) -> None:
    for hours in (0, 5, 500):
        store.robots.record(SITE, None, now=NOW + timedelta(hours=hours))
    kept = store.robots.of(SITE)
    assert kept is not None
    assert kept.unreachable_since == NOW
    store.robots.record(SITE, "", now=LATER)
    store.robots.record(SITE, None, now=LATER + timedelta(hours=3))
    kept = store.robots.of(SITE)
    assert kept is not None
    assert kept.unreachable_since == LATER + timedelta(hours=3)


def test_a_month_without_a_question_or_a_wrong_clock_begins_the_count_anew(store: Store) -> None:
    for seen, now in (
        (NOW, NOW + timedelta(days=31)),
        (NOW + timedelta(days=3650), NOW + timedelta(days=32)),
    ):
        store.robots.record(SITE, None, now=seen)
        store.robots.record(SITE, None, now=now)
        kept = store.robots.of(SITE)
        assert kept is not None
        assert kept.unreachable_since == now


def test_an_older_store_keeps_what_sites_said(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    store = open_store(path)
    store.robots.record(SITE, "User-agent: *", now=NOW)
    store.close()
    as_before = sqlite3.connect(path)
    as_before.execute("ALTER TABLE robots DROP COLUMN unreachable_since")
    as_before.execute("DELETE FROM _sqlite_migrations WHERE name = 's005_robots_unreachable_since'")
    as_before.commit()
    as_before.close()

    again = open_store(path)
    assert again.robots.of(SITE) == KeptRobots("User-agent: *", NOW, NOW, None)
    again.close()
