from datetime import UTC, datetime

from gazette.i18n import words
from gazette.model import Counts, FeedRow
from gazette.tui.subscriptions import FAILURES, branches

FRENCH = words("fr")


def make_row(number: int, *tags: str, error: str | None = None) -> FeedRow:
    return FeedRow(
        id=number,
        url=f"https://{number}.example/rss.xml",
        title=f"Journal {number}",
        tags=tags,
        language="fr",
        stories=3,
        unread=1,
        last_checked=datetime(2026, 11, 22, tzinfo=UTC),
        next_check=None,
        failing_since=None,
        failures=0,
        error=error,
    )


def labels(*feeds: FeedRow, folded: frozenset[str] = frozenset()) -> list[str]:
    counts = Counts(total=9, unread=4, unread_by_feed={1: 3}, unread_by_tag={"presse": 3})
    lines = branches(feeds, counts, FRENCH, folded)
    return [f"{'  ' * line.depth}{line.label} {line.count or ''}".rstrip() for line in lines]


def test_tags_come_before_feeds_without_one() -> None:
    assert labels(make_row(2), make_row(1, "presse"))[7:] == [
        "Presse 3",
        "  Journal 1 3",
        "Journal 2",
    ]


def test_a_feed_with_two_tags_stands_under_both() -> None:
    assert labels(make_row(1, "presse", "midi")).count("  Journal 1 3") == 2


def test_a_folded_tag_hides_its_feeds() -> None:
    assert labels(make_row(1, "presse"), folded=frozenset(("tag:presse",)))[7:] == ["Presse 3"]


def test_failing_feeds_are_counted_in_one_line() -> None:
    feeds = (make_row(1, error="404"), make_row(2, error="timeout"))
    assert labels(*feeds, folded=frozenset((FAILURES,)))[-1] == "2 flux en échec"


def test_a_paper_without_feeds_has_its_views() -> None:
    assert labels() == ["Tout 9", "Non lus 4", "Favoris", "", "Français", "English"]


def test_markup_in_a_feeds_name_is_only_text() -> None:
    row = make_row(1)
    hostile = FeedRow(**{**{f: getattr(row, f) for f in FeedRow.__slots__}, "title": "[/]\x1b[31m"})
    assert labels(hostile)[-1] == "[/] 3"
