"""Who wrote an article and when, where only its text says so: "Par A et B", "Publié le ..."."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from gazette.article import Reason
from gazette.extract.dates import MOMENT, MONTHS, is_day, parse_moment, parse_stamps
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About
from gazette.extract.names import author_names, is_agency, without_pictures
from gazette.extract.persons import has_other_word, is_name
from gazette.extract.signatures import (
    BY,
    DIGIT,
    bare_names,
    is_beside,
    is_initials,
    is_work,
    names_beside_text,
    names_of_whole,
    signed_below,
)
from gazette.text import AUTHOR_LIMIT, clean_line, fold

_BEFORE: Final = 8
_AFTER: Final = 25
"""Lines before and after the title in which a by-line stands."""
_BELOW: Final = 5
"""Lines after the article's last in which its signature stands."""
_LINE_CHARS: Final = 160
_SAME_DAY: Final = timedelta(hours=36)
"""An address gives the day where its editors are, a text may give the moment in UTC."""
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
_OF_NO_NAME: Final = (
    None, Reason.BYLINE, Reason.BOILERPLATE, Reason.RELATED, Reason.CAPTION,
)  # fmt: skip
"""What may be against a line that is a name and no more."""
_NAME_CHARS: Final = 80
_NOT_AT_TOP: Final = 3
"""Lines of the text before which its by-line has stood: two may be standfirsts."""
_HEADING_NEAR: Final = 15
_QUOTED: Final = tuple('»”"')


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
        authors = _all_authors(draft, numbers, about, kept) or about.house_author
    return replace(about, authors=authors, published=published, modified=modified)


def mark_names(draft: Draft, about: About, kept: list[int]) -> None:
    """Mark the lines of `kept` between title and text that are an author's name and no more."""
    top = range(0)
    for number in kept[:_NOT_AT_TOP]:
        text = draft.page.lines[number].text
        if len(text) > _NAME_CHARS or ends_sentence(text):
            continue
        if about.authors:
            name = next(filter(text.startswith, about.authors), "")
            is_signed = bool(name) and is_work(text[len(name) :])
        else:
            top = top or _top(draft, about, kept)
            is_signed = number in top and bool(_names_of(draft, number, top, about, kept))
        if is_signed:
            draft.marks[number] = Reason.BYLINE


def is_byline(text: str) -> bool:
    """Return whether a line is names, dates and the words that go with them, and nothing else."""
    if len(text) > _LINE_CHARS:
        return False
    text = without_pictures(text)
    if not (DIGIT.search(text) or BY.match(text)):
        return bool(names_of_whole(text))
    rest, names = BY.subn(_without_names, text)
    has_moment = DIGIT.search(rest) and MOMENT.search(fold(rest))
    if not (has_moment or len(rest) < len(text)) or not (names or has_moment):
        return False
    return is_beside(rest) or bool(names_of_whole(text))


def _without_names(found: re.Match[str]) -> str:
    return " " if _are_names(found[1]) else found[0]


def _are_names(written: str) -> bool:
    names = author_names([written])
    return bool(names) and all(map(is_name, names))


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


def _all_authors(draft: Draft, near: list[int], about: About, kept: list[int]) -> tuple[str, ...]:
    """Return the authors that the lines near the title name, or those under the article."""
    top = _top(draft, about, kept)
    if authors := _authors(draft, near, about, top):
        return authors
    below = range(kept[-1] + 1, min(kept[-1] + _BELOW, len(draft.page.lines)))
    if authors := _authors(draft, [n for n in below if draft.marks[n] not in _OF_OTHERS], about):
        return authors
    return _dated(draft, top, about, kept) or _signature(draft, about, kept)


