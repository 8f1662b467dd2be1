"""Feeds: subscriptions in, feeds that are due out, outcomes recorded."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from gazette.feeds.changes import Changes
from gazette.feeds.moves import FAILURES, is_believed, seen_move
from gazette.model import (
    Feed,
    FeedFailed,
    FeedGone,
    FeedNotModified,
    FeedOutcome,
    FeedRow,
    FeedUpdated,
    SeenEntry,
    Subscription,
)
from gazette.store import rows
from gazette.store.connection import Connection, transaction
from gazette.store.entries import Entries
from gazette.store.pages import drop_unwanted
from gazette.store.reading import forget_deleted
from gazette.store.times import LONGEST_HOLD, SLACK


class Feeds:
    """The tables `feeds`, `feed_tags`, `feed_moves`, `feed_documents` and `hosts`."""

    def __init__(self, connection: Connection, entries: Entries) -> None:
        self._connection = connection
        self._entries = entries

    def sync(self, subscriptions: Iterable[Subscription]) -> None:
        """Make the subscribed feeds those of feeds.toml; stories of others stay.

        Writes nothing where nothing differs.
        """
        wanted = [
            (s.url, place, s.title, s.language, s.tags) for place, s in enumerate(subscriptions)
        ]
        if wanted != self._synced():
            with transaction(self._connection):
                self._write(wanted)

    def _synced(self) -> list[tuple[str, int, str | None, str | None, tuple[str, ...]]]:
        tags = self._tags()
        stored = self._connection.execute(
            "SELECT id, url, position, given_title, given_language FROM feeds"
            " WHERE position IS NOT NULL ORDER BY position"
        )
        return [
            (r["url"], r["position"], r["given_title"], r["given_language"], tags.get(r["id"], ()))
            for r in stored
        ]

    def _write(
        self, wanted: list[tuple[str, int, str | None, str | None, tuple[str, ...]]]
    ) -> None:
        execute = self._connection.execute
        self._follow_edits({url for url, *_ in wanted})
        execute("UPDATE feeds SET position = NULL")
        execute("DELETE FROM feed_tags")
        for url, place, title, language, tags in wanted:
            feed_id = execute(
                "INSERT INTO feeds (url, position, given_title, given_language)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                " position = excluded.position, given_title = excluded.given_title,"
                " given_language = excluded.given_language RETURNING id",
                (url, place, title, language),
            ).fetchone()["id"]
            self._connection.executemany(
                "INSERT INTO feed_tags (feed_id, tag, position) VALUES (?, ?, ?)",
                [(feed_id, tag, n) for n, tag in enumerate(tags)],
            )

    def _follow_edits(self, wanted: set[str]) -> None:
        """Let feeds keep their stories whose new address the reader has written down."""
        moved = self._connection.execute(
            "SELECT url, moved_url, move_url FROM feeds WHERE position IS NOT NULL"
            " AND (moved_url IS NOT NULL OR move_url IS NOT NULL)"
        )
        for url, *leads_to in moved.fetchall():
            written = next((new for new in leads_to if new in wanted), None)
            if written and url not in wanted:
                # Or ignore: a feed of that address has stories of its own already.
                self._connection.execute(
                    "UPDATE OR IGNORE feeds SET url = ?, moved_url = NULL, move_url = NULL,"
                    " move_times = NULL, move_since = NULL WHERE url = ?",
                    (written, url),
                )

    def due(
        self,
        subscriptions: Mapping[str, Subscription],
        *,
        now: datetime,
        force: bool = False,
        gone: bool = False,
    ) -> list[Feed]:
        """Return the feeds to be asked now, in the order of feeds.toml.

        `subscriptions` maps the addresses wanted to their settings. `force` takes those too
        that are not due, only `gone` those that answered 410; a host that asked to be left alone is
        the caller's to respect (`held`).
        """
        stored = self._connection.execute(
            # A check in the future comes from a clock that was wrong: it must not hold for years.
            "SELECT * FROM feeds WHERE position IS NOT NULL"
            " AND (:force AND next_check IS NOT NULL OR next_check <= :now"
            " OR last_checked > :soon AND next_check IS NOT NULL"
            " OR :gone AND next_check IS NULL) ORDER BY position",
            {
                "force": force,
                "gone": gone,
                "now": rows.seconds(now),
                "soon": rows.seconds(now + SLACK),
            },
        )
        return [rows.feed(r, subscriptions[r["url"]]) for r in stored if r["url"] in subscriptions]

    def held(self, *, now: datetime) -> dict[str, datetime]:
        """Return the hosts ("name:port") that asked to be left alone, and until when."""
        stored = self._connection.execute(
            "SELECT name, held_until FROM hosts WHERE held_until > ? AND held_until <= ?",
            (rows.seconds(now), rows.seconds(now + LONGEST_HOLD)),
        )
        held = ((r["name"], rows.moment(r["held_until"])) for r in stored)
        return {name: until for name, until in held if until}

    def hold(self, host: str, until: datetime, *, now: datetime) -> None:
        """Keep a host ("name:port") from being asked before `until`; a longer hold stays."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO hosts (name, held_until) VALUES (:host, :until)"
                " ON CONFLICT (name) DO UPDATE SET held_until = iif(held_until > :longest,"
                " excluded.held_until, max(held_until, excluded.held_until))",
                {
                    "host": host,
                    "until": rows.seconds(until),
                    "longest": rows.seconds(now + LONGEST_HOLD),
                },
            )

    def record(
        self,
        feed: Feed,
        outcome: FeedOutcome,
        changes: Changes,
        *,
        next_check: datetime | None,
        now: datetime,
    ) -> None:
        """Commit what became of one request: entries, validators and next time together."""
        with transaction(self._connection):
            match outcome:
                case FeedUpdated():
                    self._entries.write(feed, changes, now=now)
                    self._succeed(feed, outcome, now)
                    self._describe(feed, outcome)
                case FeedNotModified():
                    self._succeed(feed, outcome, now)
                case FeedGone() | FeedFailed():
                    self._fail(feed, outcome, now)
                case _:
                    assert_never(outcome)
            self._connection.execute(
                "UPDATE feeds SET last_checked = ?, next_check = ? WHERE id = ?",
                (rows.seconds(now), rows.seconds(next_check), feed.id),
            )

    def _succeed(self, feed: Feed, outcome: FeedUpdated | FeedNotModified, now: datetime) -> None:
        # Both validators are replaced, also by none: a header that went away must not be sent.
        validators = outcome.exchange.validators
        self._connection.execute(
            "UPDATE feeds SET etag = ?, last_modified = ?, validated_url = ?, failures = 0,"
            " failing_since = NULL, error = NULL WHERE id = ?",
            (
                validators.etag,
                validators.last_modified,
                outcome.exchange.final_url or None,
                feed.id,
            ),
        )
        self._note_move(feed, outcome.exchange.moved_to, now)

    def _note_move(self, feed: Feed, leads_to: str | None, now: datetime) -> None:
        """Remember where a redirect for good led, and follow it once it is believed."""
        move = seen_move(feed, leads_to, now=now)
        if move and is_believed(move, now=now):
            self._move(feed, move.url, now)
        elif move != feed.move:
            self._connection.execute(
                "UPDATE feeds SET move_url = ?, move_times = ?, move_since = ? WHERE id = ?",
                (
                    *((move.url, move.times, rows.seconds(move.since)) if move else (None,) * 3),
                    feed.id,
                ),
            )

    def _move(self, feed: Feed, to: str, now: datetime) -> None:
        """Ask a feed at another address from now on; its own is no move."""
        self._connection.execute(
            "UPDATE feeds SET moved_url = nullif(?, url), move_url = NULL, move_times = NULL,"
            " move_since = NULL WHERE id = ?",
            (to, feed.id),
        )
        self._connection.execute(
            "INSERT INTO feed_moves (feed_id, from_url, to_url, moved) VALUES (?, ?, ?, ?)",
            (feed.id, feed.address, to, rows.seconds(now)),
        )

    def seen(self, feed: Feed) -> tuple[SeenEntry, ...]:
        """Return the entries that stood in a feed the last time, by their bytes."""
        row = self._connection.execute(
            "SELECT seen FROM feed_documents WHERE feed_id = ?", (feed.id,)
        ).fetchone()
        return tuple(SeenEntry(*entry) for entry in json.loads(row["seen"])) if row else ()

    def _describe(self, feed: Feed, outcome: FeedUpdated) -> None:
        parsed = outcome.parsed
        self._connection.execute(
            "INSERT OR REPLACE INTO feed_documents (feed_id, seen) VALUES (?, ?)",
            (feed.id, rows.to_json([(entry.fingerprint, entry.guid) for entry in parsed.seen])),
        )
        self._connection.execute(
            "UPDATE feeds SET body_hash = ?, ttl_s = ?, quiet = ?, own_title = ?,"
            # Some feeds do not declare it, and their new entries alone may not tell.
            " own_language = coalesce(?, own_language), site_url = ?, hub = ? WHERE id = ?",
            (
                outcome.body_hash,
                None if parsed.ttl is None else int(parsed.ttl.total_seconds()),
                rows.to_json(parsed.quiet) if parsed.quiet else None,
                parsed.title or None,
                parsed.language,
                parsed.site_url,
                outcome.exchange.hub or parsed.hub,
                feed.id,
            ),
        )

    def _fail(self, feed: Feed, outcome: FeedGone | FeedFailed, now: datetime) -> None:
        is_over = isinstance(outcome, FeedGone) or feed.failures + 1 >= FAILURES
        if feed.moved_url and is_over:
            self._move(feed, feed.url, now)
        self._connection.execute(
            "UPDATE feeds SET failures = failures + 1, error = ?,"
            " failing_since = coalesce(failing_since, ?) WHERE id = ?",
            (outcome.error, rows.seconds(now), feed.id),
        )

    def rows(self, *, left: bool = False) -> list[FeedRow]:
        """Return the subscribed feeds and their health, in the order of feeds.toml.

        `left` returns instead those that are not subscribed to any more.
        """
        tags = self._tags()
        unread = self._count(
            "SELECT feed_id, count(*) FROM reading WHERE read = 0 AND hidden = 0 GROUP BY feed_id"
        )
        stored = self._connection.execute(
            "SELECT * FROM feeds JOIN feed_counts ON feed_counts.feed_id = feeds.id"
            f" WHERE position IS {'' if left else 'NOT'} NULL"
            " ORDER BY position, id"
        )
        return [
            rows.feed_row(
                r,
                stories=r["stories"],
                unread=unread.get(r["id"], 0),
                tags=tags.get(r["id"], ()),
            )
            for r in stored
        ]

    def purge(self, url: str) -> tuple[str, ...]:
        """Delete an unsubscribed feed with its stories, and the pages that no other feed wants.

        Returns the addresses of these pages. The caller holds the fetch lock.
        """
        with transaction(self._connection):
            execute = self._connection.execute
            feed = "(SELECT id FROM feeds WHERE url = ? AND position IS NULL)"
            pages = [
                row[0]
                for row in execute(
                    f"SELECT page_id FROM entries WHERE feed_id = {feed} AND page_id IS NOT NULL"
                    f" UNION SELECT wanted_page_id FROM entries WHERE feed_id = {feed}"
                    " AND wanted_page_id IS NOT NULL",
                    (url, url),
                )
            ]
            # Entries, texts and reading marks go with their feed, articles with their page.
            execute("DELETE FROM feeds WHERE url = ? AND position IS NULL", (url,))
            forget_deleted(self._connection)
            urls, _ = drop_unwanted(self._connection, pages)
        return urls

    def _count(self, sql: str) -> dict[int, int]:
        return {row[0]: row[1] for row in self._connection.execute(sql)}

    def _tags(self) -> dict[int, tuple[str, ...]]:
        tags: dict[int, tuple[str, ...]] = {}
        for row in self._connection.execute("SELECT feed_id, tag FROM feed_tags ORDER BY position"):
            tags[row["feed_id"]] = (*tags.get(row["feed_id"], ()), row["tag"])
        return tags
