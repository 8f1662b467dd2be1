"""How an extracted article is compared with a known one. Pure; used by the floors and the bench.

A text is the multiset of its runs of four words. Precision is the share of the found runs that
are wanted, recall the share of the wanted runs that are found; means over pages weigh each page
the same. Phrases that must or must not occur are counted over all pages together.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean
from typing import Final

from gazette.text import fold

RUN: Final = 4
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NAMES: Final = re.compile(r"[;,/|&]|\b(?:and|et)\b")
_BEFORE_NAME: Final = re.compile(r"^(?:by|par|de) ")


@dataclass(frozen=True, slots=True)
class Match:
    """How a text agrees with the wanted one: counts of runs of words."""

    shared: int
    found: int
    wanted: int

    @property
    def precision(self) -> float | None:
        """None where nothing was found."""
        return self.shared / self.found if self.found else None

    @property
    def recall(self) -> float:
        return self.shared / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class Phrases:
    """How many phrases that must occur do, and how many that must not."""

    kept: int = 0
    slipped: int = 0
    lost: int = 0

    def __add__(self, other: "Phrases") -> "Phrases":
        return Phrases(self.kept + other.kept, self.slipped + other.slipped, self.lost + other.lost)

    @property
    def precision(self) -> float:
        return self.kept / ((self.kept + self.slipped) or 1)

    @property
    def recall(self) -> float:
        return self.kept / ((self.kept + self.lost) or 1)

    @property
    def f1(self) -> float:
        return f1(self.precision, self.recall)


def compare(wanted: str, found: str) -> Match:
    """Return how two texts agree."""
    want, got = _runs(wanted), _runs(found)
    return Match((want & got).total(), got.total(), want.total())


def means(matches: Sequence[Match]) -> tuple[float, float]:
    """Return mean precision and mean recall; an empty text has a recall alone, of nothing."""
    precisions = [match.precision for match in matches if match.precision is not None]
    recalls = [match.recall for match in matches]
    return mean(precisions) if precisions else 0.0, mean(recalls) if recalls else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def count_phrases(wanted: Iterable[str], unwanted: Iterable[str], text: str) -> Phrases:
    """Return which phrases occur in `text`, whatever its spaces and line breaks."""
    text = squeezed(text)
    has = [squeezed(phrase) in text for phrase in wanted]
    slipped = sum(squeezed(phrase) in text for phrase in unwanted)
    return Phrases(kept=sum(has), slipped=slipped, lost=len(has) - sum(has))


def squeezed(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(_composed(text).split())


def same_words(wanted: str, found: str) -> bool:
    """Return whether two titles are the same but for case, accents and punctuation."""
    return _words(wanted) == _words(found)


def names_f1(wanted: Iterable[str], found: Iterable[str]) -> float:
    """Return how two sets of names agree, 0 to 1."""
    want, got = _names(wanted), _names(found)
    return 2 * len(want & got) / (len(want) + len(got)) if want or got else 1.0


def same_day(wanted: str, found: str) -> bool:
    """Return whether two ISO times name one calendar day, as written or in UTC."""
    return bool(_days(wanted) & _days(found))


def _composed(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", _composed(text))
    if not words:
        return Counter()
    starts = range(max(1, len(words) - RUN + 1))
    return Counter(tuple(words[at : at + RUN]) for at in starts)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _names(written: Iterable[str]) -> set[str]:
    parts = (_words(part) for names in written for part in _NAMES.split(names))
    return {_BEFORE_NAME.sub("", part) for part in parts if part}


def _days(moment: str) -> set[str]:
    day = re.match(r"\d{4}-\d\d-\d\d", moment)
    if not day:
        return set()
    days = {day.group()}
    try:
        exact = datetime.fromisoformat(moment)
    except ValueError:
        return days
    return days | {exact.astimezone(UTC).date().isoformat()} if exact.tzinfo else days
