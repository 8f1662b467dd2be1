"""Stories as JSON Lines: one whole story a line, which another store can take in.

Pure. Each line says its format and stands for itself: files can be joined, cut and searched line
by line, and a damaged line costs one story. Fields that are not known are passed over.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from gazette.errors import N_, NotAStory, Phrase
from gazette.export.record import FORMAT, StoryRecord, cleaned, is_feed
from gazette.text import clean_line

LINE_BYTES: Final = 16_000_000
"""Longest line that is read; a text is at most 200,000 characters."""
_DETAIL_CHARS: Final = 200

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(StoryRecord)


class _Head(msgspec.Struct):
    gazette: int


_heads = msgspec.json.Decoder(_Head)


def line(record: StoryRecord) -> bytes:
    """Return a story as one line."""
    return _encoder.encode(record) + b"\n"


def read_line(text: bytes, *, now: datetime) -> StoryRecord:
    """Return the story of a line, sanitised.

    Raises:
        NotAStory: the line is none that a gazette of this version can have written.
    """
    if len(text) > LINE_BYTES:
        raise NotAStory(problem=N_("it is longer than 16 MB"))
    try:
        record = _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAStory(problem=_problem(text, error)) from error
    if not 1 <= record.gazette <= FORMAT:
        raise NotAStory(problem=_other_format(record.gazette))
    if not is_feed(record.feed):
        raise NotAStory(problem=N_("its feed has no address of the web"))
    return cleaned(record, now=now)


def _problem(text: bytes, error: Exception) -> str | Phrase:
    if not isinstance(error, msgspec.ValidationError):
        return N_("its JSON is damaged")
    try:
        written = _heads.decode(text).gazette
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return N_("it is no line of `gazette export jsonl`")
    if not 1 <= written <= FORMAT:
        return _other_format(written)
    detail = clean_line(str(error), _DETAIL_CHARS)
    return Phrase(N_("it is no whole story ({detail})"), detail=detail)


def _other_format(written: int) -> str:
    if written > FORMAT:
        return N_("it was written by a newer gazette; please update gazette")
    return N_("it is no line of `gazette export jsonl`")


def lines_of(head: bytes, readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield the lines of a file of which `head` has been read already, without their ends.

    Of a line that is too long, only as much as tells that it is.
    """
    *whole, begun = head.split(b"\n")
    yield from whole
    text = begun + readline(LINE_BYTES + 1)
    while text:
        yield text.removesuffix(b"\n")
        while text and not text.endswith(b"\n"):
            text = readline(LINE_BYTES + 1)
        text = readline(LINE_BYTES + 1)
