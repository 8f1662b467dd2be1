from gazette.feeds.discover import announced_feeds, likely_feeds
from gazette.model import AnnouncedFeed

PAGE = """<html><head><link rel=stylesheet href=a.css type=text/css>
<LINK HREF="/rss.xml" TYPE="application/rss+xml" REL="alternate" TITLE="À la une &amp; plus">
<link rel='feed alternate' type='application/atom+xml; charset=utf-8' href='https://b.example/atom'>
<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="again">
<link rel="alternate" type="text/html" href="/en"><link rel="alternate" href="/x">
<link rel="alternate" type="application/rss+xml" href="javascript:x"></head>"""


def test_announced_feeds_are_found_in_order_and_once() -> None:
    assert announced_feeds(PAGE, url="https://a.example/page/") == (
        AnnouncedFeed("https://a.example/rss.xml", "À la une & plus"),
        AnnouncedFeed("https://b.example/atom", ""),
    )


def test_a_page_without_feeds_announces_none() -> None:
    assert announced_feeds("<html><head></head></html>", url="https://a.example/") == ()


def test_a_hostile_head_is_passed_over() -> None:
    attributes = " ".join(f"a{n}=x" for n in range(50_000))
    page = "<div>" * 50_000 + f"<link {attributes}>" + "<link " * 50_000 + PAGE
    assert announced_feeds(page, url="https://a.example/") == ()


def test_feeds_are_guessed_on_the_pages_own_host() -> None:
    guesses = likely_feeds("https://a.example:8443/blog/2026/?x=1")
    assert guesses[0] == "https://a.example:8443/feed/"
    assert all(guess.startswith("https://a.example:8443/") for guess in guesses)
    assert len(guesses) <= 6
