from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.errors import ParseError
from gazette.feeds.parse import MOST_ENTRIES, parse_feed
from gazette.model import Enclosure, ParsedFeed
from tests.builders import NOW

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://journal.example/feeds/rss.xml"


def parse(body: bytes, **how) -> ParsedFeed:
    return parse_feed(body, **{"url": URL, "now": NOW, **how})


def feed(name: str, **how) -> ParsedFeed:
    return parse((FEEDS / name).read_bytes(), **how)


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def titles(parsed: ParsedFeed) -> list[str]:
    return [entry.title for entry in parsed.entries]


def problem(body: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parse(body)
    return str(caught.value.data["problem"])


# --- charsets and damage ------------------------------------------------------------------------

ETE = "Été à Nîmes – l’œuvre du siècle"


@pytest.mark.parametrize(
    "name",
    [
        "cp1252-declared-utf8.xml",
        "utf8-declared-latin1.xml",
        "utf16-without-mark.xml",
        "blank-before-declaration.xml",
        "warning-in-front.xml",
        "junk-behind.xml",
        "one-bad-byte.xml",
    ],
)
@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1", "klingon"])
def test_the_text_is_right_whatever_is_declared(name: str, charset: str | None) -> None:
    assert feed(name, charset=charset).entries[0].title == ETE


@pytest.mark.parametrize("charset", [None, "koi8-r", "iso-8859-1", "utf-8"])
def test_the_declaration_inside_is_believed_over_a_servers_default(charset: str | None) -> None:
    assert titles(feed("koi8-declared-inside.xml", charset=charset)) == ["Новости дня"]


def test_an_ill_formed_feed_is_read() -> None:
    entry = feed("bare-ampersand.xml").entries[0]
    assert entry.title == "Dupont & Dupond, S&P 500"
    assert entry.url == "https://journal.example/1?a=1&b=2"
    assert entry.summary == "Un < deux & trois"


def test_entities_of_html_are_read() -> None:
    assert titles(feed("undeclared-entities.xml")) == ["Déjà\u00a0vu…"]


def test_references_in_cdata_are_text() -> None:
    body = rss("<item><title>&LT;T&GT; &foo; <![CDATA[a &amp; b & c]]></title></item>")
    assert titles(parse(body)) == ["<T> &foo; a & b & c"]


def test_control_characters_are_dropped_with_their_sequences() -> None:
    entry = feed("control-characters.xml").entries[0]
    assert (entry.title, entry.summary) == ("Rouge et noir", "blanc")


def test_entities_from_outside_are_not_opened() -> None:
    assert "root:" not in feed("dtd-in-front.xml").entries[0].title


@pytest.mark.parametrize("name", ["cut-in-the-middle.xml", "cut-after-the-last-item.xml"])
def test_a_feed_without_its_end_is_refused(name: str) -> None:
    assert "cut off" in problem((FEEDS / name).read_bytes())


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss()).entries == ()
    assert parse(b'<feed xmlns="http://www.w3.org/2005/Atom"/>').entries == ()


# --- what is no feed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n" * 1000, "empty"),
        (b"\0" * 1000, "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image (PNG)"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b'{"a": [1]}', "it is JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "a JSON Feed"),
        (b"[" * 100_000, "it is JSON"),
        (b"Bonjour", "plain text"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, said: str) -> None:
    assert said in problem(body)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("page-without-feed.html", "it is an HTML page"),
        ("list.opml", "a list of feeds (OPML)"),
        ("sitemap.xml", "a sitemap"),
        ("other.xml", "XML, but of another kind"),
    ],
)
def test_other_documents_are_named(name: str, said: str) -> None:
    assert said in problem((FEEDS / name).read_bytes())


def test_a_page_tells_of_the_feed_it_announces() -> None:
    with pytest.raises(ParseError, match="it is an HTML page") as caught:
        feed("page.html")
    announced = caught.value.data["announced"]
    assert isinstance(announced, tuple)
    assert [feed.url[-8:] for feed in announced] == ["/rss.xml", "atom.xml"]


# --- entries ------------------------------------------------------------------------------------