def _authors(
    draft: Draft, numbers: list[int], about: About, top: range = range(0)
) -> tuple[str, ...]:
    lines = draft.page.lines
    for number in numbers:
        text = lines[number].text
        signed = without_pictures(text)
        found = BY.search(signed)
        if found and _are_names(found[1]) and _opens_part(signed, found.start()):
            return _names(found[1], about)
        if number in top and (written := names_beside_text(text)):
            return _names(written, about)
        if _LABEL.fullmatch(text) and number + 1 < len(lines):
            text = lines[number + 1].text
        elif found := _HOUSE.match(text):
            return author_names([found[1]], about.houses) or _staff(found[1])
        elif draft.marks[number] is not Reason.BYLINE or not _may_be_names(text):
            continue
        written = _BEHIND_NAMES.split(text)[0]
        if _are_names(written):
            return _names(written, about)
    return ()


def _may_be_names(text: str) -> bool:
    if is_initials(text) or _CREDIT.search(text):
        return False
    return not has_other_word(text) or is_agency(text)


def _top(draft: Draft, about: About, kept: list[int]) -> range:
    """Return the lines between the title and the text, where a name needs no label."""
    page, last = draft.page, kept[min(_NOT_AT_TOP, len(kept)) - 1]
    if about.heading is not None:
        return range(page.last[about.heading], last)
    for number in range(last - 1, max(-1, last - _HEADING_NEAR), -1):
        text = page.lines[number].text
        if len(text) <= about.longest_heading and fold(text) in about.headings:
            return range(number + 1, last)
    return range(0)


def _dated(draft: Draft, top: range, about: About, kept: list[int]) -> tuple[str, ...]:
    return next(filter(None, (_names_of(draft, number, top, about, kept) for number in top)), ())


def _names_of(
    draft: Draft, number: int, top: range, about: About, kept: list[int]
) -> tuple[str, ...]:
    """Return the names that stand bare on a line beside a date, where they are an author's.

    So do captions, sections, places and tags: the words of the names are looked at, and nobody
    is taken whom the title, the tags or the text speak of.
    """
    text = draft.page.lines[number].text
    if len(text) > _LINE_CHARS or ends_sentence(text):
        return ()
    written, is_dated = bare_names(text)
    if not written:
        return ()
    is_dated = is_dated or any(_says_when(draft, beside, top) for beside in (number, number + 1))
    # Tags stand behind the date, and are links too.
    is_link = draft.marks[number] is Reason.RELATED
    if not (is_dated or (not is_link and _says_when(draft, number - 1, top))):
        return ()
    names = _names(written, about)
    if is_caption(draft, number, names[:1]):
        return ()
    others = [other for other in kept if other != number]
    return () if any(is_subject(draft, name, about, others) for name in names) else names


def _says_when(draft: Draft, number: int, top: range) -> bool:
    """Return whether a line says when and nothing else, or holds a mark that does."""
    if number not in top:
        return False
    text = draft.page.lines[number].text
    if any(line == number for line, _ in draft.page.times):
        return True
    return len(text) <= _LINE_CHARS and DIGIT.search(text) is not None and is_beside(text)


def is_caption(draft: Draft, number: int, names: tuple[str, ...]) -> bool:
    """Return whether a line stands under a picture that is not of its author."""
    if draft.marks[number] not in _OF_NO_NAME:
        return True
    alts = [p.alt for p in draft.page.pictures if p.line == number]
    if any(fold(alt) == fold(name) for alt in alts for name in names):
        return False
    return draft.marks[number] is Reason.CAPTION or any(alts)


def is_subject(draft: Draft, name: str, about: About, lines: list[int]) -> bool:
    """Return whether the article is about somebody, or speaks of them."""
    plain = fold(name)
    return (
        any(plain in title for title in about.headings)
        or any(plain in fold(tag) for tag in (*about.tags, about.section or ""))
        or any(name in draft.page.lines[number].text for number in lines)
    )


def _signature(draft: Draft, about: About, kept: list[int]) -> tuple[str, ...]:
    """Return the names behind a dash that end the text; behind a quotation they are its source."""
    lines = draft.page.lines
    for number in (kept[-1], kept[-1] + 1):
        written = signed_below(lines[number].text) if 0 < number < len(lines) else ""
        if written and not lines[number - 1].text.endswith(_QUOTED):
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
