"""One story in several feeds: which entries tell it, and what they have in common.

The entries of one link are one story: listed once, with one moment and the same marks. All but the
first of them say in `reading.copy_of` which that is. A link that stands twice in one feed tells no
story (a status page, the home of a podcast), and what is hidden is nobody's copy: who hides what
one feed brings may well want it from another.
"""

from collections.abc import Sequence
from typing import Final

from gazette.store import rows
from gazette.store.connection import Connection

LISTED: Final = "hidden = 0 AND copy_of IS NULL"
"""What a list of everything asks for, as it stands in the conditions of the indexes of `reading`:
SQLite walks along one of them only where a query says the very same."""
COPIES: Final = "hidden = 0 AND copy_of IS NOT NULL"
"""The entries that are left out there."""

COUNT_IN: Final = """
    UPDATE feed_counts SET stories = stories + (
            SELECT count(*) FROM reading WHERE entry_id > :last AND feed_id = :feed AND hidden = 0)
        WHERE feed_id = :feed
"""
"""Counts the entries that were inserted with ids above `last`; none of them is a copy yet."""

_TWICE: Final = """
    SELECT 1 FROM entries AS again WHERE again.link_key = {entry}.link_key
        AND again.feed_id = {entry}.feed_id AND again.id <> {entry}.id
"""
_FIRSTS: Final = f"""
    SELECT entry.id AS id, min(coalesce(twin.copy_of, twin.entry_id)) AS first
        FROM entries AS entry
        CROSS JOIN reading AS own ON own.entry_id = entry.id AND own.hidden = 0
        CROSS JOIN entries AS other
            ON other.link_key = entry.link_key AND other.feed_id <> entry.feed_id
            AND coalesce(other.canonical_url, other.url) = coalesce(entry.canonical_url, entry.url)
        CROSS JOIN reading AS twin ON twin.entry_id = other.id AND twin.hidden = 0
        WHERE entry.id IN (SELECT value FROM json_each(?)) AND entry.link_key IS NOT NULL
            AND NOT EXISTS ({_TWICE.format(entry="entry")})
            AND NOT EXISTS ({_TWICE.format(entry="other")})
        GROUP BY entry.id
"""
_JOIN: Final = """
    UPDATE reading SET copy_of = first.entry_id, moment = first.moment, read = first.read,
        starred = max(reading.starred, first.starred)
        FROM reading AS first WHERE first.entry_id = ? AND reading.entry_id = ?
"""
_STAR_ALL: Final = """
    UPDATE reading SET starred = 1 WHERE starred = 0 AND (entry_id = :first OR copy_of = :first)
        AND EXISTS (SELECT 1 FROM reading WHERE entry_id = :entry AND starred = 1)
"""
# What is kept of a story stands under the id of its first entry.
_TO_FIRST: Final = (
    """
    INSERT OR IGNORE INTO story_tags (tag, entry_id) SELECT tag, :first FROM story_tags
        WHERE entry_id = :entry
    """,
    "DELETE FROM story_tags WHERE entry_id = :entry",
    """
    INSERT INTO openings (entry_id, opened, position)
        SELECT :first, opened, position FROM openings WHERE entry_id = :entry
        ON CONFLICT (entry_id) DO UPDATE SET opened = excluded.opened,
            position = excluded.position WHERE excluded.opened > openings.opened
    """,
    "DELETE FROM openings WHERE entry_id = :entry",
)


def join(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Let entries be copies of the stories that they tell; the caller has a transaction open.

    An entry takes over its story's moment and whether it is read; a star or a tag of either is
    one of both, and it stays where it was left last.
    """
    found = connection.execute(_FIRSTS, (rows.to_json(list(entry_ids)),)).fetchall()
    for row in found:
        names = {"first": row["first"], "entry": row["id"]}
        connection.execute(_JOIN, (row["first"], row["id"]))
        for statement in (_STAR_ALL, *_TO_FIRST):
            connection.execute(statement, names)


def leave(connection: Connection, entry_id: int) -> None:
    """Let an entry, whose link became another, stand alone again."""
    for statement in leaving(":entry").split(";")[:-1]:
        connection.execute(statement, {"entry": entry_id})
    connection.execute("UPDATE reading SET copy_of = NULL WHERE entry_id = ?", (entry_id,))


def leaving(entry: str) -> str:
    """Return the statements that let a story's entry go from its other entries.

    The earliest of those takes its place. `entry` is an expression for its id.
    """
    next_first = f"(SELECT min(entry_id) FROM reading WHERE copy_of = {entry})"
    return f"""
        UPDATE story_tags SET entry_id = {next_first}
            WHERE entry_id = {entry} AND {next_first} IS NOT NULL;
        UPDATE openings SET entry_id = {next_first}
            WHERE entry_id = {entry} AND {next_first} IS NOT NULL;
        UPDATE reading SET copy_of = nullif({next_first}, entry_id) WHERE copy_of = {entry};
    """
