"""Which of the titles that a page states is the article's, without the name of the site."""

import re
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gazette.extract.names import letters
from gazette.extract.page import Page
from gazette.text import clean_line, fold

_SITE_CHARS: Final = 50
_SIGNS: Final = re.compile(r"[|–—·•»«:~>/*-]+")
_ALWAYS_PART: Final = ("|", "»")
_PART_BEFORE_SPACE: Final = ("–", "—", "-")
_LEAST_SHARED: Final = 3
_LEAST_TITLE: Final = 15
"""Characters: what is left by cutting at a bar is a title if it is this long."""
_CUT: Final = ("…", "...")
_QUOTES: Final = ('"', "'")
_MARKED_CHARS: Final = 3_000
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_CRUMBS: Final = ("crumb", "ariane")
_HEADINGS_READ: Final = 20
_SUBHEADINGS_READ: Final = 12


class Stated(Struct, frozen=True):
    """The titles that a page's metadata states; empty where it does not."""

    shared: str = ""
    """og:title: what others are shown. Houses keep it freer of labels than the others."""
    data: str = ""
    """JSON-LD's headline."""
    posted: str = ""
    """twitter:title."""
    document: str = ""
    """The document's title: it bears the name of the site, and words for search engines."""


def read_titles(
    page: Page, stated: Stated, names: Collection[str], section: str = ""
) -> tuple[int | None, list[str]]:
    """Return the element of the article's heading, and the page's titles, the best first.

    `names` are the letters of what the site may call itself.
    """
    bare = _bare(stated, names, letters(section))
    named = [title for title in (bare.shared, bare.data, bare.posted, bare.document) if title]
    element, heading = _heading(page, named)
    if not heading and named == [bare.document]:
        bare = replace(bare, document=_shown_part(page, bare.document))
    best = _best(bare, heading)
    others = dict.fromkeys(filter(None, (best, heading, bare.data, bare.posted, bare.document)))
    others.update(dict.fromkeys(filter(None, (bare.shared,))))
    return element, list(others)


def _best(stated: Stated, heading: str) -> str:
    """Return the title that the others confirm.

    What the page is shared as was right on 48 of 55 pages, the heading on 42, JSON-LD on 35; where
    it and JSON-LD agree, on 66 of 66, whatever the heading says.
    """
    shared, data = stated.shared, stated.data
    if shared and shared == data:
        return shared
    rest = [heading, data, stated.posted, stated.document]
    if shared and not _is_sound(shared, rest):
        shared = ""
    fallback = next(filter(None, rest), "")
    if not shared or not fallback:
        return shared or fallback
    # Named for search engines twice and for readers twice: JSON-LD and the heading are for readers.
    if heading and heading == data and stated.document == shared:
        return heading
    # Shared in one way here and in another there: then the heading decides.
    if heading and heading == stated.posted != shared:
        return heading
    return shared if any(_alike(title, shared) for title in rest if title) else fallback


def _is_sound(shared: str, others: Sequence[str]) -> bool:
    """Return whether what a page is shared as is whole, and no label stands before it."""
    if shared.endswith(_CUT) or _has_label(shared, others[0]):
        return False
    # A quotation mark that was not escaped has ended the attribute.
    return not any(
        len(title) > len(shared)
        and title.startswith(shared)
        and title[len(shared) :].lstrip()[:1] in _QUOTES
        for title in others
    )


def _bare(stated: Stated, names: Collection[str], section: str) -> Stated:
    """Return the titles without markup and without the name of the site."""
    known: dict[str, str] = {}

    def bare(title: str) -> str:
        if title and title not in known:
            plain = title[:_MARKED_CHARS]
            plain = _TAG.sub("", plain) if "<" in plain else plain
            known[title] = without_site(clean_line(plain), names, section)
        return known.get(title, "")

    shared = bare(stated.shared)
    if is_site(shared, names):
        shared = ""
    return Stated(shared, bare(stated.data), bare(stated.posted), bare(stated.document))


def _heading(page: Page, named: list[str]) -> tuple[int | None, str]:
    """Return the element of the article's heading, and its text.

    It is the first `<h1>` that the stated titles confirm, else a lower heading that is one of
    them: some sites keep their only `<h1>` for the breadcrumb.
    """
    first: tuple[int | None, str] = (None, "")
    for element in islice(page.tagged("h1"), _HEADINGS_READ):
        heading = clean_line(page.text(element))
        if not heading or _is_crumb(page, element):
            continue
        if any(_alike(heading, title) for title in named):
            return element, heading
        first = first if first[1] else (element, heading)
    return _lower_heading(page, named) if named else first


def _lower_heading(page: Page, named: list[str]) -> tuple[int | None, str]:
    wanted = {letters(title) for title in named}
    longest = max(map(len, named)) + 20
    for element in islice(page.tagged("h2"), _SUBHEADINGS_READ):
        heading = page.text(element)
        if len(heading) <= longest and letters(heading) in wanted and not _is_crumb(page, element):
            return element, clean_line(heading)
    return None, ""


