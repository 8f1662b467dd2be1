"""What a page says about its article: in JSON-LD, in meta tags, in its title.

The order of trust is JSON-LD, Open Graph, other meta tags, the text. By-lines in the text are
the business of `byline`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from gazette.extract.dates import date_in_url, parse_moment
from gazette.extract.page import Page
from gazette.extract.titles import read_titles, site_in_title, site_names
from gazette.text import AUTHOR_LIMIT, URL_LIMIT, clean_line, fold

_ARTICLE_TYPES: Final = re.compile(
    r"Article$|^(?:BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$"
)
_PUBLISHED: Final = (
    "article:published_time og:article:published_time datepublished parsely-pub-date sailthru.date"
    " dc.date.issued dcterms.created dcterms.date dc.date pubdate publishdate publish-date"
    " publication_date date article.published cxenseparse:recs:publishtime bt:pubdate"
    " og:published_time dc.date.created"
).split()
_MODIFIED: Final = (
    "article:modified_time og:updated_time datemodified lastmod last-modified dcterms.modified"
).split()
_AUTHORS: Final = (
    "author article:author parsely-author sailthru.author byl dc.creator dcterms.creator"
    " article:author_name cxenseparse:author"
).split()
# cv.iptc.org/newscodes/digitalsourcetype: made by a model, alone or with a person.
_MACHINE: Final = re.compile(
    r"(?:composite(?:With)?)?TrainedAlgorithmicMedia|algorithmicMedia", re.I
)
# What joining to any base gives back as it is: most stated addresses, without two parsings.
_WHOLE_ADDRESS: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[a-zA-Z0-9/_%.-]*")
_BY: Final = re.compile(r"^(?:by|par|auteur|author|written by|texte)\s*:?\s+", re.I)


@dataclass(frozen=True, slots=True)
class About:
    """What a page says about its article; empty where it does not."""

    title: str = ""
    headings: tuple[str, ...] = ()
    """Folded forms of the title, any of which may stand again in the text."""
    longest_heading: int = 0
    """Characters, with room for what folding adds or takes."""
    heading: int | None = None
    """The element of the title's heading in the text."""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    is_day_only: bool = False
    """What is known of `published` is the day, from the page's address."""
    modified: datetime | None = None
    site: str | None = None
    language: str | None = None
    url: str = ""
    image: str | None = None
    body: str = ""
    """The whole text, where the page's data holds it."""
    ai_source: str | None = None
    """The digital source type (IPTC) by which a page says that a machine made its text."""


def read_metadata(page: Page, url: str) -> About:
    """Return what the page's metadata says."""
    meta = _metas(page)
    data = _article_data(page)
    site = _site(meta, data)
    address = _address(page, meta, url)
    named = [
        meta.get("og:title", ""),
        _text(data.get("headline")),
        meta.get("twitter:title", ""),
        page.title,
    ]
    heading, titles = read_titles(page, named, site_names(site, _host(url)))
    stated = _moment(data.get("datePublished"), meta, _PUBLISHED)
    return About(
        title=titles[0] if titles else "",
        heading=heading,
        headings=tuple({fold(title) for title in titles}),
        longest_heading=max(map(len, titles), default=0) + 10,
        description=_text(data.get("description"))
        or meta.get("og:description")
        or meta.get("description")
        or "",
        authors=_authors(meta, data),
        published=stated or date_in_url(url),
        is_day_only=stated is None,
        modified=_moment(data.get("dateModified"), meta, _MODIFIED),
        site=site or site_in_title(clean_line(page.title), titles[0] if titles else ""),
        language=_language(page, meta, data),
        url=address,
        image=_image(meta, data, address),
        body=_body(data),
        ai_source=_ai_source(data),
    )


def _body(data: dict[str, Any]) -> str:
    text = _text(data.get("articleBody"))
    return text if "\n\n" in text else text.replace("\n", "\n\n")


def _ai_source(data: dict[str, Any]) -> str | None:
    stated = _text(data.get("digitalSourceType")).rpartition("/")[2]
    return stated if _MACHINE.fullmatch(stated) else None


