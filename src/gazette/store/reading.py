"""Reading state: marks, where a story was left, and the steps back and forth.

The reader's side writes it, and a fetch for the reader's rules. A mark is one of the whole story,
in however many feeds it stands. Each change by the reader is a step that can be undone, and done
again, for a day, also by who opens the store later.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from gazette.model import TAG, Flag, Mark
from gazette.store import rows
from gazette.store.connection import Connection, transaction

KEPT: Final = timedelta(days=1)
"""So long a step can be undone."""
_COLUMNS: Final = ("read", "starred", "hidden")
_IDS = msgspec.json.Decoder(tuple[int, ...])

_GIVEN: Final = "(SELECT value FROM json_each(:ids))"
_RELATED: Final = f"""
    WITH told AS (
        SELECT copy_of AS first FROM reading WHERE entry_id IN {_GIVEN} AND copy_of IS NOT NULL
        UNION SELECT copy_of FROM reading WHERE copy_of IN {_GIVEN})
    SELECT first FROM told UNION SELECT entry_id FROM reading JOIN told ON copy_of = first
"""
_COPIES: Final = "SELECT copy_of, entry_id FROM reading WHERE copy_of IS NOT NULL"
_MANY: Final = 5_000
"""The others of so many stories are sooner found among all copies than one by one."""
_STORIES: Final = (
    f"SELECT DISTINCT coalesce(copy_of, entry_id) FROM reading WHERE entry_id IN {_GIVEN}"
)


def set_flag(
    connection: Connection, entry_ids: Sequence[int], flag: Flag, *, value: bool
) -> tuple[int, ...]:
    """Set or clear a mark of the stories that these entries tell; a transaction is open.

    Returns the entries whose state changed.

    Raises:
        ValueError: there is no such flag.
    """
    if flag.startswith(TAG):
        return _set_tag(connection, entry_ids, flag.removeprefix(TAG), value=value)
    if flag not in _COLUMNS:
        raise ValueError(flag)
    told = rows.to_json(_with_related(connection, entry_ids))
    # Not RETURNING, which takes twice as long to tell 100,000.
    changed: str = connection.execute(
        "SELECT json_group_array(entry_id) FROM reading"
        f" WHERE entry_id IN {_GIVEN} AND {flag} <> :value",
        {"ids": told, "value": int(value)},
    ).fetchone()[0]
    connection.execute(
        f"UPDATE reading SET {flag} = :value WHERE entry_id IN {_GIVEN}",
        {"ids": changed, "value": int(value)},
    )
    return _IDS.decode(changed)


def _with_related(connection: Connection, entry_ids: Sequence[int]) -> list[int]:
    """Return these entries and all others of their stories, each once."""
    if len(entry_ids) < _MANY:
        names = {"ids": rows.to_json(list(entry_ids))}
        related = [row[0] for row in connection.execute(_RELATED, names)]
    else:
        copies = connection.execute(_COPIES).fetchall()
        given = set(entry_ids)
        firsts = {first for first, copy in copies if first in given or copy in given}
        related = [*firsts, *(copy for first, copy in copies if first in firsts)]
    return [*dict.fromkeys((*entry_ids, *related))]


def _set_tag(
    connection: Connection, entry_ids: Sequence[int], tag: str, *, value: bool
) -> tuple[int, ...]:
    names = {"ids": rows.to_json(list(entry_ids)), "tag": tag}
    if value:
        sql = (
            "INSERT INTO story_tags (tag, entry_id) SELECT :tag, told.* FROM"
            f" ({_STORIES}) AS told WHERE true ON CONFLICT DO NOTHING RETURNING entry_id"
        )
    else:
        sql = (
            f"DELETE FROM story_tags WHERE tag = :tag AND entry_id IN ({_STORIES})"
            " RETURNING entry_id"
        )
    return tuple(row[0] for row in connection.execute(sql, names))


def forget_steps(connection: Connection, *, now: datetime, undone: bool = False) -> int:
    """Delete the steps that are too old to be undone, and return how many; a transaction is open.

    `undone` deletes those too that were undone, and are to be done no more.
    """
    return connection.execute(
        "DELETE FROM undo_steps WHERE made < ? OR undone AND ?", (rows.seconds(now - KEPT), undone)
    ).rowcount


def forget_deleted(connection: Connection) -> None:
    """Leave out of the steps what was deleted, whose ids may be given again; in a transaction."""
    connection.execute(
        "UPDATE undo_steps SET story_ids = (SELECT json_group_array(value)"
        " FROM json_each(story_ids) WHERE value IN (SELECT id FROM entries))"
    )


class Reading:
    """The marks in `reading`, the stories' own tags, where they were left, and the steps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, story_ids: Sequence[int], flag: Flag, value: bool, *, now: datetime) -> Mark:
        """Set or clear a mark of these stories, in one transaction, as a step to be undone.

        The `Mark` returned names only the entries whose state changed.
        """
        with transaction(self._connection):
            changed = set_flag(self._connection, story_ids, flag, value=value)
            if changed:
                self._note(Mark(changed, flag, value), now)
        return Mark(changed, flag, value)

    def undo(self, *, now: datetime) -> Mark | None:
        """Take back the last step and return what it changed now; None where there is none."""
        return self._step("undone = 0", "DESC", undone=True, now=now)

    def redo(self, *, now: datetime) -> Mark | None:
        """Do again the step that was undone last; None where there is none."""
        return self._step("undone = 1", "ASC", undone=False, now=now)

    def opened(self, story_id: int, *, position: int, now: datetime) -> None:
        """Note that a story was opened, and how far it was read (`Story.position`)."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO openings (entry_id, opened, position)"
                f" SELECT told.*, :now, :position FROM ({_STORIES}) AS told WHERE true"
                " ON CONFLICT (entry_id) DO UPDATE SET"
                " opened = excluded.opened, position = excluded.position",
                {"ids": f"[{story_id}]", "now": rows.seconds(now), "position": position},
            )

    def tags(self) -> dict[str, int]:
        """Return the tags of stories and how many bear each, in the order of their names."""
        stored = self._connection.execute(
            "SELECT tag, count(*) FROM story_tags GROUP BY tag ORDER BY tag"
        )
        return {row[0]: row[1] for row in stored}

    def _note(self, mark: Mark, now: datetime) -> None:
        """Keep a step; what was undone before it cannot be done again."""
        forget_steps(self._connection, now=now, undone=True)
        self._connection.execute(
            "INSERT INTO undo_steps (made, flag, value, story_ids) VALUES (?, ?, ?, ?)",
            (rows.seconds(now), mark.flag, int(mark.value), rows.to_json(mark.story_ids)),
        )

    def _step(self, which: str, order: str, *, undone: bool, now: datetime) -> Mark | None:
        with transaction(self._connection):
            step = self._connection.execute(
                f"SELECT * FROM undo_steps WHERE {which} AND made >= ? ORDER BY id {order} LIMIT 1",
                (rows.seconds(now - KEPT),),
            ).fetchone()
            if step is None:
                return None
            value = bool(step["value"]) is not undone
            ids = _IDS.decode(step["story_ids"])
            changed = set_flag(self._connection, ids, step["flag"], value=value)
            self._connection.execute(
                "UPDATE undo_steps SET undone = ? WHERE id = ?", (int(undone), step["id"])
            )
        return Mark(changed, step["flag"], value)
