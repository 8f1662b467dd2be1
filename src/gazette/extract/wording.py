"""The phrase lists of `phrases/`, one file a language, as one matcher.

All languages are tried on every page: French pages carry English boxes, and the language that a
page declares is wrong too often to choose by it.
"""

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from msgspec import Struct

from gazette.article import Reason
from gazette.extract.authorship import Authorship, authorship_of
from gazette.extract.cues import Notices, lower_words, notices_of, plain_words, rarest
from gazette.extract.sublanguage import Sublanguage, first_word, sublanguage
from gazette.text import fold

_EDGES: Final = ' \u00a0\u202f\t:;.,!…>»«<›‹→▶►•·|-–—[]()*"“”+\n'
_QUOTED: Final = ("«", "“", '"', "‘")
"""What somebody says is no label."""
_AROUND_LABEL: Final = _EDGES + "0123456789"
"""Comments are counted before or after the word."""
_LABEL_END: Final = re.compile(r"\s?[:>|]")
_LABEL_CHARS: Final = 60
"""How much of a line is looked at: no phrase is longer."""
_FIRST: Final = re.compile(r"\w+|\S")
_IN_WORD: Final = re.compile(r"\w")
LONGEST_HEADING: Final = _LABEL_CHARS + 20
"""Characters of a heading that may begin with a phrase."""


class Beginnings(Struct, frozen=True):
    """Phrases that a line may begin with, by their first words: most lines begin with none."""

    phrases: dict[str, tuple[tuple[str, Reason], ...]]
    """Folded, the longest first."""

    def of(self, text: str) -> tuple[str, Reason] | None:
        """Return the phrase that a line begins with, and what it makes of the line."""
        plain = fold(text[:LONGEST_HEADING]).lstrip(_EDGES)
        first = _FIRST.match(plain)
        for phrase, reason in self.phrases.get(first.group() if first else "", ()):
            if plain.startswith(phrase) and not (
                phrase[-1].isalnum() and _IN_WORD.match(plain, len(phrase))
            ):
                return phrase, reason
        return None

    def reason(self, text: str) -> Reason | None:
        """Return what a line is that begins with a phrase."""
        found = self.of(text)
        return found[1] if found else None


class Wording(Struct, frozen=True):
    """What lines may begin with, and what that makes of them."""

    sections: dict[str, Reason]
    doubtful: frozenset[str]
    headings: Beginnings
    labels: Beginnings
    notes: Beginnings
    note_words: frozenset[str]
    """The first words of the notes: next to no line begins with one."""
    authorship: Authorship
    notices: Notices
    buttons: dict[str, Reason]
    fields: frozenset[str]
    lone: frozenset[str]
    """What only a house sets on a line of its own."""
    staff: tuple[tuple[str, ...], tuple[str, ...]]
    """What the name of a part of the house begins with, and what it ends with."""
    led: frozenset[str]
    """What stands before a colon and the title of another article."""
    houses: tuple[Sublanguage, ...]
    label_starts: frozenset[str]
    """The first words of the section labels, and the words that others are made of."""
    own_words: frozenset[str]
    """Those of all languages: most lines begin with none of them."""
    hints: frozenset[str]
    """The longest word of what each house must say, and of each topic, as `Notices.tokens`."""

    def section(self, text: str) -> Reason | None:
        """Return what a line heads that is one of the section labels and nothing else."""
        if len(text) > _LABEL_CHARS or text.startswith(_QUOTED):
            return None
        first = first_word(text)
        if first not in self.label_starts and not first.isdigit():
            return None
        if reason := self.sections.get(fold(text).strip(_AROUND_LABEL)):
            return reason
        return Reason.RELATED if any(house.heads(text) for house in self.houses) else None

    def speaks(self, text: str, *, is_sentence: bool) -> Reason | None:
        """Return what the house says in a line that has none but its own words."""
        if first_word(text) not in self.own_words:
            return None
        for house in self.houses:
            if reason := house.speaks(text, is_sentence=is_sentence):
                return reason
        return None

    def is_own(self, text: str) -> bool:
        """Return whether a line has none but the words of the house."""
        return any(house.is_own(text) for house in self.houses) and not self.is_doubtful(text)

    def is_doubtful(self, text: str) -> bool:
        """Return whether a section label is also what an article may call a part of itself.

        What is counted, as comments are, is none.
        """
        if any(map(str.isdigit, text)):
            return False
        return fold(text).strip(_AROUND_LABEL) in self.doubtful

    def heading(self, text: str) -> Reason | None:
        """Return what a heading heads that begins with one of the section phrases."""
        return self.headings.reason(text) if len(text) <= LONGEST_HEADING else None

    def is_label(self, text: str) -> bool:
        """Return whether a line is a label to its end, or has a colon behind one."""
        begun = _LABEL_END.split(text, 1)[0]
        found = self.labels.of(begun)
        return found is not None and found[0] == fold(begun).strip(_EDGES)

    def label(self, text: str) -> Reason | None:
        """Return what a line is that begins with a label."""
        return self.labels.reason(text)

    def leads(self, text: str) -> bool:
        """Return whether a text, before a colon and a title, leads to another article."""
        plain = fold(text).strip(_EDGES)
        return (
            plain in self.led
            or self.sections.get(plain) is Reason.RELATED
            or self.labels.reason(text) is Reason.RELATED
            or any(house.heads(text) for house in self.houses)
        )

    def note(self, text: str) -> Reason | None:
        """Return what a line is that begins with a phrase no article begins a paragraph with."""
        if text.startswith(_QUOTED):
            return None
        first = text[:_LABEL_CHARS].lstrip(_EDGES).split(None, 1)[:1]
        if not first or first[0].rstrip(_EDGES).lower().replace("’", "'") not in self.note_words:
            return None
        return self.notes.reason(text)

    def button(self, text: str) -> Reason | None:
        """Return what a box asks for whose button says `text`."""
        plain = fold(text[:_LABEL_CHARS]).strip(_EDGES)
        if reason := self.buttons.get(plain):
            return reason
        words = plain.split(" ")
        begun = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
        return next(filter(None, map(self.buttons.get, begun)), None)

    def share(self, text: str) -> float:
        """Return how much of a text is in the words of the house."""
        return max(house.share(text) for house in self.houses)

    def is_field(self, text: str) -> bool:
        """Return whether a line is what a form calls one of its fields."""
        return fold(text).strip(_EDGES) in self.fields

    def reports(self, text: str) -> bool:
        """Return whether a line tells what somebody said."""
        plain = plain_words(text)
        return self.notices.reports.are_in(plain, set(plain.split()))

    def discloses_ai(self, text: str) -> bool:
        """Return whether a line says that a machine wrote what it stands with."""
        return self.authorship.is_machine(text)


