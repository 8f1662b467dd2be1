"""What is taken of a list of feeds, and what is not."""

import pytest

from gazette.model import ListedFeed
from gazette.subscribe.intake import Subscribed, take_in, web_address_of, without_local


def test_feeds_are_taken_in_their_order_cleaned() -> None:
    intake = take_in(
        [
            ListedFeed(" https://b.example/rss ", "\x1b[31mB\n b", (" presse ", "", "presse")),
            ListedFeed("https://a.example/rss", "https://a.example/rss"),
        ],
        (),
    )
    assert intake.taken == (
        ListedFeed("https://b.example/rss", "B b", ("presse",)),
        ListedFeed("https://a.example/rss"),
    )


def test_a_feed_in_two_folders_is_one_with_the_tags_of_both() -> None:
    intake = take_in(
        [
            ListedFeed("https://a.example/rss", "", ("presse",)),
            ListedFeed("http://A.example:80/rss", "A", ("monde", "presse")),
        ],
        (),
    )
    assert intake.taken == (ListedFeed("https://a.example/rss", "A", ("presse", "monde")),)
    assert intake.doubled == 1


def test_what_is_subscribed_already_is_told_once() -> None:
    listed = [ListedFeed("https://a.example/rss?utm_source=x"), ListedFeed("https://a.example/rss")]
    intake = take_in(listed, ["http://a.example/rss"])
    assert (intake.taken, intake.known, intake.doubled) == ((), (listed[0],), 1)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("exec:~/bin/feed.py", "runs no programs"),
        ("filter:~/bin/f.py:https://a.example/rss", "runs no programs"),
        ('query:Unread:unread = "yes"', "a saved search"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "expected an http"),
        ("mailto:a@b.example", "expected an http"),
        ("//b.example/x", "expected an http"),
        ("http://b.example:99999/", "expected an http"),
        ("http://[::1", "expected an http"),
        ("http://b.example/a b", "expected an http"),
        ("http://b.example/\u202egnp.exe", "expected an http"),
        ("http://b.example/" + "a" * 100_000, "expected an http"),
        ("", "no address"),
    ],
    ids=lambda value: value[:30],
)
def test_what_cannot_be_fetched_is_refused_with_the_reason(url: str, reason: str) -> None:
    intake = take_in([ListedFeed(url, "X")], ())
    assert intake.taken == ()
    ((feed, problem),) = intake.refused
    assert feed.title == "X"
    assert reason in str(problem)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("feed://a.example/rss", "http://a.example/rss"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        (" https://a.example/ ", "https://a.example/"),
    ],
)
def test_old_ways_to_write_an_address_are_understood(typed: str, address: str) -> None:
    assert web_address_of(typed) == address


def test_spellings_of_one_address_are_known() -> None:
    subscribed = Subscribed(["https://a.example/rss"])
    assert subscribed.find("HTTP://A.example/rss#x") == "https://a.example/rss"
    assert subscribed.find("https://a.example/atom") is None


LOCAL = ListedFeed("http://127.0.0.1:8000/rss")
PUBLIC = ListedFeed("https://a.example/rss")


def test_a_local_address_among_others_is_refused() -> None:
    intake = without_local(take_in([LOCAL, PUBLIC], ()), ())
    assert intake.taken == (PUBLIC,)
    assert [feed for feed, _ in intake.refused] == [LOCAL]


@pytest.mark.parametrize(
    ("listed", "subscribed"),
    [([LOCAL], []), ([LOCAL, PUBLIC], ["http://127.0.0.1:8000/other"])],
    ids=["nothing else", "known host and port"],
)
def test_local_addresses_that_are_the_readers_own_are_taken(
    listed: list[ListedFeed], subscribed: list[str]
) -> None:
    intake = take_in(listed, subscribed)
    assert without_local(intake, subscribed) == intake


def test_another_port_is_another_host() -> None:
    subscribed = ["http://127.0.0.1:8001/other"]
    assert without_local(take_in([LOCAL, PUBLIC], subscribed), subscribed).taken == (PUBLIC,)
