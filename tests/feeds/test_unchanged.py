"""Entries that stand in a feed as before are not read again, and nothing else changes."""

from hypothesis import given
from hypothesis import strategies as st

from gazette.feeds.changes import Changes, KnownEntry, compare
from gazette.feeds.parse import parse_feed
from gazette.model import ParsedFeed, SeenEntry
from tests.builders import NOW

URL = "https://journal.example/rss.xml"


def rss(*items: str, head: str = "<title>T</title>") -> bytes:
    text = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel>{head}{text}</channel></rss>'.encode()


def item(number: int, title: str = "") -> str:
    return f"<guid>{number}</guid><title>{title or f'Title {number}'}</title>"


def parse(body: bytes, seen: tuple[SeenEntry, ...] = (), **how) -> ParsedFeed:
    return parse_feed(body, **{"url": URL, "now": NOW, "seen": seen, **how})


def titles(parsed: ParsedFeed) -> list[str]:
    return [entry.title for entry in parsed.entries]


def test_an_entry_that_stands_as_before_is_not_read_again() -> None:
    before = parse(rss(item(1), item(2)))
    after = parse(rss(item(3), item(1), item(2)), before.seen)
    assert (titles(after), after.unchanged) == (["Title 3"], ("1", "2"))


def test_an_edited_entry_is_read_again() -> None:
    before = parse(rss(item(1), item(2)))
    after = parse(rss(item(1, "Edited"), item(2)), before.seen)
    assert (titles(after), after.unchanged) == (["Edited"], ("2",))


def test_the_feeds_own_data_is_read_each_time() -> None:
    before = parse(rss(item(1)))
    date = "<lastBuildDate>28 Nov 2020 08:00:00 GMT</lastBuildDate>"
    after = parse(rss(item(1), head=f"{date}<title>T</title>"), before.seen)
    assert (after.title, after.unchanged, after.entries) == ("T", ("1",), ())


def test_another_head_of_the_feed_lets_all_be_read_again() -> None:
    """It may say what links are relative to, or the language."""
    before = parse(rss("<link>a.html</link>"))
    head = "<title>T</title><link>https://other.example/news/</link>"
    after = parse(rss("<link>a.html</link>", head=head), before.seen)
    assert [entry.url for entry in after.entries] == ["https://other.example/news/a.html"]


def test_another_address_of_the_feed_lets_all_be_read_again() -> None:
    before = parse(rss("<link>a.html</link>"))
    after = parse(rss("<link>a.html</link>"), before.seen, url="https://new.example/rss.xml")
    assert [entry.url for entry in after.entries] == ["https://new.example/a.html"]


def test_the_end_of_an_entry_inside_cdata_or_a_comment_is_none() -> None:
    for text in ("<![CDATA[ </item><item> ]]>", "<!-- </item><item> -->"):
        body = rss(f"<guid>1</guid><title>One</title><description>{text}</description>", item(2))
        before = parse(body)
        after = parse(body + b" ", before.seen)
        assert titles(after) == titles(before) == ["One", "Title 2"]


def test_a_new_entry_under_the_guid_of_an_unchanged_one_lets_both_be_read() -> None:
    """Which of the two counts is told by their dates."""
    old = item(1) + "<pubDate>27 Nov 2020 08:00:00 GMT</pubDate>"
    before = parse(rss(old))
    older = item(1, "Older") + "<pubDate>26 Nov 2020 08:00:00 GMT</pubDate>"
    after = parse(rss(older, old), before.seen)
    assert (titles(after), after.unchanged) == (["Title 1"], ())


def test_entries_that_only_their_titles_tell_apart_are_read_together() -> None:
    link = "<link>https://journal.example/live</link>"
    first, second = f"{link}<title>One</title>", f"{link}<title>Two</title>"
    before = parse(rss(first, second))
    edited = f"{second}<description>More</description>"
    after = parse(rss(first, edited), before.seen)
    assert [e.guid for e in after.entries] == [e.guid for e in before.entries]


def test_an_entry_with_nothing_to_read_is_remembered_too() -> None:
    before = parse(rss("<category>none</category>", item(1)))
    after = parse(rss(item(2), "<category>none</category>", item(1)), before.seen)
    assert (titles(after), after.unchanged) == (["Title 2"], ("1",))


def test_the_language_of_a_feed_is_not_told_by_its_new_entries_alone() -> None:
    french = "Les élections régionales ont lieu dimanche dans toutes les communes du pays"
    before = parse(rss(*(item(n, f"{french} {n}") for n in range(3))))
    english = "The elections will be held in all of the towns of the country on Sunday"
    after = parse(rss(item(9, english), *(item(n, f"{french} {n}") for n in range(3))), before.seen)
    assert (before.language, after.language) == ("fr", None)


# --- the law: the same stories, with and without ------------------------------------------------

pieces = st.builds(
    lambda guid, link, title, day: (
        (f"<guid>{guid}</guid>" if guid else "")
        + (f"<link>https://journal.example/{link}</link>" if link else "")
        + f"<title>{title}</title><pubDate>{day:02} Nov 2020 08:00:00 GMT</pubDate>"
    ),
    st.sampled_from(["", "a", "b", "c", "d"]),
    st.sampled_from(["", "x", "y", "z"]),
    st.sampled_from(["One", "Two", "Three"]),
    st.integers(1, 3),
)
documents = st.lists(pieces, max_size=6).map(lambda items: rss(*items))


def told(changes: Changes) -> tuple[object, ...]:
    return (
        sorted(entry.guid for entry in changes.new),
        sorted((known, entry.title) for known, entry in changes.changed),
        sorted((known, entry.guid) for known, entry in changes.renamed),
    )


@given(documents, documents)
def test_the_same_entries_are_new_changed_and_renamed(first: bytes, second: bytes) -> None:
    before = parse(first)
    known = [
        KnownEntry(number, entry.guid, entry.canonical_url, entry.content_hash)
        for number, entry in enumerate(before.entries)
    ]
    whole, part = parse(second), parse(second, before.seen)
    assert told(compare(part.entries, known, unchanged=part.unchanged)) == told(
        compare(whole.entries, known)
    )
