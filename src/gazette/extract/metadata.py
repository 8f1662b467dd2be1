"""What a page says about its article: in JSON-LD, in meta tags, in its title.

The order of trust is JSON-LD, Open Graph, other meta tags, the text. By-lines in the text are
the business of `byline`.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gazette.extract.addresses import IMAGE_NAMES, host_of, read_address, read_base, read_image
from gazette.extract.dates import (
    NO_HABITS,
    Habits,
    date_in_url,
    habits_of,
    is_day,
    parse_moment,
)
from gazette.extract.linked import Data, Linked, text_of
from gazette.extract.names import author_names, letters
from gazette.extract.page import Page
from gazette.extract.subjects import TAG_NAMES, read_section, read_tags
from gazette.extract.titles import Stated, read_titles, site_in_title, site_names
from gazette.text import AUTHOR_LIMIT, clean_line, fold

_Metas = dict[str, list[str]]

_PUBLISHED: Final = (
    "article:published_time og:article:published_time datepublished parsely-pub-date sailthru.date"
    " dc.date.issued dcterms.created dcterms.date dc.date pubdate publishdate publish-date"
    " publication_date date article.published cxenseparse:recs:publishtime bt:pubdate"
    " og:published_time dc.date.created publish_date article:published og:pubdate citation_date"
    " dcterms.issued cxenseparse:publishtime datecreated"
).split()
_MODIFIED: Final = (
    "article:modified_time og:updated_time datemodified lastmod last-modified dcterms.modified"
    " article:modified dc.date.modified"
).split()
_AUTHORS: Final = (
    "author article:author parsely-author sailthru.author byl dc.creator dcterms.creator"
    " article:author_name cxenseparse:author articleauthor authors citation_author"
).split()
_WRITTEN_BY: Final = re.compile(r"^(?:written by|ecrit par|redige par|par|by|auteurs?|authors?)$")
# Names of the digital source type (IPTC, schema.org) of what a model made, alone or with a person.
_MACHINE: Final = re.compile(
    r"(?:(?:composite(?:With)?)?TrainedAlgorithmicMedia|algorithmicMedia|compositeSynthetic)"
    r"(?:DigitalSource)?",
    re.I,
)
_SOURCE_TYPES: Final = ("iptc:digitalsourcetype", "digitalsourcetype", "digital-source-type")
_NAMED_ONCE: Final = (
    "og:title twitter:title og:site_name og:description description og:url og:locale language"
    " content-language dc.language application-name twitter:site article:section og:image:width"
    " twitter:label1 twitter:data1"
).split()
_READ: Final = frozenset(
    [*_PUBLISHED, *_MODIFIED, *_AUTHORS, *_SOURCE_TYPES, *IMAGE_NAMES, *TAG_NAMES]
).union(_NAMED_ONCE)
"""The names of all meta tags that are read; a page has three times as many."""
_WITH_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*?(?:Z|[+-]\d\d:?\d\d)")
_WITHOUT_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")


class About(Struct, frozen=True):
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
    house_author: tuple[str, ...] = ()
    """The publisher, where the page names it as the author and nobody else."""
    published: datetime | None = None
    is_day_only: bool = False
    """What is known of `published` is the day: from the page's address, or its data."""
    modified: datetime | None = None
    site: str | None = None
    language: str | None = None
    url: str = ""
    """The canonical address, or else the one that the page was fetched from."""
    fetched: str = ""
    """The address that the page was fetched from; empty where it is not known."""
    base: str = ""
    """The address that relative ones are joined to."""
    image: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    body: str = ""
    """The whole text, where the page's data holds it."""
    habits: Habits = NO_HABITS
    """How the page writes its dates where it does not say so."""
    houses: frozenset[str] = frozenset()
    """The letters of what the publisher may call itself."""
    ai_source: str | None = None
    """The digital source type (IPTC) by which a page says that a machine made its text."""


def read_metadata(page: Page, url: str) -> About:
    """Return what the page's metadata says."""
    metas = _metas(page)
    linked = Linked(page.json_ld)
    data = linked.article()
    host = host_of(url)
    named = _site_names_stated(metas, linked, data)
    names = site_names(named, host)
    section = [data.get("articleSection"), metas.get("article:section")]
    stated = Stated(
        _first(metas, "og:title"),
        text_of(data.get("headline")),
        _first(metas, "twitter:title"),
        page.title,
    )
    heading, titles = read_titles(page, stated, names, _text_of_first(section))
    title = titles[0] if titles else ""
    language = _language(page, metas, data)
    habits = habits_of(host, language)
    published, modified = _moments(metas, data, habits)
    authors = _authors(metas, linked, data, names)
    stated_base = read_base(page, url)
    address = read_address(page, metas, url, stated_base)
    base = stated_base or address
    return About(
        title=title,
        heading=heading,
        headings=tuple({fold(title) for title in titles}),
        longest_heading=max(map(len, titles), default=0) + 10,
        description=text_of(data.get("description"))
        or _first(metas, "og:description")
        or _first(metas, "description"),
        authors=authors,
        house_author=() if authors else _authors(metas, linked, data, ())[:1],
        published=published or date_in_url(url),
        is_day_only=published is None or is_day(published),
        modified=modified,
        site=_site(named) or site_in_title(clean_line(page.title), title),
        language=_code(language),
        url=address,
        fetched=url,
        base=base,
        image=read_image(page, metas, data, base),
        section=read_section(section, linked, title, names),
        tags=read_tags(data, metas, page.tag_links, {*names, letters(title)}),
        body=_body(data),
        habits=habits,
        houses=frozenset(names),
        ai_source=_ai_source(metas, data),
    )


