"""Stories: lists, counts, and one whole story. Lists never touch the text."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import Final

from gazette.model import Counts, Story, StoryQuery, StoryRow
from gazette.store import rows
from gazette.store.connection import Connection
from gazette.store.copies import LISTED
from gazette.store.feed_order import FeedOrder
from gazette.text import fold

Pair = tuple[int, int]
"""A story's moment (seconds since 1970) and its id; lists are ordered by it, newest first."""

_FIRST: Final = "coalesce(reading.copy_of, reading.entry_id)"
_ALSO_IN: Final = f"""(
    SELECT json_group_array(title) FROM (
        SELECT coalesce(other.given_title, other.own_title, other.url) AS title
        FROM reading AS twin JOIN feeds AS other ON other.id = twin.feed_id
        WHERE twin.entry_id IN (
            SELECT entry_id FROM reading AS copy WHERE copy.copy_of = {_FIRST}
            UNION ALL SELECT reading.copy_of)
        AND twin.feed_id <> reading.feed_id ORDER BY twin.entry_id)) AS also_in"""
_ROWS: Final = f"""
    SELECT entries.id, entries.feed_id, reading.moment, entries.language, reading.read,
        reading.starred, entries.changed IS NOT NULL AS changed,
        coalesce(feeds.given_title, feeds.own_title, feeds.url) AS feed_title,
        coalesce(nullif(entries.title, ''), articles.title, entries.url, entries.guid) AS title,
        (SELECT json_group_array(tag) FROM
            (SELECT tag FROM story_tags WHERE entry_id = {_FIRST} ORDER BY tag)) AS tags,
        {_ALSO_IN}
    FROM entries JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN articles ON entries.title = '' AND articles.page_id = entries.page_id
    WHERE entries.id IN (SELECT value FROM json_each(?))
"""
_STORY: Final = f"""
    SELECT story_list.*, articles.layout, articles.removed, articles.ai_wording, openings.opened,
        openings.position, {_ALSO_IN}
    FROM story_list JOIN entries ON entries.id = story_list.id
    JOIN reading ON reading.entry_id = entries.id
    LEFT JOIN articles ON articles.page_id = entries.page_id
    LEFT JOIN openings ON openings.entry_id = {_FIRST} WHERE story_list.id = ?
"""
_NEWEST: Final = "ORDER BY moment DESC, entry_id DESC LIMIT :limit"
_OLDEST: Final = "ORDER BY moment, entry_id LIMIT :limit"
_MOST_TAKEN: Final = 20_000
"""The newest of a tag are taken from each of its feeds, if no more have to be taken than these.

Else they stand close in the whole list: 5,000 stories of 74 feeds in 42 ms instead of 164.
"""
_FEW_FEEDS: Final = 40
_DENSE: Final = 20
"""Of so many stories in the whole list at least one is the tag's."""
_UNREAD: Final = "SELECT {}count(*) FROM reading WHERE read = 0 AND hidden = 0"
_UNREAD_COPIES: Final = """
    SELECT copy_of, feed_id FROM reading WHERE copy_of IS NOT NULL AND read = 0 AND hidden = 0
"""
_UNREAD_BY_STORY_TAG: Final = """
    SELECT tag, total(read = 0 AND hidden = 0) FROM story_tags
        JOIN reading ON reading.entry_id = story_tags.entry_id GROUP BY tag
"""


