"""Is a store sound, and where it is not, what can still be done with it?"""

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from gazette.cli.doctor.case import Case, Check
from gazette.errors import N_, StoreError
from gazette.store.failures import is_foreign
from gazette.store.health import WHOLE_CHECK_BYTES, Health, Soundness


def checks(case: Case, store: Health) -> Iterator[Check]:
    """Have SQLite look through the file, then compare its rows with each other."""
    found = store.soundness()
    yield _soundness(case, store.path, found)
    if found.is_finished and not found.faults:
        yield _references(case, store)


def unopened(case: Case, problem: StoreError) -> Check:
    """Return what is wrong with a file that is damaged where a store begins, or is none at all."""
    _ = case.words
    if not is_foreign(problem):
        return _damaged(case, ())
    return Check(
        N_("soundness"),
        "failed",
        _.describe(problem),
        _("put it aside; then put your last copy in its place, or let the next fetch begin anew"),
        _aside(case.session.store_file),
    )


def _damaged(case: Case, faults: Sequence[str]) -> Check:
    """Return that a store is damaged, with the command that saves what can be read of it."""
    _, file = case.words, case.session.store_file
    copy = file.with_name(f"{file.stem}-saved{file.suffix}")
    return Check(
        N_("soundness"),
        "failed",
        _("the file is damaged"),
        _("copy what can be read to a new store; it says what to do then"),
        case.gazette("doctor", "--salvage", str(copy)),
        items=tuple(faults),
    )


def _soundness(case: Case, file: Path, found: Soundness) -> Check:
    _ = case.words
    if not found.is_finished:
        return Check(
            N_("soundness"),
            "skipped",
            _("the check took too long and was broken off; until then nothing was found"),
            _("let it finish once"),
            shlex.join(["sqlite3", str(file), "PRAGMA integrity_check"]),
        )
    if not found.faults:
        return Check(N_("soundness"), "ok", _extent(case, found))
    if all(" index " in f"{fault} " for fault in found.faults):
        return Check(
            N_("soundness"),
            "failed",
            _("indexes are damaged; no story is lost"),
            _("have them made anew"),
            shlex.join([sys.executable, "-m", "sqlite_utils", "query", str(file), "REINDEX"]),
            items=found.faults,
        )
    return _damaged(case, found.faults)


def _extent(case: Case, found: Soundness) -> str:
    """Return how far the check went."""
    _ = case.words
    if found.is_whole:
        return _("tables and indexes checked (integrity_check)")
    large = _.size(WHOLE_CHECK_BYTES)
    return _("tables checked (quick_check: it is larger than {size})").format(size=large)


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


def _aside(file: Path) -> str:
    """Return the command that moves a store away with its log, which would spoil the next one."""
    folder, name = shlex.quote(str(file.parent / "damaged")), shlex.quote(str(file))
    return f"mkdir -p {folder} && mv {name}* {folder}"
