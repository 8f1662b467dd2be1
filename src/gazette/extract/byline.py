"""Who wrote an article and when, where only its text says so: "Par A et B", "Publié le ..."."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from gazette.article import Reason
from gazette.extract.dates import MOMENT, MONTHS, parse_moment, parse_words
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About, author_names
from gazette.text import fold

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
    """Return `about` with the authors and the moment that the lines near the title give.

    `kept` are the article's lines: a signature may stand under them.
    """
    is_exact = about.published is not None and not about.is_day_only
    if about.authors and is_exact:
        return about
    numbers = list(_near(draft, about, kept[0]))
    published = about.published
    if not is_exact:
        stated = _published(draft, numbers, about.published)
        published = stated or published
    below = range(kept[-1] + 1, min(kept[-1] + _BELOW, len(draft.page.lines)))
    authors = about.authors or _authors(draft, [*numbers, *below])
    return replace(about, authors=authors, published=published)


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


def _names(written: str) -> tuple[str, ...]:
    """Return the names without the month of a date that follows: "Ada Quill June 20"."""
    names = (name.split() for name in author_names([written]))
    return tuple(" ".join(n[:-1] if fold(n[-1]) in MONTHS and len(n) > 2 else n) for n in names)


def _near(draft: Draft, about: About, first: int) -> Iterator[int]:
    page = draft.page
    title = page.first[about.heading] if about.heading is not None else first
    for number in range(max(0, title - _BEFORE), min(len(page.lines), title + _AFTER)):
        if (
            len(page.lines[number].text) <= _LINE_CHARS
            and draft.marks[number] is not Reason.RELATED
        ):
            yield number


def _authors(draft: Draft, numbers: list[int]) -> tuple[str, ...]:
    for number in numbers:
        text = draft.page.lines[number].text
        found = _BY.search(text)
        if found and _are_names(found[1]) and (not found.start() or is_byline(text)):
            return _names(found[1])
        if draft.marks[number] is Reason.BYLINE:
            written = re.split(r"\s+[-–—|•·]\s+|\s+(?:le|on)\s+(?:\d|[A-Z])|,?\s+publi", text)[0]
            if _are_names(written):
                return _names(written)
    return ()


def _published(draft: Draft, numbers: list[int], day: datetime | None) -> datetime | None:
    """Return the first moment of the lines; where the day is known, only one of that day."""
    near = set(numbers)
    stated = [parse_moment(m) for number, m in draft.page.times if number in near]
    texts = (draft.page.lines[number].text for number in numbers)
    stated += [parse_words(text) for text in texts if not ends_sentence(text)]
    return next((m for m in stated if m and (day is None or abs(m - day) < _SAME_DAY)), None)
