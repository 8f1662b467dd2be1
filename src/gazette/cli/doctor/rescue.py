"""`gazette doctor --salvage FILE`: what can be read of a damaged store, copied to a new one."""

import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import asdict

from gazette.cli import output
from gazette.cli.session import Session
from gazette.clock import system_clock
from gazette.errors import StoreError
from gazette.fetch.lock import fetch_lock
from gazette.i18n import Words
from gazette.paths import is_missing
from gazette.store.connection import files_of
from gazette.store.salvage import Salvaged, salvage


def rescue(session: Session, new: Path, _: Words, *, jsonl: bool) -> int:
    """Copy what can be read of the session's store to `new`; tell how much, and what to do next.

    Raises:
        StoreError: nothing can be saved, or `new` is there already or cannot be written.
    """
    damaged = session.store_file
    if is_missing(damaged):
        output.narrate(_("gazette: there is no store: {file}").format(file=damaged))
        return 1
    with ExitStack() as stack:
        try:
            is_ours = stack.enter_context(fetch_lock(damaged))
        except StoreError:  # nothing can be written there, by no fetch either
            is_ours = True
        if not is_ours:
            output.narrate(_("gazette: a fetch is running; try again when it is done"))
            return 1
        found = salvage(damaged, new, now=system_clock())
    if jsonl:
        output.json_line({"file": str(new), **asdict(found)})
    else:
        for line in _report(found, damaged, new, _):
            output.narrate(line)
    return 0


def _report(found: Salvaged, damaged: Path, new: Path, _: Words) -> Iterator[str]:
    yield _.labelled(
        new,
        _("{stories} of {all_stories} stories, {articles} of {all_articles} full texts").format(
            stories=_.number(found.stories),
            all_stories=_.number(found.known_stories),
            articles=_.number(found.articles),
            all_articles=_.number(found.known_articles),
        ),
    )
    if not found.broken_pages:
        yield _("nothing is damaged: the copy is whole")
        return
    yield _.plural(
        "{n} page of the file could not be read",
        "{n} pages of the file could not be read",
        found.broken_pages,
    )
    if found.articles < found.known_articles:
        yield _("the next fetch asks for the missing full texts again")
    yield _.labelled(_("now put the file aside, and the copy in its place"), _moves(damaged, new))


def _moves(damaged: Path, new: Path) -> str:
    """Return the command that puts the copy where the damaged store was.

    Its journal goes with the damaged one: it would spoil the copy.
    """
    folder = damaged.parent / "damaged"
    aside = [str(file) for file in files_of(damaged) if file.exists()]
    steps = (
        ["mkdir", "-p", str(folder)],
        ["mv", *aside, str(folder)],
        ["mv", str(new.absolute()), str(damaged)],
    )
    return " && ".join(shlex.join(step) for step in steps)
