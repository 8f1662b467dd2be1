"""What is shown of a story that was found: a few words around those that were sought.

Pure. Made from the text itself and not by the full-text index, which takes 40 ms for 50 stories
and, where a prefix is sought, up to 3 s, because it gathers all words of a million stories that
begin so. Ligatures and accents stay as they were written.
"""

import re
from collections.abc import Iterator, Sequence
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

_Match = tuple[int, int, int]
"""The first word of a match, the one behind its last, and the number of what was sought."""


def snippet(texts: Sequence[str], sought: Sequence[Word | Phrase]) -> Pieces:
    """Return the words of a story around most of what was sought; nothing where none is there.

    `texts` are title, authors, summary and text. Of several places that show as much, it is the
    first.
    """
    best, shown = None, 0
    for text, part in zip(texts, _PARTS, strict=True):
        found = words(text)
        matches = sorted(_matches(found, sought, part))
        start, seen = _best_window(matches)
        if seen > shown:
            best, shown = (text, len(found), matches, start), seen
    return _pieces(*best) if best else ()


def _matches(
    found: list[str], sought: Sequence[Word | Phrase], part: str | None
) -> Iterator[_Match]:
    for number, node in enumerate(sought):
        if node.part not in (None, part):
            continue
        if isinstance(node, Word):
            forms = _forms(found, node.word)
            yield from ((at, at + 1, number) for at, word in enumerate(found) if word in forms)
        else:
            size = len(node.words)
            yield from ((at, at + size, number) for at in _places(found, node))


def _forms(found: list[str], word: str) -> set[str]:
    """Return which words of a text are forms of one."""
    wanted = set(stems(word))
    # A stem begins with the first letter of its word.
    alike = {other for other in found if other[0] == word[0]}
    return {other for other in alike if other == word or not wanted.isdisjoint(stems(other))}


def _places(found: list[str], phrase: Phrase) -> Iterator[int]:
    """Yield where a phrase begins."""
    *whole, last = phrase.words
    for end in range(len(whole), len(found)):
        word = found[end]
        is_last = word.startswith(last) if phrase.is_prefix else word == last
        if is_last and found[end - len(whole) : end] == whole:
            yield end - len(whole)


def _best_window(matches: Sequence[_Match]) -> tuple[int, int]:
    """Return the first match of the best snippet, and how much of what was sought that has."""
    place, most = 0, 0
    for number in range(len(matches)):
        seen = len({sought for *_, sought in _window(matches, number)})
        if seen > most:
            place, most = number, seen
    return place, most


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


def _pieces(text: str, size: int, matches: Sequence[_Match], place: int) -> Pieces:
    """Return the snippet that has the match at `place`, and those behind it, in its middle."""
    first = matches[place][0]
    last = max(end for _, end, _ in _window(matches, place))
    before = max(0, _WORDS - (last - first)) // 2
    start = max(0, min(first - before, size - _WORDS))
    end = min(size, start + _WORDS)
    places = list(islice(spans(text), start, end))
    begin = places[0][0] if start else 0
    stop = places[-1][1] if end < size else len(text)
    found, done = [("…", False)] if start else [], begin
    for first, last in _merged(matches, start, end):
        opens, closes = places[first - start][0], places[last - 1 - start][1]
        found += [(text[done:opens], False), (text[opens:closes], True)]
        done = closes
    found += [(text[done:stop], False), ("…" if end < size else "", False)]
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
