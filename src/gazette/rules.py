"""What the reader's rules do with a story: `[[rules]]` of feeds.toml, asked of its facts.

Pure. A rule is asked of a story when it comes, with what its feed says, and once more when its
article first comes, by which it may then be true. Rules only ever set marks, and none sees what
another did: each is asked of the story as it came, so that their order does not matter.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from gazette.article import Article, Figure
from gazette.errors import QueryError
from gazette.model import Action, Enclosure, Flag, ParsedEntry, ParsedFeed, Rule, Subscription
from gazette.query import Facts, Is, Node, Tagged, matches, name_key, parse
from gazette.query.tree import Content

log = logging.getLogger(__name__)
_FLAGS: Final[dict[Action, Flag]] = {"hide": "hidden", "mark-read": "read", "star": "starred"}
_STATES: Final[dict[Action, Node]] = {
    "hide": Is("hidden"),
    "mark-read": Is("read"),
    "star": Is("starred"),
}
_MEDIA: Final[tuple[Content, ...]] = ("image", "audio")


class RuleBook:
    """The rules, their queries read at one moment: "since:2d" is two days before `now`."""

    def __init__(self, rules: Iterable[Rule], *, now: datetime, zone: tzinfo) -> None:
        self._rules: list[tuple[Rule, Node]] = []
        for rule in rules:
            try:
                self._rules.append((rule, parse(rule.when, now=now, zone=zone)))
            except QueryError as problem:  # "on:1900" is out of range in some time zones
                log.warning("a rule is passed over: %s: %s", rule.when, problem)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def matching(self, story: Facts) -> tuple[Rule, ...]:
        """Return the rules that match a story."""
        return tuple(rule for rule, when in self._rules if matches(when, story))

    def matching_since(self, before: Facts, story: Facts) -> tuple[Rule, ...]:
        """Return the rules that match a story and did not match it before.

        What a rule did with it then, the reader may have taken back since.
        """
        return tuple(
            rule for rule, when in self._rules if matches(when, story) and not matches(when, before)
        )


def flags_of(rules: Iterable[Rule]) -> tuple[Flag, ...]:
    """Return what rules mark a story with, each mark once."""
    return tuple(dict.fromkeys(flag_of(action) for rule in rules for action in rule.do))


def flag_of(action: Action) -> Flag:
    """Return the mark that an action sets."""
    return _FLAGS.get(action, action)


def state_of(action: Action) -> Node:
    """Return what asks for the stories with which an action has nothing left to do."""
    return _STATES.get(action) or Tagged(name_key(action.partition(":")[2]))


def new_story(
    entry: ParsedEntry, feed: ParsedFeed, subscription: Subscription, *, now: datetime
) -> Facts:
    """Return what is known of a story when it comes: what its feed says of it."""
    return Facts(
        moment=min(entry.published or now, now),
        title=entry.title,
        authors=entry.authors,
        summary=entry.summary,
        text=entry.content,
        feeds=((subscription.title or feed.title or subscription.url, subscription.url),),
        tags=subscription.tags,
        language=subscription.language or entry.language,
        url=entry.url,
        contents=contents_of(entry.content, entry.enclosures),
    )


def contents_of(text: str, enclosures: Iterable[Enclosure]) -> frozenset[Content]:
    """Return what a story without an article has: `text` is what its feed carried."""
    types = [enclosure.type or "" for enclosure in enclosures]
    media = {kind for kind in _MEDIA if any(t.startswith(f"{kind}/") for t in types)}
    return frozenset(media | {"text"} if text else media)


def with_article(story: Facts, article: Article, *, language: str | None) -> Facts:
    """Return what is known of a story when its article has come.

    `language` is the one that the reader gave its feed, which counts for more.
    """
    has_figure = any(isinstance(block, Figure) for block in article.blocks)
    return replace(
        story,
        title=story.title or article.title,
        authors=story.authors or article.authors,
        text=article.text,
        language=language or article.language or story.language,
        states=story.states | {"ai"} if article.ai_disclosed else story.states,
        contents=story.contents | {"text", "image"} if has_figure else story.contents | {"text"},
    )