def test_atom_means_what_it_says_of_its_texts() -> None:
    parsed = feed("atom-text-html-xhtml.xml", url="https://press.example/atom.xml")
    first, second = parsed.entries
    assert parsed.title == "The <Feed>"
    assert first.title == "Using <b> in titles"
    assert first.summary == "First & last."
    assert second.title == "An important day"
    assert second.summary == "One.\n\nTwo < three."
    assert first.authors == ("Ann Author", "Bob Byline")
    assert first.published == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert second.published == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert (first.url, second.url) == ("https://press.example/a/1", "https://press.example/b")
    assert first.enclosures == (Enclosure("https://press.example/a/1.mp3", "audio/mpeg", 1234),)


def test_rss_titles_are_markup_where_they_look_like_it() -> None:
    assert titles(feed("escaped-titles.xml")) == [
        "L'été enfin",
        "Le grand jour & la nuit",
        "Vector<T> en C++, 5 < 6 & 7",
        "[MISE À JOUR] Paris [vidéo]",
    ]


def test_rdf_feeds_are_read() -> None:
    entry = feed("rss10.xml").entries[0]
    assert (entry.title, entry.url) == ("One", "https://press.example/1")
    assert entry.published == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert entry.authors == ("Ann Author",)


def test_an_xml_base_is_obeyed() -> None:
    assert feed("atom-xml-base.xml").entries[0].url == "https://base.example/blog/post/1"


def test_relative_links_lead_to_the_site() -> None:
    parsed = feed("relative-links.xml", url="https://feeds.counter.example/journal")
    assert [e.url for e in parsed.entries] == [
        "https://journal.example/articles/1",
        "https://cdn.journal.example/2",
    ]
    assert parsed.entries[0].comments_url == "https://journal.example/articles/1#comments"


def test_the_page_behind_a_click_counter_is_the_link() -> None:
    assert feed("original-link-behind-counter.xml").entries[0].url == "https://journal.example/un"


def test_hostile_links_are_left_out_and_their_entries_kept() -> None:
    urls = [entry.url for entry in feed("hostile-links.xml").entries]
    assert urls == [
        *(None, None, None),
        "https://journal.example/%0a%20b",
        None,
        "https://evil.example/",
        "https://xn--80ak6aa92e.example/",
        *(None, None, None),
    ]


def test_dates_as_french_feeds_print_them() -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    hours = [
        (entry.published - day) / timedelta(hours=1) for entry in feed("french-dates.xml").entries
    ]
    assert hours == [14, 13, 12, 11.5, 10]


def test_impossible_dates_are_none_and_their_entries_kept() -> None:
    entries = feed("impossible-dates.xml").entries
    assert [entry.published for entry in entries] == [None] * 8


def test_text_that_says_more_than_the_summary_is_kept_beside_it() -> None:
    both, same, long, wrapped = feed("full-text.xml").entries
    assert both.summary == "Un résumé."
    assert both.content.count("\n\n") == 39
    assert (same.summary, same.content) == ("Le même texte.", "")
    assert long.content == both.content
    assert long.summary.endswith("…")
    assert long.content.startswith(long.summary.removesuffix("…"))
    assert len(long.summary) <= 2_000
    assert (wrapped.summary, wrapped.content) == (
        "Une phrase qui continue ici.\n\nUn second alinéa.",
        "",
    )


def test_authors_are_names() -> None:
    assert [entry.authors for entry in feed("authors.xml").entries] == [
        ("Jeanne Dupont",),
        ("Jean Martin", "Ann Author"),
        (),
        ("L’Équipe",),
    ]


def test_enclosures_are_web_addresses_and_each_once() -> None:
    assert feed("enclosures.xml").entries[0].enclosures == (
        Enclosure("https://cdn.example/1.mp3", "audio/mpeg", 1234567),
        Enclosure("https://journal.example/2.ogg", None, None),
    )


def test_each_entry_has_its_own_language() -> None:
    parsed = feed("two-languages.xml")
    assert [entry.language for entry in parsed.entries] == ["fr", "en"]
    assert parsed.language == "fr"