def _body(data: Data) -> str:
    text = text_of(data.get("articleBody"))
    return text if "\n\n" in text else text.replace("\n", "\n\n")


def _ai_source(metas: _Metas, data: Data) -> str | None:
    """Return the digital source type of the text; that of a picture in it is not asked."""
    stated = data.get("digitalSourceType")
    if isinstance(stated, dict):
        stated = stated.get("@id") or stated.get("url") or stated.get("name")
    for text in (text_of(stated), *(_first(metas, name) for name in _SOURCE_TYPES)):
        if not text:
            continue
        kind = re.split(r"[/#:]", text.rstrip("/"))[-1]
        if _MACHINE.fullmatch(kind):
            return kind
    return None


def _metas(page: Page) -> _Metas:
    """Return what the meta tags say, by name: each name once or several times."""
    metas: _Metas = {}
    for attributes in page.metas:
        get = attributes.get
        name = get("property") or get("name") or get("itemprop") or get("http-equiv")
        if name and (name := name.lower()) in _READ:
            content = (get("content") or "").strip()
            if content:
                metas.setdefault(name, []).append(content)
    return metas


def _first(metas: _Metas, name: str) -> str:
    return metas[name][0] if name in metas else ""


def _text_of_first(values: Iterable[object]) -> str:
    return next(filter(None, map(text_of, values)), "")


def _site_names_stated(metas: _Metas, linked: Linked, data: Data) -> list[str]:
    """Return what the page calls its site, the best first."""
    named = [*metas.get("og:site_name", ())[:1], *linked.names(data.get("publisher"))]
    named += metas.get("application-name", ())[:1]
    named += (handle.lstrip("@") for handle in metas.get("twitter:site", ())[:1])
    return [name for name in (clean_line(name, AUTHOR_LIMIT) for name in named[:5]) if name]


def _site(named: list[str]) -> str | None:
    """Return the name of the site; of "Le Courrier | News | Sport" or an address the core."""
    site = named[0].partition(" | ")[0] if named else ""
    return re.sub(r"^https?://(?:www\.)?|/$", "", site) or None


def _authors(metas: _Metas, linked: Linked, data: Data, houses: Collection[str]) -> tuple[str, ...]:
    for key in ("author", "creator"):
        if key in data and (names := author_names(linked.names(data[key]), houses)):
            return names
    for key in _AUTHORS:
        if key in metas and (names := author_names(metas[key], houses)):
            return names
    label = _first(metas, "twitter:label1")
    if label and _WRITTEN_BY.match(fold(label)):
        return author_names([_first(metas, "twitter:data1")], houses)
    return ()


def _moments(metas: _Metas, data: Data, habits: Habits) -> tuple[datetime | None, datetime | None]:
    """Return when the article was published and changed, as far as metadata says."""
    published = _stated(data.get("datePublished") or data.get("dateCreated"), metas, _PUBLISHED)
    modified = _stated(data.get("dateModified"), metas, _MODIFIED)
    return _moment(published, modified, habits), _moment(modified, published, habits)


def _stated(value: object, metas: _Metas, keys: list[str]) -> list[str]:
    texts = [text_of(value), *(metas[key][0] for key in keys if key in metas)]
    return [text for text in texts if text]


def _moment(texts: list[str], others: list[str], habits: Habits) -> datetime | None:
    """Return the first moment that `texts` state; one of a day only if none has a time.

    Without a zone it is in that of the `others`, where these have one.
    """
    day: datetime | None = None
    for text in texts:
        if _WITHOUT_ZONE.fullmatch(text):
            habits = _habits_beside(others, habits)
        moment = parse_moment(text, habits)
        if moment and not is_day(moment):
            return moment if day is None or moment.date() == day.date() else day
        day = day or moment
    return day


def _habits_beside(texts: list[str], habits: Habits) -> Habits:
    zoned = next(filter(_WITH_ZONE.fullmatch, texts), None)
    moment = parse_moment(zoned) if zoned else None
    return replace(habits, zone=moment.tzinfo) if moment and moment.tzinfo else habits


def _language(page: Page, metas: _Metas, data: Data) -> str:
    """Return the tag of the language that the page declares: "fr", "en-US", "fr_CA"."""
    return (
        page.language
        or text_of(data.get("inLanguage"))
        or _first(metas, "og:locale")
        or _first(metas, "language")
        or _first(metas, "content-language")
        or _first(metas, "dc.language")
    )


def _code(language: str) -> str | None:
    code = re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", language.strip())
    return code.group().lower() if code else None
