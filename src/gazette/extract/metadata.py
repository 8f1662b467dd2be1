"""What a page says about its article: in JSON-LD, in meta tags, in its title.

The order of trust is JSON-LD, Open Graph, other meta tags, the text. By-lines in the text are
the business of `byline`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from gazette.extract.dates import date_in_url, parse_moment
from gazette.extract.page import Page
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
_SEPARATORS: Final = re.compile(r"\s+[|–—·•»:]\s+|\s+-\s+|\s*\|\s*|\s+[«]\s+")
_BY: Final = re.compile(r"^(?:by|par|auteur|author|written by|texte)\s*:?\s+", re.I)


@dataclass(frozen=True, slots=True)
class About:
    """What a page says about its article; empty where it does not."""

    title: str = ""
    headings: tuple[str, ...] = ()
    """Folded forms of the title, any of which may stand again in the text."""
    heading: int | None = None
    """The element of the title's heading in the text."""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    site: str | None = None
    language: str | None = None
    url: str = ""
    image: str | None = None


def read_metadata(page: Page, url: str) -> About:
    """Return what the page's metadata says."""
    meta = _metas(page)
    data = _article_data(page)
    site = _site(meta, data)
    address = _address(page, meta, url)
    heading, titles = _titles(page, meta, data, site, url)
    return About(
        title=titles[0] if titles else "",
        heading=heading,
        headings=tuple({fold(title) for title in titles}),
        description=_text(data.get("description"))
        or meta.get("og:description")
        or meta.get("description")
        or "",
        authors=_authors(meta, data),
        published=_moment(data.get("datePublished"), meta, _PUBLISHED) or date_in_url(url),
        modified=_moment(data.get("dateModified"), meta, _MODIFIED),
        site=site,
        language=_language(page, meta, data),
        url=address,
        image=_image(meta, data, address),
    )


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
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> Iterator[str]:
    """Yield the names in a JSON-LD value: a text, an object with a name, or a list of these."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _names(part)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))


def _site(meta: dict[str, str], data: dict[str, Any]) -> str | None:
    named = meta.get("og:site_name") or next(_names(data.get("publisher")), "")
    return clean_line(named, AUTHOR_LIMIT) or None


def _titles(
    page: Page, meta: dict[str, str], data: dict[str, Any], site: str | None, url: str
) -> tuple[int | None, list[str]]:
    """Return the page's titles, the best first: the heading that the others confirm."""
    host = _host(url)
    named = [
        _text(data.get("headline")),
        meta.get("og:title", ""),
        meta.get("twitter:title", ""),
        page.title,
    ]
    named = [without_site(clean_line(title), site, host) for title in named if title]
    headings = [(e, clean_line(page.text(e))) for e, tag in enumerate(page.tags) if tag == "h1"]
    headings = [(e, heading) for e, heading in headings if heading]
    confirmed = [(e, h) for e, h in headings if any(_alike(h, title) for title in named)]
    if not named and not confirmed:
        confirmed = headings[:1]
    if not confirmed:
        return None, named
    element, heading = confirmed[0]
    return element, [heading, *named]


def without_site(title: str, site: str | None, host: str) -> str:
    """Return a title without the name of the site at its end or beginning."""
    parts = list(_SEPARATORS.finditer(title))
    if not parts:
        return title
    names = {_letters(site or ""), _letters(host), _letters(host.rsplit(".", 1)[0])} - {""}
    last, first = parts[-1], parts[0]
    if _is_site(title[last.end() :], names):
        return without_site(title[: last.start()], site, host)
    if _is_site(title[: first.start()], names):
        return title[first.end() :]
    if "|" in last.group() and last.start() > 15 and len(title) - last.end() < last.start():
        return title[: last.start()]
    return title


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
    ours, theirs = set(re.findall(r"\w+", fold(heading))), set(re.findall(r"\w+", fold(title)))
    least = min(len(ours), len(theirs))
    return (
        least > 0 and len(ours & theirs) >= max(1, 0.6 * least) and len(ours) >= 0.4 * len(theirs)
    )


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
