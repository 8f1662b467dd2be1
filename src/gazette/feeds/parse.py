"""Read a feed: the only door to feedparser.

Pure: bytes in, a `ParsedFeed` out, all text sanitised and all addresses judged. It can be slow
on hostile input, so the fetcher calls it in a process of its own, under a deadline.
"""

import calendar
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from time import struct_time
from typing import Any, Final
from urllib.parse import urljoin

import feedparser
from msgspec import Struct
from msgspec.structs import replace

from gazette.errors import N_, ParseError
from gazette.feeds.dates import parse_date, plausible
from gazette.feeds.document import feed_document
from gazette.feeds.identity import (
    canonical_url,
    content_hash,
    entry_guid,
    guid_of_shared_link,
)
from gazette.feeds.links import web_url
from gazette.feeds.pace import pace, quiet_times
from gazette.feeds.unchanged import Rest, seen_now, without_unchanged
from gazette.language import detect
from gazette.markup import html_to_line, html_to_text
from gazette.model import Enclosure, ParsedEntry, ParsedFeed, SeenEntry
from gazette.text import (
    AUTHOR_LIMIT,
    SUMMARY_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    clean,
    clean_line,
)

MOST_ENTRIES: Final = 500
_MOST_AUTHORS: Final = 10
_MOST_ENCLOSURES: Final = 20

# An article in the feed that is hardly longer than its summary is the summary once more.
_SAYS_MORE: Final = 1.2

_LATEST: Final = datetime.max.replace(tzinfo=UTC)

# Elements that turn up in titles and texts that do not say they are HTML.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|ol|p|pre"
    r"|q|s|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,31}\d?);")
_WRAPPED = re.compile(r"(?<=\S)[ \t]*\r?\n[ \t]*(?=\S)")
_HTML: Final = frozenset(("text/html", "application/xhtml+xml"))
_BY = re.compile(r"^(?:by|par)\s+(?=\S)", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s()<>@]{1,100}@[^\s()<>@]{1,100}")

_Raw = Mapping[str, Any]  # what feedparser gives; nothing outside this module sees it


def parse_feed(
    body: bytes,
    *,
    url: str,
    charset: str | None = None,
    language: str | None = None,
    now: datetime,
    seen: Sequence[SeenEntry] = (),
) -> ParsedFeed:
    """Return the feed in `body`: at most 500 entries, newest first, each guid once.

    `url` is where the body came from after redirects, `charset` what the server declared,
    `language` what the reader or an earlier answer said of the feed. Entries that were `seen`
    before, byte for byte, are not read again: only their guids are told.

    Raises:
        ParseError: this is no feed, or one that is cut off; ill-formed feeds are read.
    """
    document = feed_document(body, url=url, charset=charset)
    read = partial(_parsed, url=url, language=language, now=now)
    split = partial(without_unchanged, document, context=f"{url}\n{language}")
    parsed = read(split(seen)) or read(split(()))
    if parsed is None:
        raise AssertionError("no entry was left out, so that none can be mistaken for another")
    return replace(parsed, quiet=quiet_times(document))


def _parsed(rest: Rest, *, url: str, language: str | None, now: datetime) -> ParsedFeed | None:
    """Return the feed in a document.

    None where entries were left out that cannot be told from those that are left.
    """
    result = _feedparser(rest.document)
    feed = _plain(result["feed"])
    raw_entries = _list(result, "entries")
    version: str = result.get("version") or ""
    if not version and not raw_entries:
        raise ParseError(problem=N_("it is XML, but of another kind"))

    is_atom = version.startswith("atom")
    site_url = web_url(_string(feed, "link"), base=url)
    reader = _Reader(
        # The links of RSS are written for the site, which another host may serve the feed of.
        base=url if is_atom else urljoin(url, site_url or ""),
        is_atom=is_atom,
        language=language or _string(feed, "language") or None,
        now=now,
    )
    read = list(_told_apart([(reader.entry(raw), _has_id(raw)) for raw in raw_entries]))
    guids = [entry.guid if entry else "" for entry in read]
    unchanged = tuple(entry.guid for entry in rest.unchanged if entry.guid)
    is_told = len(rest.fingerprints) == len(guids)
    left_out = frozenset(unchanged)
    if rest.unchanged and not (
        is_told and left_out.isdisjoint(guids) and len(left_out) == len(unchanged)
    ):
        return None
    fresh = _to_know_again(rest.fingerprints, read) if is_told else ()
    entries = _newest(entry for entry in read if entry)
    return ParsedFeed(
        title=reader.line(feed, "title", TITLE_LIMIT),
        entries=entries,
        site_url=site_url,
        # The few entries that are new may be in another one than the rest.
        language=_language(reader.language, () if unchanged else entries),
        ttl=pace(feed),
        unchanged=unchanged,
        seen=seen_now((*fresh, *rest.unchanged)),
        hub=_hub(feed, url),
    )


