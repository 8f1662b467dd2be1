"""Who wrote an article and when, where only its text says so: "Par A et B", "Publié le ..."."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from gazette.article import Reason
from gazette.extract.dates import parse_moment, parse_words
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import About, author_names

_BEFORE: Final = 8
_AFTER: Final = 25
"""Lines before and after the title in which a by-line stands."""
_LINE_CHARS: Final = 120
_BY: Final = re.compile(
    r"^(?:(?:posted |written |reported )?by|(?:écrit |publié |rédigé |propos recueillis )?par"
    r"|auteur|author)\s*:?\s+(?=\S)",
    re.I,
)
# A name is two to four words that begin with a capital; particles may stand between.
_NAME: Final = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w’'.-]+(?:\s+(?:d[eu’']|des|van|von|le|la|el|al|bin))*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'.-]*){1,3}$"
)


def with_byline(draft: Draft, about: About, first: int) -> About:
    """Return `about` with the author and day that the lines near the title give.

    `first` is the article's first line, where no title stands in the text.
    """
    if about.authors and about.published:
        return about
    numbers = list(_near(draft, about, first))
    return replace(
        about,
        authors=about.authors or _authors(draft, numbers),
        published=about.published or _published(draft, numbers),
    )


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
        found = _BY.match(text)
        if found is None and draft.marks[number] is not Reason.BYLINE:
            continue
        written = re.split(
            r"\s+[-–—|•·]\s+|\s+(?:le|on)\s+(?:\d|[A-Z])|,?\s+publi",
            text[found.end() if found else 0 :],
        )[0]
        names = tuple(name for name in author_names([written]) if _NAME.match(name))
        if names:
            return names
    return ()


def _published(draft: Draft, numbers: list[int]) -> datetime | None:
    near = set(numbers)
    for number, moment in draft.page.times:
        if number in near and (stated := parse_moment(moment)):
            return stated
    for number in numbers:
        text = draft.page.lines[number].text
        if not ends_sentence(text) and (day := parse_words(text)):
            return day
    return None
