"""A story with all that the store knows of it, as it leaves one store and enters another.

Pure. The names of the fields are part of the format of `gazette export jsonl`; where they mean the
same as those of `gazette stories --jsonl`, they are called the same. A record that comes from a
file is hostile until `cleaned` has returned it.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from gazette.article import (
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Span,
    Standfirst,
    Table,
    ordered,
)
from gazette.feeds.identity import entry_guid, key_of_digest
from gazette.feeds.links import web_url
from gazette.model import Enclosure
from gazette.text import (
    AUTHOR_LIMIT,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    URL_LIMIT,
    clean,
    clean_line,
    clean_verbatim,
)

FORMAT: Final = 2
"""Of the lines; a higher one is of a later gazette."""

_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(days=1)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_LINE_CHARS: Final = 1_000
_HASH_CHARS: Final = 100
_MOST: Final = 2**31 - 1


class ArticleRecord(Struct, frozen=True, kw_only=True):
    """The article that was found in a story's page."""

    url: str
    title: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    language_confidence: float = 0.0
    site: str | None = None
    image: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    ai_disclosed: bool = False
    ai_wording: str | None = None
    removed: tuple[tuple[str, int], ...] = ()
    extractor: int = 0
    extracted: datetime
    blocks: tuple[Block, ...]


class PageRecord(Struct, frozen=True, kw_only=True):
    """The page that a story's link leads to, and what became of it."""

    url: str
    state: Literal["pending", "ok", "failed"] = "pending"
    error: str | None = None
    failures: int = 0
    last_tried: datetime | None = None
    next_try: datetime | None = None
    article: ArticleRecord | None = None


class StoryRecord(Struct, frozen=True, kw_only=True):
    """A story: what its feed said, its page, and the reader's marks."""

    gazette: int
    """The format."""
    feed: str
    """The feed's address."""
    feed_title: str | None = None
    feed_language: str | None = None
    feed_site: str | None = None
    guid: str
    url: str | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    fetched: datetime
    changed: datetime | None = None
    language: str | None = None
    comments_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    content_hash: int | str = 0
    """64 bits with a sign; a digest in hexadecimal in lines of the first format."""
    summary: str = ""
    content: str = ""
    read: bool = False
    starred: bool = False
    hidden: bool = False
    own_tags: tuple[str, ...] = ()
    """Those that the reader gave to the story itself."""
    opened: datetime | None = None
    position: int = 0
    page: PageRecord | None = None


def cleaned(record: StoryRecord, *, now: datetime) -> StoryRecord:
    """Return a record fit to be stored; what the store wrote itself comes back as it is."""
    title, summary = clean_line(record.title), clean(record.summary, SUMMARY_LIMIT)
    content, url = clean(record.content), web_url(record.url)
    return replace(
        record,
        gazette=FORMAT,
        feed_title=_line(record.feed_title),
        feed_language=_language(record.feed_language),
        feed_site=web_url(record.feed_site),
        guid=entry_guid(record.guid, url=url, title=title, text=content or summary),
        url=url,
        title=title,
        authors=_lines(record.authors),
        published=_time(record.published, now),
        fetched=_time(record.fetched, now) or now.replace(microsecond=0),
        changed=_time(record.changed, now),
        language=_language(record.language),
        comments_url=web_url(record.comments_url),
        enclosures=_enclosures(record.enclosures),
        content_hash=_key(record.content_hash),
        own_tags=_lines(record.own_tags),
        opened=_time(record.opened, now),
        position=_count(record.position),
        summary=summary,
        content=content,
        page=_page(record.page, now) if url else None,
    )


def is_feed(url: str) -> bool:
    """Return whether an address, secrets and all, may be that of a feed."""
    return web_url(url) is not None and clean_line(url, URL_LIMIT) == url


