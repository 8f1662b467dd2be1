"""How long the store takes, on a store of any size; over a goal ends with 1.

    python -m tests.bench.make_store 1000000 FILE
    python -m tests.bench.store FILE [--runs 20] [--only search] [--all-queries]

Prints a line a figure, `name: 12.3 ms (goal 30) ok`: the median of 20 runs by the clock, warm, in
one process, through the methods that the reader and the fetcher call. Where a figure covers
several lists, depths or queries it is that of the slowest. Needs FILE.toml beside FILE, which is
left as it is: what writes, writes into a copy beside it.

Queries are in queries.txt, under headings of their kinds; `--all-queries` prints the time of each.
The outcome of a feed is stored here and in a store of 10,000 stories by turns, and may take a
quarter longer here before it counts as slower: so much differs between two runs of one store.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from gazette.clock import system_clock
from gazette.config import load_config
from gazette.feeds.changes import compare
from gazette.model import Feed, ParsedEntry, StoryQuery, Subscription
from gazette.query import parse
from gazette.store import Store, open_store
from gazette.store.stories import Pair
from gazette.tui.listing import Listing
from tests.bench.make_store import make_store
from tests.builders import make_entry, make_updated

QUERIES = Path(__file__).with_name("queries.txt")
NUMBER_OF_QUERIES = 200
PAGE = 50
MARKED = 100_000
ENTRIES, NEW = 50, 20
DEPTHS = (0.0, 0.1, 0.5, 0.9, 0.99)
LATEST = (2**40, 0)
"""Later than any story: a page after it is the first page."""
SMALL = 10_000
ALLOWED = 1.25
"""Of the time in a small store, before an outcome counts as slower."""

VIEWS = ("is:unread lang:fr", "élection -sport", "tag:presse since:30d has:text")
GOALS = {
    "open the store and read the first screen": 30,
    "counts of all feeds and views": 10,
    "next page": 5,
    "search, common word": 30,
    "search, three words and a filter": 50,
    "search, phrase": 50,
    "search, prefix": 50,
    "search, worst of 200": 250,
    "mark 100,000 read": 500,
    "undo it": 500,
    "store one feed's outcome": 5,
}
SIZE_GOAL = 3.0


@dataclass
class Report:
    """What has been printed, and whether all of it was within its goal."""

    runs: int
    is_over: bool = False

    def tell(self, name: str, time_ms: float, goal_ms: float, note: str = "") -> None:
        self._tell(name, f"{time_ms:.1f} ms", goal_ms, is_over=time_ms > goal_ms, note=note)

    def tell_size(self, ratio: float, note: str) -> None:
        figure = f"{ratio:.2f} × the text"
        self._tell("size", figure, SIZE_GOAL, is_over=ratio > SIZE_GOAL, note=note)

    def _tell(self, name: str, figure: str, goal: float, *, is_over: bool, note: str) -> None:
        self.is_over |= is_over
        print(f"{name}: {figure} (goal {goal:g}) {'over' if is_over else 'ok'}{note}", flush=True)

    def time(self, work: Callable[[], object]) -> float:
        """Return the median time of some work in milliseconds, after a run to warm up."""
        work()
        return median(timed(work) for _ in range(self.runs))


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


# --- what the reader does -------------------------------------------------------------------


def measure_first_screen(report: Report, file: Path) -> None:
    def first_screen() -> None:
        store = open_store(file)
        newest = Listing(store.stories.index(StoryQuery(unread=True), limit=PAGE), zone=UTC)
        store.stories.rows(newest.ids)
        store.stories.counts()
        store.feeds.rows()
        store.close()

    name = "open the store and read the first screen"
    report.tell(name, report.time(first_screen), GOALS[name])


def measure_counts(report: Report, store: Store) -> None:
    name = "counts of all feeds and views"
    report.tell(name, report.time(store.stories.counts), GOALS[name])


def measure_pages(report: Report, store: Store) -> None:
    """Time the next page of each kind of list, rows and all, at the depth where it is slowest."""
    for name, query in lists(store).items():
        pairs = store.stories.index(query)
        slowest = max(
            (report.time(lambda: next_page(store, query, after)), depth)  # noqa: B023 - called at once
            for depth, after in places(pairs)
        )
        note = f", {len(pairs):,} stories, slowest at {slowest[1]:.0%}"
        report.tell(f"next page, {name}", slowest[0], GOALS["next page"], note=note)


def next_page(store: Store, query: StoryQuery, after: Pair) -> None:
    page = store.stories.index(query, limit=PAGE, after=after)
    store.stories.rows([story_id for _, story_id in page])


def lists(store: Store) -> dict[str, StoryQuery]:
    """Return the lists of the reader: of each kind one that is long and one that is short."""
    feeds = sorted(store.feeds.rows(), key=lambda feed: feed.stories)
    tags: dict[str, int] = {}
    for feed in feeds:
        for tag in feed.tags:
            tags[tag] = tags.get(tag, 0) + feed.stories
    by_tag = sorted(tags, key=lambda tag: tags[tag])
    in_german = [StoryQuery(feed_id=feed.id, language="de") for feed in reversed(feeds)]
    mixed = next((query for query in in_german if store.stories.index(query)), in_german[0])
    return {
        "all": StoryQuery(),
        "unread": StoryQuery(unread=True),
        "starred": StoryQuery(starred=True),
        "largest feed": StoryQuery(feed_id=feeds[-1].id),
        "smallest feed": StoryQuery(feed_id=feeds[0].id),
        "unread of a feed": StoryQuery(feed_id=feeds[-1].id, unread=True),
        "largest tag": StoryQuery(tag=by_tag[-1]),
        "smallest tag": StoryQuery(tag=by_tag[0]),
        "unread of a tag": StoryQuery(tag=by_tag[-1], unread=True),
        "French": StoryQuery(language="fr"),
        "a rare language": StoryQuery(language="de"),
        "a very rare language": StoryQuery(language="eo"),
        "a language of no story": StoryQuery(language="la"),
        "unread in French": StoryQuery(language="fr", unread=True),
        "a feed in another language": mixed,
    }


def places(pairs: Sequence[Pair]) -> Iterator[tuple[float, Pair]]:
    """Yield some depths of a list and the story after which the page there begins."""
    for depth in DEPTHS:
        yield depth, pairs[int(len(pairs) * depth)] if pairs else LATEST


# --- search -----------------------------------------------------------------------------------


def finder(store: Store) -> Callable[[str], object]:
    """Return what finds the newest stories of a query with their snippets."""
    zone = ZoneInfo("Europe/Paris")

    def find(text: str) -> object:
        query = parse(text, now=system_clock(), zone=zone)
        found = store.search.find(query, limit=PAGE)
        return found, store.search.snippets(query, [story_id for _, story_id in found])

    return find


def read_queries() -> dict[str, list[str]]:
    """Return the queries of queries.txt by their kinds."""
    kinds: dict[str, list[str]] = {}
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kinds[line[2:]] = found = []
        elif line:
            found.append(line)
    return kinds


def measure_search(report: Report, store: Store, *, all_queries: bool) -> None:
    find, kinds = finder(store), read_queries()
    times: dict[str, float] = {}
    for kind, queries in kinds.items():
        for query in queries:
            times[query] = report.time(lambda: find(query))  # noqa: B023 - called at once
            if all_queries:
                print(f"    {times[query]:8.1f} ms  {kind}: {query}", flush=True)
    for name in (name for name in GOALS if name.startswith("search, ")):
        queries = kinds.get(name.removeprefix("search, "), list(times))
        slowest = max(queries, key=lambda query: times[query])
        report.tell(name, times[slowest], GOALS[name], note=f", slowest: {slowest}")


# --- what writes ------------------------------------------------------------------------------


def measure_marks(report: Report, store: Store) -> None:
    newest = [i for _, i in store.stories.index(StoryQuery(), limit=MARKED)]
    marking, undoing, now = [], [], system_clock()
    for _ in range(report.runs):
        store.reading.mark(newest, "read", value=False, now=now)
        marking.append(timed(lambda: store.reading.mark(newest, "read", value=True, now=now)))
        undoing.append(timed(lambda: store.reading.undo(now=now)))
    name = "mark 100,000 read"
    report.tell(name, median(marking), GOALS[name], note=f", {len(newest):,} stories")
    report.tell("undo it", median(undoing), GOALS["undo it"])


def measure_outcomes(report: Report, store: Store, config: Path, small: Path) -> None:
    """Store outcomes of feeds by turns here and in a store of ten thousand stories."""
    small_config = make_store(small, SMALL, feeds=1000, seed=1, until=system_clock())
    beside = open_store(small)
    name, here, there = "store one feed's outcome", [], []
    feeds = zip(due(store, config), due(beside, small_config), strict=True)
    for feed, other in islice(feeds, 3 * report.runs):
        here.append(timed_outcome(store, feed))
        there.append(timed_outcome(beside, other))
    beside.close()
    report.tell(name, median(here), GOALS[name])
    goal = round(median(there) * ALLOWED, 1)
    note = f", there {median(there):.1f} ms"
    report.tell(f"{name}, against 10,000 stories", median(here), goal, note=note)


def due(store: Store, config: Path) -> list[Feed]:
    by_url = {s.url: as_full_text(s) for s in load_config(config).subscriptions}
    return store.feeds.due(by_url, now=system_clock(), force=True)


def as_full_text(subscription: Subscription) -> Subscription:
    """Return a subscription whose entries want their pages, which is the rule."""
    return replace(subscription, full_text=True)


def timed_outcome(store: Store, feed: Feed) -> float:
    """Return the time to store a feed of 50 entries of which 20 are new, as the fetcher does."""
    now = system_clock()
    entries = [todays_entry(feed, n, now) for n in range(ENTRIES)]
    record(store, feed, entries[NEW:], now - timedelta(hours=1))
    return timed(lambda: record(store, feed, entries, now))


def todays_entry(feed: Feed, number: int, now: datetime) -> ParsedEntry:
    link = f"https://www.outcome.example/{feed.id}/a-story-that-was-told-today-{number}.html"
    return make_entry(
        number,
        guid=link,
        url=link,
        canonical_url=link,
        summary="A summary of some thirty words, as feeds have them. " * 4,
        published=now - timedelta(hours=2, minutes=number),
    )


def record(store: Store, feed: Feed, entries: Sequence[ParsedEntry], now: datetime) -> None:
    outcome = make_updated(*entries)
    changes = compare(entries, store.entries.known(feed.id, entries))
    store.feeds.record(feed, outcome, changes, next_check=now + timedelta(hours=1), now=now)


# --- size ---------------------------------------------------------------------------------------


def measure_size(report: Report, store: Store) -> None:
    """Compare the file with the text in it: titles, summaries, and each article once."""
    execute = store.connection.execute
    execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    told = execute(
        "SELECT sum(length(CAST(title AS BLOB)) + length(CAST(summary AS BLOB))) FROM story_list"
    ).fetchone()[0]
    # What two feeds brought has one article: it is told by its address, without what a made feed
    # hangs on it.
    articles = execute(
        "SELECT sum(bytes) FROM (SELECT max(length(CAST(text AS BLOB))) AS bytes FROM story_list"
        " WHERE text <> summary"
        " GROUP BY iif(article = 'ok', replace(url, '?utm_source=rss', ''), id))"
    ).fetchone()[0]
    size, text = store.path.stat().st_size, told + (articles or 0)
    note = f", {size / 1e6:,.0f} MB with {text / 1e6:,.0f} MB of text"
    report.tell_size(size / text, note)


def measure_views(report: Report, store: Store) -> None:
    """Tell what saved queries take, which have no goal: they are counted in the background."""
    for text in VIEWS:
        query = parse(text, now=system_clock(), zone=ZoneInfo("Europe/Paris"))
        took = report.time(lambda: store.search.count(query))  # noqa: B023 - called at once
        stories, unread = store.search.count(query)
        print(f"saved query {text}: {took:.1f} ms, {stories:,} stories, {unread:,} unread")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("file", type=Path, metavar="FILE")
    ask.add_argument("--runs", type=int, default=20)
    ask.add_argument("--only", choices=("screen", "pages", "search", "size", "write"))
    ask.add_argument("--all-queries", action="store_true", help="print the time of each query")
    given = ask.parse_args()
    report = Report(given.runs)

    def wanted(part: str) -> bool:
        return given.only in (None, part)

    config = given.file.with_name(f"{given.file.name}.toml")
    store = open_store(given.file)
    if wanted("screen"):
        measure_first_screen(report, given.file)
        measure_counts(report, store)
        measure_views(report, store)
    if wanted("pages"):
        measure_pages(report, store)
    if wanted("search"):
        measure_search(report, store, all_queries=given.all_queries)
    if wanted("size"):
        measure_size(report, store)
    store.close()
    if wanted("write"):
        with tempfile.TemporaryDirectory(dir=given.file.parent, prefix="bench-") as folder:
            store = open_store(Path(shutil.copy(given.file, folder)))
            measure_outcomes(report, store, config, Path(folder) / "small.db")
            measure_marks(report, store)
            store.close()
    return int(report.is_over)


if __name__ == "__main__":
    raise SystemExit(main())
