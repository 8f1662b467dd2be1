"""Reading state: read and starred, in a table of its own that only the reader's side writes."""

from collections.abc import Sequence
from typing import Literal

from gazette.model import Mark
from gazette.store import rows
from gazette.store.connection import Connection, transaction


class Reading:
    """The table `reading`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, story_ids: Sequence[int], flag: Literal["read", "starred"], value: bool) -> Mark:
        """Set or clear a mark of these stories, in one transaction.

        The `Mark` returned names only those whose state changed: to undo it, mark them with the
        opposite value.
        """
        with transaction(self._connection):
            changed = self._connection.execute(
                f"UPDATE reading SET {flag} = :value WHERE {flag} <> :value"
                " AND entry_id IN (SELECT value FROM json_each(:ids)) RETURNING entry_id",
                {"value": int(value), "ids": rows.to_json(list(story_ids))},
            ).fetchall()
        return Mark(tuple(row["entry_id"] for row in changed), flag, value)