def test_the_ttl_is_in_minutes() -> None:
    assert feed("two-languages.xml").ttl == timedelta(minutes=90)
    assert parse(rss("<ttl>-5</ttl>")).ttl is None
    assert parse(rss("<ttl>bientôt</ttl>")).ttl is None


# --- identity and number ------------------------------------------------------------------------


def test_of_two_entries_with_one_guid_the_newest_is_kept() -> None:
    assert titles(feed("same-guid-twice.xml")) == ["Nouveau"]


def test_entries_with_nothing_to_read_or_open_are_left_out() -> None:
    entries = feed("nothing-to-go-by.xml").entries
    assert len(entries) == 3
    assert len({entry.guid for entry in entries}) == 3
    assert entries == feed("nothing-to-go-by.xml").entries


def test_a_huge_guid_becomes_a_short_one() -> None:
    body = rss(f"<item><title>a</title><guid>{'g' * 1_000_000}</guid></item>")
    assert len(parse(body).entries[0].guid) <= 500


def test_the_newest_come_first_wherever_they_stood() -> None:
    assert titles(feed("oldest-first.xml")) == [str(n) for n in range(20, 0, -1)]


def test_entries_without_dates_stay_in_the_feeds_order() -> None:
    items = [f"<item><title>{n}</title></item>" for n in range(5)]
    assert titles(parse(rss(*items))) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("step", [1, -1])
def test_of_too_many_entries_the_newest_are_kept(step: int) -> None:
    numbers = range(5_000)[::step]
    start = datetime(2020, 1, 1, tzinfo=UTC)
    dates = {n: f"{start + timedelta(hours=n):%Y-%m-%d %H:%M}" for n in numbers}
    items = [
        f"<item><title>{n}</title><pubDate>{date}</pubDate></item>" for n, date in dates.items()
    ]
    assert titles(parse(rss(*items))) == [str(n) for n in range(4_999, 4_999 - MOST_ENTRIES, -1)]


def test_an_edit_moves_the_content_hash_and_nothing_else_does() -> None:
    item = "<item><guid>1</guid><title>{}</title><pubDate>{}</pubDate></item>"
    hashes = [
        parse(rss(item.format(*words))).entries[0].content_hash
        for words in [("A", "2026-11-20"), ("A", "2026-11-21"), ("B", "2026-11-20")]
    ]
    assert hashes[0] == hashes[1] != hashes[2]


# --- hostile ------------------------------------------------------------------------------------


def test_a_tag_with_thousands_of_attributes_is_refused() -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(20_000))
    assert "attributes" in problem(f"<rss {attributes}><channel/></rss>".encode())


def test_a_million_elements_are_refused() -> None:
    assert "elements" in problem(rss("<x/>" * 1_000_000))


@pytest.mark.parametrize("text", ["&lt;!--", "&lt;![CDATA[", "&amp;", "&lt;", "<![CDATA["])
def test_what_is_opened_a_thousand_times_is_read_or_refused(text: str) -> None:
    body = rss(f"<item><title>a</title><description>{text * 20_000}</description></item>")
    try:
        parsed = parse(body)
    except ParseError:
        return
    assert len(parsed.entries) <= 1


pieces = st.sampled_from(
    "<rss><channel> </channel></rss> <item> </item> <title> </title> <link> </link> <feed> </feed>"
    " <entry> </entry> <guid> </guid> <![CDATA[ ]]> <!-- --> & &amp; &#0; &#xD800; <?xml ?> <a"
    " <pubDate>2026</pubDate> <!DOCTYPE <!ENTITY http://a.example/ é \x00 \x1b[31m".split(" ")
)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(pieces, max_size=14).map(lambda parts: "".join(parts).encode()),
        st.lists(pieces, max_size=10).map(lambda parts: rss("<item>", *parts, "</item>")),
    )
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes) -> None:
    try:
        parsed = parse(body)
    except ParseError:
        return
    for entry in parsed.entries:
        assert 0 < len(entry.guid) <= 500
        assert entry.title.isprintable() or "\u00a0" in entry.title or "\u202f" in entry.title
