"""Finding a line by a few letters of it: accents and case do not count, nor the order of words.

Pure, and its time grows with the length of what is looked at; Textual's own search tries every
way in which the letters could lie, of which a long line has millions.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from gazette.text import fold

_ANYWHERE: Final = 20
_SCATTERED: Final = 100

_Item = TypeVar("_Item")


def best_first(
    items: Iterable[_Item], typed: str, text_of: Callable[[_Item], str]
) -> tuple[_Item, ...]:
    """Return what `typed` is found in, the best first; everything, if nothing was typed."""
    costs = ((cost(text_of(item), typed), item) for item in items)
    found = [(price, item) for price, item in costs if price is not None]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def cost(text: str, typed: str) -> int | None:
    """Return how far a text is from what was typed; None where it is something else.

    Every word that was typed must begin a word of the text, be within one, or be letters of it in
    their order, the first of which begins a word.
    """
    folded = fold(text)
    prices = [_cost_of_word(folded, word) for word in fold(typed).split()]
    known = [price for price in prices if price is not None]
    return sum(known) if len(known) == len(prices) else None


def _cost_of_word(text: str, word: str) -> int | None:
    starts = [place for place in range(len(text)) if _begins_word(text, place)]
    for rank, place in enumerate(starts):
        if text.startswith(word, place):
            return min(rank, _ANYWHERE - 1)
    if word in text:
        return _ANYWHERE
    spans = (_span(text, word, place) for place in starts if text[place] == word[0])
    shortest = min((span for span in spans if span), default=0)
    return _SCATTERED + shortest if shortest else None


def _begins_word(text: str, place: int) -> bool:
    return not text[place].isspace() and (place == 0 or not text[place - 1].isalnum())


def _span(text: str, letters: str, place: int) -> int:
    """Return how many characters from `place` hold the letters in their order; 0: not all do."""
    end = place
    for letter in letters:
        end = text.find(letter, end) + 1
        if not end:
            return 0
    return end - place