def _metas(page: Page) -> dict[str, str]:
    metas: dict[str, str] = {}
    for attributes in page.metas:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _article_data(page: Page) -> dict[str, Any]:
    """Return the first JSON-LD object that is an article; an empty one if there is none."""
    for text in page.json_ld:
        for thing in _objects(_decoded(text)):
            kinds = thing.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names):
                return thing
    return {}


def _decoded(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return msgspec.json.decode(text)
    except RecursionError:
        return None
    except msgspec.DecodeError:
        pass
    try:
        # Line breaks inside strings are frequent; json takes them when it is not strict.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 3:
        return
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in value:
                yield from _objects(value[key], depth + 1)


def _text(value: object) -> str:
    """Return a JSON-LD string; houses escape it as if it were HTML."""
    if not isinstance(value, str):
        return ""
    return (unescape(value) if "&" in value else value).strip()


def _names(value: object) -> Iterator[str]:
    """Yield the names in a JSON-LD value: a text, an object with a name, or a list of these."""
    if isinstance(value, str):
        yield _text(value)
    elif isinstance(value, list):
        for part in value:
            yield from _names(part)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))


def _site(meta: dict[str, str], data: dict[str, Any]) -> str | None:
    named = meta.get("og:site_name") or next(_names(data.get("publisher")), "")
    return clean_line(named, AUTHOR_LIMIT) or None


def _authors(meta: dict[str, str], data: dict[str, Any]) -> tuple[str, ...]:
    stated = [list(_names(data.get("author"))), list(_names(data.get("creator")))]
    stated += [[meta[key]] for key in _AUTHORS if key in meta]
    return next(filter(None, map(author_names, stated)), ())


def author_names(written: list[str]) -> tuple[str, ...]:
    """Return single names from by-lines such as "By A, B and C"; addresses are no names."""
    names: dict[str, None] = {}
    for text in written:
        if "://" in text or "@" in text:
            continue
        for part in re.split(r"\s*[,;/|&]\s*|\s+(?:and|et)\s+", _BY.sub("", clean_line(text, 300))):
            name = part.strip(" .:-–")
            if 1 < len(name) <= AUTHOR_LIMIT:
                names.setdefault(name)
    return tuple(names)


def _moment(value: object, meta: dict[str, str], keys: list[str]) -> datetime | None:
    for text in (_text(value), *(meta.get(key, "") for key in keys)):
        if text and (moment := parse_moment(text)):
            return moment
    return None


def _language(page: Page, meta: dict[str, str], data: dict[str, Any]) -> str | None:
    declared = (
        page.language
        or _text(data.get("inLanguage"))
        or meta.get("og:locale")
        or meta.get("language")
        or ""
    )
    code = re.match(r"[a-zA-Z]{2,3}", declared)
    return code.group().lower() if code else None


def _address(page: Page, meta: dict[str, str], url: str) -> str:
    """Return the canonical address where it is one of the same site, else the one asked at."""
    stated = [
        link.get("href")
        for link in page.links
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for address in [*stated, meta.get("og:url")]:
        full = absolute(url, address)
        if full and (not url or _host(full) == _host(url)) and len(urlsplit(full).path) > 1:
            return full
    return url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def absolute(base: str, address: str | None) -> str | None:
    """Return an address on the web as one that stands alone; None if it is none."""
    if address and len(address) <= URL_LIMIT and _WHOLE_ADDRESS.fullmatch(address):
        return address
    try:
        full = urljoin(base, (address or "").strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    good = (
        address and parts.scheme in ("http", "https") and parts.hostname and len(full) <= URL_LIMIT
    )
    return full if good and full.isprintable() and " " not in full else None


def _image(meta: dict[str, str], data: dict[str, Any], base: str) -> str | None:
    stated = data.get("image")
    first = stated[0] if isinstance(stated, list) and stated else stated
    named = first.get("url") if isinstance(first, dict) else first
    return absolute(base, meta.get("og:image") or _text(named) or None)
