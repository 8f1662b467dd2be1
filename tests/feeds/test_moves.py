from datetime import timedelta

from gazette.feeds.moves import is_believed, seen_move
from gazette.model import Move
from tests.builders import NOW, make_feed

NEW = "https://journal.example/new.xml"
DAY = timedelta(days=1)


def test_a_first_permanent_redirect_is_remembered() -> None:
    assert seen_move(make_feed(), NEW, now=NOW) == Move(NEW, 1, NOW)


def test_equal_answers_are_counted_from_the_first() -> None:
    feed = make_feed(move=Move(NEW, 2, NOW - DAY))
    assert seen_move(feed, NEW, now=NOW) == Move(NEW, 3, NOW - DAY)


def test_another_target_or_none_begins_anew() -> None:
    feed = make_feed(move=Move(NEW, 4, NOW - 9 * DAY))
    other = "https://journal.example/other.xml"
    assert seen_move(feed, other, now=NOW) == Move(other, 1, NOW)
    assert seen_move(feed, None, now=NOW) is None
    assert seen_move(feed, feed.url, now=NOW) is None


def test_five_answers_over_seven_days_are_believed_and_no_less() -> None:
    assert is_believed(Move(NEW, 5, NOW - 7 * DAY), now=NOW)
    assert not is_believed(Move(NEW, 4, NOW - 70 * DAY), now=NOW)
    assert not is_believed(Move(NEW, 50, NOW - 6.9 * DAY), now=NOW)


def test_a_clock_that_was_ahead_does_not_hold_a_move_for_years() -> None:
    feed = make_feed(move=Move(NEW, 1, NOW + 3650 * DAY))
    assert seen_move(feed, NEW, now=NOW) == Move(NEW, 2, NOW)


def test_an_address_with_a_password_does_not_move() -> None:
    feed = make_feed(url="https://me:secret@journal.example/rss.xml")
    assert seen_move(feed, NEW, now=NOW) is None
