import gzip
import http.client
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gazette.article import Figure, Heading, ListItem, Quote
from gazette.config import parse_config
from gazette.demo import Answer, Press, Request
from gazette.model import Subscription

NOW = datetime(2031, 5, 4, 9, 30, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(now=NOW, slow_s=0.01) as press:
        yield press


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, method: str = "GET", **headers: str) -> Reply:
    """Make one request, follow nothing; `if_none_match` is sent as If-None-Match."""
    parts = urlsplit(url)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, parts.path or "/", headers=named)
        response = connection.getresponse()
        got = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, got, response.read())
    finally:
        connection.close()


def feed(press: Press, title: str) -> Subscription:
    return next(feed for feed in press.feeds if feed.title == title)


def final_url(url: str) -> str:
    return ask(url).headers.get("location", url)


def links(body: bytes) -> list[str]:
    root = ET.fromstring(body)
    rss = [item.findtext("link") or "" for item in root.iter("item")]
    atom = [
        link.attrib["href"]
        for entry in root.iter(f"{ATOM}entry")
        for link in entry.iter(f"{ATOM}link")
    ]
    return rss + atom


def working_feeds(press: Press) -> list[str]:
    return [final_url(one.url) for one in press.feeds if one.title != "Dépêches express"]


# --- the whole press ------------------------------------------------------------------------


def test_every_link_in_every_feed_leads_to_a_page_but_one(press: Press) -> None:
    urls = [url for feed in working_feeds(press) for url in links(ask(feed).body)]
    missing = [url for url in urls if ask(url).status != 200]
    assert missing == [press.url("/the-saltmere-ledger/pier-inquiry")]
    assert ask(missing[0]).status == 404
    assert set(urls) - set(missing) == set(press.articles)


def test_there_is_enough_to_read_in_both_languages(press: Press) -> None:
    languages = [article.language for article in press.articles.values()]
    assert languages.count("fr") >= 12
    assert languages.count("en") >= 12
    assert {feed.language for feed in press.feeds} == {"fr", "en"}


def test_every_article_has_a_standfirst_and_four_paragraphs_or_more(press: Press) -> None:
    for url, article in press.articles.items():
        assert len(article.paragraphs) >= 5, url
        assert len(article.text) > 1_000, url


def test_the_articles_hold_every_kind_of_block_and_one_note_on_ai(press: Press) -> None:
    kinds = {type(block) for article in press.articles.values() for block in article.blocks}
    assert {Heading, Quote, ListItem, Figure} <= kinds
    assert sum(article.ai_disclosed for article in press.articles.values()) == 1


def test_the_news_is_as_old_as_the_moment_given(press: Press) -> None:
    ages = [NOW - article.published for article in press.articles.values() if article.published]
    assert len(ages) == len(press.articles)
    assert timedelta(0) < min(ages) < timedelta(hours=1)
    assert timedelta(days=2) < max(ages) < timedelta(days=4)


def test_each_page_holds_its_article_and_what_surrounds_it(press: Press) -> None:
    for url, article in press.articles.items():
        reply = ask(url)
        text = reply.body.decode(
            "windows-1252" if "iso-8859-1" in reply.headers["content-type"] else "utf-8"
        )
        plain = text.replace("&#8239;", "\u202f").replace("&#x27;", "'")
        for paragraph in article.paragraphs:
            assert paragraph in plain, url
        others = [other for other in press.articles if other != url and f'"{other}"' in text]
        assert others, url


def test_the_configuration_subscribes_to_every_feed(press: Press) -> None:
    config = parse_config(press.config_text(), Path("feeds.toml"))
    assert [(s.url, s.title, s.tags) for s in config.subscriptions] == [
        (s.url, s.title, s.tags) for s in press.feeds
    ]
    assert config.fetch.delay == timedelta(0)


def test_front_pages_announce_their_feeds(press: Press) -> None:
    front = ask(press.url("/")).body.decode()
    for one in press.feeds:
        assert f'href="{urlsplit(one.url).path}"' in front


def test_robots_txt_is_empty(press: Press) -> None:
    reply = ask(press.url("/robots.txt"))
    assert (reply.status, reply.body) == (200, b"")


# --- one behaviour after the other ----------------------------------------------------------


