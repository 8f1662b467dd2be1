"""Whole runs against sites that say what programs may take."""

from datetime import timedelta
from random import Random

import pytest

from gazette.demo import Answer, Press
from gazette.fetch.run import fetch_one_page
from gazette.store import Store
from tests.builders import NOW
from tests.fetch.test_run import all_stories, config_for, feed, health, page, run

HOUR = timedelta(hours=1)
NOBODY = Answer(body=b"User-agent: *\nDisallow: /")


def subscribe(press: Press, robots: Answer, *links: str) -> str:
    press.serve("/robots.txt", robots)
    for link in links or ("/a",):
        press.serve(link, Answer(body=page()))
    return press.serve("/one.xml", Answer(body=feed(*map(press.url, links or ("/a",)))))


def asked(press: Press, path: str = "/robots.txt") -> int:
    return [r.path for r in press.requests].count(path)


async def test_a_page_that_programs_shall_leave_alone_is_not_taken(
    store: Store, press: Press
) -> None:
    url = subscribe(press, NOBODY)
    await run(store, config_for(url))

    assert asked(press, "/a") == 0
    (story,) = all_stories(store)
    assert (story.article, story.title) == ("failed", "Titre 1")
    assert "robots.txt" in (story.article_error or "")
    assert health(store, url).error is None  # feeds were subscribed to: they are asked
    assert store.pages.due(now=NOW + timedelta(days=9)) == []


async def test_a_story_that_a_person_opens_is_taken_all_the_same(
    store: Store, press: Press
) -> None:
    config = config_for(subscribe(press, NOBODY))
    await run(store, config)
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


async def test_a_site_is_asked_for_its_robots_txt_once_a_day(store: Store, press: Press) -> None:
    url = subscribe(press, Answer(body=b""), "/a", "/b")
    await run(store, config_for(url))
    assert asked(press) == 1

    press.serve("/one.xml", Answer(body=feed(*(press.url(p) for p in ("/a", "/b", "/c")))))
    press.serve("/c", Answer(body=page()))
    await run(store, config_for(url), after=23 * HOUR, force=True)
    assert (asked(press), asked(press, "/c")) == (1, 1)

    press.serve("/one.xml", Answer(body=feed(*(press.url(p) for p in ("/a", "/b", "/c", "/d")))))
    await run(store, config_for(url), after=25 * HOUR, force=True)
    assert (asked(press), asked(press, "/d")) == (2, 1)


async def test_a_fetch_without_pages_asks_for_no_robots_txt(store: Store, press: Press) -> None:
    url = press.serve("/empty.xml", Answer(body=feed()))
    await run(store, config_for(url))
    assert asked(press) == 0


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_robots_txt_minds_nothing(
    store: Store, press: Press, status: int
) -> None:
    await run(store, config_for(subscribe(press, Answer(status))))
    assert all_stories(store)[0].article == "ok"


async def test_a_site_whose_robots_txt_is_broken_is_tried_later(store: Store, press: Press) -> None:
    config = config_for(subscribe(press, Answer(500)))
    await run(store, config)
    assert asked(press, "/a") == 0
    assert "robots.txt" in (all_stories(store)[0].article_error or "")

    press.serve("/robots.txt", Answer(404))
    await run(store, config, after=2 * HOUR)
    assert all_stories(store)[0].article == "ok"


async def test_what_a_site_said_holds_while_it_cannot_say_it_again(
    store: Store, press: Press
) -> None:
    robots = Answer(body=b"User-agent: gazette\nDisallow: /private")
    url = subscribe(press, robots)
    await run(store, config_for(url))
    subscribe(press, Answer(500), "/a", "/private", "/b")
    await run(store, config_for(url), after=48 * HOUR, force=True)

    assert asked(press) == 2
    assert (asked(press, "/private"), asked(press, "/b")) == (0, 1)


@pytest.mark.parametrize("days", [29, 31])
async def test_a_site_that_cannot_say_what_it_wants_minds_nothing_after_thirty_days(
    store: Store, press: Press, days: int
) -> None:
    # RFC 9309 2.3.1.4: until then all is forbidden.
    url = subscribe(press, Answer(500), "/a")
    await run(store, config_for(url))
    for day in (10, 20):
        subscribe(press, Answer(500), "/a", f"/{day}")
        await run(store, config_for(url), after=timedelta(days=day), force=True)
    subscribe(press, Answer(500), "/a", "/10", "/20", "/new", "/newer")
    await run(store, config_for(url), after=timedelta(days=days), force=True)

    assert asked(press) == 4
    assert [asked(press, path) for path in ("/a", "/20", "/new", "/newer")] == [days > 30] * 4


async def test_two_failures_a_month_apart_are_no_month_of_failing(
    store: Store, press: Press
) -> None:
    url = subscribe(press, Answer(500), "/a")
    await run(store, config_for(url))
    subscribe(press, Answer(500), "/a", "/new")
    await run(store, config_for(url), after=timedelta(days=40), force=True)
    assert asked(press, "/new") == 0


async def test_a_site_that_answers_again_says_what_holds(store: Store, press: Press) -> None:
    url = subscribe(press, Answer(500), "/a")
    await run(store, config_for(url))
    for day, robots in ((20, Answer(500)), (31, Answer(500)), (33, NOBODY)):
        subscribe(press, robots, "/a", f"/{day}")
        await run(store, config_for(url), after=timedelta(days=day), force=True)
    assert [asked(press, path) for path in ("/20", "/31", "/33")] == [0, 1, 0]


async def test_what_a_site_said_holds_for_as_long_as_it_says_nothing_else(
    store: Store, press: Press
) -> None:
    url = subscribe(press, NOBODY, "/a")
    await run(store, config_for(url))
    for day in (20, 40, 60):
        subscribe(press, Answer(500), "/a", f"/{day}")
        await run(store, config_for(url), after=timedelta(days=day), force=True)
    assert [asked(press, path) for path in ("/a", "/20", "/40", "/60")] == [0, 0, 0, 0]


async def test_a_pause_that_robots_txt_asks_for_leaves_the_pages_due(
    store: Store, press: Press
) -> None:
    config = config_for(subscribe(press, Answer(503, {"Retry-After": "3600"})))
    await run(store, config)
    assert asked(press, "/a") == 0
    assert all_stories(store)[0].article == "pending"

    press.serve("/robots.txt", Answer(404))
    await run(store, config, after=2 * HOUR)
    assert all_stories(store)[0].article == "ok"


async def test_the_site_at_the_end_of_a_redirect_is_asked_too(store: Store, press: Press) -> None:
    with Press(now=NOW) as elsewhere:
        there = elsewhere.serve("/there", Answer(body=page()))
        elsewhere.serve("/robots.txt", NOBODY)
        url = subscribe(press, Answer(404), "/a")
        press.serve("/a", Answer(302, {"Location": there}))
        await run(store, config_for(url, elsewhere.url("/none.xml")))

        assert asked(elsewhere, "/there") == 0
        assert asked(elsewhere) == 1
    assert "robots.txt" in (all_stories(store)[0].article_error or "")
