"""Whole stories out of one store and into another.

What comes in has been sanitised (`export.record`). It adds and never takes away: a story that is
there keeps its text, an article that is missing is filled in, and a mark that either has stays.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from gazette.article import Article
from gazette.export.record import FORMAT, ArticleRecord, PageRecord, StoryRecord
from gazette.feeds.identity import canonical_url, key_of, link_key_of
from gazette.model import TAG
from gazette.store import copies, rows
from gazette.store.connection import Connection, transaction
from gazette.store.copies import COUNT_IN
from gazette.store.layout import blocks_of
from gazette.store.reading import set_flag

_AT_ONCE: Final = 200
_STORED = """
    SELECT entries.*, feeds.url AS feed, coalesce(feeds.given_title, feeds.own_title) AS feed_title,
        coalesce(feeds.given_language, feeds.own_language) AS feed_language, feeds.site_url,
        reading.read, reading.starred, reading.hidden, contents.text AS content,
        pages.url AS page_url, pages.state, pages.error, pages.failures, pages.last_tried,
        pages.next_try, openings.opened, openings.position,
        (SELECT json_group_array(tag) FROM (SELECT tag FROM story_tags
            WHERE entry_id = coalesce(reading.copy_of, reading.entry_id) ORDER BY tag)) AS own_tags
    FROM entries JOIN feeds ON feeds.id = entries.feed_id
    JOIN reading ON reading.entry_id = entries.id
    LEFT JOIN contents ON contents.entry_id = entries.id
    LEFT JOIN pages ON pages.id = entries.page_id
    LEFT JOIN openings ON openings.entry_id = coalesce(reading.copy_of, reading.entry_id)
    WHERE entries.id IN (SELECT value FROM json_each(?))
