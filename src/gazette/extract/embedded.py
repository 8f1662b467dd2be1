"""The text of a page that is only in the data of its scripts, for a program to show.

The last resort, for pages that show nothing: half a megabyte of state holds menus and other
stories too. So a text is taken only from an object that has the page's title, and never from a
list of things that have titles or addresses of their own.
"""

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, Final

import msgspec
from selectolax.lexbor import LexborHTMLParser

from gazette.text import clean_line, fold

_MOST_CHARS: Final = 4_000_000
_MOST_OBJECTS: Final = 100_000
_MOST_DEPTH: Final = 40
_MOST_TITLED: Final = 8
_LEAST_CHARS: Final = 400
_TITLE_SHARE: Final = 0.6
_PARAGRAPH_CHARS: Final = 20
_TITLE_CHARS: Final = 300
_TEXT_KEY: Final = re.compile(
    r"(?:children|paragraphs?|data|nodes|items|p|copy|values?|rendered"
    r"|(?!.*(?:alt|caption|title|link|label|context)).*(?:text|contents?|html|body))"
)
_STORY_KEYS: Final = frozenset(("headline", "title", "url", "href", "slug", "link", "permalink"))
_ASSIGNED: Final = re.compile(r"\s*(?:(?:var|let|const)\s+)?[\w$.\[\]\"']{3,80}\s*=\s*(?=\{)")
_PUSHED: Final = re.compile(r"\s*(?:self|window)\.\w{3,30}\.push\((?=\[)")
_ROW: Final = re.compile(rb"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),|(?=[\[{]))")
_MOST_TEXTS: Final = 40
_SENTENCE: Final = re.compile(r"\w[.!?…»”](?:\s|<|$)")
_BLOCK: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|br)\b", re.I)


def embedded_text(source: bytes | str, headings: Collection[str]) -> str:
    """Return the text, plain or HTML, that scripts hold of the story titled as `headings` say.

    `headings` are folded. Empty if there is none.
    """
    best = ""
    for data in _states(source):
        for thing in _titled(data, headings):
            best = max(best, *_texts(thing, headings), key=len)
    return best if _reads_as_text(best) else ""


def _states(source: bytes | str) -> Iterator[object]:
    """Yield the objects that scripts of the page are, begin by assigning, or stream in pieces."""
    left = _MOST_CHARS
    pieces: list[str] = []
    for script in LexborHTMLParser(source).css("script"):
        text = script.text(deep=True)
        if (left := left - len(text)) < 0:
            break
        kind = script.attributes.get("type") or ""
        try:
            if kind.endswith("json"):
                yield msgspec.json.decode(text)
            elif start := _ASSIGNED.match(text):
                yield json.JSONDecoder(strict=False).raw_decode(text, start.end())[0]
            elif start := _PUSHED.match(text):
                pushed = json.JSONDecoder(strict=False).raw_decode(text, start.end())[0]
                pieces += (piece for piece in pushed if isinstance(piece, str))
        except (ValueError, RecursionError):
            continue
    yield from _streamed("".join(pieces).encode("utf-8", "replace"))


def _streamed(stream: bytes) -> Iterator[object]:
    """Yield the objects of a stream of rows, with the texts that are rows of their own in them.

    A row is a number, a colon and JSON to the end of the line, or T, its length and a text.
    """
    texts: list[tuple[bytes, bytes]] = []
    rows: list[bytes] = []
    at = 0
    while row := _ROW.search(stream, at):
        number, length = row.groups()
        if length is None:
            end = stream.find(b"\n", row.end())
            at = end if end >= 0 else len(stream)
            rows.append(stream[row.end() : at])
        else:
            at = row.end() + int(length, 16)
            text = stream[row.end() : at].decode("utf-8", "replace")
            texts.append((b'"$%b"' % number, msgspec.json.encode(text)))
    for data in rows:
        for name, written in texts[:_MOST_TEXTS] if b'"$' in data else ():
            data = data.replace(name, written)
        try:
            yield msgspec.json.decode(data)
        except (ValueError, RecursionError):
            continue


def _titled(data: object, headings: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the first objects of which a value, or one of a value's, is the title."""
    count = 0
    for thing in _objects(data):
        values = [*thing.values()]
        values += [v for inner in values if isinstance(inner, dict) for v in inner.values()]
        if any(isinstance(value, str) and _is_title(value, headings) for value in values):
            yield thing
            count += 1
            if count == _MOST_TITLED:
                return


def _is_title(text: str, headings: Collection[str]) -> bool:
    """Return whether a text is a title of the page, or one before the name of the site."""
    if not 0 < len(text) < _TITLE_CHARS:
        return False
    plain = fold(clean_line(text))
    return any(
        title.startswith(plain) and len(plain) >= _TITLE_SHARE * len(title) for title in headings
    )


def _objects(data: object, headings: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value, outermost first, up to a number of them.

    With `headings` those are left out that have another title, and all that they hold.
    """
    level, count = [data], 0
    for _ in range(_MOST_DEPTH):
        following: list[object] = []
        for value in level:
            if isinstance(value, list):
                following += value
            elif isinstance(value, dict) and not (headings and _is_other(value, headings)):
                yield value
                following += value.values()
        level = [value for value in following if isinstance(value, dict | list)]
        count += len(level)
        if not level or count > _MOST_OBJECTS:
            return


def _is_other(thing: dict[str, Any], headings: Collection[str]) -> bool:
    titles = [thing.get("headline"), thing.get("title")]
    named = [title for title in titles if isinstance(title, str) and title]
    return bool(named) and not any(_is_title(title, headings) for title in named)


def _texts(thing: dict[str, Any], headings: Collection[str]) -> Iterator[str]:
    """Yield what could be the text of an object: its strings, and its lists of paragraphs."""
    yield ""
    for inner in (thing, *islice(_objects(thing, headings), 1, None)):
        for key, value in inner.items():
            if isinstance(value, str):
                if len(value) >= _LEAST_CHARS and _TEXT_KEY.fullmatch(key.lower()):
                    yield value
            elif isinstance(value, list) and len(value) > 1:
                yield _joined([_paragraph(item) for item in value])


def _joined(paragraphs: list[str]) -> str:
    found = [text for text in paragraphs if len(text) >= _PARAGRAPH_CHARS]
    if any("<" in text for text in found):
        return "".join(text if _BLOCK.match(text) else f"<p>{text}</p>" for text in found)
    return "\n\n".join(found)


def _paragraph(item: object) -> str:
    """Return the text of one of a list; empty if it is a story of its own."""
    if isinstance(item, dict) and not _STORY_KEYS.isdisjoint(item):
        return ""
    return "".join(_pieces(item, 0))


def _pieces(item: object, depth: int) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif depth < _MOST_DEPTH and isinstance(item, list):
        for part in item:
            yield from _pieces(part, depth + 1)
    elif depth < _MOST_DEPTH and isinstance(item, dict):
        for key, value in item.items():
            if _TEXT_KEY.fullmatch(key.lower()):
                yield from _pieces(value, depth + 1)


def _reads_as_text(text: str) -> bool:
    return len(text) >= _LEAST_CHARS and len(_SENTENCE.findall(text)) > 2
