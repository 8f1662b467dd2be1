from datetime import timedelta

from gazette.store import Store
from gazette.store.robots import KeptRobots
from tests.builders import NOW

SITE = "https://journal.example:443"
LATER = NOW + timedelta(hours=2)


def test_what_a_site_said_is_remembered(store: Store) -> None:
    assert store.robots.of(SITE) is None
    store.robots.record(SITE, "User-agent: *", now=NOW)
    assert store.robots.of(SITE) == KeptRobots("User-agent: *", NOW, NOW)
    store.robots.record(SITE, "", now=LATER)
    assert store.robots.of(SITE) == KeptRobots("", LATER, LATER)


def test_a_site_that_cannot_be_asked_keeps_what_it_said_last(store: Store) -> None:
    store.robots.record(SITE, None, now=NOW)
    assert store.robots.of(SITE) == KeptRobots(None, NOW, None)
    store.robots.record(SITE, "User-agent: *", now=NOW)
    store.robots.record(SITE, None, now=LATER)
    assert store.robots.of(SITE) == KeptRobots("User-agent: *", LATER, NOW)


def test_sites_that_are_not_asked_any_more_are_forgotten(store: Store) -> None:
    store.robots.record("https://old.example:443", "", now=NOW - timedelta(days=31))
    store.robots.record(SITE, "", now=NOW)
    assert store.robots.of("https://old.example:443") is None
