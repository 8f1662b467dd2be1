"""What is shown of a story that was found: a few words around those that were sought.

Pure. Made from the text itself and not by the full-text index, which takes 40 ms for 50 stories
and, where a prefix is sought, up to 3 s, because it gathers all words of a million stories that
begin so. Of a long text no more is read than it takes. Ligatures and accents stay as they were
written.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from gazette.query import Phrase, Word
from gazette.words import spans, stems, words

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces: what it says, and whether that is a match."""
_WORDS: Final = 24
"""Of a snippet."""
_PARTS: Final = ("title", "author", None, None)
"""What the four texts of a story are called in a query."""
_BLANKS: Final = re.compile(r"\s+")
_PIECE: Final = 250
"""Characters of which the words are taken at once, up to the next blank."""
_AT_FIRST: Final = 2_000
"""Characters that are read of a text at first; four times as many each time that more are."""

_Match = tuple[int, int, int]
"""The first word of a match, the one behind its last, and the number of what was sought."""
_Place = tuple[Sequence[_Match], int]
"""The matches of a text, in their order, and which of them begins the best snippet."""


class Snippets:
    """Makes the snippets of stories in which the same was sought."""

    def __init__(self, sought: Sequence[Word | Phrase]) -> None:
        self._forms = {part: _Forms(sought, part) for part in _PARTS}

    def of(self, texts: Sequence[str]) -> Pieces:
        """Return the words of a story around most of what was sought; nothing where none is there.

        `texts` are title, authors, summary and text. Of several places that show as much, it is
        the first.
        """
        best: tuple[_Reading, _Place] | None = None
        shown = 0
        for text, part in zip(texts, _PARTS, strict=True):
            if self._forms[part].most <= shown:
                continue
            reading = _Reading(text)
            place, seen = self._best(reading, part)
            if seen > shown:
                best, shown = (reading, place), seen
        return _pieces(best[0], *best[1]) if best else ()

    def _best(self, reading: "_Reading", part: str | None) -> tuple[_Place, int]:
        """Return the best place in a text, and how much of what was sought is seen there."""
        forms = self._forms[part]
        matches: list[_Match] = []
        while True:
            done = len(reading.words)
            reading.go_on()
            matches += forms.matches(reading.words, done)
            matches.sort()
            place, seen = _best_window(matches, forms.most)
            # An earlier window may reach what was not read.
            is_sure = seen == forms.most and matches[place][0] + _WORDS <= len(reading.words)
            if is_sure or reading.is_done:
                return (matches, place), seen


class _Forms(dict[str, tuple[int, ...]]):
    """The numbers of what is sought that a word of a text is by itself.

    Filled as words are met: a few hundred make up most of all texts.
    """

    def __init__(self, sought: Sequence[Word | Phrase], part: str | None) -> None:
        super().__init__()
        counted = [(n, node) for n, node in enumerate(sought) if node.part in (None, part)]
        self.most = len(counted)
        """So much of what is sought can be in the text."""
        self._alike: dict[str, list[tuple[int, Word | Phrase, frozenset[str]]]] = {}
        """By its first letter, which all its forms have: what can be one word of a text."""
        self._phrases: list[tuple[int, Phrase]] = []
        for number, node in counted:
            if isinstance(node, Phrase) and len(node.words) > 1:
                self._phrases.append((number, node))
                continue
            word = node.word if isinstance(node, Word) else node.words[0]
            self._alike.setdefault(word[0], []).append((number, node, frozenset(stems(word))))

    def __missing__(self, other: str) -> tuple[int, ...]:
        numbers: tuple[int, ...] = ()
        if alike := self._alike.get(other[0]):
            numbers = tuple(n for n, node, wanted in alike if _is_form(node, wanted, other))
        self[other] = numbers
        return numbers

    def matches(self, found: list[str], done: int) -> list[_Match]:
        """Return where in the words of a text something stands that does not end before `done`."""
        # Most words are no form of anything.
        begin = enumerate(map(self.__getitem__, islice(found, done, None)), done)
        met = [(at, numbers) for at, numbers in begin if numbers]
        matches = [(at, at + 1, number) for at, numbers in met for number in numbers]
        for number, phrase in self._phrases:
            size = len(phrase.words)
            places = _places(found, phrase, max(0, done - size + 1))
            matches += ((at, at + size, number) for at in places)
        return matches


def _is_form(node: Word | Phrase, wanted: frozenset[str], other: str) -> bool:
    if isinstance(node, Phrase):
        return _is_last(node, other)
    return other == node.word or not wanted.isdisjoint(stems(other))


