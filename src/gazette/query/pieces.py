"""The pieces of a query: words, quotes, parentheses, minus signs and operators, with their places.

One pass with one regular expression, so that a text takes time in proportion to its length.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from gazette.errors import N_, Phrase, QueryError, UnfinishedQuery
from gazette.text import clean_line

Kind = Literal["open", "close", "minus", "and", "or", "quote", "word"]

CLOSERS: Final = {'"': '"', "«": "»", "“": "”“", "”": "”", "„": "“”", "‟": "”"}
"""What closes each quote."""
_QUOTES: Final = "".join(dict.fromkeys([*CLOSERS, *"".join(CLOSERS.values())]))
_MINUS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"  # what keyboards and sites write for "-"
_OPERATORS: Final[dict[str, Kind]] = {"OR": "or", "OU": "or", "AND": "and", "ET": "and"}
"""Only in capitals: "or" and "ou", "et" and "and" are words."""

# A minus sign alone parts a sentence ("Paris - Lyon"): it excludes only what stands behind it.
# Behind a digit a quote means inches (27" TV).
_PIECE: Final = re.compile(
    rf"""\s+ | (?P<open>\() | (?P<close>\)) | (?P<minus>[{_MINUS}](?![\s)]|\Z))
    | (?P<quote>(?<!\d)"|[{_QUOTES.replace('"', "").replace("»", "")}])
    | (?P<word>[^\s(){_QUOTES}]+) | .""",
    re.VERBOSE | re.DOTALL,
)
# With combining accents too, as some programs write "étiquette" when it is pasted.
_FIELD: Final = re.compile("((?:[^\\W\\d_][\u0300-\u036f]*)+):")
_SHOWN_CHARS: Final = 40


class Piece(Struct, frozen=True):
    """A piece of a query."""

    kind: Kind
    start: int
    end: int
    text: str
    """Of a quote, what stands between its signs; of a word, the whole of it."""
    field: str | None = None
    """The name before a colon: letters, of a field or not. `text` is what stands behind it."""
    is_quoted: bool = False
    """A quote, or a field's value in quotes."""
    has_star: bool = False
    """A "*" stands behind the quote."""


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a query, in their order.

    Raises:
        UnfinishedQuery: a quote is not closed.
    """
    place, is_negated = 0, False
    while place < len(text):
        match = _PIECE.match(text, place)
        assert match is not None, "the last alternative matches any character"
        kind = match.lastgroup
        if kind == "quote":
            piece = _quote(text, place)
        elif kind == "word":
            piece = _word(text, match, is_negated=is_negated)
        elif kind in ("open", "close", "minus"):
            piece = Piece(kind, place, match.end(), match.group())  # type: ignore[arg-type]  # the names of the groups are kinds
        else:
            place, is_negated = match.end(), False
            continue
        yield piece
        place, is_negated = piece.end, piece.kind == "minus"


def wrong(text: str, start: int, end: int, template: str, **data: object) -> QueryError:
    """Return the error that names a place of the query; `{piece}` is what stands there."""
    return _error(QueryError, text, start, end, template, data)


def unfinished(text: str, start: int, end: int, template: str, **data: object) -> QueryError:
    """Return the error of a query that may become one when it is typed on."""
    return _error(UnfinishedQuery, text, start, end, template, data)


def _error(
    kind: type[QueryError], text: str, start: int, end: int, template: str, data: dict[str, object]
) -> QueryError:
    piece = clean_line(text[start : min(end, start + 4 * _SHOWN_CHARS)], _SHOWN_CHARS)
    problem = Phrase(template, **{"piece": piece, **data})
    return kind(column=start + 1, length=end - start, problem=problem)


def _word(text: str, match: re.Match[str], *, is_negated: bool) -> Piece:
    word, start, end = match.group(), match.start(), match.end()
    if word in _OPERATORS and not is_negated:
        return Piece(_OPERATORS[word], start, end, word)
    field = _FIELD.match(word)
    if field is None:
        return Piece("word", start, end, word)
    name, value = field[1], word[field.end() :]
    if not value and text[end : end + 1] in CLOSERS:
        quote = _quote(text, end)
        return Piece("word", start, quote.end, quote.text, name, True, quote.has_star)
    return Piece("word", start, end, value, name)


def _quote(text: str, start: int) -> Piece:
    end = start + 1
    closers = CLOSERS[text[start]]
    while end < len(text) and text[end] not in closers:
        end += 1
    if end == len(text):
        raise unfinished(text, start, start + 1, N_("the quote {piece} is not closed"))
    has_star = text[end + 1 : end + 2] == "*"
    return Piece(
        "quote",
        start,
        end + 1 + has_star,
        text[start + 1 : end],
        is_quoted=True,
        has_star=has_star,
    )
