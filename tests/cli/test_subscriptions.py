"""`gazette add` and `remove`, run in this process."""

import json
from io import StringIO

import pytest

from gazette.cli import output
from gazette.config import load_config
from gazette.demo import Answer, Press
from gazette.fetch.lock import fetch_lock
from gazette.model import KeptPage
from gazette.store import open_store
from tests.builders import NOW, make_entry, make_subscription, record_entries, subscribed
from tests.cli.conftest import Desk

RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Petit journal</title><item>'
    b"<guid>1</guid><title>Un</title><link>https://journal.example/un</link></item></channel></rss>"
)
FEED = Answer(headers={"ETag": '"x"'}, body=RSS)


def urls(desk: Desk) -> list[str]:
    return [s.url for s in load_config(desk.config).subscriptions]


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Sit a person at the terminal who gives these answers; return what they are asked."""
    asked: list[str] = []
    left = list(answers)

    def ask(question: str) -> str:
        asked.append(question)
        return left.pop(0)

    monkeypatch.setattr(output, "can_ask", lambda: True)
    monkeypatch.setattr(output, "ask", ask)
    return asked


def page(*feeds: str, head: str = "") -> Answer:
    links = (
        f'<link rel=alternate type="application/rss+xml" title="Flux {n}" href="{feed}">'
        for n, feed in enumerate(feeds, 1)
    )
    body = f"<!DOCTYPE html><html><head>{head}{''.join(links)}</head><body>…</body></html>"
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=body.encode())


def paths(press: Press) -> list[str]:
    return [line.path for line in press.requests]


def test_a_feed_is_added_with_one_request_and_that_is_its_first_fetch(
    desk: Desk, press: Press
) -> None:
    before = desk.config.read_text()
    url = press.serve("/petit.xml", FEED)
    code, lines, err = desk.run("add", url, "--tag", "presse", "--tag", "été")
    assert (code, lines, err) == (0, [], "Petit journal: subscribed; 1 story\n")
    assert desk.config.read_text() == (
        f'{before}\n[[feeds]]\nurl = "{url}"\ntags = ["presse", "été"]\n'
    )
    _, feed = desk.jsonl("feeds")
    assert (feed["title"], feed["stories"], feed["tags"]) == ("Petit journal", 1, ["presse", "été"])
    assert feed["last_checked"]
    desk.run("fetch", "petit")  # not due: asked a moment ago
    assert paths(press) == ["/petit.xml"]
    desk.run("fetch", "petit", "--force")
    (_, again) = press.requests
    assert (again.headers["if-none-match"], again.status) == ('"x"', 304)


def test_the_first_stories_of_a_new_feed_get_the_marks_of_the_rules(
    desk: Desk, press: Press
) -> None:
    rule = '[[rules]]\nwhen = "flux:petit étiquette:été"\ndo = ["star"]\n'
    desk.config.write_text(rule + desk.config.read_text())
    assert desk.run("add", press.serve("/petit.xml", FEED), "--tag", "été")[0] == 0
    (story,) = desk.jsonl("stories", "is:starred")
    assert story["feed_title"] == "Petit journal"


def test_a_title_of_ones_own_is_kept(desk: Desk, press: Press) -> None:
    desk.run("add", press.serve("/petit.xml", FEED), "--title", "Le « Petit »")
    assert desk.jsonl("feeds")[1]["title"] == "Le « Petit »"


def test_a_page_leads_to_the_feed_that_it_announces(desk: Desk, press: Press) -> None:
    press.serve("/petit.xml", FEED)
    url = press.serve("/blog/", page("../petit.xml"))
    assert desk.run("add", url)[0] == 0
    assert urls(desk)[1:] == [press.url("/petit.xml")]
    assert paths(press) == ["/blog/", "/petit.xml"]


def test_of_several_feeds_a_person_chooses(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.serve("/deux.xml", FEED)
    url = press.serve("/blog/", page("/un.xml", "/deux.xml"))
    asked = answer(monkeypatch, "", "trois", "3", "2")
    code, _, err = desk.run("add", url)
    assert (code, asked[0], len(asked)) == (0, "which one? [1-2]", 4)
    assert err.splitlines()[1] == f"  2  {press.url('/deux.xml')}  Flux 2"
    assert urls(desk)[1:] == [press.url("/deux.xml")]


def test_without_a_person_several_feeds_are_listed(desk: Desk, press: Press) -> None:
    code, _, err = desk.run("add", press.serve("/blog/", page("/un.xml", "/deux.xml")))
    assert (code, len(urls(desk))) == (2, 1)
    assert [line.split() for line in err.splitlines()[1:]] == [
        [press.url("/un.xml"), "Flux", "1"],
        [press.url("/deux.xml"), "Flux", "2"],
    ]
    assert paths(press) == ["/blog/"]


def test_usual_addresses_are_the_last_resort(desk: Desk, press: Press) -> None:
    desk.config.write_text(f'[fetch]\ndelay = "0s"\n{desk.config.read_text()}')
    press.serve("/feed/", page())  # what many servers show where there is nothing
    press.serve("/feed.xml", FEED)
    assert desk.run("add", press.serve("/blog/", page()))[0] == 0
    assert urls(desk)[1:] == [press.url("/feed.xml")]
    assert paths(press) == ["/blog/", "/feed/", "/rss.xml", "/feed.xml"]


def test_a_host_that_wants_a_pause_is_not_searched(desk: Desk, press: Press) -> None:
    desk.config.write_text(f'[fetch]\ndelay = "0s"\n{desk.config.read_text()}')
    press.serve("/feed/", Answer(429, {"Retry-After": "600"}))
    url = press.serve("/blog/", page())
    assert desk.run("add", url)[0] == 1
    assert paths(press) == ["/blog/", "/feed/"]
    code, _, err = desk.run("add", url)
    assert code == 1
    assert "asked to be left alone" in err
    assert len(press.requests) == 2


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (Answer(404), "the server answered 404 Not Found"),
        (page(), "no feed found: the page announces none"),
        (Answer(body=b"{}"), "no feed found: it is JSON"),
        (Answer(body=b"\x89PNG\r\n"), "no feed found: it is an image (PNG)"),
        (page("/blog/"), "what the page announces is a page"),
        (page("http://127.0.0.1:9/"), "is a private address and not in your feeds.toml"),
    ],
    ids=["404", "page", "json", "image", "circle", "private"],
)
def test_where_there_is_no_feed_one_line_says_so_and_nothing_is_written(
    desk: Desk, press: Press, answered: Answer, told: str
) -> None:
    desk.config.write_text(f'[fetch]\ndelay = "0s"\n{desk.config.read_text()}')
    before = desk.config.read_bytes()
    code, lines, err = desk.run("add", press.serve("/blog/", answered) + "?token=secret")
    assert (code, lines, err.count("\n")) == (1, [], 1)
    assert told in err
    assert "secret" not in err
    assert desk.config.read_bytes() == before


def test_what_is_subscribed_already_is_not_asked_for(desk: Desk, press: Press) -> None:
    url = press.serve("/petit.xml", FEED)
    press.serve("/blog/", page("/petit.xml"))
    desk.run("add", url)
    for again in (url, press.url("/blog/")):
        code, _, err = desk.run("add", again)
        assert (code, err) == (1, f"gazette: you are subscribed to {url} already\n")
    assert len(urls(desk)) == 2
    assert paths(press).count("/petit.xml") == 2


@pytest.mark.parametrize(("status", "taken"), [(301, "/petit.xml"), (302, "/old")])
def test_a_feed_that_has_moved_for_good_is_added_where_it_is(
    desk: Desk, press: Press, status: int, taken: str
) -> None:
    press.serve("/petit.xml", FEED)
    desk.run("add", press.serve("/old", Answer(status, {"Location": "/petit.xml"})))
    assert urls(desk)[-1] == press.url(taken)


def test_a_feed_that_comes_back_has_its_stories_still(desk: Desk, press: Press) -> None:
    url = press.serve("/petit.xml", FEED)
    desk.run("add", url)
    desk.run("remove", "petit")
    code, _, err = desk.run("add", url)
    assert (code, err) == (0, "Petit journal: subscribed; 1 story\n")
    assert len(desk.jsonl("stories")) == 3


def test_a_fetch_that_is_running_is_no_obstacle(desk: Desk, press: Press) -> None:
    with fetch_lock(desk.db):
        assert desk.run("add", press.serve("/petit.xml", FEED))[0] == 0


@pytest.mark.parametrize("url", ["", "exec:x", "ftp://a.example/", "mailto:a@b.example", "http://"])
def test_what_cannot_be_an_address_is_a_usage_error(desk: Desk, url: str) -> None:
    code, lines, err = desk.run("add", url)
    assert (code, lines, err.count("\n")) == (2, [], 1)


def test_a_feed_is_removed_and_its_stories_stay(desk: Desk) -> None:
    code, lines, err = desk.run("remove", "le journal")
    assert (code, lines, err) == (0, [], "Le Journal: unsubscribed; its 2 stories stay\n")
    assert urls(desk) == []
    assert desk.jsonl("feeds") == []
    assert len(desk.jsonl("stories")) == 2


def test_a_feed_that_is_not_there_is_a_usage_error(desk: Desk) -> None:
    assert desk.run("remove", "Gazette")[0] == 2
    assert len(urls(desk)) == 1


def test_a_purge_wants_a_yes(desk: Desk) -> None:
    code, _, err = desk.run("remove", "journal", "--purge")
    assert code == 2
    assert "Le Journal: delete 2 stories for good? If so, say --yes" in err
    assert (len(urls(desk)), len(desk.jsonl("stories"))) == (1, 2)


def test_a_purge_deletes_stories_articles_and_kept_pages(desk: Desk) -> None:
    store = open_store(desk.db)
    page = KeptPage("https://journal.example/articles/1", b"page", "x", None)
    store.kept.keep(page, extractor=1, now=NOW)
    store.close()
    code, _, err = desk.run("remove", "journal", "--purge", "--yes")
    assert (code, err) == (0, "Le Journal: unsubscribed; 2 stories deleted\n")
    store = open_store(desk.db)
    for table in "feeds feed_tags entries contents reading pages articles".split():
        assert store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
    assert list(store.kept.pages()) == []
    store.close()


def test_a_purge_leaves_what_other_feeds_have(desk: Desk) -> None:
    other = make_subscription(url="https://autre.example/rss")
    text = desk.config.read_text()
    desk.config.write_text(f'{text}\n[[feeds]]\nurl = "{other.url}"\n')
    store = open_store(desk.db)
    _, feed = subscribed(store, make_subscription(), other)
    record_entries(store, feed, make_entry(2))  # the page that a story of the other has as well
    store.close()
    desk.run("remove", "https://journal.example/rss.xml", "--purge", "--yes")
    (story,) = desk.jsonl("stories")
    assert (story["feed"], story["article"]) == (other.url, "pending")
    assert urls(desk) == [other.url]


def test_a_person_is_asked_before_a_purge(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run("mark", "2", "--star")
    asked = answer(monkeypatch, "n", "y")
    code, _, err = desk.run("remove", "journal", "--purge")
    assert (code, len(urls(desk))) == (1, 1)
    assert err == "1 of them is starred\ngazette: nothing was done\n"
    assert asked == ["Le Journal: delete 2 stories for good? [y/N]"]
    assert desk.run("remove", "journal", "--purge")[0] == 0
    assert desk.jsonl("stories") == []


def test_a_feed_that_was_left_can_still_be_purged(desk: Desk) -> None:
    desk.run("remove", "journal")
    assert desk.run("remove", "journal")[0] == 2
    assert desk.run("remove", "journal", "--purge", "--yes")[0] == 0
    assert desk.jsonl("stories") == []


def test_a_purge_waits_for_no_fetch(desk: Desk) -> None:
    with fetch_lock(desk.db):
        code, _, err = desk.run("remove", "journal", "--purge", "--yes")
        assert (code, len(urls(desk))) == (1, 1)
        assert "a fetch is running" in err
        assert desk.run("remove", "journal")[0] == 0


def test_programs_are_told_what_became_of_an_address(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.serve("/deux.xml", FEED)
    url = press.serve("/blog/", page("/un.xml", "/deux.xml"))
    monkeypatch.setattr("sys.stdin", StringIO(f"{url}\n"))
    code, lines, err = desk.run("add", "--jsonl", "-")
    assert (code, err) == (1, "")
    assert [json.loads(line) for line in lines] == [
        {"kind": "announced", "url": press.url("/un.xml"), "title": "Flux 1"},
        {"kind": "announced", "url": press.url("/deux.xml"), "title": "Flux 2"},
    ]
    assert len(urls(desk)) == 1
    for kind, code in (("subscribed", 0), ("known", 1)):
        ended, [line], _ = desk.run("add", "--jsonl", press.url("/deux.xml"))
        assert (ended, json.loads(line)["kind"]) == (code, kind)
    assert urls(desk)[1:] == [press.url("/deux.xml")]
