"""Whole runs on a feed that changes between two fetches: no story is lost, doubled or taken."""

from datetime import timedelta

import pytest

from gazette.demo import Answer, Press
from gazette.model import Story, StoryQuery
from gazette.store import Store
from tests.builders import NOW
from tests.fetch.test_run import all_stories, config_for, run

HOUR = timedelta(hours=1)


def item(number: int, *, guid: str = "", link: str = "", text: str = "", title: str = "") -> str:
    link = link or f"http://journal.example/{number}"
    return (
        f"<item><guid isPermaLink='false'>{guid or number}</guid><title>{title or number}</title>"
        f"<link>{link.replace('&', '&amp;')}</link><description>{text or 'Un résumé.'}"
        "</description></item>"
    )


def feed(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>J</title>{''.join(items)}</channel></rss>".encode()


async def fetched(store: Store, press: Press, *feeds: bytes | Answer) -> list[Story]:
    """Fetch a feed as it is time after time; the first fetch's stories are read, the first starred.

    Returns the stories there are in the end, by id.
    """
    url = press.url("/feed.xml")
    config = config_for(url)
    for number, body in enumerate(feeds):
        press.serve("/feed.xml", body if isinstance(body, Answer) else Answer(body=body))
        report, _ = await run(store, config, force=True, after=number * 25 * HOUR)
        assert not [attempt for attempt in report.failed if attempt.kind == "feed"]
        if number == 0:
            stories = all_stories(store)
            store.reading.mark([story.id for story in stories], "read", True, now=NOW)
            store.reading.mark([min(story.id for story in stories)], "starred", True, now=NOW)
    return sorted(all_stories(store), key=lambda story: story.id)


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(item(1, guid="tag:journal.example,2026:1"), id="another guid"),
        pytest.param(item(1, link="https://journal.example/1"), id="https"),
        pytest.param(
            item(1, guid="neuf", link="https://journal.example/1"), id="https and another guid"
        ),
        pytest.param(
            item(1, guid="x", link="http://journal.example/1?utm_source=rss&xtor=RSS-1"),
            id="tracking and another guid",
        ),
        pytest.param(
            item(1, guid="http://journal.example/1?at_medium=rss"), id="a guid that is a link"
        ),
    ],
)
async def test_a_story_under_another_name_is_the_same_story_with_its_marks(
    store: Store, press: Press, later: str
) -> None:
    (story,) = await fetched(store, press, feed(item(1)), feed(later), feed(later))
    assert (story.id, story.read, story.starred, story.changed) == (1, True, True, False)


async def test_an_edited_story_is_marked_as_changed_and_stays_read(
    store: Store, press: Press
) -> None:
    edited = item(1, title="Un autre titre", text="Un autre texte.")
    (story,) = await fetched(store, press, feed(item(1)), feed(edited))
    assert (story.title, story.summary) == ("Un autre titre", "Un autre texte.")
    assert (story.read, story.starred, story.changed) == (True, True, True)


@pytest.mark.parametrize(
    "later",
    [
        pytest.param((feed(),), id="it empties"),
        pytest.param((feed(), feed(item(1), item(2), item(3))), id="it empties and fills again"),
        pytest.param((feed(item(3)),), id="it shrinks"),
        pytest.param((Answer(226, {"IM": "feed"}, feed(item(3))),), id="it sends a delta"),
        pytest.param((Answer(226, {"IM": "feed"}, feed()),), id="it sends an empty delta"),
    ],
)
async def test_what_a_feed_leaves_out_is_kept(
    store: Store, press: Press, later: tuple[bytes | Answer, ...]
) -> None:
    stories = await fetched(store, press, feed(item(1), item(2), item(3)), *later)
    assert sorted(story.title for story in stories) == ["1", "2", "3"]
    assert all(story.read for story in stories)
    assert not any(story.changed for story in stories)


async def test_a_delta_adds_to_what_is_there(store: Store, press: Press) -> None:
    delta = Answer(226, {"IM": "feed"}, feed(item(4), item(1, text="Autre.")))
    stories = await fetched(store, press, feed(item(1), item(2), item(3)), delta)
    assert sorted(s.title for s in stories) == ["1", "2", "3", "4"]
    assert {s.title for s in stories if not s.read} == {"4"}
    assert {s.title for s in stories if s.changed} == {"1"}


async def test_a_feed_that_repeats_another_s_guids_and_links_takes_nothing(
    store: Store, press: Press
) -> None:
    mine = press.serve("/mine.xml", Answer(body=feed(item(1), item(2))))
    config = config_for(mine, press.url("/thief.xml"))
    press.serve("/thief.xml", Answer(body=feed()))
    await run(store, config)
    store.reading.mark([1, 2], "read", True, now=NOW)
    stolen = feed(item(1, title="Volé"), item(2, title="Volé aussi", guid="2"))
    press.serve("/thief.xml", Answer(body=stolen))
    await run(store, config, force=True, after=2 * HOUR)

    assert {(s.feed_url, s.title, s.read) for s in all_stories(store)} == {
        (mine, "1", True),
        (mine, "2", True),
    }
    # What has the same link is the same story, but only its own feed's list says it so.
    (thief,) = (row.id for row in store.feeds.rows() if row.url != mine)
    told = {(s.title, s.read) for s in store.stories.each(StoryQuery(feed_id=thief))}
    assert told == {("Volé", True), ("Volé aussi", True)}