def _page(page: PageRecord | None, now: datetime) -> PageRecord | None:
    if page is None or (url := web_url(page.url)) is None:
        return None
    article = page.article and _article(page.article, now)
    # A page that is done has an article, and one that has an article is done.
    state = "ok" if article else "pending" if page.state == "ok" else page.state
    return PageRecord(
        url=url,
        state=state,
        error=_line(page.error, _LINE_CHARS),
        failures=_count(page.failures),
        last_tried=_time(page.last_tried, now),
        next_try=_time(page.next_try, now + timedelta(days=365)),
        article=article,
    )


def _article(article: ArticleRecord, now: datetime) -> ArticleRecord:
    return replace(
        article,
        url=web_url(article.url) or "",
        title=clean_line(article.title),
        authors=_lines(article.authors),
        published=_time(article.published, now),
        modified=_time(article.modified, now),
        language=_language(article.language),
        language_confidence=min(max(0.0, article.language_confidence), 1.0),
        site=_line(article.site),
        image=web_url(article.image),
        section=_line(article.section),
        tags=_lines(article.tags, _LINE_CHARS),
        ai_wording=_line(article.ai_wording),
        removed=tuple((clean_line(why, _HASH_CHARS), _count(n)) for why, n in article.removed),
        extractor=_count(article.extractor),
        extracted=_time(article.extracted, now) or now.replace(microsecond=0),
        blocks=tuple(_block(block) for block in article.blocks),
    )


def _block(block: Block) -> Block:
    match block:
        case Heading(text=text, level=level):
            line = clean_line(text)
            return Heading(line, min(max(2, level), 6), _spans(block.spans, text, line))
        case Preformatted(text=text):
            return Preformatted(clean_verbatim(text))
        case ListItem(text=text, number=number, depth=depth):
            is_number = number is not None and -_MOST <= number <= _MOST
            plain = clean(text)
            spans = _spans(block.spans, text, plain)
            return ListItem(plain, number if is_number else None, _count(depth), spans)
        case Table(rows=rows):
            return Table(tuple(tuple(clean_line(cell, _LINE_CHARS) for cell in r) for r in rows))
        case Figure(caption=caption, credit=credit, url=url):
            caption, credit = clean_line(caption, _LINE_CHARS), clean_line(credit, _LINE_CHARS)
            return Figure(caption, credit, web_url(url) or "")
        case Standfirst(text=text) | Paragraph(text=text) | Quote(text=text):
            plain = clean(text)
            return type(block)(plain, _spans(block.spans, text, plain))
        case _:
            assert_never(block)


def _spans(spans: tuple[Span, ...], text: str, cleaned: str) -> tuple[Span, ...]:
    """Return what is set apart in a text; nothing where that had to be cleaned: places moved."""
    if text != cleaned:
        return ()
    kept = []
    for span in spans:
        url = web_url(span.url) if span.kind == "link" else ""
        if url is not None:
            kept.append(Span(span.start, span.end, span.kind, url))
    return ordered(kept, len(text))


def _enclosures(enclosures: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
    kept = []
    for enclosure in enclosures:
        if url := web_url(enclosure.url):
            length = enclosure.length
            is_length = length is not None and 0 <= length < 2**63
            kept.append(Enclosure(url, _line(enclosure.type), length if is_length else None))
    return tuple(kept)


def _line(text: str | None, limit: int = TITLE_LIMIT) -> str | None:
    return (clean_line(text, limit) if text else None) or None


def _lines(texts: tuple[str, ...], limit: int = AUTHOR_LIMIT) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := clean_line(text, limit)))


def _language(code: str | None) -> str | None:
    return code if code and _LANGUAGE.fullmatch(code) else None


def _key(content_hash: int | str) -> int:
    if isinstance(content_hash, str):
        return key_of_digest(content_hash)
    return content_hash if -(2**63) <= content_hash < 2**63 else 0


def _count(number: int) -> int:
    return min(max(0, number), _MOST)


def _time(moment: datetime | None, now: datetime) -> datetime | None:
    """Return a time in UTC, to the second; None where no clock can have shown it."""
    if moment is None:
        return None
    try:
        shown = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):  # the year 1, or 9999, east or west of Greenwich
        return None
    shown = shown.replace(microsecond=0)
    return shown if _EARLIEST <= shown <= now + _AHEAD else None
