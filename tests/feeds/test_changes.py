from hypothesis import given
from hypothesis import strategies as st

from gazette.feeds.changes import Changes, KnownEntry, compare
from tests.builders import make_entry


def known(number: int = 1, **fields) -> KnownEntry:
    entry = make_entry(number)
    defaults = {
        "id": number,
        "guid": entry.guid,
        "canonical_url": entry.canonical_url,
        "content_hash": entry.content_hash,
    }
    return KnownEntry(**{**defaults, **fields})


def test_an_unknown_entry_is_new() -> None:
    assert compare([make_entry(1)], []) == Changes(new=(make_entry(1),))


def test_a_known_entry_is_unchanged() -> None:
    assert compare([make_entry(1)], [known(1)]) == Changes(unchanged=1)


def test_an_edited_text_is_a_change() -> None:
    edited = make_entry(1, content_hash="other")
    assert compare([edited], [known(1)]) == Changes(changed=((1, edited),))


def test_a_changed_guid_with_a_known_address_is_the_same_entry() -> None:
    moved = make_entry(1, guid="new-guid")
    assert compare([moved], [known(1)]) == Changes(renamed=((1, moved),))


def test_an_entry_can_be_renamed_and_edited_at_once() -> None:
    moved = make_entry(1, guid="new-guid", content_hash="other")
    assert compare([moved], [known(1)]) == Changes(changed=((1, moved),), renamed=((1, moved),))


def test_an_address_whose_own_guid_is_still_there_belongs_to_it() -> None:
    other = make_entry(1, guid="second-guid")
    assert compare([make_entry(1), other], [known(1)]) == Changes(new=(other,), unchanged=1)


def test_a_changed_guid_without_an_address_is_known_by_its_content() -> None:
    moved = make_entry(1, guid="new-guid", canonical_url=None)
    assert compare([moved], [known(1, canonical_url=None)]) == Changes(renamed=((1, moved),))


def test_entries_that_share_an_address_do_not_overwrite_each_other() -> None:
    page = "https://status.example/"
    before = [known(n, canonical_url=page) for n in (1, 2, 3)]
    newest = make_entry(4, canonical_url=page)
    now = [newest, make_entry(3, canonical_url=page), make_entry(2, canonical_url=page)]
    assert compare(now, before) == Changes(new=(newest,), unchanged=2)


def test_of_two_entries_with_one_guid_the_first_counts() -> None:
    twice = [make_entry(1), make_entry(1, title="again", content_hash="other")]
    assert compare(twice, [known(1)]) == Changes(unchanged=1)


small = st.integers(0, 3)
entries = st.lists(
    st.builds(
        lambda g, u, c: make_entry(
            1, guid=f"g{g}", canonical_url=u and f"u{u}", content_hash=f"c{c}"
        ),
        small,
        small,
        small,
    ),
    max_size=6,
)


@given(entries, entries)
def test_no_entry_is_lost_and_none_is_doubled(before, now) -> None:
    kept = {e.guid: e for e in before}
    stored = [
        KnownEntry(number, e.guid, e.canonical_url, e.content_hash)
        for number, e in enumerate(kept.values())
    ]
    changes = compare(now, stored)

    touched = {number for number, _ in changes.changed} | {number for number, _ in changes.renamed}
    assert len({e.guid for e in now}) == len(changes.new) + len(touched) + changes.unchanged
    for pairs in (changes.changed, changes.renamed):
        assert len({number for number, _ in pairs}) == len(pairs)
    after = {k.id: k.guid for k in stored} | {number: e.guid for number, e in changes.renamed}
    guids = [*after.values(), *(e.guid for e in changes.new)]
    assert len(guids) == len(set(guids))


@given(entries, entries)
def test_the_second_look_finds_nothing_new(before, now) -> None:
    first = {e.guid: e for e in reversed(now)}
    stored = [
        KnownEntry(number, e.guid, e.canonical_url, e.content_hash)
        for number, e in enumerate(first.values())
    ]
    assert compare(now, stored) == Changes(unchanged=len(first))
