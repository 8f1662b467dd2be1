"""What the reader's rules make of the stories of a fetch: the marks that each is stored with.

A rule must never cost a story: whatever goes wrong with one, the story is stored without a mark,
and the log says so.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from gazette.feeds.changes import NO_NEWS
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

    if not rules:
        return {}
    marks = {entry.guid: _flags(entry, matching, name=entry.guid) for entry in entries}
    return {guid: flags for guid, flags in marks.items() if flags}


def marks_of_arrivals(
    task: PageTask, outcome: PageOutcome, store: Store, rules: RuleBook
) -> dict[int, Flags]:
    """Return what stories are marked with whose first article has come, by their ids.

    Each feed's entry of a story is asked by itself. A mark of one is one of the story, but for
    read and hidden: it stays to be read for as long as a single one of them does.
    """
    if not rules or not isinstance(outcome, PageExtracted):
        return {}
    article = outcome.article

    def matching(arrival: Arrival) -> tuple[Rule, ...]:
        story = with_article(arrival.story, article, language=arrival.given_language)
        return rules.matching_since(arrival.story, story)

    votes: dict[int, Counter[Flag]] = {}
    entries: dict[int, int] = {}
    for arrival in store.pages.arrivals(task):
        given = _flags(arrival, matching, name=arrival.story_id)
        votes.setdefault(arrival.story_id, Counter()).update(given)
        entries[arrival.story_id] = arrival.entries
    return {
        story_id: tuple(
            flag for flag, n in given.items() if flag not in NO_NEWS or n == entries[story_id]
        )
        for story_id, given in votes.items()
    }


def _flags(asked: Asked, matching: Callable[[Asked], tuple[Rule, ...]], *, name: object) -> Flags:
    """Return the marks of the rules that match; `name` is for the log."""
    try:
        return flags_of(matching(asked))
    except Exception:
        log.exception("a rule could not be asked of %s", name)
        return ()
