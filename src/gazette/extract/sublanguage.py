"""The few hundred words in which houses speak of themselves, and what is said in nothing else.

A phrase list knows the wordings that were met. Most others are put together from the same words:
a line of nothing but these is the house's own, whatever their order; an article on the same
subject has others. Names and figures count as neither.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from gazette.article import Reason
from gazette.extract.draft import ends_sentence
from gazette.text import fold

_TOKEN: Final = re.compile(r"[^\W_]+")
_MOST_CHARS: Final = 240
_LABEL_CHARS: Final = 70
_NOTHING: Final[tuple[list[str], int]] = ([], 0)
_LEAST_TOKENS: Final = 3
_LEAST_LABEL_TOKENS: Final = 2
_OTHERS: Final = 10
"""One word in so many may be another; of names there may be more."""
_NAMES: Final = 2
_MOST_NAMES: Final = 4
_ABOUT: Final = re.compile(
    r"(\w+ \w+ (?:from|about|on|in|sur|de|en|à|au) (?:the |la |le |les |l’|l')?)[^\W_]+$"
)
"""Whatever the last word of a label names: "More news from the islands"."""
_PLACES: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_AHEAD: Final = 60
"""Characters of a line that are looked at before all of it is."""
_MOST_AHEAD: Final = 2
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_QUOTES: Final = ("“", "«", '"', "‘", "—")
_ADDRESS: Final = frozenset(
    "nous notre nos vous votre vos cet cette ici je mon mes we our us you your this here me my"
    " please".split()
)
_SPEAKERS: Final = frozenset(("je", "j", "moi", "i", "i'm"))
"""Who says more than a button does is no house."""
_IMPERATIVE: Final = "ez"
"""How a French verb ends that is said to the reader."""


class Sublanguage(Struct, frozen=True):
    """The words of one language, and the phrases that tell what is spoken of."""

    words: frozenset[str]
    """As they are written, and folded."""
    cores: tuple[tuple[Reason, frozenset[str], tuple[str, ...]], ...]
    """For each reason the single words and the phrases, one of which it needs."""
    acts: frozenset[str]
    """What a button or a short line begins with that asks for something."""
    label_words: frozenset[str]
    label_cores: tuple[frozenset[str], tuple[str, ...]]

    def speaks(self, text: str, *, is_sentence: bool) -> Reason | None:
        """Return what the house says in a line, or None if it is not only the house's words."""
        tokens, _ = self._tokens(text, self.words, _MOST_CHARS)
        if len(tokens) < _LEAST_TOKENS:
            return None
        single = set(tokens)
        if len(text) > _LABEL_CHARS and not _SPEAKERS.isdisjoint(single):
            # What a button says is quoted: "by clicking “I accept”".
            unquoted = _TOKEN.findall(fold(_QUOTED.sub("", text)))
            if not _SPEAKERS.isdisjoint(unquoted):
                return None
        if not _is_addressed(single) and not self._needs_no_reader(text, tokens, is_sentence):
            return None
        return self._about(tokens, single)

    def heads(self, text: str) -> bool:
        """Return whether a line is said over other articles: "Nos lecteurs ont aussi lu"."""
        if text.endswith("?"):
            return False
        tokens, _ = self._tokens(text, self.label_words, _LABEL_CHARS)
        if not tokens and (found := _ABOUT.match(text)):
            tokens, _ = self._tokens(found.group(1), self.label_words, _LABEL_CHARS)
        # "Plus d'articles sur la Syrie", but no title of an article.
        others = sum(token not in self.label_words for token in tokens)
        if len(tokens) < _LEAST_LABEL_TOKENS or others > 1:
            return False
        return _has(self.label_cores, set(tokens), f" {' '.join(tokens)} ")

    def is_own(self, text: str) -> bool:
        """Return whether a line has none but the house's words, whatever it is about.

        A whole sentence of such words may still be the article's, if it addresses nobody.
        """
        tokens, others = self._tokens(text, self.words, _MOST_CHARS)
        if len(tokens) < _LEAST_LABEL_TOKENS or others:
            return False
        if not ends_sentence(text) or _is_addressed(set(tokens)):
            return True
        return text.endswith("?") and tokens[0] in self.acts

    def share(self, text: str) -> float:
        """Return the share of a text's tokens that are the house's words."""
        tokens = _TOKEN.findall(fold(text))
        return sum(token in self.words for token in tokens) / max(1, len(tokens))

    def _needs_no_reader(self, text: str, tokens: list[str], is_sentence: bool) -> bool:
        """Return whether a line that does not address its reader is the house's all the same.

        What asks for something by its first word; a whole sentence without any other word.
        """
        if not is_sentence or text.endswith("?"):
            return tokens[0] in self.acts and len(text) <= _LABEL_CHARS
        return text.endswith(".") and all(t in self.words or t.isdigit() for t in tokens)

    def _about(self, tokens: list[str], single: set[str]) -> Reason | None:
        plain = f" {' '.join(tokens)} "
        for reason, words, phrases in self.cores:
            if _has((words, phrases), single, plain):
                return reason
        return None

    def _tokens(self, text: str, words: frozenset[str], most: int) -> tuple[list[str], int]:
        """Return the folded tokens of a line that has next to no others than `words`.

        And how many others it has; no tokens if those are too many.
        """
        if len(text) > most or _is_said(text):
            return _NOTHING
        if "@" in text or "://" in text:
            text = _PLACES.sub("", text)
        first = _TOKEN.search(text)
        # Most lines end here: only a line that could be one is folded.
        if first is None or first.group().lower() not in words:
            return _NOTHING
        ahead = _TOKEN.findall(text[:_AHEAD])
        if sum([token not in words and token.islower() for token in ahead]) > _MOST_AHEAD:
            return _NOTHING
        raw = _TOKEN.findall(text)
        tokens = [fold(token) for token in raw]
        others = [
            word
            for token, word in zip(tokens, raw, strict=True)
            if token not in words and not token.isdigit()
        ]
        small = sum(word.islower() for word in others)
        most_names = min(len(tokens) // _NAMES, _MOST_NAMES)
        is_own = small <= len(tokens) // _OTHERS and len(others) <= most_names
        return (tokens, small) if is_own else _NOTHING


def first_word(text: str) -> str:
    """Return the first word of a line in lower case, as the lists have it."""
    first = _TOKEN.search(text)
    return first.group().lower() if first is not None else ""


def sublanguage(table: Mapping[str, object]) -> Sublanguage:
    """Return the words of one `[closed]` table."""
    cores, related = table["core"], table["related"]
    assert isinstance(cores, dict)
    assert isinstance(related, dict)
    told = [(Reason(reason), *_core(phrases)) for reason, phrases in cores.items()]
    return Sublanguage(
        _split(table["words"]).union(*(words for _, words, _ in told)),
        tuple(told),
        _split(table["acts"]),
        _split(related["words"]),
        _core(related["core"]),
    )


def _split(words: object) -> frozenset[str]:
    assert isinstance(words, list)
    written = [form for word in words for form in (fold(word), word.lower())]
    return frozenset(token for word in written for token in _TOKEN.findall(word))


def _core(phrases: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    split = [_TOKEN.findall(fold(phrase)) for phrase in phrases]
    words = frozenset(tokens[0] for tokens in split if len(tokens) == 1)
    return words, tuple(f" {' '.join(tokens)} " for tokens in split if len(tokens) > 1)


def _has(core: tuple[frozenset[str], tuple[str, ...]], single: set[str], plain: str) -> bool:
    words, phrases = core
    return not words.isdisjoint(single) or any(phrase in plain for phrase in phrases)


def _is_said(text: str) -> bool:
    """Return whether a line is somebody's speech from its first sign to its last."""
    return text.startswith(_QUOTES) and text[-1] in '”»"’.?!…'


def _is_addressed(single: set[str]) -> bool:
    return not _ADDRESS.isdisjoint(single) or any(
        len(token) > 4 and token.endswith(_IMPERATIVE) for token in single
    )
