"""What a page is that holds no article: a list of stories, a wall, an error, nothing at all.

A page that says of itself that it is an article is believed, if it has a text. Of the 299 pages
that were looked at 288 say so, and none of the others alternates links and summaries as a list of
stories does.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gazette.article import Reason
from gazette.errors import N_
from gazette.extract.content import holder
from gazette.extract.draft import Draft
from gazette.extract.metadata import About
from gazette.extract.page import Page
from gazette.extract.shape import is_link
from gazette.text import fold

LEAST_CHARS: Final = 120
"""Kept text below this is a notice, a caption or a login page; the shortest of 298 articles
that were measured has 302."""
_KINDS: Final = {
    "error": N_("an error page"),
    "check": N_("a check that the reader is no robot"),
    "login": N_("a page to log in"),
    "search": N_("a list of stories"),
}
_WALL_CHARS: Final = 1_500
"""What answers in the place of an article says no more than this."""
_LEAST_STORIES: Final = 4
_LISTED: Final = 0.6
"""Of the lines of prose, those before which a link stands: on pages without metadata .5 at most."""
_SUMMARY_CHARS: Final = 500
_LINKED_SHARE: Final = 0.1
_LINK_CHARS: Final = 8
_BEFORE: Final = 3
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4"))
_TITLE_CHARS: Final = 100
_PASSWORD: Final = re.compile(rb"""<input[^>]{0,300}\stype\s*=\s*["']?password\b""", re.I)
_FRAMES: Final = re.compile(rb"<frameset\b", re.I)


def refusal(
    draft: Draft, kept: list[int], about: About, asked_url: str, source: bytes | str
) -> str | None:
    """Return what a page is, if the lines `kept` of it are no article."""
    chars = sum(len(draft.page.lines[number].text) for number in kept)
    if chars < LEAST_CHARS:
        return _instead(draft, about, source)
    if chars < _WALL_CHARS and _is_in_consent(draft, kept, chars):
        return N_("only a consent notice")
    is_front = bool(asked_url) and urlsplit(asked_url).path in ("", "/")
    if not is_front and _says_article(draft.page, about):
        return None
    if _is_listing(draft, kept):
        return N_("a list of stories")
    return _titled(draft.page, about) if chars < _WALL_CHARS else None


def _instead(draft: Draft, about: About, source: bytes | str) -> str:
    """Return what a page is that has next to no text."""
    page = draft.page
    body = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    if _FRAMES.search(body):
        return N_("a page of frames")
    if not page.lines:
        return N_("empty page")
    if kind := _titled(page, about):
        return kind
    pairs = zip(draft.prose, draft.marks, strict=True)
    against = {mark for prose, mark in pairs if prose}
    if Reason.COOKIES in against:
        return N_("only a consent notice")
    if Reason.RULE in against:
        return N_("the rules for this page remove its text")
    if _PASSWORD.search(body) and not _says_article(page, about):
        return _KINDS["login"]
    if Reason.PAYWALL in against:
        return N_("only a subscription notice")
    links = sum(is_link(line) and len(line.text) >= _LINK_CHARS for line in page.lines)
    return (
        N_("a list of stories") if links > len(page.lines) / 2 else N_("no text that reads as one")
    )


def _is_in_consent(draft: Draft, kept: list[int], chars: int) -> bool:
    """Return whether what is kept stands in a consent text that is longer: one of its points."""
    lines = draft.page.lines
    said = [n for n, mark in enumerate(draft.marks) if mark is Reason.COOKIES and draft.prose[n]]
    if sum(len(lines[number].text) for number in said) <= chars:
        return False
    box = holder(draft.page, said)
    return draft.page.first[box] <= kept[0] and kept[-1] < draft.page.last[box]


def _says_article(page: Page, about: About) -> bool:
    """Return whether the page's metadata are those of one article; lists state many, undated."""
    return about.published is not None or any(
        (meta.get("property") or meta.get("name")) == "og:type"
        and "article" in (meta.get("content") or "").lower()
        for meta in page.metas
    )


def _is_listing(draft: Draft, kept: list[int]) -> bool:
    """Return whether nearly each line of prose has a link of its own before it, or in it."""
    page, inside = draft.page, set(kept)
    prose = listed = headings = chars = 0
    is_after_link = False
    for number in range(max(0, kept[0] - _BEFORE), kept[-1] + 1):
        line = page.lines[number]
        if draft.prose[number] and number in inside:
            is_linked = line.link_chars >= max(_LINK_CHARS, _LINKED_SHARE * len(line.text))
            prose, listed = prose + 1, listed + (is_after_link or is_linked)
            chars += len(line.text)
            is_after_link = False
        elif number in draft.pictured or (is_link(line) and len(line.text) >= _LINK_CHARS):
            is_after_link = True
            headings += any(page.tags[e] in _HEADINGS for e in page.ancestors(line.block))
    if headings >= _LEAST_STORIES:
        return True
    return prose >= _LEAST_STORIES and listed >= _LISTED * prose and chars <= _SUMMARY_CHARS * prose


def _titled(page: Page, about: About) -> str | None:
    """Return what the page is by the titles that it has, where they are those of no article."""
    heading = next(page.tagged("h1"), None)
    titles = [about.title, page.title, page.text(heading) if heading is not None else ""]
    for title in titles:
        if title and len(title) <= _TITLE_CHARS and (found := _phrases().match(fold(title))):
            return _KINDS[found.lastgroup or "error"]
    return None


@cache
def _phrases() -> re.Pattern[str]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    kinds = (
        f"(?P<{kind}>{'|'.join(re.escape(fold(phrase)) for phrase in phrases)})"
        for kind, phrases in lists.items()
    )
    return re.compile(rf"(?:{'|'.join(kinds)})\s*(?:\W*$|[|–—·•(…«\"“-]|\.\.)")
