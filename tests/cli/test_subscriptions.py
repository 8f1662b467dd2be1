"""`gazette add` and `remove`, run in this process."""

import pytest

from gazette.cli import output
from gazette.config import load_config
from gazette.fetch.lock import fetch_lock
from gazette.model import KeptPage
from gazette.store import open_store
from tests.builders import NOW, make_entry, make_subscription, record_entries, subscribed
from tests.cli.conftest import Desk


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
