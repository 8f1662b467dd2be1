"""Words that tell a notice wherever they stand in its line: its topics, and the cues beside them.

`notices` says how many of them it takes. Most lines have none, so they are looked for by single
words before any phrase is.
"""

import re
from typing import Final

from msgspec import Struct

from gazette.article import Reason
from gazette.text import fold

# How many kinds of cue make a notice of a line amid the text, and in a box of its own. Consent
# texts share few words with articles, and articles are about subscriptions and applications too.
_ENOUGH: Final = {
    Reason.COOKIES: (2, 1),
    Reason.COMMENTS: (2, 1),
    Reason.ADVERT: (2, 2),
    Reason.BOILERPLATE: (2, 2),
}
_ENOUGH_ELSE: Final = (3, 2)
_WORD: Final = re.compile(r"[^\s.,;:!?()\[\]«»“”\"…|·–—]+")
_SIGNS: Final = tuple(".,'’:;!?()«»“”\"…")
"""What may touch a word; each is looked for before it is taken off: most lines have three."""


class Phrases(Struct, frozen=True):
    """Phrases that are looked for in what `plain_words` gives, found by their first words.

    A line has twenty words and a list up to fifty phrases: next to none of them begins with one.
    """

    words: frozenset[str]
    """Those of one word."""
    longer: dict[str, tuple[str, ...]]
    """Those of several words, each between spaces, by their first."""
    parts: tuple[str, ...]
    """Those that may begin or end within a word."""

    def __bool__(self) -> bool:
        return bool(self.words or self.longer or self.parts)

    def are_in(self, plain: str, single: set[str]) -> bool:
        """Return whether one stands in a line; `single` is the set of its words."""
        if not self.words.isdisjoint(single):
            return True
        for first in self.longer.keys() & single:
            if any(phrase in plain for phrase in self.longer[first]):
                return True
        return any(part in plain for part in self.parts)


class NoticeWords(Struct, frozen=True):
    """The words of one kind of notice."""

    reason: Reason
    topics: frozenset[str]
    """Those of one word."""
    phrases: Phrases
    """Topics of several words."""
    address: Phrases
    """What shows that the house speaks to its reader; empty where the cues do."""
    cues: tuple[Phrases, ...]
    """One list a kind."""
    flat: int
    apart: int


class Notices(Struct, frozen=True):
    """The words of all notices."""

    kinds: tuple[NoticeWords, ...]
    reports: Phrases
    """What tells that somebody else speaks."""
    tokens: frozenset[str]
    """The longest word of each topic in lower case, with the signs that may touch it."""


def notices_of(written: dict[str, dict[str, list[str]]], reports: list[str]) -> Notices:
    """Return the words that the phrase lists give, by reason and group, and what reports."""
    kinds = []
    tokens: set[str] = set()
    for reason, groups in written.items():
        flat, apart = _ENOUGH.get(Reason(reason), _ENOUGH_ELSE)
        topics, address = groups.pop("topic"), groups.pop("address", [])
        tokens.update(rarest(lower_words(topic)) for topic in topics)
        cues = tuple(map(bounded, groups.values()))
        kinds.append(
            NoticeWords(
                Reason(reason),
                frozenset(fold(topic) for topic in topics if " " not in topic),
                bounded([topic for topic in topics if " " in topic]),
                bounded(address),
                cues,
                flat,
                apart,
            )
        )
    return Notices(tuple(kinds), bounded(reports), frozenset(tokens))


_COMMON: Final = frozenset(
    "have this your like back another several something already know think you did has been what"
    " vous votre nous notre cette avec plus dans".split()
)


def rarest(words: list[str]) -> str:
    """Return the word of a phrase by which fewest lines are looked at."""
    return max(words, key=lambda word: (word not in _COMMON, len(word)))


def lower_words(text: str) -> list[str]:
    """Return the words of a line in lower case, without the signs that touch them."""
    text = text.lower()
    for sign in _SIGNS:
        if sign in text:
            text = text.replace(sign, " ")
    return text.split()


def bounded(phrases: list[str]) -> Phrases:
    """Return phrases as they are looked for in what `plain_words` gives."""
    words: set[str] = set()
    longer: dict[str, tuple[str, ...]] = {}
    parts: list[str] = []
    for phrase in map(_bounded, phrases):
        first, space, rest = phrase[1:].partition(" ")
        if not (phrase.startswith(" ") and space):
            parts.append(phrase)
        elif rest:
            longer[first] = (*longer.get(first, ()), phrase)
        else:
            words.add(first)
    return Phrases(frozenset(words), longer, tuple(parts))


def plain_words(text: str) -> str:
    """Return the folded words of a text with one space around each, without punctuation."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _bounded(phrase: str) -> str:
    """Return a phrase with a space where a word of it may not go on; "-" leaves an end open."""
    plain = fold(phrase)
    before = " " if plain[0].isalnum() else ""
    return before + (plain[:-1] if plain.endswith("-") else plain + " " * plain[-1].isalnum())
