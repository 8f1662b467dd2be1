"""The section that an article stands in, and the tags that its page gives it."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from typing import Any, Final

from gazette.extract.linked import Data, Linked, text_of, texts_of
from gazette.extract.names import letters
from gazette.extract.page import Page
from gazette.text import clean_line

TAGS_MOST: Final = 30
_TAG_CHARS: Final = 60
_SECTION_CHARS: Final = 60
_WRITTEN_CHARS: Final = 3_000
_PARTS: Final = re.compile(r"[,;|]")
_WAY: Final = re.compile(r"\s*[>»/|_]\s*")
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>")
# A house's own bookkeeping among its keywords: "type:article", "Page Type: Article", "_promoted".
_BOOKKEEPING: Final = re.compile(
    r"^[\w.-]{1,40}[:=]\S|^[A-Z][\w ]{1,24}: |^[@_]|://|^[0-9a-f]{8}-[0-9a-f-]{20,}$|^\W*$"
)
_HOME: Final = frozenset("home accueil homepage pagedaccueil une alaune frontpage".split())
_HOME_ADDRESS: Final = re.compile(r"(?:https?:)?//[^/]+/?|/")
_GENERAL: Final = frozenset(
    "article articles news actualite actualites actu default none null uncategorized uncategorised"
    " noncategorise nonclasse".split()
)
TAG_NAMES: Final = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "keywords")


def read_section(
    stated: Iterable[object], linked: Linked, title: str, houses: Collection[str]
) -> str | None:
    """Return the first section that the page states, else the first step of the way to it."""
    for value in stated:
        for text in texts_of(value)[:1]:
            # "Monde, Europe" and "Monde > Europe" name the widest first.
            if section := _section(_WAY.split(_PARTS.split(text)[0])[0], houses):
                return section
    return _first_step(linked, title, houses)


def read_tags(
    data: Data, metas: dict[str, list[str]], linked_as_tags: list[str], known: Collection[str]
) -> tuple[str, ...]:
    """Return the tags of the first source that gives any.

    `known` are the letters of what is none: the site's names, the article's title.
    """
    sources: list[list[str]] = [
        metas.get("article:tag", []),
        texts_of(data.get("keywords")),
        *(metas.get(name, []) for name in TAG_NAMES[1:]),
        linked_as_tags,
    ]
    return next(filter(None, (tuple(_tags(source, known)) for source in sources)), ())


def _tags(written: list[str], known: Collection[str]) -> Iterator[str]:
    kept = 0
    seen = {*known, *_GENERAL}
    for text in written:
        # A line of tags is cleaned at once: ten at a time cost what one does.
        for part in _PARTS.split(_plain(text)):
            tag = part.strip("#\"' ")
            key = letters(tag)
            if not key or key in seen or len(tag) > _TAG_CHARS or _BOOKKEEPING.search(tag):
                continue
            seen.add(key)
            yield tag
            kept += 1
            if kept >= TAGS_MOST:
                return


def _plain(text: str) -> str:
    text = text[:_WRITTEN_CHARS]
    text = unescape(text) if "&" in text else text
    return clean_line(_MARKUP.sub("", text) if "<" in text else text, _WRITTEN_CHARS)


def _section(text: str, houses: Collection[str]) -> str | None:
    section = _plain(text).strip(" .:")
    key = letters(section)
    if (
        not key
        or len(section) > _SECTION_CHARS
        or "://" in section
        or not any(map(str.isalpha, key))
    ):
        return None
    return None if key in houses or key in _HOME or key in _GENERAL else section


def _first_step(linked: Linked, title: str, houses: Collection[str]) -> str | None:
    """Return the first step of a breadcrumb between the home page and the article itself."""
    article = letters(title)
    for crumbs in linked.all_of("BreadcrumbList"):
        listed = crumbs.get("itemListElement")
        for step in map(_step, listed[:10] if isinstance(listed, list) else []):
            if article.startswith(letters(step.rstrip("….")) or article):
                continue
            if section := _section(step, houses):
                return section
    return None


def _step(item: Any) -> str:
    """Return the name of a step of a breadcrumb; "" for the home page."""
    if not isinstance(item, dict):
        return ""
    inner = item.get("item")
    address, name = inner if isinstance(inner, str) else "", item.get("name")
    if isinstance(inner, dict):
        address = text_of(inner.get("@id")) or text_of(inner.get("url"))
        name = name or inner.get("name")
    return "" if address and _HOME_ADDRESS.fullmatch(address) else text_of(name)


def names_tags(page: Page) -> bool:
    """Return whether the head of a page names its tags."""
    if any('"keywords"' in text for text in page.json_ld):
        return True
    return any((meta.get("name") or meta.get("property")) in TAG_NAMES for meta in page.metas)


def has_tag_links(html: str | bytes) -> bool:
    """Return whether a page may link to its tags, by a look at its source."""
    return b'rel="tag' in html if isinstance(html, bytes) else 'rel="tag' in html
