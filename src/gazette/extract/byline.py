"""Who wrote an article and when, where only its text says so: "Par A et B", "Publié le ..."."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gazette.article import Reason
from gazette.extract.dates import MOMENT, MONTHS, is_day, parse_moment, parse_stamps
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About
from gazette.extract.names import author_names
from gazette.text import AUTHOR_LIMIT, clean_line, fold

_BEFORE: Final = 8
_AFTER: Final = 25
"""Lines before and after the title in which a by-line stands."""
_BELOW: Final = 5
"""Lines after the article's last in which its signature stands."""
_LINE_CHARS: Final = 160
_SAME_DAY: Final = timedelta(hours=36)
"""An address gives the day where its editors are, a text may give the moment in UTC."""
# A name is two to four words that begin with a capital; particles may stand between.
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŁŚŠŽ](?:[\w’'-]|\.(?=[\w\s-]))*"
_NAME: Final = (
    rf"{_CAPITAL}(?:\s+(?:d[eu’']|des|van|von|der|le|la|el|al|bin|{_CAPITAL})){{0,3}}\s+{_CAPITAL}"
)
_WHOLE_NAME: Final = re.compile(rf"^{_NAME}$")
_BY: Final = re.compile(
    r"(?:^|(?<=[\s|·•,–—-]))(?i:(?:posted |written |reported |story |words )?by"
    r"|(?:écrite? |publiée? |rédigée? |propos recueillis |textes? |un article de |une enquête de )?"
    r"(?:par|de)|auteure?s?|author|textes?)(?:\s*:\s*|\s+)"
    rf"({_NAME}(?:\s*(?:,|&|\bet\b|\band\b)\s*{_NAME}){{0,5}})"
)
# Who signs without a name, on a line of its own.
_HOUSE: Final = re.compile(
    r"^(?i:(?:(?:posted |written |publiée? |écrite? )?(?:by|par)\s+)?)"
    r"((?:AFP|Reuters|Associated Press|Agence France-Presse|Belga)(?:\s*(?:,|/|&|et|and)\s*"
    r"(?:AFP|Reuters|AP))?|(?:L[ae]s?|Notre|The)\s+(?:[Rr]édaction|[Nn]ewsroom)(?:\s+d[eu]\s[^.!?]{2,30})?)$"
)
_LABEL: Final = re.compile(
    r"(?:(?:posted |written |publiée? |écrite? |rédigée? )?(?:by|par)|auteure?s?|authors?)\s*:?",
    re.I,
)
_CREDIT: Final = re.compile(r"©|photo|cr[ée]dit|image|illustration|picture|getty|copyright", re.I)
_BEHIND_NAMES: Final = re.compile(r"\s+[-–—|•·]\s+|\s+(?:le|on)\s+(?:\d|[A-Z])|,?\s+publi")
_BARS: Final = ("|", "·", "•", "›", ">")
_OF_OTHERS: Final = (Reason.RELATED, Reason.COMMENTS)
_DIGIT: Final = re.compile(r"\d")
# What else a by-line is made of, in folded text.
_WORDS_BESIDE: Final = (
    "publie publiee publies mis a jour mise en ligne modifie modifiee cree ecrit poste redige"
    " actualise paru parue published updated posted modified created first last on le la at et and"
    " il y ago maj date article temps de lecture reading time read minutes? mins? mn heures?"
    " hours? jours? days? in pour for with avec afp reuters ap redaction journaliste"
    " correspondante? staff writers? reporters? correspondents? editors? senior by par"
)
_BESIDE: Final = re.compile(
    rf"\b(?:{_WORDS_BESIDE.replace(' ', '|')})\b"
    r"|\d{1,2}\s*(?:h|:)\s*\d\d|\d{1,2}\s*(?:min|mn|h|am|pm)\b|\b\d{1,2}\b"
)


def with_byline(draft: Draft, about: About, kept: list[int]) -> About:
    """Return `about` with the authors and the moments that the lines near the title give.

    `kept` are the article's lines: a signature may stand under them. The publisher is the author
    where the page says so and names nobody.
    """
    is_exact = about.published is not None and not about.is_day_only
    if about.authors and is_exact and about.modified:
        return about
    numbers = list(_near(draft, about, kept[0]))
    published, modified = about.published, about.modified
    if not (is_exact and modified):
        stated, changed = _stamps(draft, numbers, about)
        published = published if is_exact else stated or published
        modified = modified or changed
    authors = about.authors
    if not authors:
        below = range(kept[-1] + 1, min(kept[-1] + _BELOW, len(draft.page.lines)))
        lines = [*numbers, *(n for n in below if draft.marks[n] not in _OF_OTHERS)]
        authors = _authors(draft, lines, about) or about.house_author
    return replace(about, authors=authors, published=published, modified=modified)


def is_byline(text: str) -> bool:
    """Return whether a line is names, dates and the words that go with them, and nothing else."""
    if len(text) > _LINE_CHARS or not (_DIGIT.search(text) or _BY.match(text)):
        return False
    rest, names = _BY.subn(_without_names, text)
    plain, moments = MOMENT.subn(" ", fold(rest)) if _DIGIT.search(rest) else (fold(rest), 0)
    if not (moments or len(rest) < len(text)) or (names == 0 and moments == 0):
        return False
    return not any(character.isalnum() for character in _BESIDE.sub(" ", plain))


def _without_names(found: re.Match[str]) -> str:
    return " " if _are_names(found[1]) else found[0]


def _are_names(written: str) -> bool:
    names = author_names([written])
    return bool(names) and all(_WHOLE_NAME.match(name) for name in names)


def _names(written: str, about: About) -> tuple[str, ...]:
    """Return the names without the month of a date that follows: "Ada Quill June 20"."""
    names = (name.split() for name in author_names([written], about.houses))
    return tuple(" ".join(n[:-1] if fold(n[-1]) in MONTHS and len(n) > 2 else n) for n in names)


def _near(draft: Draft, about: About, first: int) -> Iterator[int]:
    page = draft.page
    title = page.first[about.heading] if about.heading is not None else first
    for number in range(max(0, title - _BEFORE), min(len(page.lines), title + _AFTER)):
        if len(page.lines[number].text) <= _LINE_CHARS and draft.marks[number] not in _OF_OTHERS:
            yield number


def _authors(draft: Draft, numbers: list[int], about: About) -> tuple[str, ...]:
    lines = draft.page.lines
    for number in numbers:
        text = lines[number].text
        found = _BY.search(text)
        if found and _are_names(found[1]) and _opens_part(text, found.start()):
            return _names(found[1], about)
        if _LABEL.fullmatch(text) and number + 1 < len(lines):
            text = lines[number + 1].text
        elif found := _HOUSE.match(text):
            return author_names([found[1]], about.houses) or _staff(found[1])
        elif draft.marks[number] is not Reason.BYLINE or _CREDIT.search(text):
            continue
        written = _BEHIND_NAMES.split(text)[0]
        if _are_names(written):
            return _names(written, about)
    return ()


def _staff(written: str) -> tuple[str, ...]:
    return (clean_line(written, AUTHOR_LIMIT),)


def _opens_part(text: str, start: int) -> bool:
    """Return whether a by-line opens the line, or a part of it, or is all it says."""
    return not start or text[:start].rstrip()[-1:] in _BARS or is_byline(text)


def _stamps(
    draft: Draft, numbers: list[int], about: About
) -> tuple[datetime | None, datetime | None]:
    """Return when the lines say that the article was published, and when changed.

    Where the day is known, only a moment of that day is its publication.
    """
    published: list[datetime] = []
    modified: list[datetime] = []
    marked = dict(reversed(draft.page.times))
    for number in numbers:
        text = draft.page.lines[number].text
        if ends_sentence(text):
            continue
        said, changed = parse_stamps(text, about.habits)
        if number in marked and (moment := parse_moment(marked[number], about.habits)):
            said, changed = (said, moment) if changed and not said else (moment, changed)
        published += [said] if said else []
        modified += [changed] if changed else []
    return _first(published or modified, about), next(iter(modified), None)


def _first(moments: list[datetime], about: About) -> datetime | None:
    day = about.published
    if day is None:
        return next(iter(moments), None)
    near = (m for m in moments if abs(m - day) < _SAME_DAY)
    return next((m for m in near if not is_day(m)), None)
