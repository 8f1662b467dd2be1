"""Is the store there, sound and up to date; what is in it, and is there room for more?"""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazette.cli.doctor.case import Case, Check
from gazette.cli.session import is_missing
from gazette.errors import N_, StoreError, StoreTooNew
from gazette.i18n import Words
from gazette.store.connection import is_damage
from gazette.store.health import WHOLE_CHECK_BYTES, Health, Sizes, sizes

MEGABYTE: Final = 1_000_000
LONG_LOG_BYTES: Final = 64 * MEGABYTE
"""Usual are a few MB: SQLite folds the log into the file when no reader is in the way."""
MUCH_UNUSED: Final = 0.25
MUCH_UNUSED_BYTES: Final = 20 * MEGABYTE
LITTLE_ROOM_BYTES: Final = 500 * MEGABYTE
"""What the pages that are kept may take by themselves, unless feeds.toml says otherwise."""
NO_ROOM_BYTES: Final = 20 * MEGABYTE


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
        yield _closed(case, case.store)
    else:
        yield Check(N_("file"), "ok", _place(case))
        yield from _inside(case, case.store)
    yield from _folder(case)


def _place(case: Case) -> str:
    """Return where the store is, and why there where its place is not the usual one."""
    _, session = case.words, case.session
    named = session.environment.get("GAZETTE_DB")
    if named and Path(named).absolute() == session.store_file:
        return _("{file} (from {source})").format(file=session.store_file, source="$GAZETTE_DB")
    return str(session.store_file)


def _closed(case: Case, problem: StoreError) -> Check:
    """Return why the store cannot be opened, and what to do about that."""
    _, file = case.words, case.session.store_file
    told = _.describe(problem)
    if os.access(file, os.R_OK) and file.is_dir():
        told = _("{file} is a folder").format(file=file)
        remedy = _("name a file with --db FILE")
        return Check(N_("file"), "failed", told, remedy)
    if is_damage(problem):
        return Check(
            N_("file"),
            "failed",
            told,
            _(
                "put it aside; then put your last copy in its place, or let the next fetch"
                " begin anew"
            ),
            _aside(file),
        )
    return Check(
        N_("file"),
        "failed",
        told,
        _("see whose it is, and let yourself read it"),
        shlex.join(["ls", "-ld", str(file.parent), str(file)]),
    )


def _aside(file: Path) -> str:
    """Return the command that moves a store away with its log, which would spoil the next one."""
    folder, name = shlex.quote(str(file.parent / "damaged")), shlex.quote(str(file))
    return f"mkdir -p {folder} && mv {name}* {folder}"


def _inside(case: Case, store: Health) -> Iterator[Check]:
    try:
        missing = store.missing_steps()
    except StoreError as problem:
        yield _foreign(case, problem)
        return
    yield _schema(case, missing)
    yield from _soundness(case, store)
    yield size(sizes(case.session.store_file), case.words)
    if missing == 0:  # of an older schema not every table is there to be counted
        yield from _contents(case, store)


def _foreign(case: Case, problem: StoreError) -> Check:
    """Return what is wrong with a database that is not one of ours, or not one of today's."""
    _ = case.words
    if isinstance(problem, StoreTooNew):
        remedy = _("update gazette, or use another store with --db FILE")
        return Check(N_("schema"), "failed", _.describe(problem), remedy)
    if is_damage(problem):
        return _closed(case, problem)
    remedy = _("name a file with --db FILE")
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


