"""Is the store there and up to date; what is in it, and what could it give back?"""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazette.cli.doctor import disk, soundness
from gazette.cli.doctor.case import Case, Check, titles
from gazette.clock import LocalZone
from gazette.config import Config
from gazette.errors import N_, StoreError, StoreLocked, StoreTooNew
from gazette.i18n import Words
from gazette.paths import is_missing
from gazette.store.failures import is_damaged
from gazette.store.health import Health, Sizes, sizes

MEGABYTE: Final = 1_000_000
LONG_LOG_BYTES: Final = 64 * MEGABYTE
"""Usual are a few MB: SQLite folds the log into the file when no reader is in the way."""
MUCH_UNUSED: Final = 0.25
MUCH_UNUSED_BYTES: Final = 20 * MEGABYTE


def checks(case: Case) -> Iterator[Check]:
    """Look at the store, then at where it lies."""
    _, file = case.words, case.session.store_file
    if is_missing(file):
        yield Check(
            N_("file"),
            "warning",
            _("there is none yet: {file}").format(file=_place(case)),
            _("the first fetch makes it"),
            case.gazette("fetch"),
        )
    elif isinstance(case.store, StoreError):
        yield from _closed(case, case.store)
    else:
        yield Check(N_("file"), "ok", _place(case))
        yield from _inside(case, case.store)
    yield from disk.checks(case)


def _place(case: Case) -> str:
    """Return where the store is, and why there where its place is not the usual one."""
    _, session = case.words, case.session
    named = session.environment.get("GAZETTE_DB")
    if named and Path(named).absolute() == session.store_file:
        return _("{file} (from {source})").format(file=session.store_file, source="$GAZETTE_DB")
    return str(session.store_file)


def _closed(case: Case, problem: StoreError) -> Iterator[Check]:
    """Yield why the store cannot be opened, and what to do about that."""
    _, file = case.words, case.session.store_file
    if is_damaged(problem):
        yield Check(N_("file"), "ok", _place(case))
        yield soundness.unopened(case, problem)
    elif os.access(file, os.R_OK) and file.is_dir():
        told = _("{file} is a folder").format(file=file)
        yield Check(N_("file"), "failed", told, _("name a file with --db FILE"))
    elif isinstance(problem, StoreLocked):
        remedy = _("close what else uses the store, and try again")
        yield Check(N_("file"), "failed", _.describe(problem), remedy)
    else:
        yield Check(
            N_("file"),
            "failed",
            _.describe(problem),
            _("see whose it is, and let yourself read it"),
            shlex.join(["ls", "-ld", str(file.parent), str(file)]),
        )


def _inside(case: Case, store: Health) -> Iterator[Check]:
    try:
        missing = store.missing_steps()
    except StoreError as problem:
        yield _foreign(case, problem)
        return
    yield _schema(case, missing)
    yield from soundness.checks(case, store)
    yield size(sizes(case.session.store_file), case.words)
    if missing == 0:  # of an older schema not every table is there to be counted
        yield from _contents(case, store)


def _foreign(case: Case, problem: StoreError) -> Check:
    """Return what is wrong with a database that is not one of ours, or not one of today's."""
    _ = case.words
    if is_damaged(problem):
        return soundness.unopened(case, problem)
    remedy = _("name a file with --db FILE")
    if isinstance(problem, StoreTooNew):
        remedy = _("update gazette, or use another store with --db FILE")
    return Check(N_("schema"), "failed", _.describe(problem), remedy)


def _schema(case: Case, missing: int) -> Check:
    _ = case.words
    if not missing:
        return Check(N_("schema"), "ok", _("up to date"))
    if not sizes(case.session.store_file).store:
        return Check(N_("schema"), "ok", _("the file is empty; the next fetch makes a store of it"))
    told = _.plural(
        "{n} step behind; the next fetch brings it up to date",
        "{n} steps behind; the next fetch brings it up to date",
        missing,
    )
    return Check(N_("schema"), "ok", told)


def size(found: Sizes, _: Words) -> Check:
    """Tell how large the files are; a long log is one that some reader keeps from being folded."""
    told = _("{store}, its log {log}; the pages that are kept {kept}").format(
        store=_.size(found.store), log=_.size(found.log), kept=_.size(found.kept_pages)
    )
    if found.log <= LONG_LOG_BYTES:
        return Check(N_("size"), "ok", told)
    return Check(
        N_("size"),
        "warning",
        told,
        _("close what reads the store (a reader left open?); then the next fetch clears the log"),
    )


def _contents(case: Case, store: Health) -> Iterator[Check]:
    _, rows = case.words, case.feed_rows
    parts = [
        _.plural("{n} feed", "{n} feeds", len(rows)),
        _.plural("{n} story", "{n} stories", sum(row.stories for row in rows)),
        _.plural("{n} full text", "{n} full texts", store.articles()),
    ]
    yield Check(N_("contents"), "ok", ", ".join(parts))
    yield from _left(case)
    yield from _aged(case, store)
    free = store.retention.unused_bytes()
    yield unused(free, sizes(store.path).store, case.words, case.gazette("vacuum"))


def _left(case: Case) -> Iterator[Check]:
    """Tell of feeds that are not subscribed to any more: their stories stay, as promised."""
    _, wanted = case.words, {s.url for s in case.subscriptions}
    left = [row for row in case.feed_rows if row.url not in wanted]
    if not left or not wanted:
        return
    stories = sum(row.stories for row in left)
    yield Check(
        N_("unsubscribed"),
        "ok",
        _.plural(
            "{n} feed that you left, with {stories}",
            "{n} feeds that you left, with {stories}",
            len(left),
            stories=_.plural("{n} story", "{n} stories", stories),
        ),
        _("if you do not want them any more"),
        case.gazette("remove", "FEED", "--purge"),
        items=titles(left),
    )


def _aged(case: Case, store: Health) -> Iterator[Check]:
    """Tell which stories are older than they are to be kept; they stay until a person says so."""
    _ = case.words
    if not isinstance(case.config, Config):
        return
    keep = case.config.store.keep
    if keep is None:
        yield Check(N_("age"), "ok", _("stories are kept for ever"))
        return
    aged = store.retention.aged(before=case.now - keep)
    if not aged.since:
        yield Check(N_("age"), "ok", _("no story is older than stories are kept"))
        return
    told = _.plural(
        "{n} story is older than stories are kept; it is of {since}",
        "{n} stories are older than stories are kept; the oldest is of {since}",
        len(aged.ids),
        since=_.full_date(aged.since, LocalZone()),
    )
    remedy = _("to delete them; starred and tagged ones stay")
    yield Check(N_("age"), "ok", told, remedy, case.gazette("vacuum"))


def unused(free: int, whole: int, _: Words, command: str) -> Check:
    """Tell how much of the file's bytes, `whole`, are `free`: what `command` gives back."""
    share = free / whole if whole else 0.0
    told = _("{size} of the file ({share}%)").format(size=_.size(free), share=round(100 * share))
    if share < MUCH_UNUSED or free < MUCH_UNUSED_BYTES:
        return Check(N_("unused"), "ok", told)
    return Check(
        N_("unused"),
        "warning",
        told,
        _("give it back to the disk"),
        command,
    )
