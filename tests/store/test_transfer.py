"""Stories out of one store and into another, through lines of JSON."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import (
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Span,
    Standfirst,
    Table,
    ordered,
)
from gazette.errors import NotAStory
from gazette.export.jsonl import LINE_BYTES, line, lines_of, read_line
from gazette.model import Enclosure, PageFailed
from gazette.store import Store, open_store
from gazette.store.transfer import Added, Transfer
from gazette.text import clean, clean_line, clean_verbatim
from tests.builders import (
    NOW,
    make_article,
    make_entry,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)

LINES = st.text(max_size=30).map(clean_line)
TEXTS = st.text(max_size=60).map(clean)
URLS = st.sampled_from(
    ["https://i.example/a?b=c&d", "https://xn--e1a.example/%C3%A9", "http://h.example/"]
)
SPANS = st.lists(
    st.builds(Span, st.integers(0, 9), st.integers(0, 9), st.sampled_from(["em", "strong"]))
    | st.builds(Span, st.integers(0, 9), st.integers(0, 9), st.just("link"), URLS),
    max_size=3,
)
BLOCKS = st.one_of(
    st.builds(Standfirst, TEXTS),
    st.builds(Heading, LINES, st.integers(2, 6)),
    st.builds(lambda text, spans: Paragraph(text, ordered(spans, len(text))), TEXTS, SPANS),
    st.builds(Quote, TEXTS),
    st.builds(ListItem, TEXTS, st.none() | st.integers(-5, 2_000), st.integers(0, 9)),
    st.builds(Preformatted, st.text(max_size=60).map(clean_verbatim)),
    st.builds(Table, st.lists(st.lists(LINES, max_size=3).map(tuple), max_size=3).map(tuple)),
    st.builds(Figure, LINES, LINES, st.just("") | URLS),
)
TIMES = st.none() | st.datetimes(
    # The strategy wants its bounds without a zone.
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2026, 11, 22),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
ARTICLES = st.builds(
    make_article,
    title=LINES,
    blocks=st.lists(BLOCKS, max_size=6).map(tuple),
    url=URLS,
    authors=st.lists(LINES.filter(bool), max_size=2).map(tuple),
    published=TIMES,
    modified=TIMES,
    language=st.sampled_from([None, "fr", "en", "pt-BR"]),
    language_confidence=st.floats(0, 1),
    site=st.none() | LINES.filter(bool),
    image=st.none() | URLS,
    section=st.none() | LINES.filter(bool),
    tags=st.lists(LINES.filter(bool), max_size=3).map(tuple),
    ai_disclosed=st.booleans(),
    ai_wording=st.none() | LINES.filter(bool),
)
ENTRIES = st.fixed_dictionaries(
    {
        "title": LINES,
        "authors": st.lists(LINES.filter(bool), max_size=2).map(tuple),
        "published": TIMES,
        "summary": TEXTS,
        "content": TEXTS,
        "language": st.sampled_from([None, "fr", "en"]),
        "comments_url": st.none() | URLS,
        "enclosures": st.lists(
            st.builds(
                Enclosure, URLS, st.none() | LINES.filter(bool), st.none() | st.integers(0, 9)
            ),
            max_size=2,
        ).map(tuple),
    }
)
STORIES = st.lists(
    st.tuples(ENTRIES, st.none() | ARTICLES | st.just("failed"), st.booleans(), st.booleans()),
    min_size=1,
    max_size=5,
)


def fill(store: Store, stories: list[tuple[dict[str, Any], Any, bool, bool]]) -> None:
    """Store stories as a fetch and a reader do."""
    feeds = subscribed(store, make_subscription(), make_subscription(url="https://b.example/rss"))
    for number, (entry, article, read, starred) in enumerate(stories, start=1):
        # The same link in both feeds, for every second one.
        record_entries(store, feeds[number % 2], make_entry((number + 1) // 2, **entry))
        if article == "failed":
            (task,) = store.pages.of_story(number)
            failed = PageFailed("no complete answer within 15 s")
            later = NOW + timedelta(hours=1)
            store.pages.record(task, failed, extractor=1, next_try=later, now=NOW)
        elif article is not None:
            record_article(store, number, article)
        store.reading.mark([number], "read", read, now=NOW)
        store.reading.mark([number], "starred", starred, now=NOW)


def lines(store: Store) -> list[bytes]:
    transfer = Transfer(store.connection)
    return [line(record) for record in transfer.records(transfer.every())]


def take_in(store: Store, exported: list[bytes]) -> Added:
    return Transfer(store.connection).add([read_line(text, now=NOW) for text in exported])


def listed(store: Store) -> list[dict[str, object]]:
    """Return the stories as other programs see them, but for what a store counts by itself."""
    rows = store.connection.execute("SELECT * FROM story_list ORDER BY published, feed, guid")
    return [{k: row[k] for k in row.keys() if k not in ("id", "tags")} for row in rows]  # noqa: SIM118


@settings(max_examples=60)
@given(stories=STORIES)
def test_what_leaves_a_store_enters_another_without_loss(stories: Any) -> None:
    with TemporaryDirectory() as folder:
        one, two = (open_store(Path(folder) / name) for name in ("one.db", "two.db"))
        try:
            fill(one, stories)
            exported = lines(one)
            assert take_in(two, exported) == Added(new=len(stories))
            assert lines(two) == exported
            assert listed(two) == listed(one)
            # And once more, and back: nothing more happens.
            assert take_in(two, exported) == Added(known=len(stories))
            assert take_in(one, lines(two)) == Added(known=len(stories))
            assert (lines(two), lines(one)) == (exported, exported)
        finally:
            one.close()
            two.close()


def test_what_is_there_keeps_its_text_and_marks_are_joined(store: Store, tmp_path: Path) -> None:
    fill(store, [({}, make_article(title="Ici"), True, False), ({}, None, True, False)])
    other = open_store(tmp_path / "other.db")
    fill(other, [({}, make_article(title="Là"), False, True), ({}, make_article(), False, True)])
    # The two entries of a pair have one link: they are one story, with one page, in both stores.
    exported = lines(other)
    other.close()
    # Whoever read or starred one of the two did it to both.
    assert take_in(store, exported) == Added(known=2, marked=1)
    first = store.stories.story(1)
    assert first is not None
    assert (first.read, first.starred) == (True, True)
    titles = store.connection.execute("SELECT title FROM articles").fetchall()
    assert [row["title"] for row in titles] == ["Ici"]


def test_an_article_that_is_missing_is_filled_in(store: Store, tmp_path: Path) -> None:
    feed, _ = subscribed(store, make_subscription(), make_subscription(url="https://b.example/"))
    no_pages = make_subscription(full_text=False)
    (feed,) = subscribed(store, no_pages)
    record_entries(store, feed, make_entry(1), make_entry(2))
    other = open_store(tmp_path / "other.db")
    (feed,) = subscribed(other, make_subscription())
    record_entries(other, feed, make_entry(1), make_entry(2))
    record_article(other, 1)
    exported = lines(other)
    other.close()
    assert take_in(store, exported) == Added(known=2, filled=1)
    assert sorted(row["article"] for row in listed(store)) == ["ok", "pending"]
    assert take_in(store, exported) == Added(known=2)


def test_an_article_keeps_its_address_where_its_page_is_known_by_another(
    store: Store, tmp_path: Path
) -> None:
    link = "https://journal.example/articles/1"
    (feed,) = subscribed(store, make_subscription())
    record_entries(store, feed, make_entry(1, url=f"{link}?utm_source=rss", canonical_url=link))
    other = open_store(tmp_path / "other.db")
    (feed,) = subscribed(other, make_subscription())
    record_entries(other, feed, make_entry(1, url=link, canonical_url=link))
    record_article(other, 1, make_article(url=link))
    exported = lines(other)
    other.close()
    take_in(store, exported)
    (record,) = Transfer(store.connection).records([1])
    assert record.page is not None
    assert record.page.article is not None
    assert record.page.article.url == link


def test_a_feed_that_is_new_is_not_subscribed_to_but_has_its_name(
    tmp_path: Path, store: Store
) -> None:
    fill(store, [({}, None, False, False)])
    other = open_store(tmp_path / "other.db")
    take_in(other, lines(store))
    assert other.feeds.rows() == []
    (left,) = other.feeds.rows(left=True)
    assert (left.title, left.stories) == ("Le Journal", 1)
    # Nobody asks for the pages of a feed that nobody wants.
    assert other.pages.due(now=NOW) == []
    other.close()


HOSTILE: dict[str, Any] = {
    "gazette": 1,
    "feed": "https://a.example/rss",
    "feed_title": "Le\x1b[31m Journal",
    "feed_site": "javascript:alert(1)",
    "feed_language": "'; DROP",
    "guid": "x\u202e" * 900,
    "url": "HTTPS://jean:sesame@A.example/é",
    "title": "T\x00\x1b]2;PWNED\x07itre\n\u202e",
    "authors": ["A\x9b31m", "", "B" * 999],
    "published": "9999-12-31T23:59:59-23:59",
    "fetched": "2200-01-01T00:00:00Z",
    "changed": "0001-01-01T00:00:00+23:59",
    "language": "x" * 99,
    "comments_url": "file:///etc/passwd",
    "enclosures": [{"url": "ftp://x"}, {"url": "https://a.example/a", "length": 2**70}],
    "summary": "a\u2028b" * 5_000,
    "content": "<script>\x07",
    "read": True,
    "page": {
        "url": "https://a.example/é",
        "state": "ok",
        "failures": -(2**70),
        "error": "\x1b[2J",
        "article": {
            "url": "data:text/html,x",
            "title": "\u202eT",
            "extracted": "2026-11-22T00:00:00",
            "extractor": 2**70,
            "language_confidence": -1e308,
            "removed": [["\x1b", -5]],
            "unknown": {"to": ["this", "gazette"]},
            "blocks": [
                {"type": "heading", "text": "a\nb\x1b", "level": 99},
                {"type": "item", "text": "\x1b[1mb", "number": 2**70, "depth": -1},
                {"type": "figure", "url": "javascript:x", "caption": "\u202e"},
                {"type": "table", "rows": [["\x1b", "a|b"], []]},
                {"type": "pre", "text": "\ta\x07"},
                {
                    "type": "quote",
                    "text": "a\x07b",
                    "spans": [{"start": 0, "end": 1, "kind": "em"}],
                },
                {
                    "type": "paragraph",
                    "text": "un deux",
                    "spans": [
                        {"start": 3, "end": 2**70, "kind": "strong"},
                        {"start": -4, "end": 2, "kind": "em"},
                        {"start": 0, "end": 2, "kind": "link", "url": "https://u:p@a.example/b"},
                        {"start": 3, "end": 7, "kind": "link", "url": "javascript:x"},
                    ],
                },
            ],
        },
    },
}


def test_everything_passes_the_sanitiser_on_the_way_in(store: Store) -> None:
    record = read_line(json.dumps(HOSTILE).encode(), now=NOW)
    assert line(read_line(line(record), now=NOW)) == line(record)
    for forbidden in (
        "\\u001b",
        "\\u0000",
        "\x9b",
        "\u202e",
        "javascript:",
        "file:",
        "sesame",
        "ftp:",
    ):
        assert forbidden not in line(record).decode()
    assert (record.published, record.fetched, record.changed) == (None, NOW, None)
    assert len(record.guid) == 64
    assert len(record.summary) <= 2_000
    page = record.page
    assert page is not None
    assert page.article is not None
    assert page.article.extracted == datetime(2026, 11, 22, tzinfo=UTC)
    assert page.article.blocks[:2] == (Heading("a b", 6), ListItem("b"))
    assert page.article.blocks[-1] == Paragraph(
        "un deux",
        (Span(0, 2, "em"), Span(0, 2, "link", "https://a.example/b"), Span(3, 7, "strong")),
    )
    Transfer(store.connection).add([record])
    (row,) = listed(store)
    assert (row["title"], row["url"], row["read"]) == ("Titre", "https://a.example/%C3%A9", 1)


FIELDS = [*HOSTILE, *HOSTILE["page"]]
GOOD = {"gazette": 1, "feed": "https://a.example/", "guid": "a", "fetched": "2026-11-22T00:00:00Z"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "its JSON is damaged"),
        (json.dumps(GOOD).encode()[:-9], "its JSON is damaged"),
        (json.dumps(GOOD).encode().replace(b'"a"', b'"\xff"'), "its JSON is damaged"),
        (json.dumps(GOOD).encode().replace(b'"a"', b'"\\ud800"'), "its JSON is damaged"),
        (b"[" * 100_000, "no line of"),
        (b'{"id": 1, "title": "x"}', "no line of `gazette export jsonl`"),
        (json.dumps({**GOOD, "gazette": 0}).encode(), "no line of `gazette export jsonl`"),
        (json.dumps({**GOOD, "gazette": 3, "guid": 5}).encode(), "a newer gazette"),
        (json.dumps({**GOOD, "gazette": 3}).encode(), "a newer gazette"),
        (json.dumps({**GOOD, "guid": 5}).encode(), r"no whole story \(Expected `str`"),
        (json.dumps({**GOOD, "feed": "mailto:a@b"}).encode(), "no address of the web"),
        (json.dumps({**GOOD, "feed": "https://a.example/\x1b"}).encode(), "no address of the web"),
        (b'{"gazette": 1}' + b" " * LINE_BYTES, "longer than 16 MB"),
    ],
    ids=range(13),
)
def test_a_line_that_is_no_story_says_why(text: bytes, told: str) -> None:
    with pytest.raises(NotAStory, match=told):
        read_line(text, now=NOW)


@given(
    text=st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from([*HOSTILE, *HOSTILE["page"]]), inner)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_line_raises_anything_else(text: bytes) -> None:
    with suppress(NotAStory):
        read_line(text, now=NOW)


@given(
    field=st.sampled_from(sorted({*HOSTILE} - {"gazette"})),
    value=st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
)
def test_a_line_with_one_odd_field_is_refused_or_fit_to_be_stored(
    field: str, value: object
) -> None:
    try:
        record = read_line(json.dumps({**HOSTILE, field: value}).encode(), now=NOW)
    except NotAStory:
        return
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "gazette.db")
        assert Transfer(store.connection).add([record]) == Added(new=1)
        assert lines(store)
        store.close()


@given(st.binary(max_size=60), st.integers(0, 60))
def test_a_file_is_read_line_by_line_wherever_its_beginning_ends(body: bytes, cut: int) -> None:
    rest = BytesIO(body[cut:])
    read = [text for text in lines_of(body[:cut], rest.readline) if text]
    assert read == [text for text in body.split(b"\n") if text]


def test_a_line_that_is_too_long_costs_only_itself() -> None:
    body = b"a\n" + b"x" * (LINE_BYTES * 2) + b"\nb\n"
    read = [len(text) for text in lines_of(b"", BytesIO(body).readline)]
    assert read == [1, LINE_BYTES + 1, 1]
