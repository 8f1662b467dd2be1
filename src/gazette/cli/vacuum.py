"""`gazette vacuum`: delete what was kept long enough, and make the files smaller.

The only command that does, and only when a person runs it.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Final

import click
from msgspec import Struct
from msgspec.structs import asdict

from gazette.cli import output
from gazette.cli.session import Session
from gazette.cli.usage import Command
from gazette.clock import LocalZone, system_clock
from gazette.config import FetchConfig
from gazette.errors import N_
from gazette.fetch.lock import fetch_lock
from gazette.i18n import Words
from gazette.store import Store
from gazette.store.health import sizes
from gazette.store.retention import Aged, Deleted, Retention

_WORTH_IT: Final = 0.01
"""Of the file, so much must be unused for it to be written anew."""


class _Outcome(Struct, frozen=True):
    """What went, or would go."""

    before: datetime | None
    """Stories that came before then; None: stories are kept for ever."""
    since: datetime | None
    """The time of the oldest."""
    stories: int
    bytes_before: int
    bytes: int
    """Of the store and its journal."""
    articles: int = 0
    kept_pages: int = 0
    undo_steps: int = 0
    missing_bytes: int = 0
    """So much more room on the disk it takes to make the file smaller."""


@click.command(
    cls=Command,
    help=N_(
        "Delete old stories, and make the files smaller.\n\nStories are kept for as long as keep"
        " says in [store] of feeds.toml, for ever if it says nothing. Those that are starred or"
        " tagged stay, and those that still stand in their feed. No fetch deletes any."
    ),
)
@click.option("--dry-run", is_flag=True, help=N_("Tell what would go, and delete nothing."))
@click.option("--jsonl", is_flag=True, help=N_("Print one JSON object a line."))
@click.pass_obj
def vacuum(session: Session, *, dry_run: bool, jsonl: bool) -> int:
    """Delete old stories, and make the files smaller."""
    _ = session.words
    keep, now = session.config.store.keep, system_clock().replace(microsecond=0)
    before = None if keep is None else now - keep
    with session.store(to_read=dry_run) as store, ExitStack() as stack:
        if dry_run:
            outcome = _looked(store, before)
        elif stack.enter_context(fetch_lock(session.store_file)):
            outcome = _cleared(store, session.config.fetch, before, now)
        else:
            output.narrate(_("gazette: a fetch is running; try again when it is done"))
            return 1
    if jsonl:
        output.json_line({"dry_run": dry_run, **asdict(outcome)})
        return 0
    for line in _would(outcome, _) if dry_run else _done(outcome, _):
        output.narrate(line)
    return 0


def _looked(store: Store, before: datetime | None) -> _Outcome:
    """Return what would go."""
    aged = _aged(store, before)
    size = _size(store)
    return _Outcome(before, aged.since, len(aged.ids), bytes_before=size, bytes=size)


def _aged(store: Store, before: datetime | None) -> Aged:
    return Retention(store.connection).aged(before=before) if before else Aged()


def _size(store: Store) -> int:
    found = sizes(store.path)
    return found.store + found.log


def _cleared(
    store: Store, settings: FetchConfig, before: datetime | None, now: datetime
) -> _Outcome:
    """Delete what is old, and give its room back to the disk; return what went."""
    retention, size = Retention(store.connection), _size(store)
    aged, gone = _aged(store, before), Deleted()
    if before:
        for some in retention.delete(aged.ids, before=before):
            gone += some
    pages = store.kept.forget(gone.page_urls)
    pages += store.kept.prune(age=settings.keep_pages, max_bytes=settings.keep_pages_bytes, now=now)
    steps = retention.forget_steps(now=now)
    missing = _shrunk(store, retention, has_less=bool(gone.stories))
    return _Outcome(
        before,
        aged.since,
        gone.stories,
        bytes_before=size,
        bytes=_size(store),
        articles=gone.articles,
        kept_pages=pages,
        undo_steps=steps,
        missing_bytes=missing,
    )


def _shrunk(store: Store, retention: Retention, *, has_less: bool) -> int:
    """Make the file smaller where that is worth it; return how much room it lacks for that."""
    if not has_less and retention.unused_bytes() < _WORTH_IT * sizes(store.path).store:
        return 0
    missing = retention.needed_bytes() - shutil.disk_usage(store.path.parent).free
    if missing <= 0:
        retention.shrink(whole=has_less)
    return max(0, missing)


def _would(outcome: _Outcome, _: Words) -> Iterator[str]:
    if outcome.before is None:
        yield _("stories are kept for ever: none would go")
    elif outcome.stories and outcome.since:
        yield _.plural(
            "{n} story from before {before} would go; it is of {since}",
            "{n} stories from before {before} would go; the oldest is of {since}",
            outcome.stories,
            before=_.full_date(outcome.before, LocalZone()),
            since=_.full_date(outcome.since, LocalZone()),
        )
    else:
        yield _("no story would go")


def _done(outcome: _Outcome, _: Words) -> Iterator[str]:
    parts = [
        _.plural("{n} story deleted", "{n} stories deleted", outcome.stories),
        _.plural("{n} full text", "{n} full texts", outcome.articles) if outcome.articles else "",
        _.plural("{n} kept page", "{n} kept pages", outcome.kept_pages)
        if outcome.kept_pages
        else "",
    ]
    yield " · ".join(part for part in parts if part)
    if outcome.missing_bytes:
        yield _(
            "to make the file smaller takes {size} more on its disk; until then new stories use"
            " the room"
        ).format(size=_.size(outcome.missing_bytes))
    elif outcome.bytes < outcome.bytes_before:
        yield _("the store is {size} smaller: {before} became {now}").format(
            size=_.size(outcome.bytes_before - outcome.bytes),
            before=_.size(outcome.bytes_before),
            now=_.size(outcome.bytes),
        )
    else:
        yield _("the store is as small as it can be: {size}").format(size=_.size(outcome.bytes))
