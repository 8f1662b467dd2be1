"""What is looked at before a page is parsed: is it a page at all, and can it do harm?

The parser is C code that nothing can stop, and its time grows with the square of the nesting
depth and of the attributes on one tag, so both are bounded here, on the bytes.
"""

import re
from collections.abc import Iterator
from typing import Final

from gazette.errors import N_, ExtractError
from gazette.text import decode

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 2_000
"""40,000 nested div take 6.6 s, 5,000 take 0.07 s; real pages end at 50."""
MAX_ATTRIBUTES: Final = 2_000
"""20,000 attributes on one tag take 2.4 s; 8 MB of tags with 2,000 each take 3.4 s."""
_LONGEST_TAG: Final = MAX_ATTRIBUTES * 2
"""Bytes; more attributes than that do not fit into fewer."""
MAX_TAGS: Final = 200_000
"""A million take 555 MB; real pages end at 10,000."""

_HEAD_BYTES: Final = 4096
_STRAY_NULS: Final = 2
"""Browsers pass over a NUL in a page's head; a file that is no text has them by the hundred."""
_WIDE_SHARE: Final = 0.8
"""Of the characters of a text in UTF-16: those that one byte would hold."""
_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_QUADRATIC: Final = re.compile(
    rb"<(?:div|ul|ol|li|dl|dd|section|article|table|blockquote|fieldset|center|details|figure|main"
    rb"|aside|header|footer|nav|form)\b",
    re.I,
)
_BLOCK_TAG: Final = re.compile(
    rb"<(/?)(?:div|section|article|main|aside|header|footer|nav|ul|ol|li|dl|dd|dt|table|blockquote"
    rb"|form|fieldset|figure|center|details|b|i|a|font|span|em|strong)\b",
    re.I,
)
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
_TAG_NAME: Final = re.compile(rb"(?!script\b|style\b)[a-z][\w:-]*[\s/>]", re.I)
_BINARY: Final = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
)
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n"
"""What servers set before a file that they send as a page."""
_TAGS: Final = (
    r"<(?:!doctype|html|head|body|title|meta|div|p|br|article|section|main|h[1-6]|ul|ol|li|table|td"
    r"|blockquote|pre|span|a|b|i|em|strong)\b[^<]*>"
)
_TAG: Final = re.compile(_TAGS, re.I)
_TAG_BYTES: Final = re.compile(_TAGS.encode(), re.I)
# Labels of pages that are UTF-8 all the same where their bytes are.
_OFTEN_UTF8: Final = frozenset(
    ("utf-8", "utf8", "iso-8859-1", "iso-8859-15", "windows-1252", "latin1", "us-ascii")
)


def page_source(body: bytes, charset: str | None) -> bytes | str:
    """Return a page as the parser takes it; `charset` is what the HTTP header declares.

    That is the bytes themselves where they are UTF-8, as nearly all pages are.

    Raises:
        ExtractError: empty, binary, or built so that parsing it would take seconds.
    """
    if not body or body.isspace():
        raise ExtractError(kind=N_("empty page"))
    if len(body) > MAX_BYTES:
        raise ExtractError(kind=N_("page larger than 8 MB"))
    declared = charset or _wide_charset(body) or _meta_charset(body)
    source = body if _is_utf8(body, declared) else decode(body, declared=declared)
    head = source[:_HEAD_BYTES]
    nuls = head.count(b"\x00") if isinstance(head, bytes) else head.count("\x00")
    if body[:_HEAD_BYTES].lstrip(_BEFORE).startswith(_BINARY) or nuls > _STRAY_NULS:
        raise ExtractError(kind=N_("not a text page"))
    # Tags of two bytes a character are none of those that are looked for.
    if isinstance(source, str) and b"\x00" in body[:_HEAD_BYTES]:
        body = source.encode("utf-8", "replace")
    _refuse_harm(body)
    return source


def is_markup(source: bytes | str) -> bool:
    """Return whether a source has tags, or is plain text."""
    if isinstance(source, bytes):
        return _TAG_BYTES.search(source) is not None
    return _TAG.search(source) is not None


def _is_utf8(body: bytes, declared: str | None) -> bool:
    """Return whether the bytes are UTF-8, and `decode` would see them so."""
    label = (declared or "utf-8").strip().lower()
    if label not in _OFTEN_UTF8 or body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        return body.isascii() or bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _meta_charset(body: bytes) -> str | None:
    found = _CHARSET.search(body, 0, _HEAD_BYTES)
    label = found.group(1).decode("ascii", "replace") if found else None
    # HTML, "prescan a byte stream": what was read byte by byte is not in units of two or four.
    return "utf-8" if label and label.lower().startswith(("utf-16", "utf-32")) else label


def _wide_charset(body: bytes) -> str | None:
    """Return the charset of a text of two bytes a character that no mark announces.

    In our languages nearly each other byte is a NUL there: the second one, or the first.
    """
    head = body[:_HEAD_BYTES]
    if head.count(b"\x00") <= _STRAY_NULS:
        return None
    nuls = head[::2].count(0), head[1::2].count(0)
    if min(nuls) or max(nuls) < _WIDE_SHARE * (len(head) // 2):
        return None
    return "utf-16-le" if nuls[1] else "utf-16-be"


def _refuse_harm(body: bytes) -> None:
    # One byte is found by `memchr`: what is left without it says how often it stands, in two
    # thirds of the time that counting takes.
    tags = len(body) - len(body.replace(b"<", b""))
    if tags > MAX_TAGS:
        raise ExtractError(kind=N_("too many elements"))
    # Most tags have an end; where none has, four times that depth takes 0.3 s.
    if tags > 4 * MAX_DEPTH and tags - body.count(b"</") > MAX_DEPTH:
        _refuse_depth(body)
    # Scripts are cut out only when something looks bad, because comparisons in them look like tags.
    if _has_crowded_tag(body) and _has_crowded_tag(_without_scripts(body)):
        raise ExtractError(kind=N_("a tag with too many attributes"))


def _refuse_depth(body: bytes) -> None:
    if len(_QUADRATIC.findall(body)) <= MAX_DEPTH:
        return
    depth = 0
    for tag in _BLOCK_TAG.finditer(body):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > MAX_DEPTH:
            raise ExtractError(kind=N_("nested too deeply"))


def _has_crowded_tag(body: bytes) -> bool:
    for piece in _long_pieces(body):
        if _TAG_NAME.match(piece):
            names = _QUOTED.sub(b"", piece).partition(b">")[0]
            if max(names.count(b"="), len(names.split())) > MAX_ATTRIBUTES:
                return True
    return False


def _long_pieces(body: bytes) -> Iterator[bytes]:
    """Yield what stands after each "<" up to the next, where that is longer than a tag should be.

    The last "<" within reach is the next one looked at: what lies between is short. So a page of
    200 kB takes 50 steps (0.02 ms), and not one for each of its tags.
    """
    start = body.find(b"<") + 1
    while start:
        after = body.rfind(b"<", start, start + _LONGEST_TAG + 1)
        if after < 0:
            after = body.find(b"<", start + _LONGEST_TAG)
            piece = body[start:after] if after >= 0 else body[start:]
            if len(piece) > _LONGEST_TAG:
                yield piece
        start = after + 1


def _without_scripts(body: bytes) -> bytes:
    lower, kept, at = body.lower(), [], 0
    while (start := lower.find(b"<script", at)) >= 0:
        kept.append(body[at:start])
        at = lower.find(b"</script", start)
        if at < 0:
            return b"".join(kept)
    return b"".join([*kept, body[at:]])
