"""`gazette import` of stories: those that `gazette export jsonl` wrote, taken into the store."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from gazette.cli import output
from gazette.cli.session import Session
from gazette.clock import system_clock
from gazette.errors import NotAStory
from gazette.export.jsonl import lines_of, read_line
from gazette.export.record import StoryRecord
from gazette.fetch.lock import fetch_lock
from gazette.i18n import Words
from gazette.store.transfer import Added, Transfer

REFUSED_SHOWN: Final = 10
_AT_ONCE: Final = 200
"""Stories in one transaction."""
_SUFFIX: Final = ".jsonl"
_MARK: Final = b"\xef\xbb\xbf"


def is_stories(name: str, head: bytes) -> bool:
    """Return whether a file that is called and begins like this holds stories, not a list."""
    begins_so = head.removeprefix(_MARK).lstrip().startswith(b"{")
    return begins_so or name.endswith(_SUFFIX)


def import_stories(session: Session, name: str, head: bytes, file: BinaryIO) -> int:
    """Take in the stories of a file of which `head` has been read; tell what became of them."""
    _ = session.words
    reading = _Reading(name, _)
    records = reading.records(lines_of(head.removeprefix(_MARK), file.readline))
    added = Added()
    with session.store() as store, fetch_lock(session.store_file) as is_ours:
        if not is_ours:  # it writes stories too, and counts on being the only one
            output.narrate(_("gazette: a fetch is running; try again when it is done"))
            return 1
        while batch := list(islice(records, _AT_ONCE)):
            added += Transfer(store.connection).add(batch)
    output.narrate(_summary(added, reading.refused, _))
    return 0 if added.new or added.known else 1


class _Reading:
    """Reads lines, and tells which are refused, and why: the first few of them."""

    def __init__(self, name: str, words: Words) -> None:
        self.refused = 0
        self._name = name
        self._words = words

    def records(self, lines: Iterator[bytes]) -> Iterator[StoryRecord]:
        now = system_clock()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield read_line(line, now=now)
            except NotAStory as problem:
                self._refuse(number, problem)

    def _refuse(self, number: int, problem: NotAStory) -> None:
        _ = self._words
        self.refused += 1
        if self.refused <= REFUSED_SHOWN:
            place = _("{file}, line {line}").format(file=self._name, line=number)
            output.narrate(f"  {_.labelled(place, _.describe(problem))}")
        elif self.refused == REFUSED_SHOWN + 1:
            output.narrate("  …")


def _summary(added: Added, refused: int, _: Words) -> str:
    parts = [_.plural("{n} story added", "{n} stories added", added.new)]
    if added.known:
        parts.append(_.plural("{n} was there already", "{n} were there already", added.known))
    if added.filled:
        parts.append(
            _.plural(
                "{n} of them has its text now", "{n} of them have their text now", added.filled
            )
        )
    if added.marked:
        parts.append(_.plural("{n} of them newly marked", "{n} of them newly marked", added.marked))
    if refused:
        parts.append(_.plural("{n} line refused", "{n} lines refused", refused))
    return " · ".join(parts)
