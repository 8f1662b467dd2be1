"""Leave out of a feed the entries that stand in it, byte for byte, as they stood before.

Pure. An hourly fetch of a feed that changed brings two new entries and fifty old ones. Reading one
takes 0.3 ms, comparing its bytes 0.01 ms, and what has not changed has nothing to say.
"""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from msgspec import Struct

from gazette.feeds.identity import steady
from gazette.model import SeenEntry

READING: Final = 1
"""To be raised when entries are read otherwise than before, so that all are read again."""
_FINGERPRINT_BYTES: Final = 8

_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>")
_BRACKETS: Final = (("<![CDATA[", "]]>"), ("<!--", "-->"))


class Rest(Struct, frozen=True):
    """What there is to read of a feed's document."""

    document: str
    fingerprints: tuple[str, ...]
    """Of the entries in it, in order; none where they could not be told apart."""
    unchanged: tuple[SeenEntry, ...] = ()
    """What was left out."""


def without_unchanged(document: str, seen: Sequence[SeenEntry], *, context: str) -> Rest:
    """Return a feed's document without the entries that are among those `seen`.

    `context` is what else decides how an entry is read: an entry that is unchanged under another
    one, or under another head of the feed, is read again.
    """
    ends = [match.end() for match in _END.finditer(document)]
    first = _START.search(document)
    if first is None or not ends or ends[0] < first.start():
        return Rest(document, ())
    head, tail = document[: first.start()], document[ends[-1] :]
    starts = [first.start(), *ends[:-1]]
    pieces = [document[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if not all(map(_is_one_entry, pieces)):
        return Rest(document, ())
    frame = blake2b(digest_size=_FINGERPRINT_BYTES)
    frame.update(f"{READING}\n{context}\n".encode("utf-8", "surrogatepass"))
    frame.update(steady(head.encode("utf-8", "surrogatepass")))
    known = {entry.fingerprint: entry for entry in seen}
    fresh: list[str] = []
    fingerprints: list[str] = []
    unchanged: list[SeenEntry] = []
    for piece in pieces:
        digest = frame.copy()
        digest.update(piece.encode("utf-8", "surrogatepass"))
        fingerprint = digest.hexdigest()
        if fingerprint in known:
            unchanged.append(known[fingerprint])
        else:
            fresh.append(piece)
            fingerprints.append(fingerprint)
    if not unchanged:
        return Rest(document, tuple(fingerprints))
    return Rest("\n".join((head, *fresh, tail)), tuple(fingerprints), tuple(unchanged))


def seen_now(entries: Sequence[SeenEntry]) -> tuple[SeenEntry, ...]:
    """Return those of a feed's entries to know again: not the ones that share a guid."""
    times = Counter(entry.guid for entry in entries)
    return tuple(entry for entry in entries if times[entry.guid] == 1 or not entry.guid)


def _is_one_entry(piece: str) -> bool:
    """Return whether a piece of a document is one whole entry, and could be taken out."""
    # "</item>" inside a CDATA section or a comment ends no entry.
    return (
        _START.match(piece) is not None
        and len(_START.findall(piece)) == 1
        and all(piece.count(opens) == piece.count(closes) for opens, closes in _BRACKETS)
    )
