"""OPML as readers of feeds write it, and our own there and back."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import NotAList
from gazette.feeds.opml import MOST_TAGS, read_opml, write_opml
from gazette.model import ListedFeed
from gazette.text import clean_line

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Presse"><outline text="France">
<outline type="rss" text="Le Jour" title="Le Jour: une" xmlUrl="https://jour.example/rss"/>
</outline>
<outline type="rss" title="Monde" xmlUrl="https://monde.example/rss" htmlUrl="https://monde.example"/>
</outline>
<outline type="rss" text="Seul" xmlUrl="https://seul.example/atom"/>
</body></opml>"""


def opml(outlines: str) -> bytes:
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()


def test_nested_folders_are_tags_and_the_order_is_kept() -> None:
    assert read_opml(NESTED.encode()) == (
        ListedFeed("https://jour.example/rss", "Le Jour", ("Presse", "France")),
        ListedFeed("https://monde.example/rss", "Monde", ("Presse",)),
        ListedFeed("https://seul.example/atom", "Seul"),
    )


@pytest.mark.parametrize(
    "outline",
    [
        '<outline text="A" xmlUrl="https://a.example/?x=1&y=2"/>',
        '<outline text="A" xmlUrl="https://a.example/?x=1&amp;y=2"/>',
        '<outline title="A" xmlurl="https://a.example/?x=1&amp;y=2" type="RSS"/>',
        '<OUTLINE TEXT="A" XMLURL="https://a.example/?x=1&amp;y=2"/>',
        '<outline text="" title="A" url="https://a.example/?x=1&amp;y=2" type="rss"/>',
        '<o:outline xmlns:o="x" text="A" xmlUrl="https://a.example/?x=1&amp;y=2"></o:outline>',
    ],
)
def test_what_real_readers_write_is_understood(outline: str) -> None:
    assert read_opml(opml(outline)) == (ListedFeed("https://a.example/?x=1&y=2", "A"),)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\r\n " + text.encode(),
        lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        lambda text: text.encode("windows-1252"),
    ],
    ids=["utf-8", "bom", "blanks", "utf-16", "latin-1", "mislabelled"],
)
def test_any_encoding_is_read(encode: Callable[[str], bytes]) -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?><opml><body><outline text="Été &eacute;"\
 xmlUrl="https://a.example/"/></body></opml>'
    assert read_opml(encode(text)) == (ListedFeed("https://a.example/", "Été é"),)


def test_a_feed_without_an_address_is_told_and_an_empty_folder_is_not() -> None:
    feeds = read_opml(opml('<outline type="rss" text="A"/><outline text="Empty"/>'))
    assert feeds == (ListedFeed("", "A"),)


def test_what_is_commented_out_is_passed_over() -> None:
    inside = '<outline text="A" xmlUrl="https://a.example/"/>'
    assert read_opml(opml(f'<outline isComment="true" text="Old">{inside}</outline>')) == ()


def test_categories_are_tags_too() -> None:
    (feed,) = read_opml(
        opml(
            '<outline text="Presse"><outline text="A" xmlUrl="https://a.example/"'
            ' category="/Presse/Été,science"/></outline>'
        )
    )
    assert feed.tags == ("Presse", "Été", "science")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>'
            b'<outline text="&x;" xmlUrl="https://a.example/"/></body></opml>',
            "DTD",
        ),
        (b'<!DOCTYPE opml SYSTEM "http://a.example/opml.dtd"><opml/>', "DTD"),
        (NESTED.encode()[:-30], "its XML is broken in line 8"),
        (b"<opml><body>" + b'<outline text="x">' * 100_000, "its XML is broken"),
        (b"<rss><channel/></rss>", "`gazette add`"),
        (b"<html><body/></html>", "HTML"),
        (b"<svg/>", "another kind"),
        (b"", "its XML is broken"),
    ],
    ids=["entity", "dtd", "cut", "deep", "feed", "page", "svg", "empty"],
)
def test_what_is_no_list_is_refused_whole(body: bytes, problem: str) -> None:
    with pytest.raises(NotAList, match=problem):
        read_opml(body)


def test_depth_has_an_end() -> None:
    deep = "".join(f'<outline text="{n}">' for n in range(50_000))
    (feed,) = read_opml(opml(f'{deep}<outline xmlUrl="x:"/>{"</outline>" * 50_000}'))
    assert feed.tags == tuple(str(n) for n in range(MOST_TAGS))


def test_a_list_is_written_in_folders() -> None:
    feeds = read_opml(NESTED.encode())
    text = write_opml(feeds, title="gazette & moi")
    assert "<title>gazette &amp; moi</title>" in text
    assert text.count("<outline ") == 5
    assert '      <outline text="France" title="France">\n        <outline type="rss"' in text
    assert read_opml(text.encode()) == feeds


WORDS = st.text(max_size=40).map(lambda text: clean_line(text).strip()).filter(bool)
LISTS = st.lists(
    st.builds(
        ListedFeed,
        st.integers(0, 10**6).map(lambda n: f"https://{n}.example/?a=1&b='\"<{n}>"),
        WORDS,
        st.lists(st.sampled_from(["presse", "été", "a/b,c"]) | WORDS, max_size=4, unique=True).map(
            tuple
        ),
    ),
    max_size=12,
)


@given(LISTS)
def test_a_list_comes_back_as_it_was(feeds: list[ListedFeed]) -> None:
    assert read_opml(write_opml(feeds, title="gazette").encode()) == tuple(feeds)


@given(st.binary(max_size=300), st.text(max_size=100))
def test_any_bytes_are_read_or_refused(body: bytes, text: str) -> None:
    for attempt in (body, f"<opml>{text}".encode(), opml(f"<outline text='{text}'/>")):
        try:
            feeds = read_opml(attempt)
        except NotAList:
            continue
        assert all(feed.url for feed in feeds)