@cache
def wording() -> Wording:
    """Return the phrases of all languages."""
    kinds: dict[str, dict[str, Reason]] = {
        kind: {} for kind in ("sections", "headings", "labels", "notes")
    }
    doubtful: list[str] = []
    notices: dict[str, dict[str, list[str]]] = {}
    first_words: set[str] = set()
    reports: list[str] = []
    buttons: dict[str, Reason] = {}
    said: dict[str, list[str]] = {}
    fields: set[str] = set()
    led: set[str] = set()
    lone: set[str] = set()
    staff: tuple[list[str], list[str]] = ([], [])
    houses: list[Sublanguage] = []
    hints: set[str] = set()
    starts: set[str] = set()
    for file in sorted((Path(__file__).parent / "phrases").glob("*.toml")):
        lists = tomllib.loads(file.read_text(encoding="utf-8"))
        doubtful += (fold(phrase).strip(_EDGES) for phrase in lists.pop("doubtful")["sections"])
        for kind, written in lists.pop("disclosure").items():
            said.setdefault(kind, []).extend(written)
        for reason, groups in lists.pop("notices").items():
            for group, written in groups.items():
                notices.setdefault(reason, {}).setdefault(group, []).extend(written)
        reports += lists.pop("reports")["phrases"]
        closed = lists.pop("closed")
        houses.append(sublanguage(closed))
        cores = chain.from_iterable(closed["core"].values())
        hints.update(rarest(lower_words(core)) for core in cores)
        said_of_forms = lists.pop("buttons")
        fields.update(map(fold, said_of_forms.pop("fields")))
        for reason, written in said_of_forms.items():
            buttons.update((fold(phrase), Reason(reason)) for phrase in written)
        led.update(map(fold, lists["related"].pop("leads")))
        strays = lists.pop("strays")
        lone.update(map(fold, strays["lone"]))
        staff[0].extend(f"{fold(first)} " for first in strays["staff_first"])
        staff[1].extend(f" {fold(last)}" for last in strays["staff_last"])
        for reason, phrases in lists.items():
            for label in phrases.get("sections", ()):
                starts.update((first_word(label), first_word(fold(label))))
            first_words.update(note.split()[0] for note in phrases.get("notes", ()))
            for kind, written in phrases.items():
                kinds[kind].update((fold(phrase), Reason(reason)) for phrase in written)
    spoken = notices_of(notices, reports)
    sections = {phrase.strip(_EDGES): reason for phrase, reason in kinds["sections"].items()}
    return Wording(
        sections,
        frozenset(doubtful),
        _beginnings(kinds["headings"]),
        _beginnings(kinds["labels"]),
        _beginnings(kinds["notes"]),
        frozenset(first_words),
        authorship_of(said),
        spoken,
        buttons,
        frozenset(fields),
        frozenset(lone),
        (tuple(staff[0]), tuple(staff[1])),
        frozenset(led),
        tuple(houses),
        frozenset(starts).union(*(house.label_words for house in houses)),
        frozenset().union(*(house.words for house in houses)),
        frozenset(hints) | spoken.tokens,
    )


def _beginnings(phrases: dict[str, Reason]) -> Beginnings:
    found: dict[str, list[tuple[str, Reason]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        first = _FIRST.match(phrase)
        found.setdefault(first.group() if first else "", []).append((phrase, phrases[phrase]))
    return Beginnings({first: tuple(listed) for first, listed in found.items()})