def _is_last(phrase: Phrase, word: str) -> bool:
    last = phrase.words[-1]
    return word.startswith(last) if phrase.is_prefix else word == last


def _places(found: list[str], phrase: Phrase, start: int) -> Iterator[int]:
    """Yield where, from a word on, a phrase of two words or more begins."""
    whole = list(phrase.words[:-1])
    at = start - 1
    with suppress(ValueError):  # it stands nowhere behind
        while True:
            at = found.index(whole[0], at + 1)
            end = at + len(whole)
            if found[at:end] == whole and end < len(found) and _is_last(phrase, found[end]):
                yield at


class _Reading:
    """A text, of which no more is read than it takes."""

    __slots__ = ("_begins", "_end", "_text", "words")

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self._begins: list[tuple[int, int]] = []
        """Of each piece: the number of its first word, and where it begins."""
        self.words: list[str] = []
        """Those read so far, folded."""

    @property
    def is_done(self) -> bool:
        return self._end == len(self._text)

    def go_on(self) -> None:
        """Read several times as much as was read so far."""
        self._read_to(4 * self._end or _AT_FIRST)

    def read_words(self, number: int) -> None:
        """Read so many words, if there are."""
        while len(self.words) < number and not self.is_done:
            self._read_to(self._end + _PIECE)

    def _read_to(self, end: int) -> None:
        text = self._text
        while self._end < min(end, len(text)):
            begin = self._end
            # A blank parts words whatever stands beside it.
            blank = text.find(" ", begin + _PIECE)
            self._end = len(text) if blank < 0 else blank + 1
            self._begins.append((len(self.words), begin))
            self.words += words(text[begin : self._end])

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the words from one number to another stand in the text."""
        first, begin = next(piece for piece in reversed(self._begins) if piece[0] <= start)
        return list(islice(spans(self._text, begin), start - first, end - first))

    def between(self, begin: int | None, end: int | None) -> str:
        """Return what is written from a place to another."""
        return self._text[begin:end]


def _best_window(matches: Sequence[_Match], most: int) -> tuple[int, int]:
    """Return the first match of the best snippet, and how much of what was sought that has.

    None has more than `most`.
    """
    place, seen = 0, 0
    for number in range(len(matches)):
        held = len({sought for *_, sought in _window(matches, number)})
        if held > seen:
            place, seen = number, held
        if seen == most:
            break
    return place, seen


def _window(matches: Sequence[_Match], place: int) -> Iterator[_Match]:
    """Yield the match at a place, and those behind it that a snippet which begins there holds."""
    yield matches[place]
    end = matches[place][0] + _WORDS
    for number in range(place + 1, len(matches)):
        start, stop, _ = matches[number]
        if start >= end:
            return
        if stop <= end:
            yield matches[number]


def _pieces(reading: _Reading, matches: Sequence[_Match], place: int) -> Pieces:
    """Return the snippet that has the match at `place`, and those behind it, in its middle."""
    first = matches[place][0]
    last = max(end for _, end, _ in _window(matches, place))
    before = max(0, _WORDS - (last - first)) // 2
    # One more tells that the text goes on.
    reading.read_words(first - before + _WORDS + 1)
    size = len(reading.words)
    start = max(0, min(first - before, size - _WORDS))
    end = min(size, start + _WORDS)
    places = reading.spans(start, end)
    done = places[0][0] if start else None
    stop = places[-1][1] if end < size else None
    found = [("…", False)] if start else []
    for first, last in _merged(matches, start, end):
        opens, closes = places[first - start][0], places[last - 1 - start][1]
        found += [
            (reading.between(done, opens), False),
            (reading.between(opens, closes), True),
        ]
        done = closes
    found += [(reading.between(done, stop), False), ("…" if end < size else "", False)]
    return tuple(_joined((_BLANKS.sub(" ", told), is_match) for told, is_match in found if told))


def _merged(matches: Sequence[_Match], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of words from `start` to `end` that are matches, overlapping ones as one."""
    run: tuple[int, int] | None = None
    for first, last, _ in matches:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if run is None or first >= run[1]:
            if run is not None:
                yield run
            run = first, last
        else:
            run = run[0], max(run[1], last)
    if run is not None:
        yield run


def _joined(pieces: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Yield pieces of which no two that are no matches stand side by side."""
    plain = ""
    for told, is_match in pieces:
        if not is_match:
            plain += told
            continue
        if plain:
            yield plain, False
        yield told, True
        plain = ""
    if plain:
        yield plain, False
