"""`gazette feeds`: what it tells of the health of feeds."""

from datetime import datetime, timedelta

import pytest

from gazette.clock import system_clock
from gazette.feeds.changes import Changes
from gazette.model import Exchange, FeedFailed, FeedGone, FeedNotModified, FeedOutcome
from gazette.store import open_store
from tests.builders import make_subscription, subscribed
from tests.cli.conftest import Desk

URL = make_subscription().url
NEW = "https://ailleurs.example/flux.xml"
OUTAGE = "the server answered 500 Internal Server Error"


def health(desk: Desk, *past: tuple[FeedOutcome, int], held: str = "") -> datetime:
    """Record what became of the desk's feed, so many days ago; return the time it is."""
    now = system_clock()
    store = open_store(desk.db)
    for outcome, days in past:
        (feed,) = subscribed(store, make_subscription(title="Le Journal", tags=("presse",)))
        again = None if isinstance(outcome, FeedGone) else now + timedelta(hours=30)
        moment = now - timedelta(days=days)
        store.feeds.record(feed, outcome, Changes(), next_check=again, now=moment)
    if held:
        store.feeds.hold(held, now + timedelta(hours=5), now=now)
    store.close()
    return now


def moves(*days: int) -> list[tuple[FeedOutcome, int]]:
    return [(FeedNotModified(Exchange(moved_to=NEW)), day) for day in days]


def text(desk: Desk, *options: str) -> str:
    _, lines, _ = desk.run("feeds", *options)
    assert max(map(len, lines), default=0) <= 80
    return " ".join(" ".join(lines).split())


def test_a_failing_feed_says_why_how_often_since_when_and_what_is_next(desk: Desk) -> None:
    now = health(desk, (FeedFailed(OUTAGE), 3), (FeedFailed(OUTAGE), 1))
    told = text(desk)
    assert f"! {OUTAGE} 2 failures since " in told
    assert f"{(now - timedelta(days=3)).astimezone():%H:%M} · next try" in told
    (feed,) = desk.jsonl("feeds")
    assert (feed["error"], feed["failures"], feed["gone"]) == (OUTAGE, 2, False)


@pytest.mark.parametrize("columns", [1, 10, 22])
def test_a_window_that_is_too_narrow_is_no_fault(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    health(desk, (FeedFailed(OUTAGE), 1))
    monkeypatch.setenv("COLUMNS", str(columns))
    code, lines, _ = desk.run("feeds")
    assert code == 0
    assert "Le Journal" in lines[0]


def test_a_feed_that_is_gone_says_how_to_try_it_again(desk: Desk) -> None:
    health(desk, (FeedGone(), 2))
    told = text(desk)
    assert "gone for good (410); not asked again" in told
    assert f"to try again: gazette fetch {URL}" in told
    (feed,) = desk.jsonl("feeds")
    assert (feed["gone"], feed["next_check"]) == (True, None)


def test_a_move_in_progress_is_told_with_what_is_still_needed(desk: Desk) -> None:
    health(desk, *moves(6, 4, 2))
    assert f"→ says that it has moved to {NEW}: 3 answers since" in text(desk)
    (feed,) = desk.jsonl("feeds")
    assert (feed["moving_to"], feed["moving_answers"], feed["moved_to"]) == (NEW, 3, None)


def test_a_move_that_is_believed_tells_what_to_write_and_writes_nothing(desk: Desk) -> None:
    before = desk.config.read_bytes()
    health(desk, *moves(8, 6, 4, 2, 0))
    assert f'feeds.toml still has the old one. To change it, write there: url = "{NEW}"' in (
        text(desk)
    )
    (feed,) = desk.jsonl("feeds")
    assert (feed["url"], feed["moved_to"], feed["moving_to"]) == (URL, NEW, None)
    assert desk.config.read_bytes() == before


def test_a_host_that_is_left_alone_is_told_with_the_time(desk: Desk) -> None:
    now = health(desk, held="journal.example:443")
    until = now + timedelta(hours=5)
    told = text(desk)
    assert "! its host asked to be left alone until " in told
    assert f"{until.astimezone():%H:%M}" in told
    (feed,) = desk.jsonl("feeds")
    assert feed["held_until"] == f"{until:%Y-%m-%dT%H:%M:%SZ}"


def test_only_the_failing_feeds_are_listed_where_these_are_asked_for(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text() + '[[feeds]]\nurl = "https://b.example/"\n')
    code, lines, errors = desk.run("feeds", "--failing")
    assert (code, lines, errors) == (0, [], "no feed is failing\n")
    health(desk, (FeedFailed(OUTAGE), 0))
    desk.run("feeds")
    assert [feed["url"] for feed in desk.jsonl("feeds", "--failing")] == [URL]
    assert text(desk, "--failing").count(" / ") == 1
    assert "1 feed is failing" in desk.run("feeds")[2]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_long_names_and_addresses_are_cut_to_the_width(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    table = '[[feeds]]\nurl = "https://{n}.example/{long}"\n'
    titled = table + 'title = "{long}"\ntags = ["{long}"]\n'
    written = (t.format(n=n, long="long-" * 40) for n, t in enumerate((table, titled)))
    desk.config.write_text("".join(written))
    _, lines, _ = desk.run("feeds")
    assert [len(line) for line in lines] == [int(columns)] * 2


def test_health_is_told_in_french(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    health(desk, *moves(8, 6, 4, 2, 0), (FeedFailed(OUTAGE), 0), held="ailleurs.example:443")
    told = text(desk)
    assert "1 échec depuis" in told
    assert "prochain essai" in told
    assert "a déménagé pour de bon" in told
    assert "son serveur demande qu’on le laisse tranquille jusqu’à" in told
