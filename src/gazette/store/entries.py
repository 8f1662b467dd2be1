"""Entries: which are known, and what a parsed feed adds, changes or renames."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from gazette.feeds.changes import Changes, KnownEntry
from gazette.feeds.identity import canonical_url, key_of, link_key_of
from gazette.model import Feed, Flag, ParsedEntry
from gazette.store import copies, rows
from gazette.store.connection import Connection
from gazette.store.copies import COUNT_IN
from gazette.store.reading import set_flag

FIRST_FETCH_PAGES: Final = 100
"""Of a feed's first fetch, so many newest entries get their pages at once."""
REFRESH: Final = timedelta(days=1)
"""A page whose entry changed in its text alone is asked for again after this."""


_ENTRY: Final = """
    SELECT id, coalesce(guid, url), iif(link_key IS NULL, NULL, coalesce(canonical_url, url)),
        content_key FROM entries WHERE feed_id = :feed
"""
_KNOWN: Final = f"""
    {_ENTRY} AND guid_key IN (SELECT value FROM json_each(:guids))
    UNION {_ENTRY} AND link_key IN (SELECT value FROM json_each(:links))
    UNION {_ENTRY} AND link_key IS NULL AND content_key IN (SELECT value FROM json_each(:hashes))
"""
_INSERT: Final = """
    INSERT INTO entries (feed_id, guid_key, guid, url, link_key, canonical_url, page_id, title,
        authors, published, fetched, language, comments_url, enclosures, content_key, summary)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (feed_id, guid_key) DO NOTHING
"""
_RENAME: Final = """
    UPDATE OR IGNORE entries SET guid_key = ?, guid = ?, url = ?, link_key = ?, canonical_url = ?
        WHERE id = ?
"""
_EDIT: Final = """
    UPDATE entries SET title = ?, authors = ?, comments_url = ?, enclosures = ?, content_key = ?,
        summary = ?, changed = ? WHERE id = ?
"""


