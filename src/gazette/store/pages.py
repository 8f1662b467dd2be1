"""Pages: those that are wanted out, articles and failures in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from gazette.feeds.identity import canonical_url, link_key_of
from gazette.model import Flag, PageExtracted, PageFailed, PageOutcome, PageTask
from gazette.store import rows
from gazette.store.connection import Connection, transaction
from gazette.store.learned import Learned
from gazette.store.reading import set_flag

if TYPE_CHECKING:
    from gazette.store.arrivals import Arrival


class Pages:
    """The tables `pages` and `articles`."""

    def __init__(self, connection: Connection, learned: Learned) -> None:
        self._connection = connection
        self._learned = learned

    def due(self, *, now: datetime) -> list[PageTask]:
        """Return the pages to be asked for now, those of the newest stories first."""
        return self._tasks(
            "SELECT id FROM pages WHERE next_try <= ?", (rows.seconds(now),), subscribed=True
        )

    def of_story(self, story_id: int) -> list[PageTask]:
        """Return the page of one story, whether it is due or not; empty where it has none."""
        return self._tasks(
            "SELECT coalesce(wanted_page_id, page_id) FROM entries WHERE id = ?", (story_id,)
        )

    def of_urls(self, urls: Sequence[str]) -> list[PageTask]:
        """Return the tasks of pages that were asked for at these addresses."""
        return self._tasks(
            "SELECT id FROM pages WHERE link_key IN (SELECT value FROM json_each(?))"
            " AND url IN (SELECT value FROM json_each(?))",
            (
                rows.to_json([link_key_of(canonical_url(url)) for url in urls]),
                rows.to_json(list(urls)),
            ),
        )

    def _tasks(
        self, chosen: str, values: tuple[object, ...], *, subscribed: bool = False
    ) -> list[PageTask]:
        """Return the pages that the query `chosen` picks, with a feed that wants each."""
        stored = self._connection.execute(
            "SELECT pages.id, pages.url, pages.failures, feeds.url AS feed_url,"
            " coalesce(feeds.given_language, entries.language) AS language, max(entries.id)"
            f" FROM pages CROSS JOIN entries ON pages.id = entries.page_id"
            " OR pages.id = entries.wanted_page_id"
            " JOIN feeds ON feeds.id = entries.feed_id"
            " JOIN reading ON reading.entry_id = entries.id"
            f" WHERE pages.id IN ({chosen}) AND (NOT {subscribed:d} OR feeds.position IS NOT NULL)"
            " GROUP BY pages.id ORDER BY max(reading.moment) DESC",
            values,
        )
        return [
            PageTask(r["id"], r["url"], r["failures"], r["language"], r["feed_url"]) for r in stored
        ]

    def arrivals(self, task: PageTask) -> "list[Arrival]":
        """Return the entries of a page that have had no article yet."""
        from gazette.store.arrivals import arrivals  # the query language: for a fetch with rules

        return arrivals(self._connection, task.id)

    def want(self, story_id: int, *, now: datetime) -> None:
        """Put the page of a story that has a link but no page yet into the queue."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO pages (link_key, url, next_try) SELECT link_key, url, ? FROM entries"
                " WHERE id = ? AND page_id IS NULL AND link_key IS NOT NULL"
                " ON CONFLICT (link_key) DO NOTHING",
                (rows.seconds(now), story_id),
            )
            self._connection.execute(
                "UPDATE entries SET page_id = (SELECT id FROM pages"
                " WHERE pages.link_key = entries.link_key) WHERE id = ? AND page_id IS NULL",
                (story_id,),
            )

    def record(
        self,
        task: PageTask,
        outcome: PageOutcome,
        *,
        extractor: int,
        next_try: datetime | None,
        now: datetime,
        marks: Mapping[int, Sequence[Flag]] | None = None,
    ) -> None:
        """Commit what became of one page: article, state, and what it teaches together.

        A failure never takes away an article that is there already. `marks` are what the
        reader's rules mark the stories with that had waited for the article, by their ids.
        """
        with transaction(self._connection):
            match outcome:
                case PageExtracted():
                    self._write_article(task, outcome, extractor, now)
                    if outcome.seen is not None:
                        self._learned.write(outcome.seen)
                    for story_id, flags in (marks or {}).items():
                        for flag in flags:
                            set_flag(self._connection, (story_id,), flag, value=True)
                    self._connection.execute(
                        "UPDATE pages SET state = 'ok', failures = 0, error = NULL,"
                        " next_try = NULL, last_tried = ? WHERE id = ?",
                        (rows.seconds(now), task.id),
                    )
                case PageFailed():
                    self._connection.execute(
                        "UPDATE pages SET failures = failures + 1, next_try = ?, last_tried = ?,"
                        " error = iif(state = 'ok', NULL, ?),"
                        " state = iif(state = 'ok', 'ok', 'failed') WHERE id = ?",
                        (rows.seconds(next_try), rows.seconds(now), outcome.error, task.id),
                    )
                case _:
                    assert_never(outcome)

    def _write_article(
        self, task: PageTask, outcome: PageExtracted, extractor: int, now: datetime
    ) -> None:
        # It may be another by now than that of the task: a feed was stored while it was fetched.
        (page_url,) = self._connection.execute(
            "SELECT url FROM pages WHERE id = ?", (task.id,)
        ).fetchone() or (None,)
        values = {
            **rows.article_values(outcome.article),
            "url": None if outcome.article.url == page_url else outcome.article.url,
            "page_id": task.id,
            "removed": rows.to_json_or_null(outcome.removed),
            "extractor": extractor,
            "extracted": rows.seconds(now),
        }
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        changes = ", ".join(f"{name} = :{name}" for name in values)
        self._connection.execute(
            "UPDATE entries SET page_id = wanted_page_id, wanted_page_id = NULL"
            " WHERE wanted_page_id = ?",
            (task.id,),
        )
        written = self._connection.execute(
            f"UPDATE articles SET {changes} WHERE page_id = :page_id", values
        ).rowcount
        if not written:
            self._connection.execute(f"INSERT INTO articles ({columns}) VALUES ({marks})", values)
        # The article's text tells its language better than a headline did; the reader's own
        # word in feeds.toml tells it best.
        if outcome.article.language:
            self._connection.execute(
                "UPDATE entries SET language = ? WHERE page_id = ? AND feed_id IN"
                " (SELECT id FROM feeds WHERE given_language IS NULL)",
                (outcome.article.language, task.id),
            )


def drop_unwanted(connection: Connection, page_ids: Collection[int]) -> tuple[tuple[str, ...], int]:
    """Delete those of these pages that no entry wants any more; a transaction is open.

    Returns their addresses, and how many had an article, which goes with them.
    """
    unwanted = [
        row["id"]
        for row in connection.execute(
            "SELECT id FROM pages WHERE id IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM entries WHERE page_id = pages.id)"
            " AND NOT EXISTS (SELECT 1 FROM entries WHERE wanted_page_id = pages.id)",
            (rows.to_json(sorted(page_ids)),),
        )
    ]
    ids = (rows.to_json(unwanted),)
    given = "(SELECT value FROM json_each(?))"
    articles: int = connection.execute(
        f"SELECT count(*) FROM articles WHERE page_id IN {given}", ids
    ).fetchone()[0]
    dropped = connection.execute(f"DELETE FROM pages WHERE id IN {given} RETURNING url", ids)
    return tuple(row["url"] for row in dropped), articles
