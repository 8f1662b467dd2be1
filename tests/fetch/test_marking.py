"""Rules at work: whole fetches on loopback, of stories and of their articles."""

from datetime import UTC
from pathlib import Path
from random import Random

import pytest

from gazette.article import Article
from gazette.config import Config, parse_config
from gazette.demo import Answer, Press
from gazette.fetch.again import extract_again
from gazette.fetch.feed_stage import record_outcome
from gazette.fetch.marking import marks_of_arrivals, marks_of_new
from gazette.model import Feed, KeptPage, PageExtracted, ParsedEntry, Rule, Story
from gazette.query import Facts
from gazette.rules import RuleBook
from gazette.store import Store
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_feed,
    make_subscription,
    make_updated,
    subscribed,
)
from tests.fetch.test_run import ITEM, RSS, page, run


def config_with(rules: str, *urls: str) -> Config:
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    return parse_config(f'[fetch]\ndelay = "0s"\n{feeds}{rules}', Path("feeds.toml"))


def rule(when: str, *do: str) -> str:
    return f"[[rules]]\nwhen = '{when}'\ndo = {list(do)}\n"


def items(press: Press, *titles: str) -> bytes:
    """Return a feed with an item a title; the pages of these are there and are articles."""
    links = []
    for number, title in enumerate(titles, 1):
        links.append(press.serve(f"/{number}.html", Answer(body=page(title))))
    told = "".join(
        ITEM.format(n=n, link=link).replace(f"Titre {n}", title)
        for n, (title, link) in enumerate(zip(titles, links, strict=True), 1)
    )
    return RSS.format(items=told).encode()


def story(store: Store, guid: str, feed_url: str | None = None) -> Story:
    """Return the story of an entry, however hidden it is."""
    (row,) = store.connection.execute(
        "SELECT id FROM story_list WHERE guid = ?1 AND feed = coalesce(?2, feed)", (guid, feed_url)
    )
    found = store.stories.story(row["id"])
    assert found is not None
    return found


def marks(told: Story) -> tuple[bool, bool, bool, tuple[str, ...]]:
    return told.read, told.starred, told.hidden, told.tags


async def test_stories_are_stored_with_the_marks_of_the_rules(store: Store, press: Press) -> None:
    body = items(press, "Le direct", "Un pont", "Météo", "Le marché", "Rien")
    rules = (
        rule("titre:direct", "mark-read", "tag:en direct")
        + rule("flux:journal pont", "star")
        + rule("meteo -pont", "hide")
        + rule('titre:marché "fromagère qui tient"', "star", "tag:marché")  # only its page has this
    )
    report, outcomes = await run(
        store, config_with(rules, press.serve("/f.xml", Answer(body=body)))
    )
    assert [marks(story(store, str(n))) for n in range(1, 6)] == [
        (True, False, False, ("en direct",)),
        (False, True, False, ()),
        (False, False, True, ()),
        (False, True, False, ("marché",)),
        (False, False, False, ()),
    ]
    assert (report.new, report.articles) == (3, 5)
    (of_feed,) = [o for o in outcomes if o.kind == "feed"]
    assert (of_feed.new, of_feed.settled) == (5, 2)


# --- without a network ----------------------------------------------------------------------------


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules, now=NOW, zone=UTC)


def came(store: Store, feed: Feed, rules: RuleBook, *entries: ParsedEntry) -> None:
    record_outcome(feed, make_updated(*entries), store, rules, now=NOW, rng=Random(1))


def article_came(store: Store, told: Story, rules: RuleBook, article: Article) -> None:
    (task,) = store.pages.of_story(told.id)
    outcome = PageExtracted(article)
    marks = marks_of_arrivals(task, outcome, store, rules)
    store.pages.record(task, outcome, extractor=1, next_try=None, now=NOW, marks=marks)


