"""What is learned in a run: at once, site by site, and kept in the store with each page."""

from dataclasses import replace
from pathlib import Path
from random import Random

from gazette.config import Config, parse_config
from gazette.demo import Answer, Press
from gazette.fetch.again import extract_again
from gazette.fetch.lessons import Lessons
from gazette.fetch.plan import what_is_due
from gazette.fetch.run import fetch
from gazette.model import StoryQuery
from gazette.store import Store
from tests.builders import NOW
from tests.extract.made_site import FRENCH, MadePage, boilerplate, made_site

RSS = "<rss version='2.0'><channel><title>Le Fanal</title>{}</channel></rss>"


def serve(press: Press, pages: list[MadePage]) -> Config:
    """Serve pages on one host, newest last, and subscribe to their feed."""
    items = ""
    for number, page in enumerate(pages):
        press.serve(f"/fanal/{number}", Answer(body=page.html))
        link, day = press.url(f"/fanal/{number}"), 28 - number % 28
        items += (
            f"<item><guid>{number}</guid><title>{page.title}</title><link>{link}</link>"
            f"<pubDate>{day:02} Oct 2026 08:00:00 GMT</pubDate></item>"
        )
    url = press.serve("/fanal.xml", Answer(body=RSS.format(items).encode()))
    return parse_config(f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{url}"\n', Path("feeds.toml"))


async def run(store: Store, config: Config) -> None:
    store.feeds.sync(config.subscriptions)
    await fetch(
        what_is_due(store, config, now=NOW),
        config=config,
        store=store,
        clock=lambda: NOW,
        rng=Random(1),
        on_event=lambda event: None,
    )


def paragraphs(store: Store) -> dict[str, tuple[str, ...]]:
    return {story.title: story.paragraphs for story in store.stories.each(StoryQuery())}


def repeated_in(found: dict[str, tuple[str, ...]]) -> int:
    return sum(line in lines for lines in found.values() for line in boilerplate(FRENCH))


async def test_a_fetch_learns_as_it_goes_and_extracting_again_cleans_what_came_before(
    store: Store, press: Press
) -> None:
    pages = made_site(FRENCH)[:28]
    config = serve(press, pages)
    await run(store, config)

    found = paragraphs(store)
    assert all(set(page.lines) <= set(found[page.title]) for page in pages)
    assert 0 < repeated_in(found) < 4 * len(pages) / 2  # all, on all pages, without learning

    await extract_again(store, config.subscriptions, lambda: NOW)
    found = paragraphs(store)
    assert repeated_in(found) == 0
    assert {page.title: page.lines for page in pages} == found
    counts = store.connection.execute("SELECT removed FROM articles").fetchall()
    assert all('"repeated"' in removed for (removed,) in counts)


async def test_what_one_run_learned_the_next_one_knows(store: Store, press: Press) -> None:
    pages = made_site(FRENCH)[:21]
    config = serve(press, pages)
    await run(store, config)
    known = Lessons(store.learned).repeated(press.url("/fanal/0"))
    assert len(known) == 4
    assert Lessons(store.learned).repeated("https://autre.example/1") == frozenset()

    new = replace(pages[0], title="Une halle de plus")
    press.serve("/neuf", Answer(body=new.html))
    item = f"<item><guid>n</guid><title>{new.title}</title><link>{press.url('/neuf')}</link></item>"
    other = press.serve("/neuf.xml", Answer(body=RSS.format(item).encode()))
    both = parse_config(f'[fetch]\ndelay = "0s"\n[[feeds]]\nurl = "{other}"\n', Path("feeds.toml"))
    await run(store, both)
    assert paragraphs(store)[new.title] == new.lines


async def test_a_page_extracted_again_is_remembered_once(store: Store, press: Press) -> None:
    pages = made_site(FRENCH)[:6]
    config = serve(press, pages)
    await run(store, config)
    for _ in range(2):
        await extract_again(store, config.subscriptions, lambda: NOW)
    (count,) = store.connection.execute("SELECT count(*) FROM learned_pages").fetchone()
    assert count == len(pages)