"""


class Added(Struct, frozen=True):
    """What became of stories that came in."""

    new: int = 0
    known: int = 0
    filled: int = 0
    """Of the known ones, those that had no article and have one now."""
    marked: int = 0
    """Of the known ones, those that are read or starred now and were not."""

    def __add__(self, other: "Added") -> "Added":
        return Added(
            self.new + other.new,
            self.known + other.known,
            self.filled + other.filled,
            self.marked + other.marked,
        )


class Transfer:
    """Stories with all that the store knows of them, out and in.

    No part of `Store`, which is opened at every start and has no time to load what this needs.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def every(self) -> list[int]:
        """Return the ids of all entries, hidden ones and copies too, in which they came."""
        return [row[0] for row in self._connection.execute("SELECT id FROM entries ORDER BY id")]

    def with_copies(self, ids: Sequence[int]) -> list[int]:
        """Return these stories and, each behind its own, the entries by which others have them."""
        stored = self._connection.execute(
            "SELECT twin.entry_id FROM json_each(?) AS given"
            " JOIN reading AS told ON told.entry_id = given.value"
            " JOIN reading AS twin ON twin.entry_id IN (SELECT entry_id FROM reading"
            " WHERE copy_of = coalesce(told.copy_of, told.entry_id)"
            " UNION ALL SELECT coalesce(told.copy_of, told.entry_id))"
            " ORDER BY given.key, twin.entry_id <> told.entry_id, twin.entry_id",
            (rows.to_json(list(ids)),),
        )
        return list(dict.fromkeys(row[0] for row in stored))

    def records(self, ids: Sequence[int]) -> Iterator[StoryRecord]:
        """Yield whole stories in the order of `ids`; those that are gone are left out."""
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            stored = self._connection.execute(_STORED, (rows.to_json(list(some)),))
            found = {row["id"]: row for row in stored}
            articles = self._articles([row["page_id"] for row in found.values()])
            for story_id in some:
                if row := found.get(story_id):
                    yield _record(row, articles.get(row["page_id"]))

    def _articles(self, page_ids: list[int | None]) -> dict[int, ArticleRecord]:
        stored = self._connection.execute(
            "SELECT articles.*, pages.url AS page_url FROM articles"
            " JOIN pages ON pages.id = page_id"
            " WHERE page_id IN (SELECT value FROM json_each(?))",
            (rows.to_json(page_ids),),
        )
        return {row["page_id"]: _article(row) for row in stored}

    def add(self, records: Sequence[StoryRecord]) -> Added:
        """Take in stories, in one transaction; the caller holds the fetch lock."""
        added = Added()
        with transaction(self._connection):
            for record in records:
                added += self._add(record)
        return added

    def _add(self, record: StoryRecord) -> Added:
        execute = self._connection.execute
        feed_id = self._feed(record)
        page_id, is_filled = self._page(record.page) if record.page else (None, False)
        known = execute(
            "SELECT id FROM entries WHERE feed_id = ? AND guid_key = ?",
            (feed_id, key_of(record.guid)),
        ).fetchone()
        if known is None:
            self._insert(record, feed_id, page_id)
            return Added(new=1)
        was_without = execute(
            "UPDATE entries SET page_id = ? WHERE id = ? AND page_id IS NULL AND ? IS NOT NULL"
            " RETURNING id",
            (page_id, known["id"], page_id),
        ).fetchone()
        marked = self._mark(known["id"], record)
        has_article = record.page is not None and record.page.article is not None
        filled = is_filled or (has_article and was_without is not None)
        return Added(known=1, filled=int(filled), marked=int(marked))

    def _mark(self, entry_id: int, record: StoryRecord) -> bool:
        """Give a story the marks that it has elsewhere, and return whether it lacked one.

        What was hidden elsewhere stays hidden only where it comes new: here it may be read.
        """
        flags = [flag for flag in ("read", "starred") if getattr(record, flag)]
        flags += [TAG + tag for tag in record.own_tags]
        given = [set_flag(self._connection, [entry_id], flag, value=True) for flag in flags]
        self._open(entry_id, record)
        return any(given)

    def _open(self, entry_id: int, record: StoryRecord) -> None:
        """Note where a story was left elsewhere, if that was later than here."""
        if record.opened:
            self._connection.execute(
                "INSERT INTO openings (entry_id, opened, position)"
                " SELECT coalesce(copy_of, entry_id), ?, ? FROM reading WHERE entry_id = ?"
                " ON CONFLICT (entry_id) DO UPDATE SET opened = excluded.opened,"
                " position = excluded.position WHERE excluded.opened > openings.opened",
                (rows.seconds(record.opened), record.position, entry_id),
            )

    def _feed(self, record: StoryRecord) -> int:
        """Return the feed of a story; one that is new is not subscribed to, but has its name."""
        feed_id: int = self._connection.execute(
            "INSERT INTO feeds (url, own_title, own_language, site_url) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET own_title = coalesce(own_title, excluded.own_title),"
            " own_language = coalesce(own_language, excluded.own_language),"
            " site_url = coalesce(site_url, excluded.site_url) RETURNING id",
            (record.feed, record.feed_title, record.feed_language, record.feed_site),
        ).fetchone()["id"]
        return feed_id

    def _page(self, page: PageRecord) -> tuple[int, bool]:
        """Return the page of a story, and whether it has got its article only now."""
        execute = self._connection.execute
        link_key = link_key_of(canonical_url(page.url))
        execute(
            "INSERT INTO pages (link_key, url, state, error, failures, last_tried, next_try)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (link_key) DO NOTHING",
            (
                link_key,
                page.url,
                page.state,
                page.error,
                page.failures,
                rows.seconds(page.last_tried),
                rows.seconds(page.next_try),
            ),
        )
        stored = execute("SELECT id, url FROM pages WHERE link_key = ?", (link_key,)).fetchone()
        filled = page.article is not None and self._fill(stored["id"], stored["url"], page.article)
        return stored["id"], filled

    def _fill(self, page_id: int, page_url: str, article: ArticleRecord) -> bool:
        values = {
            **rows.article_values(_as_article(article)),
            "url": None if article.url == page_url else article.url,
            "page_id": page_id,
            "removed": rows.to_json_or_null(article.removed),
            "extractor": article.extractor,
            "extracted": rows.seconds(article.extracted),
        }
        filled = self._connection.execute(
            f"INSERT INTO articles ({', '.join(values)})"
            f" VALUES ({', '.join(f':{name}' for name in values)})"
            " ON CONFLICT (page_id) DO NOTHING RETURNING page_id",
            values,
        ).fetchone()
        if filled is None:
            return False
        self._connection.execute(
            "UPDATE pages SET state = 'ok', error = NULL, failures = 0, next_try = NULL"
            " WHERE id = ? AND state <> 'ok'",
            (page_id,),
        )
        return True

    def _insert(self, record: StoryRecord, feed_id: int, page_id: int | None) -> None:
        execute = self._connection.execute
        published, fetched = rows.seconds(record.published), rows.seconds(record.fetched) or 0
        url, canonical = record.url, canonical_url(record.url) if record.url else None
        entry_id = execute(
            "INSERT INTO entries (feed_id, guid_key, guid, url, link_key, canonical_url, page_id,"
            " title, authors, published, fetched, changed, language, comments_url, enclosures,"
            " content_key, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " RETURNING id",
            (
                feed_id,
                key_of(record.guid),
                None if record.guid == url else record.guid,
                url,
                link_key_of(canonical) if canonical else None,
                None if canonical == url else canonical,
                page_id,
                record.title,
                rows.to_json_or_null(record.authors),
                published,
                fetched,
                rows.seconds(record.changed),
                record.language,
                record.comments_url,
                rows.to_json_or_null(record.enclosures),
                record.content_hash,
                record.summary,
            ),
        ).fetchone()["id"]
        execute(
            "INSERT INTO reading (entry_id, feed_id, moment, language, hidden)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                entry_id,
                feed_id,
                fetched if published is None else min(published, fetched),
                record.language,
                int(record.hidden),
            ),
        )
        execute(COUNT_IN, {"last": entry_id - 1, "feed": feed_id})
        copies.join(self._connection, [entry_id])
        self._mark(entry_id, record)
        if record.content:
            execute(
                "INSERT INTO contents (entry_id, text) VALUES (?, ?)", (entry_id, record.content)
            )


