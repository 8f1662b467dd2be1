"""What rules do with a story, and that they mean what the same query finds in the store."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import Figure, Paragraph
from gazette.model import Enclosure, ParsedEntry, ParsedFeed, Rule
from gazette.query import Facts, Is, Node, Not, Tagged, matches, parse
from gazette.rules import RuleBook, flags_of, new_story, state_of, with_article
from gazette.store import Store
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)
from tests.store.test_search import QUERIES, STORIES, temporary_store

PARIS = ZoneInfo("Europe/Paris")
FEED = ParsedFeed(title="Le Journal", entries=(), language="fr")


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules, now=NOW, zone=PARIS)


def rule(when: str, *do: str) -> Rule:
    return Rule(when, do or ("star",))


def came(entry: ParsedEntry, **subscription: object) -> Facts:
    return new_story(entry, FEED, make_subscription(**subscription), now=NOW)


def flags(story: Facts, *rules: Rule) -> tuple[str, ...]:
    return flags_of(book(*rules).matching(story))


def test_a_story_gets_the_marks_of_all_rules_that_match_it_each_once() -> None:
    story = came(make_entry(title="Le direct"), tags=("presse",))
    rules = (
        rule("direct", "mark-read", "tag:en direct"),
        rule("étiquette:presse", "star", "mark-read"),
        rule("indirect", "hide"),
    )
    assert flags(story, *rules) == ("read", "tag:en direct", "starred")
    assert book(*rules).matching(story) == rules[:2]


def test_no_rule_sees_what_another_did() -> None:
    story = came(make_entry(title="Le direct"))
    rules = (rule("direct", "star", "tag:suivi"), rule("is:starred OR tag:suivi", "hide"))
    assert flags(story, *rules) == flags(story, *reversed(rules)) == ("starred", "tag:suivi")


def test_a_story_from_the_future_came_now() -> None:
    story = came(make_entry(published=NOW + timedelta(days=3)))
    assert story.moment == NOW
    assert flags(story, rule("since:1h")) == ("starred",)
    assert flags(came(make_entry(published=None)), rule("on:today")) == ("starred",)


def test_the_readers_word_on_title_and_language_goes_before_the_feeds() -> None:
    entry = make_entry(language="fr")
    assert flags(came(entry), rule("flux:journal lang:fr")) == ("starred",)
    given = came(entry, title="Mon papier", language="en")
    assert flags(given, rule("flux:papier lang:en")) == ("starred",)
    assert flags(given, rule("flux:le lang:fr"), rule('flux:"le journal"')) == ()


def test_a_query_that_cannot_be_read_any_more_costs_no_other_rule() -> None:
    # The year begins in 1899, UTC, where gazette's calendar does not reach.
    tokyo = RuleBook(
        (rule("before:1900-01-01"), rule("titre")), now=NOW, zone=ZoneInfo("Asia/Tokyo")
    )
    assert [r.when for r in tokyo.matching(came(make_entry()))] == ["titre"]


def test_a_rule_acts_when_the_article_makes_it_true_and_only_then() -> None:
    before = came(make_entry(title="Un pont", summary=""))
    article = make_article(blocks=(Paragraph("Le tramway."), Figure()), ai_disclosed=True)
    after = with_article(before, article, language=None)
    rules = {
        when: book(rule(when)).matching_since(before, after) != ()
        for when in ("pont", "tramway", "is:ai", "has:image", "-tramway", "pont tramway", "tunnel")
    }
    assert rules == {
        "pont": False,  # it was true before: what was done then, the reader may have taken back
        "tramway": True,
        "is:ai": True,
        "has:image": True,
        "-tramway": False,
        "pont tramway": True,
        "tunnel": False,
    }


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("hide", Is("hidden")),
        ("mark-read", Is("read")),
        ("star", Is("starred")),
        ("tag:À lire", Tagged("a lire")),
    ],
)
def test_what_an_action_has_done_can_be_asked_for(action: str, state: Node) -> None:
    assert state_of(action) == state
    assert matches(Not(state), came(make_entry()))


# --- one meaning: a rule on a new story, and its query in the store -------------------------------

FEEDS = (
    make_subscription(url="https://nord.example/rss", tags=("Sport",)),
    make_subscription(url="https://sud.example/rss", title="Sud", language="en"),
)


def found(store: Store, when: str) -> set[int]:
    return {story_id for _, story_id in store.search.find(parse(when, now=NOW, zone=PARIS))}


@settings(max_examples=25)
@given(st.lists(STORIES, max_size=4), st.lists(QUERIES, min_size=1, max_size=6))
def test_a_rule_matches_what_its_query_finds_once_the_story_is_stored(
    stories: list[dict], queries: list[str]
) -> None:
    rules = book(*map(rule, queries))

    def matched(told: dict[int, Facts]) -> dict[str, set[int]]:
        return {
            when: {n for n, facts in told.items() if rule(when) in rules.matching(facts)}
            for when in queries
        }

    with temporary_store() as store:
        feeds = subscribed(store, *FEEDS)
        told = {}
        for number, story in enumerate(stories, 1):
            subscription = FEEDS[story["feed"]]
            entry = _entry(number, story)
            told[number] = new_story(entry, FEED, subscription, now=NOW)
            record_entries(store, feeds[story["feed"]], entry)
        assert {when: found(store, when) for when in queries} == matched(told)
        for number, story in enumerate(stories, 1):
            if story["article"] is None:
                continue
            article = make_article(
                title=story["article_title"],
                authors=("Zoé Élections",),
                blocks=(Paragraph(story["article"]), *((Figure(),) if story["picture"] else ())),
                language=story["language"],
                ai_disclosed=story["ai"],
            )
            (arrival,) = store.pages.arrivals(store.pages.of_story(number)[0])
            assert (arrival.story_id, arrival.entries) == (number, 1)
            assert arrival.story == told[number]
            record_article(store, number, article)
            assert store.pages.arrivals(store.pages.of_story(number)[0]) == []
            language = FEEDS[story["feed"]].language
            told[number] = with_article(told[number], article, language=language)
        assert {when: found(store, when) for when in queries} == matched(told)


def _entry(number: int, story: dict) -> ParsedEntry:
    url = f"https://www.{'nord' if number % 2 else 'sud'}.example/{number}"
    enclosures = (Enclosure(f"{url}/a", story["kind"], None),) if story["kind"] else ()
    return make_entry(
        number,
        title=story["title"],
        authors=(story["author"],) if story["author"] else (),
        summary=story["summary"],
        content=story["content"],
        url=url,
        canonical_url=url,
        enclosures=enclosures,
        language=story["language"],
        published=NOW - timedelta(days=story["days"], minutes=number),
    )
