"""The list of stories as arithmetic: which story stands on which line, without their rows.

Pure. A listing is a snapshot: a story stays in it until the list is left, also when it is read
meanwhile and the list is that of the unread ones. It knows ids and moments only; a hundred
thousand stories take two arrays.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from gazette.store.stories import Pair


@dataclass(frozen=True, slots=True)
class Page:
    """All that the store has between two stories of a list."""

    after: Pair | None
    """The last story of the page before; None: the list begins here."""
    pairs: Sequence[Pair]
    """In the order of the list."""
    unread: Sequence[int]
    """The ids of those that have not been read."""
    is_last: bool
    """The list ends here."""

    @property
    def last(self) -> Pair | None:
        """Where the next page begins; None where there is none."""
        return None if self.is_last else self.pairs[-1]


class Listing:
    """Stories in order, newest first, and the lines that they take."""

    def __init__(self, pairs: Sequence[Pair] = (), *, zone: tzinfo = UTC) -> None:
        self.zone = zone
        self.moments = array("q", (moment for moment, _ in pairs))
        self.ids = array("q", (story_id for _, story_id in pairs))
        self._places = dict(zip(self.ids, range(len(self.ids)), strict=True))
        self.day_starts = self._find_days()
        """Index of the first story of each day."""

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, story_id: int) -> bool:
        return story_id in self._places

    @property
    def pairs(self) -> list[Pair]:
        """The stories as the store gives them."""
        return list(zip(self.moments, self.ids, strict=True))

    def index_of(self, story_id: int | None) -> int | None:
        """Return a story's place, from 0; None if it is not in the list."""
        return None if story_id is None else self._places.get(story_id)

    def merged(self, fresh: Iterable[Pair]) -> "Listing":
        """Return this listing with what the store gives now; nothing leaves it.

        Where nothing is new it is this listing itself.
        """
        news = [(moment, i) for moment, i in fresh if self._moment_of(i) != moment]
        if not news:
            return self
        moved = {story_id for _, story_id in news if story_id in self}
        staying = [pair for pair in self.pairs if pair[1] not in moved] if moved else self.pairs
        return Listing(sorted([*staying, *news], reverse=True), zone=self.zone)

    def moment(self, index: int) -> datetime:
        """Return when a story was published (UTC)."""
        return datetime.fromtimestamp(self.moments[index], UTC)

    def _moment_of(self, story_id: int) -> int | None:
        place = self._places.get(story_id)
        return None if place is None else self.moments[place]

    def _find_days(self) -> list[int]:
        """Return where days begin: a search a day, however many stories a day has."""
        starts: list[int] = []
        index = 0
        while index < len(self.moments):
            starts.append(index)
            local = datetime.fromtimestamp(self.moments[index], self.zone)
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            if midnight.timestamp() > self.moments[index]:  # a clock set back over midnight
                midnight -= timedelta(days=1)
            index = bisect_right(
                self.moments, -midnight.timestamp(), lo=index, key=lambda moment: -moment
            )
        return starts


class Lines:
    """The lines of a listing: rows of one or two lines, with or without a rule above each day."""

    def __init__(self, listing: Listing, *, row_height: int, has_days: bool) -> None:
        self.listing = listing
        self.row_height = row_height
        self._starts = listing.day_starts if has_days else []
        self._rules = [start * row_height + n for n, start in enumerate(self._starts)]

    def __len__(self) -> int:
        return len(self.listing) * self.row_height + len(self._rules)

    def line_of(self, index: int) -> int:
        """Return the first line of a story."""
        return index * self.row_height + bisect_right(self._starts, index)

    def top_of(self, index: int) -> int:
        """Return the first line to show with a story: the rule above it, if it begins a day."""
        begins_day = bisect_left(self._starts, index) != bisect_right(self._starts, index)
        return self.line_of(index) - begins_day

    def at(self, line: int) -> tuple[int, int]:
        """Return what stands on a line: the story's index, and which of its lines (-1: the rule).

        A line below the last one is the last story's.
        """
        group = bisect_right(self._rules, line)
        if group and self._rules[group - 1] == line:
            return self._starts[group - 1], -1
        index, part = divmod(line - group, self.row_height)
        if index >= len(self.listing):
            return len(self.listing) - 1, self.row_height - 1
        return index, part