class _Reader(Struct, frozen=True):
    """What the entries of one feed are read with."""

    base: str
    """What relative links are resolved against."""
    is_atom: bool
    language: str | None
    """As declared."""
    now: datetime

    def entry(self, raw: _Raw) -> ParsedEntry | None:
        """Return an entry, or None where there is nothing to read or open."""
        title = self.line(raw, "title", TITLE_LIMIT)
        url = self._url(raw)
        summary, content = self._summary_and_content(raw)
        enclosures = self._enclosures(raw)
        if not (title or url or summary or enclosures):
            return None
        canonical = canonical_url(url) if url else None
        text = content or summary
        declared = self.language or _string(_detail(raw, "title"), "language") or None
        return ParsedEntry(
            guid=entry_guid(_string(raw, "id"), url=url, title=title, text=text),
            title=title,
            url=url,
            canonical_url=canonical,
            authors=self._authors(raw),
            published=self._published(raw),
            summary=summary,
            content=content,
            language=detect(f"{title}\n{summary}", declared=declared).code,
            comments_url=web_url(_string(raw, "comments"), base=self.base),
            enclosures=enclosures,
            content_hash=content_hash(title, canonical, text),
        )

    def line(self, raw: _Raw, name: str, limit: int) -> str:
        """Return an element's text on one line."""
        value = _string(raw, name)
        if self._is_html(value, _string(_detail(raw, name), "type")):
            return html_to_line(value, limit)
        return clean_line(_unescaped(value), limit)

    def _text(self, value: str, kind: str, limit: int) -> str:
        if self._is_html(value, kind) and ("<" in value or "&" in value):
            return html_to_text(value, limit)
        # Text without markup is often wrapped by hand; only empty lines part its paragraphs.
        return clean(_WRAPPED.sub(" ", _unescaped(value[: limit * 4])), limit)

    def _is_html(self, value: str, kind: str) -> bool:
        """Return whether a value is markup: RSS does not tell, and Atom means what it says."""
        if kind in _HTML:
            return True
        return not self.is_atom and bool(_TAG.search(value))

    def _url(self, raw: _Raw) -> str | None:
        # FeedBurner's own links count clicks and have died by the thousand; this is the page.
        original = web_url(_string(raw, "feedburner_origlink"), base=self.base)
        return original or web_url(_string(raw, "link"), base=self.base)

    def _summary_and_content(self, raw: _Raw) -> tuple[str, str]:
        """Return a summary, and the entry's longest text where that says more."""
        kind = _string(_detail(raw, "summary"), "type") or "text/html"
        sources = {_string(raw, "summary"): kind}
        for content in _list(raw, "content"):
            sources.setdefault(_string(content, "value"), _string(content, "type"))
        texts = [
            self._text(value, kind, TEXT_LIMIT)
            for value, kind in sources.items()
            if value and _is_text(kind)
        ]
        if not texts:
            return "", ""
        summary = _cut(texts[0])
        longest = max(texts, key=len)
        says_more = len(longest) > len(summary) * _SAYS_MORE or len(texts[0]) > SUMMARY_LIMIT
        return summary, longest if says_more else ""

    def _authors(self, raw: _Raw) -> tuple[str, ...]:
        people = _list(raw, "authors")
        printed = _string(raw, "author")
        # feedparser takes only addresses under domains of two to four letters for addresses.
        names = [_string(p, "name") for p in people] if len(people) > 1 else [printed]
        shown = (_BY.sub("", html_to_line(_without_email(n), AUTHOR_LIMIT)) for n in names)
        return tuple(dict.fromkeys(name for name in shown if name))[:_MOST_AUTHORS]

    def _published(self, raw: _Raw) -> datetime | None:
        for name in ("published", "updated", "created"):
            printed = _string(raw, name)
            moment = parse_date(printed, now=self.now)
            moment = moment or _moment(raw.get(f"{name}_parsed"), printed)
            if plausible(moment, now=self.now):
                return moment
        return None

    def _enclosures(self, raw: _Raw) -> tuple[Enclosure, ...]:
        found: dict[str, Enclosure] = {}
        for link in _list(raw, "links"):
            if _string(link, "rel") != "enclosure":
                continue
            if url := web_url(_string(link, "href"), base=self.base):
                kind = clean_line(_string(link, "type"), 100) or None
                found.setdefault(url, Enclosure(url, kind, _length(_string(link, "length"))))
        return tuple(found.values())[:_MOST_ENCLOSURES]


