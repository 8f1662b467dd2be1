from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.tui.listing import IdSet, Lines, Listing, Page

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))


def make_listing(*hours_ago: float) -> Listing:
    moments = [int((NOW - timedelta(hours=hours)).timestamp()) for hours in hours_ago]
    pairs = sorted(((moment, n) for n, moment in enumerate(moments, 1)), reverse=True)
    return Listing(pairs, zone=PARIS)


def test_days_begin_at_midnight_in_the_readers_zone() -> None:
    # 00:05 and 23:05 in Paris; in UTC both are of the 21st.
    assert make_listing(14, 15).section_starts == [0, 1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-3_000, 3_000), max_size=30), st.booleans())
def test_days_are_those_of_the_stories(hours: list[int], oldest_first: bool) -> None:
    pairs = sorted(((h * 3_600, n) for n, h in enumerate(hours, 1)), reverse=not oldest_first)
    listing = Listing(pairs, zone=ZoneInfo("Europe/Paris"), oldest_first=oldest_first)
    days = [datetime.fromtimestamp(moment, listing.zone).date() for moment, _ in pairs]
    begin = [n for n, day in enumerate(days) if n == 0 or day != days[n - 1]]
    assert listing.section_starts == begin


def whole_page(*pairs: tuple[int, int]) -> Page:
    return Page(None, list(pairs), [], is_last=True)


def test_what_the_store_no_longer_lists_stays() -> None:
    listing = make_listing(1, 2, 3)
    assert listing.take(whole_page((int(NOW.timestamp()), 9)))
    assert list(listing.ids) == [9, 1, 2, 3]


@pytest.mark.parametrize("hours", [2, -9])
def test_a_story_whose_moment_moved_stands_once(hours: int) -> None:
    listing = make_listing(1, 2, 3)
    listing.take(whole_page(*listing.pairs))
    moved = (listing.moments[1] + hours * 3_600, 2)
    place = (
        Page(None, [moved], [], is_last=False)
        if hours > 0
        else Page(listing.pair(2), [moved], [], is_last=True)
    )
    listing.take(place)
    assert list(listing.ids) == ([2, 1, 3] if hours > 0 else [1, 3, 2])
    assert listing.section_starts == Listing(listing.pairs, zone=PARIS).section_starts


def test_a_listing_to_which_nothing_is_new_says_so() -> None:
    listing = make_listing(1, 2, 3)
    assert not listing.take(whole_page(*listing.pairs[1:]))
    assert list(listing.ids) == [1, 2, 3]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.integers(1, 30), st.integers(0, 9)),
    st.dictionaries(st.integers(1, 30), st.integers(0, 9)),
    st.integers(1, 7),
    st.booleans(),
)
def test_taking_all_pages_gives_what_the_store_says_and_keeps_the_rest(
    kept: dict[int, int], fresh: dict[int, int], size: int, oldest_first: bool
) -> None:
    def in_order(days: dict[int, int]) -> list[tuple[int, int]]:
        pairs = ((day * 86_400, i) for i, day in days.items())
        return sorted(pairs, reverse=not oldest_first)

    listing = Listing(oldest_first=oldest_first)
    for pairs in (in_order(kept), in_order(fresh)):
        for page in pages_of(pairs, size):
            listing.take(page)
    expected = Listing(in_order({**kept, **fresh}), oldest_first=oldest_first)
    assert listing.pairs == expected.pairs
    assert listing.section_starts == expected.section_starts
    assert all(listing.place_of(pair) == place for place, pair in enumerate(expected.pairs))


def pages_of(pairs: list[tuple[int, int]], size: int) -> Iterator[Page]:
    after = None
    for start in range(0, len(pairs) + 1, size):
        piece = pairs[start : start + size]
        yield Page(after, piece, [], is_last=len(piece) < size)
        after = piece[-1] if piece else None


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 40)), st.integers(0, 40))
def test_the_next_story_wanted_is_found_in_either_direction(wanted: set[int], place: int) -> None:
    listing = Listing([(100 - n, n) for n in range(41)])
    ids = IdSet(wanted)
    ids.update([3])
    ids.difference_update({3} - wanted)
    below, above = (n for n in wanted if n > place), (n for n in wanted if n < place)
    assert listing.next_of(ids, place, 1) == min(below, default=None)
    assert listing.next_of(ids, place, -1) == max(above, default=None)


def test_the_rule_of_a_day_stands_above_its_first_story() -> None:
    lines = Lines(make_listing(1, 2, 26), row_height=2, has_rules=True)
    assert [lines.at(y) for y in range(len(lines))] == [
        (0, -1),
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (2, -1),
        (2, 0),
        (2, 1),
    ]
    assert [lines.top_of(index) for index in range(3)] == [0, 3, 5]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 2_000), min_size=1, max_size=40), st.integers(1, 2), st.booleans())
def test_every_story_is_found_on_its_own_line(
    hours: list[float], row_height: int, has_rules: bool
) -> None:
    listing = make_listing(*hours)
    lines = Lines(listing, row_height=row_height, has_rules=has_rules)
    for index in range(len(listing)):
        assert lines.at(lines.line_of(index)) == (index, 0)
    assert lines.at(len(lines) - 1) == (len(listing) - 1, row_height - 1)