def test_matching_validators_get_a_304_without_a_body(press: Press) -> None:
    for url in [*working_feeds(press), *press.articles]:
        first = ask(url)
        etag, modified = first.headers["etag"], first.headers["last-modified"]
        for headers in ({"if_none_match": etag}, {"if_modified_since": modified}):
            again = ask(url, **headers)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == etag
            assert again.headers["last-modified"] == modified


def test_other_validators_get_the_whole_body(press: Press) -> None:
    url = press.feeds[0].url
    first = ask(url)
    earlier = "Sat, 03 May 2031 00:00:00 GMT"
    assert parsedate_to_datetime(first.headers["last-modified"]) > parsedate_to_datetime(earlier)
    assert ask(url, if_none_match='"another"').body == first.body
    assert ask(url, if_modified_since=earlier).body == first.body
    # An entity tag decides alone, whatever the date beside it.
    both = {"if_none_match": '"another"', "if_modified_since": first.headers["last-modified"]}
    assert ask(url, **both).status == 200


def test_one_feed_has_moved_for_good(press: Press) -> None:
    reply = ask(feed(press, "Touchline").url)
    assert reply.status == 301
    assert links(ask(reply.headers["location"]).body)


def test_one_feed_is_a_web_page(press: Press) -> None:
    reply = ask(feed(press, "Dépêches express").url)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("text/html")
    with pytest.raises(ET.ParseError):
        ET.fromstring(reply.body)


def test_one_feed_and_its_pages_are_windows_1252_under_another_name(press: Press) -> None:
    url = feed(press, "Coulisses").url
    reply = ask(url)
    assert reply.headers["content-type"] == "application/rss+xml; charset=iso-8859-1"
    assert b'encoding="iso-8859-1"' in reply.body
    assert b"\x92" in reply.body  # ’, which ISO-8859-1 lacks
    page = ask(links(reply.body)[0])
    assert b'<meta charset="iso-8859-1">' in page.body
    assert b"ch\x9cur" in page.body  # œ likewise
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")


def test_one_feed_is_compressed_for_clients_that_ask_for_it(press: Press) -> None:
    url = feed(press, "Lumen").url
    plain = ask(url, accept_encoding="identity")
    coded = ask(url, accept_encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == "gzip"
    assert coded.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(coded.body) == plain.body
    assert len(coded.body) < len(plain.body)


def test_a_slow_feed_holds_up_nobody_else_and_no_shutdown() -> None:
    with Press(slow_s=3_600) as press, socket.create_connection(_address(press)) as slow:
        path = urlsplit(feed(press, "La Puce à l’oreille").url).path
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: demo\r\n\r\n".encode())
        assert ask(press.feeds[0].url).status == 200
        slow.setblocking(False)
        with pytest.raises(BlockingIOError):
            slow.recv(1)


# --- what tests add -------------------------------------------------------------------------


def test_an_extra_answer_stands_at_its_path() -> None:
    answer = Answer(status=410, headers={"X-Reason": "closed"}, body=b"gone")
    with Press(extra={"/x.xml": answer}) as press:
        reply = ask(press.url("/x.xml"))
    assert (reply.status, reply.headers["x-reason"], reply.body) == (410, "closed", b"gone")


def test_an_extra_function_sees_the_request() -> None:
    def echo(request: Request) -> Answer:
        return Answer(body=request.headers["user-agent"].encode())

    with Press(extra={"/agent": echo}) as press:
        assert ask(press.url("/agent"), user_agent="gazette/test").body == b"gazette/test"


def test_an_answer_can_be_replaced_while_the_press_runs() -> None:
    with Press() as press:
        url = press.feeds[0].url
        assert press.serve(urlsplit(url).path, Answer(status=503)) == url
        assert ask(url).status == 503


def test_the_log_tells_what_was_asked_and_answered() -> None:
    with Press() as press:
        etag = ask(press.feeds[0].url).headers["etag"]
        ask(press.feeds[0].url, if_none_match=etag)
        ask(press.url("/nowhere?x=1"), "HEAD", user_agent="gazette/test")
        log = press.requests
    path = urlsplit(press.feeds[0].url).path
    assert [(line.method, line.path, line.status, line.is_conditional) for line in log] == [
        ("GET", path, 200, False),
        ("GET", path, 304, True),
        ("HEAD", "/nowhere", 404, False),
    ]
    assert log[1].headers["if-none-match"] == etag
    assert log[2].headers["user-agent"] == "gazette/test"


def _address(press: Press) -> tuple[str, int]:
    parts = urlsplit(press.base_url)
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port