def _soundness(case: Case, store: Health) -> Iterator[Check]:
    _ = case.words
    found = store.soundness()
    large = _.size(WHOLE_CHECK_BYTES)
    if found.is_whole:
        how = _("tables and indexes checked (integrity_check)")
    else:
        how = _("tables checked (quick_check: it is larger than {size})").format(size=large)
    file = str(store.path)
    if not found.is_finished:
        yield Check(
            N_("soundness"),
            "skipped",
            _("the check took too long and was broken off; until then nothing was found"),
            _("let it finish once"),
            shlex.join(["sqlite3", file, "PRAGMA integrity_check"]),
        )
    elif not found.faults:
        yield Check(N_("soundness"), "ok", how)
    elif all(" index " in f"{fault} " for fault in found.faults):
        yield Check(
            N_("soundness"),
            "failed",
            _("indexes are damaged; no story is lost"),
            _("have them made anew"),
            shlex.join([sys.executable, "-m", "sqlite_utils", "query", file, "REINDEX"]),
            items=found.faults,
        )
    else:
        yield Check(
            N_("soundness"),
            "failed",
            _("the file is damaged"),
            _("copy what can be read; then put the file aside and the copy in its place"),
            _copied(store.path),
            items=found.faults,
        )
    if not found.faults and found.is_finished:
        yield _references(case, store)


def _copied(file: Path) -> str:
    """Return the command that copies what can be read of a damaged store.

    Not sqlite3's `.recover`, which distributions leave out of it: `.dump` reads on behind what is
    damaged as well, and only ends by taking all of it back.
    """
    old, new = shlex.quote(str(file)), shlex.quote(f"{file}.new")
    return (
        f"{{ sqlite3 {old} .dump | sed 's/^ROLLBACK.*/COMMIT;/';"
        f" echo 'PRAGMA journal_mode = WAL;'; }} | sqlite3 {new}"
    )


def _references(case: Case, store: Health) -> Check:
    _ = case.words
    broken = store.broken_references()
    if not broken:
        return Check(N_("references"), "ok", _("every row finds those that it names"))
    return Check(
        N_("references"),
        "warning",
        _.plural(
            "{n} row names another that is gone",
            "{n} rows name others that are gone",
            broken,
        ),
        _("see which, and delete them: another program has left them behind"),
        shlex.join(["sqlite3", str(store.path), "PRAGMA foreign_key_check"]),
    )


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
    yield unused(store.path, store.free_bytes(), sizes(store.path).store, case.words)


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
    )


def unused(file: Path, free: int, whole: int, _: Words) -> Check:
    """Tell how much of the file's bytes, `whole`, are `free`: what a vacuum gives back."""
    share = free / whole if whole else 0.0
    told = _("{size} of the file ({share}%)").format(size=_.size(free), share=round(100 * share))
    if share < MUCH_UNUSED or free < MUCH_UNUSED_BYTES:
        return Check(N_("unused"), "ok", told)
    return Check(
        N_("unused"),
        "warning",
        told,
        _("give it back to the disk, while nothing else uses the store"),
        shlex.join([sys.executable, "-m", "sqlite_utils", "vacuum", str(file)]),
    )


def _folder(case: Case) -> Iterator[Check]:
    """Look at the folder, or where there is none yet at the one that it will be made in."""
    _, file = case.words, case.session.store_file
    folder = next(parent for parent in file.parents if os.access(parent, os.F_OK))
    writable = [p for p in (folder, file) if _may_write(p)]
    if folder not in writable or (os.access(file, os.F_OK) and file not in writable):
        shut = folder if folder not in writable else file
        yield Check(
            N_("folder"),
            "failed",
            _("{file} may not be written").format(file=shut),
            _("see whose it is, or use another store with --db FILE"),
            shlex.join(["ls", "-ld", str(shut)]),
        )
    else:
        yield Check(N_("folder"), "ok", _("{file} may be written").format(file=folder))
    yield room(folder, shutil.disk_usage(folder).free, _)


def room(folder: Path, free: int, _: Words) -> Check:
    """Tell how much room is left on the disk that `folder` is on."""
    told = _("{size} free on its disk").format(size=_.size(free))
    if free >= LITTLE_ROOM_BYTES:
        return Check(N_("room"), "ok", told)
    return Check(
        N_("room"),
        "failed" if free < NO_ROOM_BYTES else "warning",
        told,
        _("make room, or keep fewer pages with keep_pages_size in feeds.toml"),
        shlex.join(["df", "-h", str(folder)]),
    )


def _may_write(path: Path) -> bool:
    can_ask = os.access in os.supports_effective_ids
    mode = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
    return os.access(path, mode, effective_ids=can_ask)
