"""`gazette feeds`: the subscriptions and their health."""

import shlex
import sys
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import click
from msgspec import Struct

from gazette.cli import output
from gazette.cli.fields import feed_fields
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.clock import system_clock
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.feeds.moves import PERIOD, TIMES
from gazette.i18n import Words
from gazette.model import FeedRow, Move
from gazette.text import clean_line
from gazette.web.politeness import turn_key

_INDENT: Final = 6
_ADDRESS_CHARS: Final = 300
_LEAST_ROOM: Final = 20
"""For title and address, however narrow the terminal."""


@click.command(cls=Command, help=N_("List the subscriptions and their health."))
@click.option("--failing", is_flag=True, help=N_("Only the feeds that could not be had."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def feeds(session: Session, *, failing: bool, jsonl: bool) -> None:
    """List the subscriptions and their health."""
    now = system_clock()
    with session.store(to_read=True) as store:
        rows = store.feeds.rows()
        held = store.feeds.held(now=now)
    troubled = sum(bool(row.error) for row in rows)
    if failing:
        rows = [row for row in rows if row.error]
    if jsonl:
        for row in rows:
            output.json_line(feed_fields(row, held_until=_held_until(row, held)))
        return
    show = _Health(session.words, now, output.width(sys.stdout))
    for row in rows:
        output.data(show.line(row))
        for note in show.notes(row, _held_until(row, held)):
            output.data(note)
    _ = session.words
    if failing and not rows:
        output.narrate(_("no feed is failing"))
    elif troubled and not failing:
        counted = _.plural("{n} feed is failing", "{n} feeds are failing", troubled)
        output.narrate(_("{counted}; --failing lists no others").format(counted=counted))


def _held_until(row: FeedRow, held: Mapping[str, datetime]) -> datetime | None:
    return held.get(turn_key(row.address))


class _Health(Struct, frozen=True):
    """Sets feeds as text, in lines that are not longer than `width`."""

    words: Words
    now: datetime
    width: int

    def line(self, row: FeedRow) -> str:
        """Return a feed on one line: counts, language, title and tags, address."""
        tags = f"  [{', '.join(row.tags)}]" if row.tags else ""
        address, title = mask_url(row.url), mask_url(row.title)
        start = f"{row.unread:5} / {row.stories:<6} {row.language or '··':3} "
        room = max(self.width - len(start), _LEAST_ROOM)
        if title == address:
            return start + _cut(f"{address}{tags}", room)
        named = room * 3 // 5
        name, place = _cut(f"{title}{tags}", named), address.partition("://")[2]
        return f"{start}{name:<{named}}  {_cut(place, room - named - 2)}".rstrip()

    def notes(self, row: FeedRow, held_until: datetime | None) -> Iterator[str]:
        """Yield what there is to say of a feed's health, a mark before each thing."""
        _ = self.words
        if row.error:
            yield from self._set("!", _.stored(row.error))
            yield from self._set(" ", self._failing(row))
        if row.is_gone:
            yield _to_copy(f"gazette fetch {shlex.quote(mask_url(row.url))}")
        if held_until:
            told = _("its host asked to be left alone until {time}")
            yield from self._set("!", told.format(time=self._time(held_until)))
        if row.moved_url:
            told = _(
                "moved for good, and is asked at its new address; feeds.toml still has the old"
                " one. To change it, write there:"
            )
            yield from self._set("→", told)
            yield _to_copy(f'url = "{_shown(row.moved_url)}"')
        if row.move:
            yield from self._set("→", self._moving(row.move))

    def _failing(self, row: FeedRow) -> str:
        """Return for how long a feed has failed, and what comes next."""
        _ = self.words
        since = self._time(row.failing_since) if row.failing_since else "?"
        told = _.plural(
            "{n} failure since {since}", "{n} failures since {since}", row.failures, since=since
        )
        if row.is_gone:
            then = _("to try again:")
        elif row.next_check is None or row.next_check <= self.now:
            then = _("due again")
        else:
            then = _("next try {time}").format(time=self._time(row.next_check))
        return f"{told} · {then}"

    def _moving(self, move: Move) -> str:
        _ = self.words
        return _.plural(
            "says that it has moved to {url}: {n} answer since {since}; believed after {times}"
            " over {days} days",
            "says that it has moved to {url}: {n} answers since {since}; believed after {times}"
            " over {days} days",
            move.times,
            url=_shown(move.url),
            since=self._time(move.since),
            times=TIMES,
            days=PERIOD.days,
        )

    def _time(self, moment: datetime) -> str:
        return self.words.near_time(moment, self.now)

    def _set(self, mark: str, text: str) -> list[str]:
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=f"{'':{_INDENT}}{mark} ",
            subsequent_indent=f"{'':{_INDENT + 2}}",
            # An address is to be copied.
            break_long_words=False,
            break_on_hyphens=False,
        )


def _to_copy(line: str) -> str:
    """Return what the reader may copy, on a line of its own."""
    return f"{'':{_INDENT + 2}}{line}"


def _shown(url: str) -> str:
    return clean_line(mask_url(url), _ADDRESS_CHARS)


def _cut(text: str, chars: int) -> str:
    return clean_line(text, max(chars, 1))