def _shown_part(page: Page, title: str) -> str:
    """Return the part of a title that is a line of its own, where nothing names the site.

    "Journal de Kerlann - Un chalutier s'échoue": the page shows what is its title, and the name
    of the site as a picture, or as a link home.
    """
    sides: dict[str, str] = {}
    for last, begin in _separators(title):
        sides.update((letters(side), side) for side in (title[:last], title[begin:]))
    longest = len(title)
    shown = (
        sides.get(letters(line.text), "")
        for line in (page.lines if sides else ())
        if len(line.text) <= longest and not line.links
    )
    part = max(shown, key=len, default="")
    # The shorter part is the site, or nothing that could be told from it.
    return part if len(part) >= _LEAST_TITLE and 2 * len(part) >= len(title) else title


def _is_crumb(page: Page, element: int) -> bool:
    """Return whether a heading is the last step of the way to the page."""
    for holder in page.ancestors(element):
        names = page.names[holder]
        if names and (_CRUMBS[0] in names or _CRUMBS[1] in names):
            return True
    return False


def _has_label(title: str, heading: str) -> bool:
    """Return whether a title is the heading with a label before it, or house and writer behind."""
    plain, core = fold(title), fold(heading)
    before, found, after = plain.partition(core) if core else (plain, "", "")
    if not found or plain == core:
        return False
    ends, starts = before.rstrip()[-1:], after.lstrip()[:1]
    return ends in ("", ":", "|", "-", "–") and starts in ("", "|", "*", "-", "–", "—", "·", "•")


def without_site(title: str, names: Collection[str], section: str = "") -> str:
    """Return a title without one of the site's `names` at its end or beginning.

    `section` are the letters of the part of the newspaper that may stand beside the name.
    """
    parts = _separators(title)
    if not parts:
        return title
    (first, rest), (last, end) = parts[0], parts[-1]
    if is_site(title[end:], names):
        return _without_section(without_site(title[:last], names), section)
    if is_site(title[:first], names):
        return without_site(title[rest:], names, section)
    has_bar = "|" in title[last:end]
    return title[:last] if has_bar and last > _LEAST_TITLE and len(title) - end < last else title


def _without_section(title: str, section: str) -> str:
    parts = _separators(title) if section else []
    if parts and letters(title[parts[-1][1] :]) == section:
        return title[: parts[-1][0]]
    return title


def _separators(title: str) -> list[tuple[int, int]]:
    """Return where the parts of a title end, and where the next one begins."""
    found = []
    for signs in _SIGNS.finditer(title):
        first, last = signs.start(), signs.end()
        sign = title[first]
        after = title[last : last + 1].isspace()
        if sign in _ALWAYS_PART or (
            after and (title[first - 1 : first].isspace() or sign in _PART_BEFORE_SPACE)
        ):
            begin = last + 1 if after else last
            found.append((len(title[:first].rstrip()), begin))
    return found


def site_names(named: Collection[str], host: str) -> set[str]:
    """Return the letters of what a site may call itself: what it says, and its address."""
    labels = host.split(".")[:-1]
    names = {letters(name) for name in (*named, host, host.rpartition(".")[0])}
    return (names | {letters(label) for label in labels if len(label) > 2}) - {""}


def site_in_title(title: str, heading: str) -> str | None:
    """Return what stands behind the heading in the document's title: the name of the site."""
    rest = title.removeprefix(heading) if heading and len(heading) < len(title) else ""
    parts = _separators(rest)
    name = rest[parts[-1][1] :].strip() if parts and not parts[0][0] else ""
    return name if 1 < len(name) <= _SITE_CHARS else None


def is_site(part: str, names: Collection[str]) -> bool:
    """Return whether a part of a title is one of the site's names, or most of one."""
    plain = letters(part) if len(part) <= _SITE_CHARS + _SITE_CHARS else ""
    if plain in names:
        return True
    return len(plain) > _LEAST_SHARED and any(
        (plain in name or name in plain) and _is_most_of(plain, name) for name in names
    )


def _is_most_of(part: str, name: str) -> bool:
    # "Time" is in "sometimes": the shorter must be a good part of the longer.
    shorter, longer = sorted((len(part), len(name)))
    return shorter > _LEAST_SHARED and 2 * longer <= 3 * shorter + 12


def _alike(heading: str, title: str) -> bool:
    """Return whether a heading and a title share most words of the shorter."""
    if heading == title:
        return True
    ours, theirs = set(re.findall(r"\w+", fold(heading))), set(re.findall(r"\w+", fold(title)))
    least = min(len(ours), len(theirs))
    return (
        least > 0 and len(ours & theirs) >= max(1, 0.6 * least) and len(ours) >= 0.4 * len(theirs)
    )
