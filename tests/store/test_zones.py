"""Zones: what ids can tell of times, against a walk through all entries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.store import Store
from gazette.store.zones import FIRST_MOMENT, LAST_MOMENT, ids_within, is_newer_before
from tests.builders import temporary_store

MOMENTS = st.integers(0, 9)
ENTRIES = st.dictionaries(
    st.sampled_from([1, 2, 4_095, 4_096, 8_191, 8_192, 20_000, 20_001]),
    st.tuples(MOMENTS, st.integers(0, 1)),
)
"""By id: moment, and whether the entry is hidden."""


def fill(store: Store, entries: dict[int, tuple[int, int]]) -> None:
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.executemany(
        "INSERT INTO reading (entry_id, feed_id, moment, hidden) VALUES (?, 1, ?, ?)",
        [(number, *entry) for number, entry in entries.items()],
    )


@settings(max_examples=50)
@given(ENTRIES, MOMENTS, st.sampled_from([1, 3, 4_096, 8_192, 20_001, 30_000]))
def test_it_is_told_whether_one_with_a_smaller_id_is_newer(
    entries: dict[int, tuple[int, int]], moment: int, last: int
) -> None:
    with temporary_store() as store:
        fill(store, entries)
        newer = [
            hidden for number, (at, hidden) in entries.items() if number < last and at > moment
        ]
        for sources, found in (
            (["hidden = 0", "hidden = 1"], newer),
            (["hidden = 1"], [hidden for hidden in newer if hidden]),
        ):
            told = is_newer_before(store.connection, sources, moment=moment, last=last)
            assert told == bool(found)


@settings(max_examples=50)
@given(ENTRIES, st.one_of(MOMENTS, st.just(FIRST_MOMENT)), st.one_of(MOMENTS, st.just(LAST_MOMENT)))
def test_no_entry_of_a_time_is_outside_of_its_ids(
    entries: dict[int, tuple[int, int]], start: int, end: int
) -> None:
    with temporary_store() as store:
        fill(store, entries)
        first, last = ids_within(store.connection, start, end)
        within = [number for number, (moment, _) in entries.items() if start <= moment < end]
        assert all(first <= number <= last for number in within)
        if not within:
            assert last < first


@pytest.mark.parametrize(("moment", "ids"), [(1, (0, 4_095)), (2, (8_192, 12_287))])
def test_ids_of_other_zones_are_left_out(store: Store, moment: int, ids: tuple[int, int]) -> None:
    fill(store, {5: (1, 0), 9_000: (2, 0), 20_000: (3, 0)})
    assert ids_within(store.connection, moment, moment + 1) == ids
