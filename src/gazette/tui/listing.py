"""The list of stories as arithmetic: which story stands on which line, without their rows.

Pure. A listing stays what it was until the list is left: what the store has for it later is added
page by page, and nothing leaves it, also when a story is read meanwhile and the list is that of
the unread ones. It knows ids and moments only; a million stories take two arrays of 8 MB. What is
done at every key and for every page takes time in proportion to the page, not to the list.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import compress, count
from typing import Final, Literal

from msgspec import Struct

from gazette.store.feed_order import FeedOrder
from gazette.store.stories import Pair

_STRIDE: Final = 10_000
"""Stories that are looked through at once: whoever looks for one rarely needs more."""


class Page(Struct, frozen=True):
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


class IdSet:
    """A set of story ids that a million of them do not make heavy: a byte each, not ninety.

    The store numbers its stories from 1, so that the highest id is about their number.
    """

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._has = bytearray()
        self.update(ids)

    def __contains__(self, story_id: int) -> bool:
        return story_id < len(self._has) and self._has[story_id] == 1

    def update(self, ids: Iterable[int]) -> None:
        """Put ids in."""
        for story_id in ids:
            self._reach(story_id)
            self._has[story_id] = 1

    def difference_update(self, ids: Iterable[int]) -> None:
        """Take ids out."""
        for story_id in ids:
            if story_id < len(self._has):
                self._has[story_id] = 0

    def among(self, ids: Sequence[int]) -> Iterator[int]:
        """Yield the places of those of `ids` that are in the set, counted from 0."""
        self._reach(max(ids, default=0))
        return compress(count(), map(self._has.__getitem__, ids))

    def _reach(self, story_id: int) -> None:
        if story_id >= len(self._has):
            self._has.extend(bytes(story_id + 1 - len(self._has)))


class Listing:
    """Stories in order, newest first, oldest first or by feed, and the days or feeds between."""

    def __init__(
        self,
        pairs: Sequence[Pair] = (),
        *,
        zone: tzinfo = UTC,
        oldest_first: bool = False,
        feeds: FeedOrder | None = None,
    ) -> None:
        """Begin with these stories; with `feeds` they stand feed by feed, and have its keys."""
        self.zone = zone
        self.oldest_first = oldest_first
        self.feeds = feeds
        self.moments = array("q")
        self.ids = array("q")
        self.section_starts: list[int] = []
        """Index of the first story of each day, or of each feed."""
        self.is_whole = False
        """All that the store has for it has been taken once."""
        self._highest_id = 0
        self._replace(0, 0, pairs)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def pairs(self) -> list[Pair]:
        """The stories as the store gives them."""
        return list(zip(self.moments, self.ids, strict=True))

    def pair(self, index: int) -> Pair:
        """Return what the store lists a story by."""
        return self.moments[index], self.ids[index]

    def index_of(self, story_id: int | None) -> int | None:
        """Return a story's place, from 0; None if it is not in the list.

        Looks through the whole list (30 ms for a million): where its moment is known too,
        `place_of` is quicker.
        """
        if story_id is None:
            return None
        try:
            return self.ids.index(story_id)
        except ValueError:
            return None

    def place_of(self, pair: Pair) -> int | None:
        """Return the place of a story by its moment and id; None if it is not there."""
        place = self._first_not_before(pair)
        return place if place < len(self) and self.pair(place) == pair else None

    def next_of(self, wanted: IdSet, place: int, step: Literal[1, -1]) -> int | None:
        """Return the next place behind `place` (1) or before it (-1) that has a story wanted."""
        if step > 0:
            for low in range(place + 1, len(self), _STRIDE):
                for offset in wanted.among(self.ids[low : low + _STRIDE]):
                    return low + offset
        else:
            for high in range(place, 0, -_STRIDE):
                for offset in wanted.among(self.ids[max(0, high - _STRIDE) : high][::-1]):
                    return high - 1 - offset
        return None

    def between(self, after: Pair | None, last: Pair | None) -> tuple[int, int]:
        """Return the places behind `after` and up to `last`; None: from the top, to the end."""
        low = 0 if after is None else self._first_behind(after)
        return low, len(self) if last is None else self._first_behind(last)

    def take(self, page: Page) -> bool:
        """Add what the store has for a part of the list; say whether anything was new.

        Nothing leaves the list, but a story whose moment has changed stands at its new place.
        """
        news = self._news_of(page)
        low, high = self.between(page.after, page.last)
        # While the list is first read, each page goes to its end and holds nothing of the others.
        if news and (self.is_whole or low < len(self)):
            self._drop({story_id for _, story_id in news})
            low, high = self.between(page.after, page.last)
        if news:
            here = [self.pair(place) for place in range(low, high)]
            self._replace(low, high, sorted([*here, *news], reverse=not self.oldest_first))
        self.is_whole |= page.is_last
        return bool(news)

    def section(self, index: int) -> datetime | str:
        """Return what stands above the stories that a story is among: a moment, or a feed."""
        if self.feeds:
            return self.feeds.titles[self.feeds.place(self.moments[index])]
        return datetime.fromtimestamp(self.moments[index], UTC)

    def _news_of(self, page: Page) -> list[Pair]:
        low, high = self.between(page.after, page.last)
        here = list(zip(self.moments[low:high], self.ids[low:high], strict=True))
        if here == page.pairs:
            return []
        known = set(here)
        return [pair for pair in page.pairs if pair not in known]

    def _drop(self, ids: set[int]) -> None:
        """Take stories out whose moment has changed: they come again, at their new place."""
        if min(ids) > self._highest_id:  # all are new: the usual case, and the quick one
            return
        for place in reversed(list(compress(count(), map(ids.__contains__, self.ids)))):
            self._replace(place, place + 1, ())

    def _replace(self, low: int, high: int, pairs: Sequence[Pair]) -> None:
        """Let other stories stand at the places from `low` to before `high`."""
        self.moments[low:high] = array("q", [moment for moment, _ in pairs])
        self.ids[low:high] = array("q", [story_id for _, story_id in pairs])
        self._highest_id = max(self._highest_id, max((i for _, i in pairs), default=0))
        added = len(pairs) - (high - low)
        starts = self.section_starts
        first = bisect_left(starts, low)
        head = starts[: max(0, first - 1)]
        # What follows a story that stays where it was begins a section as before.
        tail = [start + added for start in starts[bisect_right(starts, high) :]]
        begin = starts[first - 1] if first else 0
        found = self._sections(begin, tail[0] if tail else len(self))
        self.section_starts = [*head, *found, *tail]

    def _first_not_before(self, pair: Pair) -> int:
        """Return the first place whose story does not stand before `pair`."""
        sign = 1 if self.oldest_first else -1
        moment, story_id = pair
        low = bisect_left(self.moments, sign * moment, key=lambda there: sign * there)
        high = bisect_right(self.moments, sign * moment, lo=low, key=lambda there: sign * there)
        return bisect_left(self.ids, sign * story_id, low, high, key=lambda there: sign * there)

    def _first_behind(self, pair: Pair) -> int:
        place = self._first_not_before(pair)
        return place + (place < len(self) and self.pair(place) == pair)

    def _sections(self, index: int, end: int) -> Iterator[int]:
        """Yield where sections begin: a search each, however many stories one has."""
        while index < end:
            yield index
            first, last = self._section_of(self.moments[index])
            if self.oldest_first:
                index = bisect_right(self.moments, last, lo=index)
            else:
                index = bisect_right(self.moments, -first, lo=index, key=lambda moment: -moment)

    def _section_of(self, moment: int) -> tuple[float, float]:
        """Return the first moment of the day of `moment` in the reader's zone, and its last.

        Of a feed the lowest and the highest key.
        """
        if self.feeds:
            return self.feeds.bounds(self.feeds.place(moment))
        local = datetime.fromtimestamp(moment, self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if midnight.timestamp() > moment:  # a clock set back over midnight
            midnight -= timedelta(days=1)
        following = midnight + timedelta(days=1)
        return midnight.timestamp(), max(moment, following.timestamp() - 1)


class Lines:
    """The lines of a listing: rows of some lines, with or without a rule above each section."""

    def __init__(self, listing: Listing, *, row_height: int, has_rules: bool) -> None:
        self.listing = listing
        self.row_height = row_height
        self._starts = listing.section_starts if has_rules else []
        self._rules = [start * row_height + n for n, start in enumerate(self._starts)]

    def __len__(self) -> int:
        return len(self.listing) * self.row_height + len(self._rules)

    def line_of(self, index: int) -> int:
        """Return the first line of a story."""
        return index * self.row_height + bisect_right(self._starts, index)

    def top_of(self, index: int) -> int:
        """Return the first line to show with a story: the rule above it, if it begins a section."""
        begins = bisect_left(self._starts, index) != bisect_right(self._starts, index)
        return self.line_of(index) - begins

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

    def rows_around(self, top: int, height: int) -> tuple[int, int]:
        """Return the first and the last row in sight of a pane, and one page above and below."""
        first, _ = self.at(max(0, top - height))
        last, _ = self.at(min(len(self) - 1, top + 2 * height))
        return first, last

    def top_near(self, index: int, top: int, height: int) -> int:
        """Return the line nearest to `top` from which `height` lines show a story.

        With the story that begins a section the rule above it is in sight too.
        """
        last = self.line_of(index) + self.row_height
        return self.whole_row_from(min(max(top, last - height), self.top_of(index)), height)

    def whole_row_from(self, top: int, height: int) -> int:
        """Return `top`, or the line below it from which no row is cut at its top."""
        return self._past_half(max(0, min(top, self.last_top(height))))

    def last_top(self, height: int) -> int:
        """Return the line at the top when the end is in sight: never the second half of a row."""
        return self._past_half(max(0, len(self) - height))

    def _past_half(self, top: int) -> int:
        part = self.at(top)[1] if 0 < top < len(self) else 0
        return top + self.row_height - part if part > 0 else top