def _feedparser(document: str) -> _Raw:
    """Return what feedparser makes of a document.

    A stream, because of `bytes` or `str` it would first open the file of that name, or the URL.
    Without `content-location` relative links stay relative, to be resolved here.
    """
    try:
        result = feedparser.parse(
            BytesIO(document.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # On damaged markup it can raise anything: AssertionError, LookupError, AttributeError
        # from three parsers below it. Whatever it is, this body is no feed to us.
        raise ParseError(problem=f"it is damaged ({type(error).__name__})") from error
    return _plain(result)


def _plain(raw: Mapping[str, Any]) -> _Raw:
    """Return a plain dictionary: feedparser's own looks up other names for the missing ones."""
    return dict(raw)


def _string(raw: _Raw, name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _detail(raw: _Raw, name: str) -> _Raw:
    value = raw.get(f"{name}_detail")
    return _plain(value) if isinstance(value, dict) else {}


def _list(raw: _Raw, name: str) -> list[_Raw]:
    value = raw.get(name)
    return [_plain(v) for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _cut(text: str) -> str:
    """Return as many whole words as a summary may have."""
    if len(text) <= SUMMARY_LIMIT:
        return text
    start = text[: SUMMARY_LIMIT - 1]
    # A text without spaces (Chinese, or hostile) is cut where it must be.
    words = start.rpartition(" ")[0] or start
    return words.rstrip(" \n,;:") + "…"


def _without_email(name: str) -> str:
    """Return the name in "a@b.example (Ann Author)" or "Ann Author <a@b.example>"."""
    if "@" not in name:
        return name
    return _EMAIL.sub("", name[:1000]).strip(" ()<>\t\n")


def _is_text(kind: str) -> bool:
    return kind in _HTML or kind.startswith("text/") or not kind


def _unescaped(value: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match[0]), value)


def _moment(parsed: object, printed: str) -> datetime | None:
    """Return feedparser's reading of a date, unless it made up the year."""
    if not isinstance(parsed, struct_time):
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        # In its own time zone the date may lie in the year before or after.
        years = {f"{(moment + timedelta(days=shift)):%y}" for shift in (-1, 0, 1)}
    except (ValueError, OverflowError, OSError):
        return None
    return moment if any(year in printed for year in years) else None


def _length(announced: str) -> int | None:
    text = announced.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= 15
    return int(text) or None if is_number else None


def _has_id(raw: _Raw) -> bool:
    return bool(_string(raw, "id").strip())


def _told_apart(read: Sequence[tuple[ParsedEntry | None, bool]]) -> Iterator[ParsedEntry | None]:
    """Yield the entries; those without an id that share a link are told apart by their titles."""
    links = Counter(entry.url for entry, has_id in read if entry and not has_id)
    for entry, has_id in read:
        if entry is None or has_id or entry.url is None or links[entry.url] == 1:
            yield entry
        else:
            yield replace(entry, guid=guid_of_shared_link(entry.url, entry.title))


def _to_know_again(
    fingerprints: Iterable[str], read: Iterable[ParsedEntry | None]
) -> Iterator[SeenEntry]:
    """Yield the entries that can be told from others when they are not read with them."""
    for fingerprint, entry in zip(fingerprints, read, strict=True):
        if entry is None:
            yield SeenEntry(fingerprint, "")
        elif entry.guid != guid_of_shared_link(entry.url or "", entry.title):
            yield SeenEntry(fingerprint, entry.guid)


def _newest(entries: Iterable[ParsedEntry]) -> tuple[ParsedEntry, ...]:
    """Return the newest entries, newest first; of those with one guid the newest.

    An entry without a date stays behind the one it followed in the feed.
    """
    dated: list[tuple[datetime, ParsedEntry]] = []
    moment = _LATEST
    for entry in entries:
        moment = entry.published or moment
        dated.append((moment, entry))
    dated.sort(key=lambda pair: pair[0], reverse=True)
    first: dict[str, ParsedEntry] = {}
    for _, entry in dated:
        first.setdefault(entry.guid, entry)
    return tuple(first.values())[:MOST_ENTRIES]


def _hub(feed: _Raw, base: str) -> str | None:
    """Return the first WebSub hub that a feed names (W3C WebSub 4)."""
    hubs = (
        web_url(_string(link, "href"), base=base)
        for link in _list(feed, "links")
        if "hub" in _string(link, "rel").lower().split()
    )
    return next(filter(None, hubs), None)


def _language(declared: str | None, entries: Sequence[ParsedEntry]) -> str | None:
    """Return a feed's language: as declared, else that of most of its entries."""
    if code := detect("", declared=declared).code:
        return code
    counts = Counter(entry.language for entry in entries if entry.language)
    return counts.most_common(1)[0][0] if counts else None
