"""Turn the bytes of a feed into XML that a parser can read, or say what they are instead.

Pure, and the first thing that meets a feed's bytes: charset, control characters, damage at the
start and at the end, and what would keep a parser busy for minutes. What the XML means is the
business of `parse`.
"""

import re
from html.entities import html5
from typing import Final
from xml.sax.saxutils import escape

from gazette.errors import N_, ParseError
from gazette.feeds.discover import announced_feeds
from gazette.text import decode

MOST_ELEMENTS: Final = 2_000
"""Entries that are handed to the parser: the first and the last thousand."""

_DECLARATION = re.compile(rb"""^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_XML_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_CLEAN_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAME: Final = r"[A-Za-z_][\w.-]*(?::[\w.-]+)?"
_ROOT = re.compile(f"<({_NAME})")
_FEED_START = re.compile(r"<\?xml\b|<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")
_FEED_ROOTS: Final = frozenset(("rss", "feed", "rdf", "channel"))
# What a server's error message or a page without a head begins with.
_HTML_ROOTS: Final = frozenset(
    "html head body title meta link script style div p br b h1 h2 center table span font".split()
)
_JUNK_CHARS: Final = 8_000

# Whole escape sequences, so that "[31m" does not stay to be read; the "<" ends one, so that no
# element is swallowed. Other controls are then dropped: with them XML would not be XML.
_ESCAPE = re.compile("\x1b(?:\\[[0-9:;?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b<\n]*(?:\x07|\x1b\\\\))")
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VERTICAL = re.compile("[\x0b\x0c]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# 20,000 attributes keep feedparser busy for 10 s, quadratically. A tag as long as that is rare
# (an inline image), one with so many "=" is an attack.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{5000,}")
_MOST_ATTRIBUTES: Final = 500
# A million empty elements (4 MB) keep it busy for 13 s; real feeds of 10 MB have 200,000 tags.
_MOST_TAGS: Final = 400_000
_REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][\da-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_LAST_CHARACTER: Final = 0x10FFFF
_XML_ENTITIES: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>")

_MAGIC: Final = (
    (b"\x89PNG", N_("it is an image (PNG)")),
    (b"\xff\xd8\xff", N_("it is an image (JPEG)")),
    (b"GIF8", N_("it is an image (GIF)")),
    (b"RIFF", N_("it is an image or a sound")),
    (b"%PDF", N_("it is a PDF document")),
    (b"PK\x03\x04", N_("it is a zip archive")),
    (b"\x1f\x8b", N_("it is compressed data (gzip) without a label")),
    (b"ID3", N_("it is a sound (MP3)")),
)
_OTHER_XML: Final = {
    "opml": N_("it is a list of feeds (OPML)"),
    "urlset": N_("it is a sitemap"),
    "sitemapindex": N_("it is a sitemap"),
    "svg": N_("it is an image (SVG)"),
    "error": N_("it is an error message in XML"),
}


def feed_document(body: bytes, *, url: str, charset: str | None = None) -> str:
    """Return the XML of a feed: no control characters, no junk in front, declared as UTF-8.

    `charset` is what the server declared. Ill-formed XML passes; of very many entries the first
    and the last are kept.

    Raises:
        ParseError: this is no feed, or one that is cut off; where it is an HTML page,
            its data holds `announced`, the feeds that the page announces.
    """
    _check_kind(body)
    text = xml_text(body, charset)
    _check_text(text)
    root = _root(text)
    if _local(root) not in _FEED_ROOTS:
        text, root = _without_junk(text, root, url)
    _check_end(text, root)
    declaration = _XML_DECLARATION.match(text)
    text = _fewer_entries(text[declaration.end() if declaration else 0 :])
    _check_size(text)
    if "<!ENTITY" not in text:  # else its references are left to the parser and its guards
        text = _without_controls(sound_references(text))
    return _CLEAN_DECLARATION + text


def xml_text(body: bytes, charset: str | None = None) -> str:
    """Return the text of an XML document: decoded, without controls or a byte-order mark."""
    text = decode(body, declared=_declared(body, charset)).lstrip("\ufeff")
    return _without_controls(text).strip()


def _declared(body: bytes, charset: str | None) -> str | None:
    """Return the charset to believe: the server's, unless it is a server's default."""
    if body[:4].replace(b"\0", b"")[:2] in (b"<?", b"<r", b"<f") and b"\0" in body[:2]:
        return "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
    match = _DECLARATION.match(body[:400].removeprefix(b"\xef\xbb\xbf"))
    inside = match[1].decode("ascii") if match else None
    is_default = (charset or "").lower() in ("", "utf-8", "iso-8859-1", "latin1", "us-ascii")
    return inside if inside and is_default else charset


def _without_controls(text: str) -> str:
    if not _CONTROL.search(text):  # as in nearly every feed: one pass instead of three
        return text
    return _NOT_XML.sub("", _ESCAPE.sub("", _VERTICAL.sub("\n", text)))


def _check_kind(body: bytes) -> None:
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ParseError(problem=N_("the answer is empty"))
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            raise ParseError(problem=kind)


def _check_text(text: str) -> None:
    if text.startswith(("{", "[")):
        is_json_feed = "://jsonfeed.org/version/" in text[:2000]
        raise ParseError(problem=N_("it is a JSON Feed") if is_json_feed else N_("it is JSON"))
    if "<" not in text:
        raise ParseError(problem=N_("it is plain text"))


def _root(text: str) -> str:
    """Return the name of the first element; "" where there is none."""
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        for opening, closing in (("<?", "?>"), ("<!--", "-->")):
            if text.startswith(opening, position):
                end = text.find(closing, position)
                position = end + len(closing) if end >= 0 else len(text)
                break
        else:
            match = _ROOT.search(text, position)
            return match[1] if match else ""


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _without_junk(text: str, root: str, url: str) -> tuple[str, str]:
    """Return the feed behind a server's warnings, and its root; else say what this is."""
    start = _FEED_START.search(text, 1, _JUNK_CHARS)
    is_page = _local(root) == "html" or text[:100].lower().startswith("<!doctype html")
    if start and not is_page:
        rest = text[start.start() :]
        if _local(rest_root := _root(rest)) in _FEED_ROOTS:
            return rest, rest_root
    if is_page or _local(root) in _HTML_ROOTS:
        raise _html_page(text, url)
    if kind := _OTHER_XML.get(_local(root)):
        raise ParseError(problem=kind)
    return text, root


def _html_page(text: str, url: str) -> ParseError:
    announced = announced_feeds(text, url=url)
    return ParseError(problem=N_("it is an HTML page"), announced=announced)


def _check_end(text: str, root: str) -> None:
    """Refuse a feed that lacks its end: the next one would be read as if entries had gone."""
    end = f"</{root}"
    if root and end not in text and end.lower() not in text[-2000:].lower():
        is_empty_element = re.search(rf"<{re.escape(root)}[^<>]*/>", text[:5000])
        if not is_empty_element:
            raise ParseError(problem=N_("it is cut off before its end"))


def _check_size(text: str) -> None:
    if text.count("<") > _MOST_TAGS:
        raise ParseError(problem=f"it has more than {_MOST_TAGS} elements")
    if any(match[0].count("=") > _MOST_ATTRIBUTES for match in _LONG_TAG.finditer(text)):
        raise ParseError(problem=f"one of its tags has more than {_MOST_ATTRIBUTES} attributes")


def _fewer_entries(text: str) -> str:
    """Return a feed without the middle of too many entries.

    feedparser reads 4,000 in a second; newest may stand first or last.
    """
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if len(ends) <= MOST_ELEMENTS:
        return text
    half = MOST_ELEMENTS // 2
    return text[: ends[half - 1]] + text[ends[-half - 1] :]


def sound_references(text: str) -> str:
    """Return XML whose references all mean a character; forbidden ones stand in the open.

    A bare "&", an entity of HTML or a reference to a control character would send the whole feed
    to a parser for broken markup, four times slower, which makes "S&P; 500" of "S&P 500".
    """
    kept, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        kept += [_REFERENCE.sub(_sound, text[position:start]), text[start : end + 3]]
        position = end + 3
    return "".join((*kept, _REFERENCE.sub(_sound, text[position:])))


def _sound(match: re.Match[str]) -> str:
    number, name = match.groups()
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        character = chr(code) if code <= _LAST_CHARACTER else ""
        return match[0] if character and not _NOT_XML.match(character) else character
    if name in _XML_ENTITIES:
        return match[0]
    named = html5.get(f"{name};")
    return escape(named) if named else f"&amp;{match[0][1:]}"
