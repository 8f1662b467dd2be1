"""The phrase lists of `phrases/`, one file a language, as one matcher.

All languages are tried on every page: French pages carry English boxes, and the language that a
page declares is wrong too often to choose by it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from gazette.article import Reason
from gazette.text import fold

_EDGES: Final = ' \u00a0\u202f\t:;.,!…>»«<›‹→▶►•·|-–—[]()*"“”+\n'
_LABEL_CHARS: Final = 60
"""How much of a line is looked at: no phrase is longer."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What lines may begin with, and what that makes of them."""

    sections: dict[str, Reason]
    doubtful: frozenset[str]
    headings: tuple[re.Pattern[str], dict[str, Reason]]
    labels: tuple[re.Pattern[str], dict[str, Reason]]
    notes: tuple[re.Pattern[str], dict[str, Reason]]
    disclosed: frozenset[str]
    discloses: re.Pattern[str]

    def section(self, text: str) -> Reason | None:
        """Return what a line heads that is one of the section labels and nothing else."""
        if len(text) > _LABEL_CHARS:
            return None
        return self.sections.get(fold(text).strip(_EDGES))

    def is_doubtful(self, text: str) -> bool:
        """Return whether a section label is also what an article may call a part of itself."""
        return fold(text).strip(_EDGES) in self.doubtful

    def heading(self, text: str) -> Reason | None:
        """Return what a heading heads that begins with one of the section phrases."""
        return _begins(text, self.headings) if len(text) <= _LABEL_CHARS + 20 else None

    def label(self, text: str) -> Reason | None:
        """Return what a line is that begins with a label."""
        return _begins(text, self.labels)

    def note(self, text: str) -> Reason | None:
        """Return what a line is that begins with a phrase no article begins a paragraph with."""
        return _begins(text, self.notes)

    def discloses_ai(self, text: str) -> bool:
        """Return whether a line says that a machine wrote what it stands with."""
        plain = fold(text).strip(_EDGES)
        return plain in self.disclosed or self.discloses.match(plain) is not None


@cache
def wording() -> Wording:
    """Return the phrases of all languages."""
    kinds: dict[str, dict[str, Reason]] = {
        kind: {} for kind in ("sections", "headings", "labels", "notes")
    }
    doubtful: list[str] = []
    said: dict[str, list[str]] = {kind: [] for kind in ("whole", "subjects", "verbs", "agents")}
    for file in sorted((Path(__file__).parent / "phrases").glob("*.toml")):
        lists = tomllib.loads(file.read_text(encoding="utf-8"))
        doubtful += (fold(phrase).strip(_EDGES) for phrase in lists.pop("doubtful")["sections"])
        for kind, written in lists.pop("disclosure").items():
            said[kind] += map(fold, written)
        for reason, phrases in lists.items():
            for kind, written in phrases.items():
                kinds[kind].update((fold(phrase), Reason(reason)) for phrase in written)
    sections = {phrase.strip(_EDGES): reason for phrase, reason in kinds["sections"].items()}
    return Wording(
        sections,
        frozenset(doubtful),
        _matcher(kinds["headings"]),
        _matcher(kinds["labels"]),
        _matcher(kinds["notes"]),
        frozenset(said["whole"]),
        _sentence(said["subjects"], said["verbs"], said["agents"]),
    )


def _sentence(*parts: list[str]) -> re.Pattern[str]:
    """Return what finds one of each list, in their order, at the beginning of a line."""
    words = (rf"\b(?:{'|'.join(map(re.escape, part))})(?!\w)" for part in parts)
    return re.compile(".{0,60}?".join(["", *words]))


def _matcher(phrases: dict[str, Reason]) -> tuple[re.Pattern[str], dict[str, Reason]]:
    longest_first = sorted(phrases, key=len, reverse=True)
    whole = (re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "") for p in longest_first)
    return re.compile("|".join(whole)), phrases


def _begins(text: str, phrases: tuple[re.Pattern[str], dict[str, Reason]]) -> Reason | None:
    pattern, reasons = phrases
    found = pattern.match(fold(text[: _LABEL_CHARS + 20]).lstrip(_EDGES))
    return reasons[found.group()] if found else None
