"""Stories that wait for their first article: what a rule may be asked of them until it comes."""

from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from gazette.query import Facts
from gazette.query.tree import State
from gazette.rules import contents_of
from gazette.store import rows
from gazette.store.connection import Connection

_FIRST: Final = "coalesce(reading.copy_of, reading.entry_id)"
_WAITING: Final = f"""
    SELECT {_FIRST} AS story_id, entries.title, entries.url, entries.summary, entries.language,
        coalesce(entries.authors, '[]') AS authors, coalesce(enclosures, '[]') AS enclosures,
        coalesce(contents.text, '') AS text, entries.changed IS NOT NULL AS changed,
        reading.moment, reading.read, reading.starred, reading.hidden, feeds.given_language,
        feeds.url AS feed, coalesce(given_title, own_title, feeds.url) AS feed_title,
        (SELECT json_group_array(tag) FROM (
            SELECT tag FROM feed_tags WHERE feed_tags.feed_id = feeds.id
            UNION SELECT tag FROM story_tags WHERE story_tags.entry_id = {_FIRST})) AS tags,
        (SELECT count(*) FROM reading AS told
            WHERE told.entry_id = {_FIRST} OR told.copy_of = {_FIRST}) AS entries
    FROM entries JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN contents ON contents.entry_id = entries.id
    WHERE (entries.page_id = :page OR entries.wanted_page_id = :page)
        AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.page_id = entries.page_id)
"""
_STATES: Final[tuple[State, ...]] = ("read", "starred", "hidden", "changed")


class Arrival(Struct, frozen=True):
    """An entry whose first article is about to be stored."""

    story_id: int
    entries: int
    """Of its story, in however many feeds that stands."""
    story: Facts
    """What is known of it until then, as its feed brought it."""
    given_language: str | None
    """The one that the reader gave its feed."""


def arrivals(connection: Connection, page_id: int) -> list[Arrival]:
    """Return the entries of a page that have had no article yet."""
    stored = connection.execute(_WAITING, {"page": page_id})
    return [
        Arrival(row["story_id"], row["entries"], _facts(row), row["given_language"])
        for row in stored
    ]


def _facts(row: rows.Row) -> Facts:
    return Facts(
        moment=datetime.fromtimestamp(row["moment"], UTC),
        title=row["title"],
        authors=rows.STRINGS.decode(row["authors"]),
        summary=row["summary"],
        text=row["text"],
        feeds=((row["feed_title"], row["feed"]),),
        tags=rows.STRINGS.decode(row["tags"]),
        language=row["language"],
        url=row["url"],
        states=frozenset(state for state in _STATES if row[state]),
        contents=contents_of(row["text"], rows.ENCLOSURES.decode(row["enclosures"])),
    )
