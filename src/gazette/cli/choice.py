"""Which stories a command is about: its options, and the stories that they choose.

The one place where a choice is made, so that every command that takes one takes the same.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import click

from gazette.cli.names import FEEDS, TAGS
from gazette.cli.session import Session
from gazette.clock import LocalZone, system_clock
from gazette.errors import N_
from gazette.model import Story, StoryQuery
from gazette.store import Store
from gazette.text import fold

MOST: Final = 2**63 - 1
_PAGE: Final = 1_000
"""So many ids are asked of the store at once."""
_TODAY: Final = frozenset(("today", "aujourd'hui"))
_YESTERDAY: Final = frozenset(("yesterday", "hier"))


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader typed of the stories that are meant; empty: all of them."""

    words: tuple[str, ...] = ()
    feed: str | None = None
    tag: str | None = None
    language: str | None = None
    unread: bool = False
    starred: bool = False
    on: str | None = None
    limit: int | None = None

    def ids(self, session: Session, store: Store) -> list[int]:
        """Return the ids of the stories chosen, newest first.

        Raises:
            click.UsageError: no feed, or no day, is what was typed.
        """
        feed = session.feed_row(self.feed, store, also_left=True) if self.feed else None
        query = StoryQuery(
            unread=self.unread,
            starred=self.starred,
            language=self.language,
            tag=self.tag,
            feed_id=feed.id if feed else None,
            words=tuple(word for part in self.words for word in part.split()),
        )
        first, end = self._span(session)
        found: list[int] = []
        after = None if end is None else (end, 0)
        most = MOST if self.limit is None else self.limit
        while len(found) < most:
            page = store.stories.index(query, limit=min(_PAGE, most - len(found)), after=after)
            found += [story_id for moment, story_id in page if first is None or moment >= first]
            if not page or (first is not None and page[-1][0] < first):
                break
            after = page[-1]
        return found

    def _span(self, session: Session) -> tuple[int | None, int | None]:
        """Return the first second of the day asked for, and that of the next; None: no day."""
        if self.on is None:
            return None, None
        _ = session.words
        zone = LocalZone()
        day = _day(self.on, system_clock().astimezone(zone).date())
        if day is None:
            told = _("--on: expected today, yesterday or a date such as 2026-11-22")
            raise click.UsageError(told)
        begins = datetime.combine(day, time(), zone)
        ends = datetime.combine(day + timedelta(days=1), time(), zone)
        return int(begins.timestamp()), int(ends.timestamp())


def _day(typed: str, today: date) -> date | None:
    """Return the day that is meant, where it is one that clocks can show."""
    name = fold(typed.strip())
    if name in _TODAY:
        return today
    if name in _YESTERDAY:
        return today - timedelta(days=1)
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return day if 1970 < day.year < 9999 else None


def stories(ids: list[int], store: Store) -> Iterator[Story]:
    """Yield stories with their text, in this order; those that are gone are left out."""
    for story_id in ids:
        story = store.stories.story(story_id)
        if story is not None:
            yield story


_OPTIONS: Final = (
    click.option(
        "--word",
        "words",
        metavar=N_("WORD"),
        multiple=True,
        help=N_("Stories with this word in the title; may be given several times."),
    ),
    click.option("--feed", metavar=N_("FEED"), type=FEEDS, help=N_("Stories of this feed.")),
    click.option(
        "--tag", metavar=N_("TAG"), type=TAGS, help=N_("Stories of the feeds with this tag.")
    ),
    click.option("--language", metavar=N_("CODE"), help=N_("Stories in this language: fr, en, …")),
    click.option("--unread", is_flag=True, help=N_("Stories that are not read.")),
    click.option("--starred", is_flag=True, help=N_("Stories with a star.")),
    click.option(
        "--on", metavar=N_("DAY"), help=N_("Stories of one day: today, yesterday, 2026-11-22.")
    ),
    click.option(
        "--limit",
        type=click.IntRange(1, MOST),
        metavar="N",
        help=N_("At most so many stories, the newest."),
    ),
)


def choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose stories; it gets them as one `choice`."""

    @functools.wraps(command)
    def chosen(*arguments: Any, **options: Any) -> Any:
        names = Choice.__dataclass_fields__
        typed = {name: options.pop(name) for name in names}
        return command(*arguments, choice=Choice(**typed), **options)

    for option in reversed(_OPTIONS):
        chosen = option(chosen)
    return chosen
