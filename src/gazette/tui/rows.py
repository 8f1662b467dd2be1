"""The rows that the list has at hand, and those that it has asked for.

Pure. Of a million stories a few thousand rows are kept: those that were seen last.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from gazette.model import Flag, StoryRow, marked

_KEPT: Final = 3_000


class Rows:
    """Rows by the ids of their stories."""

    def __init__(self) -> None:
        self._rows: OrderedDict[int, StoryRow] = OrderedDict()
        self._wanted: set[int] = set()

    def get(self, story_id: int | None) -> StoryRow | None:
        """Return a row if it is at hand."""
        return self._rows.get(story_id) if story_id is not None else None

    def supply(self, rows: Iterable[StoryRow]) -> None:
        """Take rows that were asked for."""
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)

    def mark(self, ids: Iterable[int], flag: Flag, *, value: bool) -> None:
        """Show a mark on these stories, or take it off."""
        for story_id in ids:
            if row := self._rows.get(story_id):
                self._rows[story_id] = marked(row, flag, value=value)

    def missing(self, ids: Iterable[int]) -> list[int]:
        """Return which of these are neither at hand nor asked for."""
        return [i for i in ids if i not in self._rows and i not in self._wanted]

    def want(self, ids: Sequence[int]) -> None:
        """Note that these are asked for."""
        self._wanted.update(ids)

    def forget_wanted(self, ids: Iterable[int]) -> None:
        """Ask for these anew when they are next missed, whether or not they came."""
        self._wanted.difference_update(ids)

    def keep_only(self, ids: Collection[int]) -> None:
        """Let go of all rows but these: another process may have changed them."""
        for story_id in [i for i in self._rows if i not in ids]:
            del self._rows[story_id]

    def clear(self) -> None:
        """Begin anew: another list is shown."""
        self._rows.clear()
        self._wanted.clear()