def _record(row: rows.Row, article: ArticleRecord | None) -> StoryRecord:
    return StoryRecord(
        gazette=FORMAT,
        feed=row["feed"],
        feed_title=row["feed_title"],
        feed_language=row["feed_language"],
        feed_site=row["site_url"],
        guid=row["guid"] or row["url"],
        url=row["url"],
        title=row["title"],
        authors=_strings(row["authors"]),
        published=rows.moment(row["published"]),
        fetched=datetime.fromtimestamp(row["fetched"], UTC),
        changed=rows.moment(row["changed"]),
        language=row["language"],
        comments_url=row["comments_url"],
        enclosures=rows.ENCLOSURES.decode(row["enclosures"] or "[]"),
        content_hash=row["content_key"],
        summary=row["summary"],
        content=row["content"] or "",
        read=bool(row["read"]),
        starred=bool(row["starred"]),
        hidden=bool(row["hidden"]),
        own_tags=_strings(row["own_tags"]),
        opened=rows.moment(row["opened"]),
        position=row["position"] or 0,
        page=_page(row, article) if row["page_url"] else None,
    )


def _page(row: rows.Row, article: ArticleRecord | None) -> PageRecord:
    return PageRecord(
        url=row["page_url"],
        state=row["state"],
        error=row["error"],
        failures=row["failures"],
        last_tried=rows.moment(row["last_tried"]),
        next_try=rows.moment(row["next_try"]),
        article=article,
    )


def _article(row: rows.Row) -> ArticleRecord:
    return ArticleRecord(
        url=row["page_url"] if row["url"] is None else row["url"],
        title=row["title"],
        authors=_strings(row["authors"]),
        published=rows.moment(row["published"]),
        modified=rows.moment(row["modified"]),
        language=row["language"],
        language_confidence=row["language_confidence"],
        site=row["site"],
        image=row["image"],
        section=row["section"],
        tags=_strings(row["tags"]),
        ai_disclosed=bool(row["ai_disclosed"]),
        ai_wording=row["ai_wording"],
        removed=rows.REMOVED.decode(row["removed"] or "[]"),
        extractor=row["extractor"],
        extracted=datetime.fromtimestamp(row["extracted"], UTC),
        blocks=blocks_of(row["text"], row["layout"]),
    )


def _strings(stored: str | None) -> tuple[str, ...]:
    return rows.STRINGS.decode(stored or "[]")


def _as_article(record: ArticleRecord) -> Article:
    return Article(
        title=record.title,
        blocks=record.blocks,
        url=record.url,
        authors=record.authors,
        published=record.published,
        modified=record.modified,
        language=record.language,
        language_confidence=record.language_confidence,
        site=record.site,
        image=record.image,
        section=record.section,
        tags=record.tags,
        ai_disclosed=record.ai_disclosed,
        ai_wording=record.ai_wording,
    )
