"""Which of the titles that a page states is the article's, without the name of the site."""

import re
from typing import Final

from gazette.extract.page import Page
from gazette.text import clean_line, fold

_SITE_CHARS: Final = 50
_SEPARATORS: Final = re.compile(r"\s+[|–—·•»:]\s+|\s+-\s+|\s*\|\s*|\s+[«]\s+")


def read_titles(page: Page, stated: list[str], names: set[str]) -> tuple[int | None, list[str]]:
    """Return the element of the article's heading, and the page's titles, the best first.

    `stated` is what it is shared as (og:title), JSON-LD's headline, twitter:title and the
    document's title; `names` those of the site. The best is what the page is shared as, where
    another title confirms it: it is the one that houses keep free of labels (right on 48 of 55
    pages; the heading on 42, JSON-LD on 35).
    """
    bare = {title: without_site(clean_line(title), names) for title in set(stated)}
    shared, *others = [bare[title] for title in stated]
    if _is_site(shared, names):
        shared = ""
    named = list(filter(None, (shared, *others)))
    headings = [(e, clean_line(page.text(e))) for e, tag in enumerate(page.tags) if tag == "h1"]
    headings = [(e, heading) for e, heading in headings if heading]
    confirmed = [(e, h) for e, h in headings if any(_alike(h, title) for title in named)]
    if not named and not confirmed:
        confirmed = headings[:1]
    element, heading = confirmed[0] if confirmed else (None, "")
    titles = list(filter(None, (heading, *others)))
    # Shared in one way here and in another there: then the heading decides.
    is_alone = heading != shared and others[1] == heading != ""
    is_sound = shared and not (
        shared.endswith(("…", "...")) or _has_label(shared, heading) or is_alone
    )
    if is_sound and (not titles or any(_alike(title, shared) for title in titles)):
        return element, [shared, *titles]
    return element, [*titles, shared] if shared else titles


def _has_label(title: str, heading: str) -> bool:
    """Return whether a title is the heading with a label before it, or house and writer behind."""
    plain, core = fold(title), fold(heading)
    before, found, after = plain.partition(core) if core else (plain, "", "")
    if not found or plain == core:
        return False
    ends, starts = before.rstrip()[-1:], after.lstrip()[:1]
    return ends in ("", ":", "|", "-", "–") and starts in ("", "|", "*", "-", "–", "—", "·", "•")


def without_site(title: str, names: set[str]) -> str:
    """Return a title without one of the site's `names` at its end or beginning."""
    parts = list(_SEPARATORS.finditer(title))
    if not parts:
        return title
    last, first = parts[-1], parts[0]
    if _is_site(title[last.end() :], names):
        return without_site(title[: last.start()], names)
    if _is_site(title[: first.start()], names):
        return title[first.end() :]
    if "|" in last.group() and last.start() > 15 and len(title) - last.end() < last.start():
        return title[: last.start()]
    return title


def site_names(site: str | None, host: str) -> set[str]:
    """Return the letters of what a site may call itself in a title."""
    return {_letters(site or ""), _letters(host), _letters(host.rsplit(".", 1)[0])} - {""}


def site_in_title(title: str, heading: str) -> str | None:
    """Return what stands behind the heading in the document's title: the name of the site."""
    rest = title.removeprefix(heading) if heading and len(heading) < len(title) else ""
    found = _SEPARATORS.match(rest)
    name = _SEPARATORS.split(rest[found.end() :])[-1].strip() if found else ""
    return name if 1 < len(name) <= _SITE_CHARS else None


def _is_site(part: str, names: set[str]) -> bool:
    letters = _letters(part)
    return bool(letters) and any(
        letters == name
        or (len(letters) > 3 and len(name) > 3 and (letters in name or name in letters))
        for name in names
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def _alike(heading: str, title: str) -> bool:
    """Return whether a heading and a title share most words of the shorter."""
    if heading == title:
        return True
    ours, theirs = set(re.findall(r"\w+", fold(heading))), set(re.findall(r"\w+", fold(title)))
    least = min(len(ours), len(theirs))
    return (
        least > 0 and len(ours & theirs) >= max(1, 0.6 * least) and len(ours) >= 0.4 * len(theirs)
    )
