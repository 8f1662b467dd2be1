from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from gazette.errors import TimedOut
from gazette.i18n import words
from gazette.keymap import make_keymap
from gazette.model import Counts, FeedRow, SavedView
from gazette.tui.keymap import names_of_keys
from gazette.tui.subscriptions import FAILURES, STORY_TAGS, branches, neighbour_with_unread, trouble
from gazette.tui.typography import plain_spaces
from gazette.tui.views import View, feed_view
from tests.tui.press import NOW, PARIS

FRENCH = words("fr")
KEYS = names_of_keys(make_keymap(), FRENCH)


def make_row(
    number: int, *tags: str, error: str | None = None, failing_since: datetime | None = None
) -> FeedRow:
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
        failing_since=failing_since,
        failures=0,
        error=error,
    )


def labels(*feeds: FeedRow, folded: frozenset[str] = frozenset()) -> list[str]:
    counts = Counts(total=9, unread=4, unread_by_feed={1: 3}, unread_by_tag={"presse": 3})
    troubles = {feed.id: feed.error for feed in feeds if feed.error}
    lines = branches(feeds, counts, FRENCH, folded, troubles)
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


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (NOW - timedelta(minutes=5), "pas de réponse complète en 20 s · depuis 14:00"),
        (NOW - timedelta(days=1), "pas de réponse complète en 20 s · depuis hier 14:05"),
        (NOW - timedelta(days=9), "pas de réponse complète en 20 s · depuis le 13 nov."),
        (None, "pas de réponse complète en 20 s"),
    ],
)
def test_a_failing_feed_tells_why_and_since_when(since: datetime | None, told: str) -> None:
    row = make_row(1, error=str(TimedOut(url="u", seconds=20.0)), failing_since=since)
    told += " · r réessaie, i : en savoir plus"
    assert plain_spaces(trouble(row, FRENCH, KEYS, now=NOW, zone=PARIS)) == told


def test_a_failing_feed_tells_what_will_happen_and_what_can_be_done() -> None:
    row = replace(make_row(1, error="404"), next_check=NOW + timedelta(hours=2))
    told = plain_spaces(trouble(row, FRENCH, KEYS, now=NOW, zone=PARIS))
    assert told == "404 · prochain essai 16:05 ; r réessaie maintenant, i : en savoir plus"
    gone = plain_spaces(trouble(replace(row, is_gone=True), FRENCH, KEYS, now=NOW, zone=PARIS))
    assert gone == "404 · r l’interroge encore une fois, g d désabonne"


def test_a_failing_feed_bears_a_sign_under_its_tags() -> None:
    lines = branches((make_row(1, "presse", error="404"),), Counts(), FRENCH, frozenset(), {1: "x"})
    under_tag, among_failures = (line for line in lines if line.label == "Journal 1")
    assert (under_tag.mark, among_failures.mark) == ("!", "")


def test_saved_views_stand_below_the_built_in_ones_with_what_is_unread() -> None:
    counts = Counts(unread_by_view={"Le matin": 7})
    saved = (SavedView("Le matin", "depuis:1j"), SavedView("Pluie", "pluie"))
    lines = branches((), counts, FRENCH, frozenset(), {}, saved=saved)
    assert [(line.label, line.count) for line in lines[3:5]] == [("Le matin", 7), ("Pluie", 0)]
    assert lines[3].view
    assert lines[3].view.question("fr").texts == ("depuis:1j",)


def test_what_is_hidden_is_listed_if_there_is_any() -> None:
    assert "Masqués" not in [b.label for b in branches((), Counts(), FRENCH, frozenset(), {})]
    lines = branches((), Counts(hidden=2), FRENCH, frozenset(), {})
    assert (lines[3].label, lines[3].count) == ("Masqués", 2)


def test_tags_of_stories_stand_below_the_feeds_unless_a_feed_has_them() -> None:
    counts = Counts(unread_by_story_tag={"à lire": 2, "presse": 1})
    feeds, tags = (make_row(1, "presse"),), ("presse", "à lire")
    lines = branches(feeds, counts, FRENCH, frozenset(), {}, story_tags=tags)
    assert [(line.label, line.count) for line in lines[-2:]] == [("Étiquettes", 0), ("à lire", 2)]
    folded = branches(feeds, counts, FRENCH, frozenset((STORY_TAGS,)), {}, story_tags=tags)
    assert folded[-1].label == "Étiquettes"


def test_each_line_names_what_its_keys_do() -> None:
    feeds = (make_row(1, "presse", error="404"),)
    lines = branches(feeds, Counts(), FRENCH, frozenset((FAILURES,)), {1: "404"})
    hints = {line.label: dict(line.hints) for line in lines}
    assert hints["Tout"] == hints["Journal 1"] == {"read_on": ""}
    assert hints["Presse"] == {"read_on": "fold"}
    assert hints["1 flux en échec"] == {"open": "unfold", "read_on": ""}


def test_a_paper_without_feeds_has_its_views() -> None:
    assert labels() == ["Tout 9", "Non lus 4", "Favoris", "", "Français", "English"]


def test_markup_in_a_feeds_name_is_only_text() -> None:
    row = make_row(1)
    hostile = FeedRow(**{**{f: getattr(row, f) for f in FeedRow.__slots__}, "title": "[/]\x1b[31m"})
    assert labels(hostile)[-1] == "[/] 3"


def test_of_feeds_under_two_tags_each_is_come_by_once_on_the_way_round() -> None:
    feeds = (make_row(1, "a", "b"), make_row(2, "a"), make_row(3, "b"))
    counts = Counts(unread_by_feed={1: 1, 2: 1, 3: 1})
    for step, way in ((1, [2, 3, 1]), (-1, [3, 2, 1])):
        view: View | None = feed_view(feeds[0])
        gone = []
        for _ in feeds:
            assert view is not None
            view = neighbour_with_unread(feeds, counts, view, FRENCH, 1 if step > 0 else -1)
            gone.append(view and view.query.feed_id)
        assert gone == way


def test_no_two_lines_have_the_same_key() -> None:
    feeds = (make_row(1, "a", "b", error="404"), make_row(2, "a"))
    lines = branches(feeds, Counts(), FRENCH, frozenset(), {1: "404"})
    keys = [line.key for line in lines if not line.is_blank]
    assert len(keys) == len(set(keys))
