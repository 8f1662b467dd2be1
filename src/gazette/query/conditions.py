"""What one piece of a query asks for: a word, a phrase, or a field and its value."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Final

from msgspec import Struct

from gazette.errors import N_, QueryError
from gazette.query import fields, times
from gazette.query.pieces import Piece, unfinished, wrong
from gazette.query.tree import (
    Before,
    Has,
    InFeed,
    InLanguage,
    Is,
    Node,
    OnSite,
    Part,
    Phrase,
    Since,
    Tagged,
    Within,
    Word,
    name_key,
)
from gazette.words import words

# What French puts before a vowel, and English behind a name, is no part of the word that is
# sought: "l'élection" finds "les élections", "Macron's" finds "Macron".
_ELISION: Final = re.compile(r"\A[\W_]*(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’]", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['’]s[\W_]*\Z", re.IGNORECASE)


class Reading(Struct, frozen=True):
    """How the pieces of one text are read: the text, the present, and the reader's time zone."""

    text: str
    now: datetime
    zone: tzinfo

    def node(self, piece: Piece) -> Node | None:
        """Return what a word or a quote asks for; None where it holds no word, but only signs.

        Raises:
            QueryError: it is a field without a value, or with one that it does not know.
        """
        if piece.field is None:
            return _sought(piece, None)
        known = fields.field_named(piece.field)
        if known:
            return self._condition(known, piece)
        self._refuse_slip(piece)
        return _word(self.text[piece.start : piece.end], None)

    def _refuse_slip(self, piece: Piece) -> None:
        """Refuse a name that is no field's, but nearly one; others are words, as in "12:30"."""
        if not piece.text or piece.text.startswith("//"):  # https://…
            return
        name = piece.field or ""
        meant = fields.nearest(name, fields.FIELDS)
        if meant:
            raise wrong(
                self.text,
                piece.start,
                piece.start + len(name),
                N_('unknown field "{piece}"; did you mean "{nearest}"? Quotes make words of it'),
                nearest=meant,
            )

    def _condition(self, name: str, piece: Piece) -> Node:
        found: Node | None
        match name:
            case "title" | "author":
                found = _sought(piece, name)
            case "feed" | "tag":
                found = _named(name, piece)
            case "since" | "before" | "on":
                found = self._timed(name, piece.text)
            case _:
                found = _chosen(name, piece.text)
        if found is None:
            raise self._refused(name, piece)
        return found

    def _timed(self, name: str, value: str) -> Node | None:
        span = times.span(value, now=self.now, zone=self.zone)
        if span is None:
            return None
        if name == "on":
            return Within(*span.day) if span.day else None
        return Since(span.start) if name == "since" else Before(span.start)

    def _refused(self, name: str, piece: Piece) -> QueryError:
        """Return the error of a value that is missing, or that its field does not know."""
        example = fields.example(name, piece.field or name)
        if name in ("title", "author", "feed", "tag") or not piece.text.strip():
            error = unfinished if piece.end == len(self.text) else wrong
            template = N_('"{piece}" needs a value behind the colon, such as {example}')
            return error(self.text, piece.start, piece.end, template, example=example)
        start = piece.start + len(piece.field or "") + 1
        if meant := fields.nearest(piece.text, _KNOWN.get(name, ())):
            template = N_('unknown value "{piece}"; did you mean "{nearest}"?')
            return wrong(self.text, start, piece.end, template, nearest=meant)
        template = N_('unknown value "{piece}"; expected one such as {example}')
        return wrong(self.text, start, piece.end, template, example=example)


_KNOWN: Final[dict[str, Iterable[str]]] = {
    "is": fields.STATES,
    "has": fields.CONTENTS,
    "lang": fields.LANGUAGES,
    "since": times.NAMES,
    "before": times.NAMES,
    "on": times.NAMES,
}


def _sought(piece: Piece, part: Part | None) -> Word | Phrase | None:
    if not piece.is_quoted:
        return _word(piece.text, part)
    found = tuple(words(piece.text))
    return Phrase(found, part, piece.has_star) if found else None


def _word(text: str, part: Part | None) -> Word | Phrase | None:
    """Return what an unquoted word asks for: a phrase where the index sees several in it."""
    bare = _POSSESSIVE.sub("", _ELISION.sub("", text))
    found = tuple(words(bare))
    if not found:
        return None
    is_prefix = text.endswith("*")
    if is_prefix or len(found) > 1:
        return Phrase(found, part, is_prefix)
    return Word(found[0], part)


def _named(name: str, piece: Piece) -> Node | None:
    text = piece.text
    if name == "feed" and not piece.is_quoted:
        text = text.removeprefix("//").removesuffix("*")  # of feed://…; parts are found anyway
    key = name_key(text)
    if not key:
        return None
    return InFeed(key) if name == "feed" else Tagged(key)


def _chosen(name: str, value: str) -> Node | None:
    if name == "is" and (state := fields.state(value)):
        return Is(state)
    if name == "has" and (content := fields.content(value)):
        return Has(content)
    if name == "lang" and (code := fields.language(value)):
        return InLanguage(code)
    if name == "site" and (host := fields.host(value)):
        return OnSite(host)
    return None
