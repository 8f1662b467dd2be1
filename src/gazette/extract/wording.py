"""The phrase lists of `phrases/`, one file a language, as one matcher.

All languages are tried on every page: French pages carry English boxes, and the language that a
page declares is wrong too often to choose by it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from gazette.article import Reason
from gazette.extract.authorship import Authorship, authorship_of
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
LONGEST_HEADING: Final = _LABEL_CHARS + 20
"""Characters of a heading that may begin with a phrase."""


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
_COMMON: Final = frozenset(
    "have this your like back another several something already know think you did has been what"
    " vous votre nous notre cette avec plus dans".split()
)
_ELIDED: Final = tuple(f"{letters}{sign}" for letters in "ldsmnjct" for sign in "'’")
_BEFORE: Final = ("", "(", "«", "“", '"', "qu’", *_ELIDED)
_AFTER: Final = ("", ".", ",", ":", ";", "!", "?", ")", "»", "”", '"', "…")


@dataclass(frozen=True, slots=True)
class Phrases:
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


@dataclass(frozen=True, slots=True)
class NoticeWords:
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


@dataclass(frozen=True, slots=True)
class Notices:
    """The words of all notices."""

    kinds: tuple[NoticeWords, ...]
    reports: Phrases
    """What tells that somebody else speaks."""
    tokens: frozenset[str]
    """The longest word of each topic in lower case, with the signs that may touch it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What lines may begin with, and what that makes of them."""

    sections: dict[str, Reason]
    doubtful: frozenset[str]
    headings: tuple[re.Pattern[str], dict[str, Reason]]
    labels: tuple[re.Pattern[str], dict[str, Reason]]
    notes: tuple[re.Pattern[str], dict[str, Reason]]
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
        return _begins(text, self.headings) if len(text) <= LONGEST_HEADING else None

    def is_label(self, text: str) -> bool:
        """Return whether a line is a label to its end, or has a colon behind one."""
        begun = _LABEL_END.split(text, 1)[0]
        found = self.labels[0].match(fold(begun).lstrip(_EDGES))
        return found is not None and found.end() == len(fold(begun).strip(_EDGES))

    def label(self, text: str) -> Reason | None:
        """Return what a line is that begins with a label."""
        return _begins(text, self.labels)

    def leads(self, text: str) -> bool:
        """Return whether a text, before a colon and a title, leads to another article."""
        plain = fold(text).strip(_EDGES)
        return (
            plain in self.led
            or self.sections.get(plain) is Reason.RELATED
            or _begins(text, self.labels) is Reason.RELATED
            or any(house.heads(text) for house in self.houses)
        )

    def note(self, text: str) -> Reason | None:
        """Return what a line is that begins with a phrase no article begins a paragraph with."""
        if text.startswith(_QUOTED):
            return None
        first = text[:_LABEL_CHARS].lstrip(_EDGES).split(None, 1)[:1]
        if not first or first[0].rstrip(_EDGES).lower().replace("’", "'") not in self.note_words:
            return None
        return _begins(text, self.notes)

    def button(self, text: str) -> Reason | None:
        """Return what a box asks for whose button says `text`."""
        plain = fold(text[:_LABEL_CHARS]).strip(_EDGES)
        return self.buttons.get(plain) or next(
            (reason for said, reason in self.buttons.items() if plain.startswith(f"{said} ")), None
        )

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
        hints.update(_rarest(core.lower().split()) for core in cores)
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
    spoken = _notices(notices, reports)
    sections = {phrase.strip(_EDGES): reason for phrase, reason in kinds["sections"].items()}
    return Wording(
        sections,
        frozenset(doubtful),
        _matcher(kinds["headings"]),
        _matcher(kinds["labels"]),
        _matcher(kinds["notes"]),
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
        _touched(hints) | spoken.tokens,
    )


def _notices(written: dict[str, dict[str, list[str]]], reports: list[str]) -> Notices:
    kinds = []
    tokens: set[str] = set()
    for reason, groups in written.items():
        flat, apart = _ENOUGH.get(Reason(reason), _ENOUGH_ELSE)
        topics, address = groups.pop("topic"), groups.pop("address", [])
        tokens.update(_rarest(topic.lower().split()) for topic in topics)
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
    return Notices(tuple(kinds), bounded(reports), _touched(tokens))


def _rarest(words: list[str]) -> str:
    """Return the word of a phrase by which fewest lines are looked at."""
    return max(words, key=lambda word: (word not in _COMMON, len(word)))


def _touched(words: set[str]) -> frozenset[str]:
    return frozenset(f"{b}{word}{a}" for word in words for b in _BEFORE for a in _AFTER)


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


def _matcher(phrases: dict[str, Reason]) -> tuple[re.Pattern[str], dict[str, Reason]]:
    longest_first = sorted(phrases, key=len, reverse=True)
    whole = (re.escape(p) + (r"(?!\w)" if p[-1].isalnum() else "") for p in longest_first)
    return re.compile("|".join(whole)), phrases


def _begins(text: str, phrases: tuple[re.Pattern[str], dict[str, Reason]]) -> Reason | None:
    pattern, reasons = phrases
    found = pattern.match(fold(text[:LONGEST_HEADING]).lstrip(_EDGES))
    return reasons[found.group()] if found else None
