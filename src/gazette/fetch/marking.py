"""What the reader's rules make of the stories of a fetch: the marks that each is stored with.

A rule must never cost a story: whatever goes wrong with one, the story is stored without a mark,
and the log says so.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from gazette.model import (
    Feed,
    FeedUpdated,
    Flag,
    PageExtracted,
    PageOutcome,
    PageTask,
    ParsedEntry,
    Rule,
)
from gazette.rules import RuleBook, flags_of, new_story, with_article
from gazette.store import Store
from gazette.store.arrivals import Arrival

Flags = tuple[Flag, ...]
Key = TypeVar("Key")
Asked = TypeVar("Asked")
log = logging.getLogger(__name__)


def marks_of_new(
    entries: Iterable[ParsedEntry],
    feed: Feed,
    outcome: FeedUpdated,
    rules: RuleBook,
    *,
    now: datetime,
) -> dict[str, Flags]:
    """Return what new entries of a feed are marked with, by their guids."""

    def matching(entry: ParsedEntry) -> tuple[Rule, ...]:
        return rules.matching(new_story(entry, outcome.parsed, feed.subscription, now=now))

    return _marks({entry.guid: entry for entry in entries}, matching) if rules else {}


def marks_of_arrivals(
    task: PageTask, outcome: PageOutcome, store: Store, rules: RuleBook
) -> dict[int, Flags]:
    """Return what stories are marked with whose first article has come, by their ids."""
    if not rules or not isinstance(outcome, PageExtracted):
        return {}
    article = outcome.article

    def matching(arrival: Arrival) -> tuple[Rule, ...]:
        story = with_article(arrival.story, article, language=arrival.given_language)
        return rules.matching_since(arrival.story, story)

    return _marks({arrival.id: arrival for arrival in store.pages.arrivals(task)}, matching)


def _marks(
    stories: Mapping[Key, Asked], matching: Callable[[Asked], tuple[Rule, ...]]
) -> dict[Key, Flags]:
    """Return the marks of those stories that a rule matches."""
    marks: dict[Key, Flags] = {}
    for key, story in stories.items():
        try:
            flags = flags_of(matching(story))
        except Exception:
            log.exception("a rule could not be asked of %s", key)
            continue
        if flags:
            marks[key] = flags
    return marks
