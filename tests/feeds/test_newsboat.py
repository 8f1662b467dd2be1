import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import NotAList
from gazette.feeds.newsboat import read_urls
from gazette.model import ListedFeed

URLS = b"""\xef\xbb\xbf# my feeds
https://jour.example/rss.xml presse "le monde" "~Le Jour"
https://a.example/feed#frag !hidden "!"\r
  "https://quoted.example/a b"   # a remark

exec:~/bin/make-feed.sh tech
"filter:~/bin/f.py:https://b.example/rss" tech
"query:Unread:unread = \\"yes\\""
"""


def test_titles_tags_and_remarks_are_told_apart() -> None:
    assert read_urls(URLS) == (
        ListedFeed("https://jour.example/rss.xml", "Le Jour", ("presse", "le monde")),
        ListedFeed("https://a.example/feed#frag", "", ("hidden",)),
        ListedFeed("https://quoted.example/a b"),
        ListedFeed("exec:~/bin/make-feed.sh", "", ("tech",)),
        ListedFeed("filter:~/bin/f.py:https://b.example/rss", "", ("tech",)),
        ListedFeed('query:Unread:unread = "yes"'),
    )


@pytest.mark.parametrize("body", [b"", b"# nothing", b"\x89PNG\r\n\x1a\n\0\0", b'{"a": 1}'])
def test_what_holds_no_address_is_refused(body: bytes) -> None:
    with pytest.raises(NotAList, match="neither"):
        read_urls(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    # What stands behind it is tags and further lines: the first address is what it was.
    assert read_urls(b"https://a.example/ " + body)[0].url == "https://a.example/"
