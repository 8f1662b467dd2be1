from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.tui.listing import Lines, Listing

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))


def make_listing(*hours_ago: float) -> Listing:
    moments = [int((NOW - timedelta(hours=hours)).timestamp()) for hours in hours_ago]
    pairs = sorted(((moment, n) for n, moment in enumerate(moments, 1)), reverse=True)
    return Listing(pairs, zone=PARIS)


def test_days_begin_at_midnight_in_the_readers_zone() -> None:
    # 00:05 and 23:05 in Paris; in UTC both are of the 21st.
    assert make_listing(14, 15).day_starts == [0, 1]


def test_what_the_store_no_longer_lists_stays() -> None:
    listing = make_listing(1, 2, 3)
    merged = listing.merged([(int(NOW.timestamp()), 9)])
    assert list(merged.ids) == [9, 1, 2, 3]


def test_a_story_whose_moment_moved_stands_once() -> None:
    listing = make_listing(1, 2)
    merged = listing.merged([(listing.moments[1] + 7_200, 2)])
    assert list(merged.ids) == [2, 1]


def test_a_listing_to_which_nothing_is_new_stays_itself() -> None:
    listing = make_listing(1, 2, 3)
    assert listing.merged(listing.pairs[1:]) is listing


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(1, 30), st.integers(0, 9)),
    st.dictionaries(st.integers(1, 30), st.integers(0, 9)),
)
def test_merging_gives_what_the_store_says_and_keeps_the_rest(
    kept: dict[int, int], fresh: dict[int, int]
) -> None:
    def in_order(moments: dict[int, int]) -> list[tuple[int, int]]:
        return sorted(((moment, i) for i, moment in moments.items()), reverse=True)

    merged = Listing(in_order(kept)).merged(in_order(fresh))
    assert merged.pairs == in_order({**kept, **fresh})


def test_the_rule_of_a_day_stands_above_its_first_story() -> None:
    lines = Lines(make_listing(1, 2, 26), row_height=2, has_days=True)
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
    hours: list[float], row_height: int, has_days: bool
) -> None:
    listing = make_listing(*hours)
    lines = Lines(listing, row_height=row_height, has_days=has_days)
    for index in range(len(listing)):
        assert lines.at(lines.line_of(index)) == (index, 0)
    assert lines.at(len(lines) - 1) == (len(listing) - 1, row_height - 1)