class Stories:
    """What the reader lists and opens; reads only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def index(
        self,
        query: StoryQuery,
        *,
        limit: int | None = None,
        after: Pair | None = None,
        until: Pair | None = None,
        oldest_first: bool = False,
        of_feed: int | None = None,
    ) -> list[Pair]:
        """Return (moment in seconds since 1970, story id) of the stories asked for, newest first.

        `after` is the last pair of the page before, `until` the last one that is wanted;
        `of_feed` takes those alone that one feed brought first.
        """
        choice = _choice(query)
        if of_feed is not None:
            choice.add("reading.feed_id = :of_feed", of_feed=of_feed)
            # SQLite may take a language for the narrower of the two: 25 s for a page.
            choice.index = "reading_unread_by_feed" if query.unread else "reading_by_feed"
        behind, before = (">", "<=") if oldest_first else ("<", ">=")
        choice.order = _OLDEST if oldest_first else _NEWEST
        if after is not None:
            choice.add(f"(moment, entry_id) {behind} (:after, :id)", after=after[0], id=after[1])
        if until is not None:
            choice.add(
                f"(moment, entry_id) {before} (:until, :last)", until=until[0], last=until[1]
            )
        choice.values["limit"] = -1 if limit is None else limit
        if query.tag is not None:
            return self._of_tag(query.tag, choice, limit)
        return self._pairs(choice.sql(), choice)

    def by_feed(
        self,
        query: StoryQuery,
        order: FeedOrder,
        *,
        limit: int | None = None,
        after: Pair | None = None,
        until: Pair | None = None,
    ) -> list[Pair]:
        """Return (key of `order`, story id) of the stories asked for, feed by feed."""
        if query.starred and query.tag is None:  # few in many feeds
            starred = self._all_by_feed(query, order)
            first = 0 if after is None else bisect_right(starred, _behind(after), key=_behind)
            last = len(starred)
            if until is not None:
                last = bisect_right(starred, _behind(until), key=_behind)
            return starred[first : last if limit is None else min(last, first + limit)]
        found: list[Pair] = []
        first = order.place(after[0]) if after else 0
        last = order.place(until[0]) if until else len(order.ids) - 1
        for place in range(first, last + 1):
            if limit is not None and len(found) == limit:
                break
            of_feed = self.index(
                query,
                limit=None if limit is None else limit - len(found),
                after=_within(after, order) if after and place == first else None,
                until=_within(until, order) if until and place == last else None,
                of_feed=order.ids[place],
            )
            found += [(order.key(place, moment), story_id) for moment, story_id in of_feed]
        return found

    def _all_by_feed(self, query: StoryQuery, order: FeedOrder) -> list[Pair]:
        choice = _choice(query)
        choice.values["limit"] = -1
        places = {feed_id: place for place, feed_id in enumerate(order.ids)}
        stored = self._connection.execute(
            choice.sql(columns="moment, entry_id, reading.feed_id"), choice.values
        )
        found = [
            (order.key(places[feed_id], moment), story_id)
            for moment, story_id, feed_id in stored
            if feed_id in places
        ]
        return sorted(found, reverse=True)

    def feed_order(self) -> FeedOrder:
        """Return the feeds that have stories, by their titles; also those that were left."""
        titled = self._connection.execute(
            "SELECT id, coalesce(given_title, own_title, url) FROM feeds"
            " JOIN feed_counts ON feed_counts.feed_id = feeds.id WHERE stories > 0"
        )
        found = sorted(((fold(title), feed_id, title) for feed_id, title in titled))
        return FeedOrder(
            tuple(feed_id for _, feed_id, _ in found), tuple(title for _, _, title in found)
        )

    def _pairs(self, sql: str, choice: "_Choice") -> list[Pair]:
        return [(row[0], row[1]) for row in self._connection.execute(sql, choice.values)]

    def _of_tag(self, tag: str, choice: "_Choice", limit: int | None) -> list[Pair]:
        """Return the stories of the feeds that bear a tag, and its own; one of two feeds once."""
        choice.values["tag"] = tag
        feeds = "SELECT feed_id FROM feed_tags WHERE tag = :tag"
        own = "SELECT entry_id FROM story_tags WHERE tag = :tag"
        held = f"(twin.feed_id IN ({feeds}) OR twin.entry_id IN ({own}))"
        choice.add(
            "(copy_of IS NULL OR NOT EXISTS (SELECT 1 FROM reading AS twin"
            " WHERE twin.entry_id = reading.copy_of"
            f" AND {held} UNION ALL SELECT 1 FROM reading AS twin"
            " WHERE twin.copy_of = reading.copy_of AND twin.entry_id < reading.entry_id"
            f" AND {held}))"
        )
        if "of_feed" in choice.values:
            return self._pairs(
                choice.sql(f"(reading.feed_id IN ({feeds}) OR reading.entry_id IN ({own}))"), choice
            )
        counted = self._connection.execute(
            f"SELECT feed_id, stories FROM feed_counts WHERE feed_id IN ({feeds})", {"tag": tag}
        ).fetchall()
        has_own = self._connection.execute(f"{own} LIMIT 1", {"tag": tag}).fetchone()
        if limit is None or self._are_many(counted, limit):
            among = f"reading.feed_id IN ({feeds})"
            either = f"({among} OR reading.entry_id IN ({own}))" if has_own else among
            return self._pairs(choice.sql(either), choice)
        found = []
        of_feed = choice.sql("reading.feed_id = :one_feed")
        for row in counted:
            choice.values["one_feed"] = row["feed_id"]
            found.append(self._pairs(of_feed, choice))
        if has_own:
            others = f"reading.entry_id IN ({own}) AND reading.feed_id NOT IN ({feeds})"
            found.append(self._pairs(choice.sql(others), choice))
        is_newest_first = choice.order == _NEWEST
        return list(islice(merge(*found, reverse=is_newest_first), limit))

    def _are_many(self, counted: Sequence[rows.Row], limit: int) -> bool:
        """Tell whether the stories of these feeds are found by going through all stories.

        Where they are few among all, so many of each feed are taken that the newest are among them.
        """
        if limit * len(counted) > _MOST_TAKEN:
            return True
        stored = self._connection.execute("SELECT sum(stories) FROM feed_counts").fetchone()[0]
        return (
            len(counted) > _FEW_FEEDS and _DENSE * sum(row["stories"] for row in counted) > stored
        )

    def rows(self, ids: Sequence[int]) -> list[StoryRow]:
        """Return one line a story, in the order of `ids`; ids that are gone are left out."""
        stored = self._connection.execute(_ROWS, (rows.to_json(list(ids)),))
        found = {row["id"]: rows.story_row(row) for row in stored}
        return [found[i] for i in ids if i in found]

    def story(self, story_id: int) -> Story | None:
        """Return one story with its text; None where there is none with this id."""
        row = self._connection.execute(_STORY, (story_id,)).fetchone()
        return None if row is None else rows.story(row)

    def each(self, query: StoryQuery, *, limit: int | None = None) -> Iterator[Story]:
        """Yield the stories asked for, with their text, newest first."""
        for _, story_id in self.index(query, limit=limit):
            story = self.story(story_id)
            if story is not None:
                yield story

    def counts(self) -> Counts:
        """Return how many stories each view holds."""
        execute = self._connection.execute
        by_feed = dict(execute(f"{_UNREAD.format('feed_id, ')} GROUP BY feed_id").fetchall())
        by_language = execute(
            f"{_UNREAD.format('language, ')} AND copy_of IS NULL GROUP BY language"
        )
        return Counts(
            total=execute("SELECT coalesce(sum(stories - copies), 0) FROM feed_counts").fetchone()[
                0
            ],
            unread=execute(f"{_UNREAD.format('')} AND copy_of IS NULL").fetchone()[0],
            starred=execute(
                f"SELECT count(*) FROM reading WHERE starred = 1 AND {LISTED}"
            ).fetchone()[0],
            hidden=execute("SELECT count(*) FROM reading WHERE hidden = 1").fetchone()[0],
            unread_by_language={row[0]: row[1] for row in by_language if row[0] is not None},
            unread_by_tag=self._unread_by_tag(by_feed),
            unread_by_story_tag={t: int(n) for t, n in execute(_UNREAD_BY_STORY_TAG)},
            unread_by_feed=by_feed,
        )

    def _unread_by_tag(self, by_feed: dict[int, int]) -> dict[str, int]:
        """Return how many unread stories the feeds of each tag have, each story once."""
        tags: dict[int, list[str]] = {}
        by_tag: dict[str, int] = {}
        for feed_id, tag in self._connection.execute("SELECT feed_id, tag FROM feed_tags"):
            tags.setdefault(feed_id, []).append(tag)
            by_tag[tag] = by_tag.get(tag, 0) + by_feed.get(feed_id, 0)
        copies = [(row[0], row[1]) for row in self._connection.execute(_UNREAD_COPIES)]
        firsts = self._connection.execute(
            "SELECT entry_id, feed_id FROM reading"
            " WHERE entry_id IN (SELECT value FROM json_each(?))",
            (rows.to_json([first for first, _ in copies]),),
        )
        feeds = {row[0]: [row[1]] for row in firsts}
        for first, feed_id in copies:
            feeds.setdefault(first, []).append(feed_id)
        for told in feeds.values():
            borne = Counter(tag for feed_id in told for tag in tags.get(feed_id, ()))
            for tag, times in borne.items():
                by_tag[tag] -= times - 1
        return by_tag


@dataclass(slots=True)
class _Choice:
    """A statement over `reading` in the making: its conditions and their values."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    needs_entries: bool = False
    order: str = _NEWEST
    index: str = ""
    """The index to go by; "": SQLite chooses."""

    def add(self, condition: str, **values: object) -> None:
        self.conditions.append(condition)
        self.values.update(values)

    def sql(self, *more: str, columns: str = "moment, entry_id") -> str:
        join = "JOIN entries ON entries.id = reading.entry_id" if self.needs_entries else ""
        return (
            f"SELECT {columns} FROM reading"
            f"{f' INDEXED BY {self.index}' if self.index else ''} {join}"
            f" WHERE {' AND '.join((*self.conditions, *more))} {self.order}"
        )


def _behind(pair: Pair) -> Pair:
    """Return what orders pairs the other way round."""
    return -pair[0], -pair[1]


def _within(pair: Pair, order: FeedOrder) -> Pair:
    """Return a pair of an order by feeds as one of its feed's own."""
    return order.moment(pair[0]), pair[1]


def _choice(query: StoryQuery) -> _Choice:
    """Return the conditions that a query becomes; that of a tag is still to be added."""
    choice = _Choice()
    # As they stand in the conditions of the indexes.
    choice.add("hidden = 0" if query.feed_id is not None or query.tag is not None else LISTED)
    if query.unread:
        choice.add("read = 0")
    if query.starred:
        choice.add("starred = 1")
    if query.feed_id is not None:
        choice.add("reading.feed_id = :feed_id", feed_id=query.feed_id)
    if query.language is not None:
        choice.add("reading.language = :language", language=query.language)
    choice.needs_entries = bool(query.words)
    for number, word in enumerate(query.words):
        name = f"word{number}"
        choice.add(f"instr(gazette_fold(entries.title), :{name})", **{name: fold(word)})
    return choice