class Entries:
    """The tables `entries` and `contents`, and the rows of `reading` that are born with them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, feed_id: int, entries: Sequence[ParsedEntry]) -> list[KnownEntry]:
        """Return the stored entries of this feed that `entries` may be.

        By id, by link, or, where there is no link, by content.
        """
        if not self._connection.execute(
            "SELECT 1 FROM entries WHERE feed_id = ? LIMIT 1", (feed_id,)
        ).fetchone():
            return []  # a new feed: nothing to be compared with
        stored = self._connection.execute(
            _KNOWN,
            {
                "feed": feed_id,
                "guids": json.dumps([key_of(e.guid) for e in entries]),
                "links": json.dumps([_link_key(e) for e in entries if e.canonical_url]),
                "hashes": json.dumps([e.content_hash for e in entries if not e.canonical_url]),
            },
        )
        return [KnownEntry(*row) for row in stored]

    def rhythm(self, feed_id: int, *, since: datetime) -> tuple[int, datetime | None]:
        """Return how many entries a feed has had since then, and the time of its oldest one."""
        recent, oldest = self._connection.execute(
            "SELECT (SELECT count(*) FROM reading WHERE feed_id = :feed AND moment >= :since),"
            " (SELECT min(moment) FROM reading WHERE feed_id = :feed)",
            {"feed": feed_id, "since": rows.seconds(since)},
        ).fetchone()
        return recent, rows.moment(oldest)

    def write(self, feed: Feed, changes: Changes, *, now: datetime) -> None:
        """Store the changes of one feed; runs inside the caller's transaction.

        New entries go in oldest first, so that row ids follow time.
        """
        wants_pages = feed.subscription.full_text
        oldest_first = sorted(changes.new, key=lambda e: (e.published or now, e.guid))
        without_page = 0 if feed.body_hash else len(oldest_first) - FIRST_FETCH_PAGES
        wanted = oldest_first[max(0, without_page) :] if wants_pages else []
        self._insert(feed, oldest_first, wanted, changes.marks, now=now)
        for entry_id, entry in changes.changed:
            self._update(entry_id, entry, wants_page=wants_pages, now=now)
        for entry_id, entry in changes.renamed:
            self._rename(entry_id, entry)

    def _insert(
        self,
        feed: Feed,
        new: Sequence[ParsedEntry],
        wanted: Sequence[ParsedEntry],
        marks: Mapping[str, Sequence[Flag]],
        *,
        now: datetime,
    ) -> None:
        """Store new entries, in this order; those that are `wanted` get a page."""
        pages = self._want_pages(wanted, now=now)
        fetched = int(now.timestamp())
        execute, executemany = self._connection.execute, self._connection.executemany
        last = execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()[0]
        executemany(
            _INSERT,
            [
                (
                    feed.id,
                    *_identity(entry),
                    pages.get(entry.guid),
                    entry.title,
                    rows.to_json_or_null(entry.authors),
                    rows.seconds(entry.published),
                    fetched,
                    feed.subscription.language or entry.language,
                    entry.comments_url,
                    rows.to_json_or_null(entry.enclosures),
                    entry.content_hash,
                    entry.summary,
                )
                for entry in new
            ],
        )
        execute(
            "INSERT INTO reading (entry_id, feed_id, moment, language)"
            " SELECT id, feed_id, min(coalesce(published, fetched), fetched), language"
            " FROM entries WHERE id > ?",
            (last,),
        )
        executemany(
            "INSERT INTO contents (entry_id, text)"
            " SELECT id, ? FROM entries WHERE feed_id = ? AND guid_key = ? AND id > ?",
            [(entry.content, feed.id, key_of(entry.guid), last) for entry in new if entry.content],
        )
        execute(COUNT_IN, {"last": last, "feed": feed.id})
        came = dict(execute("SELECT guid_key, id FROM entries WHERE id > ?", (last,)).fetchall())
        self._mark(came, marks)
        copies.join(self._connection, [*came.values()])

    def _mark(self, came: Mapping[int, int], marks: Mapping[str, Sequence[Flag]]) -> None:
        """Mark new entries, given by the keys of their guids, before they are anyone's copies."""
        marked: dict[Flag, list[int]] = {}
        for guid, flags in marks.items():
            if entry_id := came.get(key_of(guid)):
                for flag in flags:
                    marked.setdefault(flag, []).append(entry_id)
        for flag, entry_ids in marked.items():
            set_flag(self._connection, entry_ids, flag, value=True)

    def _update(
        self, entry_id: int, entry: ParsedEntry, *, wants_page: bool, now: datetime
    ) -> None:
        old = self._connection.execute(
            "SELECT entries.title, entries.link_key, pages.state, pages.last_tried"
            " FROM entries LEFT JOIN pages ON pages.id = entries.page_id WHERE entries.id = ?",
            (entry_id,),
        ).fetchone()
        # A feed that counts minutes or comments in its summaries "changes" at every fetch: its
        # pages are asked for again when title or link changed, else once a day at most.
        again = (old["title"], old["link_key"]) != (entry.title, _link_key(entry)) or (
            old["last_tried"] or 0
        ) < (now - REFRESH).timestamp()
        page_id = None
        if wants_page:
            page_id = self._want_pages([entry], now=now).get(entry.guid)
            if again:
                self._connection.execute(
                    "UPDATE pages SET next_try = ? WHERE id = ?", (rows.seconds(now), page_id)
                )
        self._rename(entry_id, entry)
        self._connection.execute(
            _EDIT,
            (
                entry.title,
                rows.to_json_or_null(entry.authors),
                entry.comments_url,
                rows.to_json_or_null(entry.enclosures),
                entry.content_hash,
                entry.summary,
                int(now.timestamp()),
                entry_id,
            ),
        )
        if page_id is not None:
            # An article that is there stays until that of a new link has come.
            column = "wanted_page_id" if old["state"] == "ok" else "page_id"
            self._connection.execute(
                f"UPDATE entries SET {column} = ? WHERE id = ? AND page_id IS NOT ?",
                (page_id, entry_id, page_id),
            )
        self._write_content(entry_id, entry.content)

    def _rename(self, entry_id: int, entry: ParsedEntry) -> None:
        """Give an entry the id and link that it has now; with another link it is another story."""
        execute = self._connection.execute
        link = "SELECT link_key FROM entries WHERE id = ?"
        before = execute(link, (entry_id,)).fetchone()[0]
        execute(_RENAME, (*_identity(entry), entry_id))
        if execute(link, (entry_id,)).fetchone()[0] != before:
            copies.leave(self._connection, entry_id)
            copies.join(self._connection, [entry_id])

    def _write_content(self, entry_id: int, content: str) -> None:
        if content:
            self._connection.execute(
                "INSERT INTO contents (entry_id, text) VALUES (?, ?)"
                " ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text",
                (entry_id, content),
            )
        else:
            self._connection.execute("DELETE FROM contents WHERE entry_id = ?", (entry_id,))

    def _want_pages(self, wanted: Sequence[ParsedEntry], *, now: datetime) -> dict[str, int]:
        """Return the pages of the entries' links, by guid, those that are new put in the queue.

        One canonical address is one page, in however many feeds it stands; until there is an
        article it is asked for at the address named last.
        """
        linked = [(key, entry) for entry in wanted if entry.url and (key := _link_key(entry))]
        self._connection.executemany(
            "INSERT INTO pages (link_key, url, next_try) VALUES (?, ?, ?)"
            " ON CONFLICT (link_key) DO NOTHING",
            [(key, entry.url, rows.seconds(now)) for key, entry in linked],
        )
        stored = self._connection.execute(
            "SELECT link_key, id, url, state FROM pages"
            " WHERE link_key IN (SELECT value FROM json_each(?))",
            (rows.to_json([key for key, _ in linked]),),
        )
        pages = {page["link_key"]: page for page in stored}
        # Another address may have the same key, though chance will hardly bring that.
        same = [(pages[key], entry) for key, entry in linked if _is_of(entry, pages[key]["url"])]
        named = {page["id"]: entry.url for page, entry in same if page["state"] != "ok"}
        urls = {page["id"]: page["url"] for page, _ in same}
        self._connection.executemany(
            "UPDATE pages SET url = ? WHERE id = ?",
            [(url, page_id) for page_id, url in named.items() if url != urls[page_id]],
        )
        return {entry.guid: page["id"] for page, entry in same}


def _is_of(entry: ParsedEntry, page_url: str) -> bool:
    return entry.url == page_url or canonical_url(page_url) == entry.canonical_url


def _link_key(entry: ParsedEntry) -> int | None:
    return link_key_of(entry.canonical_url) if entry.canonical_url else None


def _identity(
    entry: ParsedEntry,
) -> tuple[int, str | None, str | None, int | None, str | None]:
    """Return an entry's guid_key, guid, url, link_key and canonical_url, as they are stored."""
    guid = None if entry.guid == entry.url else entry.guid
    canonical = None if entry.canonical_url == entry.url else entry.canonical_url
    return key_of(entry.guid), guid, entry.url, _link_key(entry), canonical
