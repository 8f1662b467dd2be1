"""Whole runs of the fetcher against the embedded press."""

import gzip
import socket
from collections import Counter
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random

import pytest

from gazette.config import Config, parse_config
from gazette.demo import Answer, Press, Request
from gazette.fetch.again import extract_again
from gazette.fetch.plan import what_is_due
from gazette.fetch.report import Attempt, Event, FetchReport
from gazette.fetch.run import fetch, fetch_one_page
from gazette.model import FeedRow, Story, StoryQuery
from gazette.store import Store
from tests.builders import NOW, make_entry, record_entries

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Petit journal</title>{items}
</channel></rss>"""
ITEM = "<item><guid>{n}</guid><title>Titre {n}</title><link>{link}</link><description>Résumé\
 {n}</description></item>"
PAGE = "<html lang=fr><title>{title}</title><body><nav><a href=/>Accueil</a></nav><main><h1>{title}\
</h1>{paragraphs}</main>"
SENTENCES = (
    "Le conseil municipal a voté hier soir la rénovation du vieux marché couvert, après trois"
    " heures d’un débat parfois vif entre les élus.",
    "Les travaux commenceront au printemps et dureront dix mois ; les marchands seront accueillis"
    " sur la place voisine pendant ce temps.",
    "« Nous attendions cela depuis vingt ans », dit une fromagère qui tient l’étal de sa mère.",
)


def page(title: str = "Le marché sera rénové") -> bytes:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return PAGE.format(title=title, paragraphs=paragraphs).encode()


def feed(*links: str, title: str = "") -> bytes:
    items = "".join(ITEM.format(n=n, link=link) for n, link in enumerate(links, 1))
    return RSS.format(items=items.replace("Titre", title or "Titre")).encode()


def config_for(*urls: str) -> Config:
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    return parse_config(f'[fetch]\ndelay = "0s"\n{feeds}', Path("feeds.toml"))


async def run(
    store: Store, config: Config, *, force: bool = False, after: timedelta = timedelta()
) -> tuple[FetchReport, list[Attempt]]:
    """Carry out one fetch at a fixed time; return its report and every outcome."""
    store.feeds.sync(config.subscriptions)
    events: list[Event] = []
    report = await fetch(
        what_is_due(store, config, now=NOW + after, force=force),
        config=config,
        store=store,
        clock=lambda: NOW + after,
        rng=Random(1),
        on_event=events.append,
    )
    return report, [event for event in events if isinstance(event, Attempt)]


def all_stories(store: Store) -> list[Story]:
    return list(store.stories.each(StoryQuery()))


def health(store: Store, url: str) -> FeedRow:
    return next(row for row in store.feeds.rows() if row.url == url)


async def test_the_whole_press_is_fetched_extracted_and_stored(store: Store, press: Press) -> None:
    config = parse_config(press.config_text(), Path("feeds.toml"))
    report, _ = await run(store, config)

    stories = all_stories(store)
    assert report.new == len(stories) >= 12
    assert {story.language for story in stories} == {"fr", "en"}
    assert len([row.url for row in store.feeds.rows() if row.error]) == 1  # the one that is broken
    for story in stories:
        expected = press.articles.get(story.url or "")
        assert (story.article == "ok") == (expected is not None), story.title


async def test_a_second_run_gets_304_for_every_feed_and_asks_for_no_page_again(
    store: Store, press: Press
) -> None:
    config = parse_config(press.config_text(), Path("feeds.toml"))
    await run(store, config)
    before = len(press.requests)

    _, outcomes = await run(store, config, force=True)

    good = {row.url for row in store.feeds.rows() if not row.error}
    again = press.requests[before:]
    assert {o.outcome for o in outcomes if o.url in good} == {"not-modified"}
    assert not any(o.kind == "page" for o in outcomes)
    assert Counter(r.status for r in again)[304] == len(good)


async def test_nothing_is_due_right_after_a_run(store: Store, press: Press) -> None:
    config = parse_config(press.config_text(), Path("feeds.toml"))
    await run(store, config)
    assert not what_is_due(store, config, now=NOW)


async def test_a_feed_is_asked_at_the_rhythm_of_its_entries(store: Store, press: Press) -> None:
    def dated(path: str, *ages: timedelta) -> str:
        items = "".join(
            f"<item><guid>{age}</guid><title>T</title><pubDate>{format_datetime(NOW - age)}"
            "</pubDate></item>"
            for age in ages
        )
        body = RSS.format(items=items).encode()
        return press.serve(path, Answer(headers={"ETag": '"1"'}, body=body))

    hour = timedelta(hours=1)
    busy = dated("/busy.xml", *(n * hour / 60 for n in range(1, 50)))
    steady = dated("/steady.xml", *(n * 4 * hour for n in range(1, 60)))
    sleepy = dated("/sleepy.xml", 300 * hour, 3000 * hour)
    config = config_for(busy, steady, sleepy)

    async def waits(after: timedelta) -> list[float]:
        await run(store, config, force=True, after=after)
        checks = [row.next_check for row in store.feeds.rows()]
        return [(check - NOW - after) / hour for check in checks if check]

    for after in (timedelta(), hour):  # as told by a body, and by a 304
        of_busy, of_steady, of_sleepy = await waits(after)
        assert 1 <= of_busy <= 1.25
        assert 4 <= of_steady <= 5
        assert 24 <= of_sleepy <= 30


async def test_a_feed_is_left_alone_in_its_quiet_hours_unless_forced(
    store: Store, press: Press
) -> None:
    quiet = b"<skipHours><hour>18</hour><hour>19</hour></skipHours></channel>"
    body = feed(press.url("/a")).replace(b"</channel>", quiet)
    config = config_for(press.serve("/quiet.xml", Answer(body=body)))
    await run(store, config)

    def due(hour: int, *, force: bool = False) -> int:
        moment = NOW.replace(hour=hour) + timedelta(days=2)
        return len(what_is_due(store, config, now=moment, force=force).feeds)

    assert [due(17), due(18), due(19), due(20)] == [1, 0, 0, 1]
    assert due(18, force=True) == 1


async def test_the_same_bytes_under_new_validators_are_not_parsed_again(
    store: Store, press: Press
) -> None:
    body = feed(press.url("/a"))
    tags = iter(('"1"', '"2"'))
    url = press.serve("/etag.xml", lambda _: Answer(headers={"ETag": next(tags)}, body=body))
    press.serve("/a", Answer(body=page()))
    await run(store, config_for(url))

    _, outcomes = await run(store, config_for(url), force=True)

    assert [o.outcome for o in outcomes] == ["not-modified"]
    stored = store.connection.execute("SELECT etag FROM feeds").fetchone()["etag"]
    assert stored == '"2"'


async def test_validators_of_a_body_that_is_no_feed_are_not_kept(
    store: Store, press: Press
) -> None:
    cut = feed(press.url("/a"))[:-30]
    url = press.serve("/cut.xml", Answer(headers={"ETag": '"cut"'}, body=cut))

    _, (outcome,) = await run(store, config_for(url))

    assert outcome.outcome == "failed"
    assert store.connection.execute("SELECT etag FROM feeds").fetchone()["etag"] is None
    assert store.stories.counts().total == 0


async def test_one_bad_feed_hides_no_other(store: Store, press: Press) -> None:
    press.serve("/a", Answer(body=page()))
    good = press.serve("/good.xml", Answer(body=feed(press.url("/a"))))
    bad = [
        press.serve("/500.xml", Answer(500)),
        press.serve("/html.xml", Answer(body=b"<!doctype html><title>Bonjour</title>")),
        press.serve("/binary.xml", Answer(body=bytes(range(256)))),
        press.serve("/loop.xml", Answer(302, {"Location": "/loop.xml"})),
        press.serve("/script.xml", Answer(302, {"Location": "javascript:alert(1)"})),
        press.serve("/brotli.xml", Answer(headers={"Content-Encoding": "br"}, body=b"x")),
    ]
    report, _ = await run(store, config_for(*bad, good))

    assert report.new == 1
    assert all(health(store, url).error for url in bad)
    assert health(store, good).error is None
    assert "HTML" in (health(store, bad[1]).error or "")


def announcing(*addresses: str) -> Answer:
    """Return a web page that announces feeds."""
    links = (f'<link rel=alternate type="application/rss+xml" href="{a}">' for a in addresses)
    return Answer(body=f"<!doctype html><html><head>{''.join(links)}</head></html>".encode())


async def test_a_page_where_a_feed_was_names_the_feed_that_it_announces(
    store: Store, press: Press
) -> None:
    url = press.serve("/page.xml", announcing("/page.xml", "https://b.example/n?a=1;reboot"))
    _, (outcome,) = await run(store, config_for(url))

    told = "not a feed but a web page; it announces a feed: gazette add"
    assert outcome.error == f"{told} 'https://b.example/n?a=1;reboot'"
    assert health(store, url).error == outcome.error


async def test_what_a_page_announces_is_bounded_and_its_secrets_are_masked(
    store: Store, press: Press
) -> None:
    long = press.serve("/long.xml", announcing(f"/{'x' * 1500}"))
    secret = press.serve("/secret.xml", announcing("https://b.example/n?token=sesame"))
    itself = press.serve("/itself.xml", announcing("/itself.xml", "javascript:alert(1)"))
    await run(store, config_for(long, secret, itself))

    assert len(health(store, long).error or "") < 300
    assert (health(store, secret).error or "").endswith(" 'https://b.example/n?token=***'")
    assert health(store, itself).error == "not a feed: it is an HTML page"


async def test_the_hub_of_a_feed_is_noted_from_the_feed_or_the_header(
    store: Store, press: Press
) -> None:
    link = b"<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
    body = feed()
    named = press.serve("/a.xml", Answer(body=body.replace(b"<channel>", b"<channel>" + link)))
    header = '<https://a.example/>; rel="self", </push>; rel="hub"'
    told = press.serve("/b.xml", Answer(headers={"Link": header}, body=body))
    without = press.serve("/c.xml", Answer(headers={"Link": "<javascript:1>; rel=hub"}, body=body))
    await run(store, config_for(named, told, without))

    assert health(store, named).hub == "https://hub.example/"
    assert health(store, told).hub == press.url("/push")
    assert health(store, without).hub is None


async def test_a_feed_that_is_gone_is_not_asked_again(store: Store, press: Press) -> None:
    url = press.serve("/gone.xml", Answer(410))
    _, (outcome,) = await run(store, config_for(url))

    assert outcome.outcome == "gone"
    assert not what_is_due(store, config_for(url), now=NOW + timedelta(days=900))


async def test_a_host_that_asks_for_a_pause_gets_it_even_when_forced(
    store: Store, press: Press
) -> None:
    busy = press.serve("/busy.xml", Answer(429, {"Retry-After": "3600"}))
    other = press.serve("/other.xml", Answer(body=feed()))
    config = config_for(busy, other)
    await run(store, config)

    asked = [r.path for r in press.requests]
    assert asked == ["/busy.xml"]
    assert not what_is_due(store, config, now=NOW + timedelta(minutes=59), force=True)
    later = what_is_due(store, config, now=NOW + timedelta(minutes=61), force=True)
    assert len(later.feeds) == 2


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_does_not_say_how_long_is_left_alone_for_four_hours(
    store: Store, press: Press, status: int
) -> None:
    config = config_for(press.serve("/busy.xml", Answer(status)), press.url("/other.xml"))
    await run(store, config)

    assert [r.path for r in press.requests] == ["/busy.xml"]
    assert not what_is_due(store, config, now=NOW + timedelta(hours=3.9), force=True)
    assert len(what_is_due(store, config, now=NOW + timedelta(hours=4.1), force=True).feeds) == 2


async def test_a_feed_that_is_refused_waits_and_its_host_does_not(
    store: Store, press: Press
) -> None:
    refused = press.serve("/private.xml", Answer(403))
    other = press.serve("/other.xml", Answer(body=feed()))
    await run(store, config_for(refused, other))

    next_check = health(store, refused).next_check
    assert next_check is not None
    assert timedelta(hours=4) <= next_check - NOW <= timedelta(hours=5)
    assert health(store, other).error is None


# RFC 6761 6.4: no name under it is ever found.
NOWHERE = ("http://journal.invalid/rss.xml", "http://gazette.invalid/rss.xml")


async def test_without_a_network_nothing_is_recorded_against_any_feed(store: Store) -> None:
    config = config_for(*NOWHERE)
    report, outcomes = await run(store, config)

    assert report.is_away
    assert outcomes == []
    assert [(row.failures, row.error, row.last_checked) for row in store.feeds.rows()] == [
        (0, None, None)
    ] * 2
    assert len(what_is_due(store, config, now=NOW).feeds) == 2


async def test_with_a_network_a_host_that_is_not_found_is_recorded(
    store: Store, press: Press
) -> None:
    url = press.serve("/one.xml", Answer(body=feed()))
    report, _ = await run(store, config_for(*NOWHERE, url))

    assert not report.is_away
    assert [row.failures for row in store.feeds.rows()] == [1, 1, 0]
    assert "cannot be resolved" in (health(store, NOWHERE[0]).error or "")


async def test_a_dead_feed_that_is_due_alone_is_told_from_a_network_that_is_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    async def resolve(host: str, port: int, *, executor: object) -> tuple[str, ...]:
        looked_up.append(host)
        if host != "healthy.example":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return ("93.184.215.14",)

    monkeypatch.setattr("gazette.web.client.system_resolve", resolve)
    healthy, dead = "https://healthy.example/rss.xml", NOWHERE[0]
    config = config_for(healthy, dead)
    store.feeds.sync(config.subscriptions)
    due = {row.url: row for row in what_is_due(store, config, now=NOW).feeds}
    record_entries(store, due[healthy], make_entry())
    report, outcomes = await run(store, config)

    assert looked_up[:2] == ["journal.invalid", "healthy.example"]
    assert not report.is_away
    assert [o.url for o in outcomes if o.kind == "feed"] == [dead]
    assert health(store, dead).failures == 1


async def test_a_host_that_refuses_is_there(store: Store) -> None:
    with Press(now=NOW) as closed:
        url = closed.url("/one.xml")
    report, _ = await run(store, config_for(url))
    assert not report.is_away
    assert "refused" in (health(store, url).error or "")


async def test_without_a_network_a_page_stays_due(store: Store, press: Press) -> None:
    url = press.serve("/one.xml", Answer(body=feed("http://journal.invalid/a")))
    config = config_for(url)
    store.feeds.sync(config.subscriptions)
    (known,) = what_is_due(store, config, now=NOW).feeds
    entry = make_entry(url="http://journal.invalid/a", canonical_url="http://journal.invalid/a")
    record_entries(store, known, entry)
    report, outcomes = await run(store, config)

    assert report.is_away
    assert outcomes == []
    assert len(store.pages.due(now=NOW)) == 1
    assert store.robots.of("http://journal.invalid:80") is None


async def test_a_private_address_that_only_a_story_names_is_never_asked(
    store: Store, press: Press
) -> None:
    with Press(now=NOW) as inside:  # another port: not in the reader's list
        url = press.serve("/trap.xml", Answer(body=feed(inside.url("/secret"))))
        moved = press.serve("/moved.xml", Answer(302, {"Location": inside.url("/secret")}))
        await run(store, config_for(url, moved))

        assert inside.requests == ()
    assert "private address" in (health(store, moved).error or "")
    assert "private address" in (all_stories(store)[0].article_error or "")


async def test_the_text_of_the_page_is_stored_and_its_bytes_are_kept(
    store: Store, press: Press
) -> None:
    press.serve("/a", Answer(body=page()))
    url = press.serve("/one.xml", Answer(body=feed(press.url("/a"))))
    await run(store, config_for(url))

    (story,) = all_stories(store)
    assert story.paragraphs == SENTENCES
    kept = store.kept.page(press.url("/a"))
    assert kept is not None
    assert kept.body == page()


async def test_articles_can_be_extracted_again_from_the_kept_pages(
    store: Store, press: Press
) -> None:
    press.serve("/a", Answer(body=page()))
    url = press.serve("/one.xml", Answer(body=feed(press.url("/a"))))
    await run(store, config_for(url))
    store.connection.execute("UPDATE articles SET text = '', layout = NULL")

    report = await extract_again(store, (), lambda: NOW)

    assert (report.pages, report.articles) == (1, 1)
    assert all_stories(store)[0].paragraphs == SENTENCES


async def test_the_rules_of_a_feed_hold_for_its_pages_now_and_when_extracted_again(
    store: Store, press: Press
) -> None:
    letter = "Monsieur, je passe ce marché chaque matin depuis que je suis petit, il me manquera."
    body = page().replace(b"</main>", f"<p class=lettre>{letter}</p></main>".encode())
    press.serve("/a", Answer(body=body))
    url = press.serve("/one.xml", Answer(body=feed(press.url("/a"))))
    plain = config_for(url)
    await run(store, plain)
    assert all_stories(store)[0].paragraphs == (*SENTENCES, letter)

    ruled = parse_config(
        f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{url}"\nremove = [".lettre"]\n',
        Path("feeds.toml"),
    )
    await extract_again(store, ruled.subscriptions, lambda: NOW)
    (story,) = all_stories(store)
    assert story.paragraphs == SENTENCES
    assert ("rule", 1) in story.removed
    await extract_again(store, plain.subscriptions, lambda: NOW)
    assert letter in all_stories(store)[0].paragraphs

    (task,) = store.pages.of_story(story.id)
    await fetch_one_page(
        task,
        config=ruled,
        store=store,
        clock=lambda: NOW,
        rng=Random(1),
        on_event=lambda event: None,
    )
    assert all_stories(store)[0].paragraphs == SENTENCES


async def test_a_page_that_fails_for_now_is_tried_again_and_one_that_is_not_there_is_not(
    store: Store, press: Press
) -> None:
    press.serve("/down", Answer(500))
    press.serve("/missing", Answer(404))
    url = press.serve("/two.xml", Answer(body=feed(press.url("/missing"), press.url("/down"))))
    await run(store, config_for(url))

    later = NOW + timedelta(days=2)
    assert [task.url for task in store.pages.due(now=later)] == [press.url("/down")]
    assert {story.article for story in all_stories(store)} == {"failed"}
    assert health(store, url).error is None


async def test_the_page_of_one_story_can_be_fetched_now(store: Store, press: Press) -> None:
    url = press.serve("/one.xml", Answer(body=feed(press.url("/a"))))
    config = config_for(url)
    await run(store, config)
    assert all_stories(store)[0].article == "failed"
    press.serve("/a", Answer(body=page()))

    (task,) = store.pages.of_story(1)
    await fetch_one_page(
        task,
        config=config,
        store=store,
        clock=lambda: NOW,
        rng=Random(1),
        on_event=lambda _: None,
    )

    assert all_stories(store)[0].article == "ok"


async def test_a_feed_that_moved_to_another_host_is_still_asked_conditionally(
    store: Store, press: Press
) -> None:
    with Press(now=NOW) as elsewhere:
        there = elsewhere.serve("/new.xml", Answer(headers={"ETag": '"there"'}, body=feed()))
        url = press.serve("/old.xml", Answer(301, {"Location": there}))
        config = config_for(url, elsewhere.url("/unused.xml"))
        await run(store, config)
        _, outcomes = await run(store, config, force=True)
        last = [r for r in elsewhere.requests if r.path == "/new.xml"][-1]

    assert "not-modified" in {o.outcome for o in outcomes if o.url == url}
    assert (last.status, last.headers["if-none-match"]) == (304, '"there"')
    assert all("if-none-match" not in r.headers for r in press.requests)


async def test_a_feed_that_moved_for_good_is_asked_there_after_five_answers_in_seven_days(
    store: Store, press: Press
) -> None:
    press.serve("/new.xml", Answer(headers={"ETag": '"1"'}, body=feed(press.url("/a"))))
    url = press.serve("/old.xml", Answer(301, {"Location": "/new.xml"}))
    config = config_for(url)
    for days in (0, 2, 4, 6, 8):
        await run(store, config, force=True, after=timedelta(days=days))
    before = len(press.requests)
    _, outcomes = await run(store, config, force=True, after=timedelta(days=9))

    assert [r.path for r in press.requests[before:]] == ["/new.xml"]
    assert [(o.url, o.outcome) for o in outcomes] == [(url, "not-modified")]
    assert [story.feed_url for story in all_stories(store)] == [url]
    (move,) = store.connection.execute("SELECT from_url, to_url FROM feed_moves").fetchall()
    assert tuple(move) == (url, press.url("/new.xml"))


@pytest.mark.parametrize("days", [(0, 2, 4, 6, 8), (0, 2)], ids=["believed", "not yet"])
async def test_a_feed_keeps_its_stories_when_its_new_address_is_written_down(
    store: Store, press: Press, days: tuple[int, ...]
) -> None:
    new = press.serve("/new.xml", Answer(body=feed(press.url("/a"))))
    url = press.serve("/old.xml", Answer(301, {"Location": "/new.xml"}))
    for day in days:
        await run(store, config_for(url), force=True, after=timedelta(days=day))
    before = [story.id for story in all_stories(store)]
    await run(store, config_for(new), force=True, after=timedelta(days=9))

    assert [(story.id, story.feed_url) for story in all_stories(store)] == [(before[0], new)]
    assert (health(store, new).moved_url, health(store, new).move) == (None, None)


async def test_a_feed_whose_new_address_fails_is_asked_at_the_old_one_again(
    store: Store, press: Press
) -> None:
    press.serve("/new.xml", Answer(body=feed()))
    url = press.serve("/old.xml", Answer(301, {"Location": "/new.xml"}))
    config = config_for(url)
    for days in (0, 2, 4, 6, 8):
        await run(store, config, force=True, after=timedelta(days=days))
    press.serve("/new.xml", Answer(404))
    press.serve("/old.xml", Answer(body=feed(press.url("/a"))))
    for days in (9, 10, 11, 12):
        await run(store, config, force=True, after=timedelta(days=days))

    assert health(store, url).error is None
    assert len(all_stories(store)) == 1


async def test_a_redirect_that_is_not_for_good_is_never_stored(store: Store, press: Press) -> None:
    press.serve("/new.xml", Answer(body=feed()))
    url = press.serve("/old.xml", Answer(302, {"Location": "/new.xml"}))
    for days in range(0, 30, 3):
        await run(store, config_for(url), force=True, after=timedelta(days=days))

    assert [r.path for r in press.requests].count("/old.xml") == 10


async def test_the_headers_of_a_feed_do_not_move_to_another_host(
    store: Store, press: Press
) -> None:
    with Press(now=NOW) as elsewhere:
        there = elsewhere.serve("/new.xml", Answer(body=feed()))
        url = press.serve("/old.xml", Answer(308, {"Location": there}))
        config = parse_config(
            f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{url}"\nheaders = {{ X-Token = "abc" }}\n'
            f'[[feeds]]\nurl = "{elsewhere.url("/none.xml")}"',
            Path("feeds.toml"),
        )
        for days in (0, 2, 4, 6, 8, 10):
            await run(store, config, force=True, after=timedelta(days=days))
        asked = [r for r in elsewhere.requests if r.path == "/new.xml"]

    assert len(asked) == 6
    assert [r.path for r in press.requests].count("/old.xml") == 5
    assert not any("x-token" in r.headers for r in asked)


async def test_only_the_feeds_that_were_named_are_asked(store: Store, press: Press) -> None:
    one = press.serve("/one.xml", Answer(body=feed()))
    two = press.serve("/two.xml", Answer(body=feed()))
    config = config_for(one, two)
    store.feeds.sync(config.subscriptions)

    plan = what_is_due(store, config, now=NOW, only=frozenset({two}))

    assert [f.url for f in plan.feeds] == [two]


async def test_what_is_sent_is_polite(store: Store, press: Press) -> None:
    press.serve("/a", Answer(headers={"Set-Cookie": "id=1"}, body=page()))
    url = press.serve(
        "/one.xml", Answer(headers={"Set-Cookie": "id=1"}, body=feed(press.url("/a")))
    )
    await run(store, config_for(url))
    await run(store, config_for(url), force=True)

    for request in press.requests:
        assert request.headers["user-agent"].startswith("gazette/")
        assert "+https://" in request.headers["user-agent"]
        assert request.headers["accept-encoding"] == "gzip"
        assert not {"cookie", "referer", "cache-control"} & request.headers.keys()


async def test_a_gzip_bomb_is_refused_and_not_inflated(store: Store, press: Press) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    url = press.serve("/bomb.xml", Answer(headers={"Content-Encoding": "gzip"}, body=bomb))
    await run(store, config_for(url))
    assert "larger than" in (health(store, url).error or "")


@pytest.mark.parametrize("title", ["[/]", "\x1b]2;PWNED\x07", "‮gazette"])
async def test_no_control_character_reaches_the_store(
    store: Store, press: Press, title: str
) -> None:
    url = press.serve("/odd.xml", Answer(body=feed(press.url("/a"), title=title)))
    await run(store, config_for(url))
    (story,) = all_stories(store)
    assert story.summary == "Résumé 1"
    assert (story.title + story.summary).isprintable()


async def test_a_request_carries_the_headers_of_its_feed(store: Store, press: Press) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Answer:
        seen.append(request)
        return Answer(body=feed())

    url = press.serve("/private.xml", answer)
    config = parse_config(
        f'[[feeds]]\nurl = "{url}"\nuser_agent = "me/1"\nheaders = {{ X-Token = "abc" }}',
        Path("feeds.toml"),
    )
    await run(store, config)
    assert (seen[0].headers["user-agent"], seen[0].headers["x-token"]) == ("me/1", "abc")


async def test_the_headers_of_a_feed_go_to_no_other_host(store: Store, press: Press) -> None:
    with Press(now=NOW) as elsewhere:
        there = elsewhere.serve("/a", Answer(body=page()))
        here = press.serve("/b", Answer(body=page()))
        url = press.serve("/private.xml", Answer(body=feed(there, here)))
        config = parse_config(
            f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{url}"\nheaders = {{ X-Token = "abc" }}\n'
            f'[[feeds]]\nurl = "{elsewhere.url("/none.xml")}"',
            Path("feeds.toml"),
        )
        await run(store, config)
        asked = {r.path: "x-token" in r.headers for r in (*elsewhere.requests, *press.requests)}

    assert not asked.pop("/robots.txt")
    assert asked == {"/private.xml": True, "/b": True, "/a": False, "/none.xml": False}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_that_asks_for_a_pause_is_followed_and_its_host_then_left_alone(
    store: Store, press: Press, status: int
) -> None:
    there = Answer(body=feed())
    press.serve("/there.xml", there)
    url = press.serve("/one.xml", Answer(status, {"Location": "there.xml", "Retry-After": "3600"}))
    config = config_for(url, press.serve("/other.xml", there))
    report, outcomes = await run(store, config)

    assert [r.path for r in press.requests] == ["/one.xml", "/there.xml"]
    assert [(o.url, o.outcome) for o in outcomes] == [(url, "updated")]
    assert not report.failed
    assert not what_is_due(store, config, now=NOW + timedelta(minutes=59), force=True)
    later = what_is_due(store, config, now=NOW + timedelta(minutes=61), force=True)
    assert len(later.feeds) == 2  # the other one was never asked, and is due still


async def test_a_redirect_that_asks_for_a_pause_and_leads_nowhere_holds_its_host_all_the_same(
    store: Store, press: Press
) -> None:
    with Press(now=NOW) as elsewhere:
        missing = elsewhere.serve("/missing.xml", Answer(404))
        answer = Answer(302, {"Location": missing, "Retry-After": "99999999"})
        url = press.serve("/one.xml", answer)
        config = config_for(url, elsewhere.serve("/other.xml", Answer(body=feed())))
        await run(store, config)

        (host, until), *others = store.feeds.held(now=NOW).items()
        assert (press.url("").removeprefix("http://"), others) == (host, [])
        assert until == NOW + timedelta(days=1)
        assert {r.path for r in elsewhere.requests} == {"/missing.xml", "/other.xml"}


async def test_a_pause_asked_for_behind_a_redirect_is_kept(store: Store, press: Press) -> None:
    with Press(now=NOW) as elsewhere:
        busy = elsewhere.serve("/busy.xml", Answer(503, {"Retry-After": "7200"}))
        url = press.serve("/moved.xml", Answer(301, {"Location": busy}))
        config = config_for(url, elsewhere.url("/other.xml"))
        await run(store, config)
        _, outcomes = await run(store, config, force=True)
        asked = [r.path for r in elsewhere.requests].count("/busy.xml")

    assert asked == 1
    assert outcomes == []
