"""Compare what a feed holds now with what the store knows of it.

Pure. The store passes the entries it knows and writes what comes back; entries of other feeds
are never looked at, so that no feed can take over another's stories.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from gazette.model import Flag, ParsedEntry

NO_NEWS: Final = frozenset(("read", "hidden"))
"""The marks of what is not to be announced."""


class KnownEntry(Struct, frozen=True):
    """An entry of the same feed as the store keeps it."""

    id: int
    guid: str
    canonical_url: str | None
    content_hash: int


class Changes(Struct, frozen=True):
    """What is to be written; entries in the feed's order."""

    new: tuple[ParsedEntry, ...] = ()
    changed: tuple[tuple[int, ParsedEntry], ...] = ()
    """Title, link or text were edited: the known entry's id and what it says now."""
    renamed: tuple[tuple[int, ParsedEntry], ...] = ()
    """The guid changed; an entry that was edited as well is also in `changed`."""
    unchanged: int = 0
    """Entries in none of the three."""
    marks: Mapping[str, Sequence[Flag]] = field(default_factory=dict)
    """What new entries are marked with by the reader's rules, by their guids."""

    @property
    def news(self) -> int:
        """How many new entries are neither read nor hidden."""
        return sum(NO_NEWS.isdisjoint(self.marks.get(e.guid, ())) for e in self.new)


def compare(
    entries: Sequence[ParsedEntry],
    known: Sequence[KnownEntry],
    *,
    unchanged: Collection[str] = (),
) -> Changes:
    """Return how `entries` differ from the `known` ones of the same feed.

    The same guid is the same entry. An entry with an unknown guid is a known one whose guid was
    changed: known guid gone from the feed, same address (where several share that address, or
    there is none: same content too). Of two entries with one guid the first counts. `unchanged` are
    the guids of entries that stand in the feed as before and were not read again.
    """
    present = {entry.guid: entry for entry in reversed(entries)}
    by_guid = {k.guid: k for k in known}
    moved = _moved(
        tuple(present.values()),
        known,
        {guid for guid in present if guid not in by_guid},
        frozenset(unchanged),
    )

    new: list[ParsedEntry] = []
    changed: list[tuple[int, ParsedEntry]] = []
    renamed: list[tuple[int, ParsedEntry]] = []
    same = len(unchanged)
    for entry in entries:
        if present.get(entry.guid) is not entry:
            continue
        match = by_guid.get(entry.guid) or moved.get(entry.guid)
        if match is None:
            new.append(entry)
            continue
        is_edited = match.content_hash != entry.content_hash
        is_renamed = match.guid != entry.guid
        if is_edited:
            changed.append((match.id, entry))
        if is_renamed:
            renamed.append((match.id, entry))
        same += not (is_edited or is_renamed)
    return Changes(tuple(new), tuple(changed), tuple(renamed), same)


def _moved(
    entries: Sequence[ParsedEntry],
    known: Sequence[KnownEntry],
    strange: set[str],
    unchanged: frozenset[str],
) -> dict[str, KnownEntry]:
    """Return the known entries that go on under another guid, by that guid.

    An address that several entries share (a status page, a live blog) says nothing by itself:
    there the content must agree too, or one entry would overwrite another.
    """
    present = unchanged.union(entry.guid for entry in entries)
    orphans = [k for k in known if k.guid not in present]
    strangers = [entry for entry in entries if entry.guid in strange]

    by_content = {(k.canonical_url, k.content_hash): k for k in orphans}
    moved: dict[str, KnownEntry] = {}
    for entry in strangers:
        if match := by_content.pop((entry.canonical_url, entry.content_hash), None):
            moved[entry.guid] = match

    known_at = Counter(k.canonical_url for k in known)
    now_at = Counter(entry.canonical_url for entry in entries)
    now_at.update(k.canonical_url for k in known if k.guid in unchanged)
    alone = {k.canonical_url: k for k in orphans if k.canonical_url}
    for entry in strangers:
        url = entry.canonical_url
        if entry.guid not in moved and url in alone and known_at[url] == now_at[url] == 1:
            moved[entry.guid] = alone[url]
    return moved