def test_what_the_reader_took_back_stays_so_when_the_article_comes(store: Store) -> None:
    (feed,) = subscribed(store)
    rules = book(Rule("titre", ("star", "mark-read", "tag:un")), Rule("has:text", ("tag:deux",)))
    came(store, feed, rules, make_entry())
    told = story(store, "guid-1")
    assert marks(told) == (True, True, False, ("un",))
    for flag in ("read", "starred", "tag:un"):
        store.reading.mark([told.id], flag, False, now=NOW)
    article_came(store, told, rules, make_article())
    assert marks(story(store, "guid-1")) == (False, False, False, ("deux",))
    store.reading.mark([told.id], "tag:deux", False, now=NOW)
    article_came(store, told, rules, make_article())  # again: it is not the first
    assert marks(story(store, "guid-1")) == (False, False, False, ())


def test_an_edited_story_is_no_new_one(store: Store) -> None:
    (feed,) = subscribed(store)
    rules = book(Rule("pont", ("star",)))
    came(store, feed, rules, make_entry(content_hash=1))
    came(store, feed, rules, make_entry(content_hash=2, title="Un pont"))
    told = story(store, "guid-1")
    assert (told.title, told.changed, told.starred) == ("Un pont", True, False)


ONE, TWO = (make_subscription(url=f"https://{name}.example/rss") for name in ("un", "deux"))


def test_a_hidden_story_hides_no_other_feeds_copy(store: Store) -> None:
    one, two = subscribed(store, ONE, TWO)
    rules = book(Rule("flux:un.example", ("hide",)))
    came(store, one, rules, make_entry())
    came(store, two, rules, make_entry())
    came(store, one, rules, make_entry(2))
    assert [story(store, "guid-1", s.url).hidden for s in (ONE, TWO)] == [True, False]
    assert story(store, "guid-1", TWO.url).also_in == ()


def test_a_rule_on_another_feeds_copy_leaves_an_unread_story_unread(store: Store) -> None:
    one, two = subscribed(store, ONE, TWO)
    rules = book(Rule("flux:deux.example", ("mark-read", "star", "tag:deux")))
    came(store, one, rules, make_entry())
    came(store, two, rules, make_entry())
    assert marks(story(store, "guid-1", ONE.url)) == (False, True, False, ("deux",))


def test_an_article_is_asked_of_a_story_as_each_of_its_feeds_brought_it(store: Store) -> None:
    one, two = subscribed(store, ONE, TWO)
    rules = book(
        Rule("flux:deux.example alinéa", ("star", "hide", "mark-read")),
        Rule("alinéa", ("tag:texte", "mark-read")),
    )
    came(store, one, rules, make_entry())
    came(store, two, rules, make_entry())
    article_came(store, story(store, "guid-1", TWO.url), rules, make_article())
    # Starred by one is starred; it would be hidden, as it is read, if both had said so.
    for subscription in (ONE, TWO):
        told = story(store, "guid-1", subscription.url)
        assert marks(told) == (True, True, False, ("texte",))


async def test_an_article_that_a_kept_page_gives_at_last_is_asked_too(store: Store) -> None:
    (feed,) = subscribed(store)
    came(store, feed, book(), make_entry(), make_entry(2))
    for guid in ("guid-1", "guid-2"):
        url = str(story(store, guid).url)
        store.kept.keep(KeptPage(url, page("Le marché"), url), extractor=1, now=NOW)
    article_came(store, story(store, "guid-2"), book(), make_article())
    await extract_again(store, (), lambda: NOW, book(Rule("fromagère", ("star",))))
    told = story(store, "guid-1"), story(store, "guid-2")
    assert [(one.article, one.starred) for one in told] == [("ok", True), ("ok", False)]


class Faulty(RuleBook):
    """Fails with the stories of one title."""

    def matching(self, story: Facts) -> tuple[Rule, ...]:
        if story.title == "Titre 1":
            raise ValueError("a fault of ours")
        return super().matching(story)


def test_a_rule_that_fails_costs_no_story(caplog: pytest.LogCaptureFixture) -> None:
    entries = (make_entry(1), make_entry(2))
    rules = Faulty((Rule("titre", ("hide",)),), now=NOW, zone=UTC)
    marks = marks_of_new(entries, make_feed(), make_updated(*entries), rules, now=NOW)
    assert marks == {"guid-2": ("hidden",)}
    assert "a rule could not be asked of guid-1" in caplog.text
