"""The words of a text as the full-text index sees them, and what their forms have in common.

`words` splits and folds exactly as SQLite's FTS5 does with `unicode61 remove_diacritics 2`, over
a text in which œ and æ were replaced by oe and ae, upper case too: "L’œuvre d'été" is l, oeuvre,
d, ete. So a query is matched in memory as it is in the store.

`stems` gives what inflected forms of one word share. The index holds folded words alone, so they
are stems of folded words; that of a text's language is not known where two words are compared,
so that each has a French and an English one, and **two words are forms of one another where
`stems` of both have a tag in common**: elections and élection (fr:elect, en:elect), journaux and
journal (fr:journal), electing and elected (en:elect).

Stems are Snowball's, of which two things were measured in 4,600 French words (20,000 running
ones) of news pages, against the pairs that the stems of the unfolded words bring together:

- Folded words alone lose 309 of 1,716 pairs, for Snowball knows endings by their accents: publiée
  stands apart from publié, première from premier. Three endings are put right first (`_ENDINGS`):
  64 are lost then, nearly all of them like "actif" and "activité", "russe" and "Russie", which
  are no inflections. 25 pairs are new ("anne", "année"), 24 without the endings.
- Short words gain little and cost much: of the words of three letters the English stems are
  taken ("loi" and "lois" have one too), not the French, by which "via" is "vie" and "car" is
  "care". Shorter ones, and words with anything but a to z, are forms of nothing but themselves.

What two languages cost in precision: of the 700 commonest words of English pages, 65 have
forms by their French stem alone, most of them akin (long, longer), some not (data, date). The
tags tell which language a form was found by.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import Stemmer

from gazette.words.unicode61 import Folding, word_pattern

STEMMING: Final = f"snowball {Stemmer.version()}, 1"
"""Changes when the stems of a word may: stems that were stored under another are to be made anew.
"""

_LIGATURES: Final = {0xC6: "ae", 0xE6: "ae", 0x152: "oe", 0x153: "oe"}
_FOLDING: Final = Folding(_LIGATURES)
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")
_MANY_LETTERS: Final = 64
_LONGEST_BYTES: Final = 32_768
"""FTS5 cuts longer words off there."""

_STEMMABLE: Final = re.compile("[a-z]{3,}")
_LEAST_FRENCH: Final = 4
_ENDINGS: Final = (
    (re.compile("ees?$"), "e"),  # publiée(s), as publié
    (re.compile("ieres?$"), "ier"),  # première(s), as premier
    (re.compile("(?<=[a-z]{3})ies?$"), "ier"),  # publie(s), as publier
)
_FRENCH: Final = Stemmer.Stemmer("french", 0)
_ENGLISH: Final = Stemmer.Stemmer("english", 0)


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    if not text.isascii():
        # A French text has few letters that are not ASCII, if often, and a text that is gets
        # through `translate` ten times as fast.
        letters = set(_BEYOND_ASCII.findall(text))
        if len(letters) <= _MANY_LETTERS:
            for letter in letters:
                text = text.replace(letter, letter.translate(_FOLDING))
    found = text.translate(_FOLDING).split()
    if len(text) * 4 > _LONGEST_BYTES:
        found = [_cut(word) for word in found]
    return found


def spans(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where each of the `words` of a text, from a place on, begins and ends in it."""
    return (found.span() for found in word_pattern().finditer(text, begin))


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """Return the tagged stems of one folded word: ("en:elect", "fr:elect"), or ("=2026",).

    A stem begins with the first letter of its word.
    """
    if not _STEMMABLE.fullmatch(word):
        return (f"={word}",)
    english = f"en:{_ENGLISH.stemWord(word)}"
    if len(word) < _LEAST_FRENCH:
        return (english,)
    french = word
    for ending, plain in _ENDINGS:
        french = ending.sub(plain, french)
    return (english, f"fr:{_FRENCH.stemWord(french)}")


def _cut(word: str) -> str:
    if len(word) * 4 <= _LONGEST_BYTES:
        return word
    return word.encode()[:_LONGEST_BYTES].decode(errors="ignore")
