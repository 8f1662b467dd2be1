import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazette.feeds.identity import (
    body_hash,
    canonical_url,
    content_hash,
    entry_guid,
    mask_url,
)

PIECES = st.sampled_from(
    [
        *"http:// https:// a.example É.example WWW.A.example :80 :443 :8080 / // . .. a é".split(),
        *"%7e %2E %2f %% %zz ? & = utm_source=x fbclid=1 id=1 # #! #!/b @ u:p@ ; [::1] [ ]".split(),
        *("\ud800", "\x00", " "),
    ]
)
ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.lists(PIECES, max_size=10).map("".join),
    st.lists(PIECES, max_size=10).map(lambda pieces: "http://a.example/" + "".join(pieces)),
)


@given(ADDRESSES)
@example("http://a.example:443/")
@example("http://a.example/%%37%45")
@example("http://a.example/%2e%2e/%2E/b/..")
@example("http://a.example//..//.")
def test_the_canonical_url_of_a_canonical_url_is_itself(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://Exemple.example", "https://exemple.example/"),
        ("https://exemple.example:443/a", "https://exemple.example/a"),
        ("http://exemple.example:8080/a", "http://exemple.example:8080/a"),
        ("https://exemple.example:80/a", "https://exemple.example:80/a"),
        ("http://exemple.example:80/a", "https://exemple.example/a"),
        ("https://été.example/é?à", "https://xn--t-9fab.example/%C3%A9?%C3%A0"),
        ("https://a.example/b/../c/./d", "https://a.example/c/d"),
        ("https://a.example/%7Eb%2fc", "https://a.example/~b%2Fc"),
        (
            "https://a.example/b?utm_source=rss&id=2&xtor=RSS-1&page=3",
            "https://a.example/b?id=2&page=3",
        ),
        ("https://a.example/b?at_medium=RSS&fbclid=x", "https://a.example/b"),
        ("https://a.example/b#xtor=RSS-3208", "https://a.example/b"),
        ("https://a.example/#!/b", "https://a.example/#!/b"),
        ("https://user:pass@a.example/b", "https://a.example/b"),
        ("http://[2001:DB8::0:1]/", "https://[2001:db8::1]/"),
    ],
)
def test_spellings_of_one_address_become_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/b?id=1", "https://a.example/b?id=2"),
        ("https://a.example/b?x=1&y=2", "https://a.example/b?y=2&x=1"),
        ("https://a.example/b", "https://a.example/b/"),
        ("https://a.example/b%2Fc", "https://a.example/b/c"),
    ],
)
def test_what_may_be_two_pages_stays_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url", ["", "urn:x:1", "mailto:a@b.example", "http://[::1", "http://a:99999/"]
)
def test_what_is_no_web_address_stays_as_it_is(url: str) -> None:
    assert canonical_url(url) == url


def test_the_feeds_own_id_comes_first() -> None:
    assert entry_guid(" urn:1 ", url="https://a.example/", title="t", text="x") == "urn:1"


def test_without_an_id_the_link_identifies() -> None:
    assert entry_guid("", url="https://a.example/", title="t", text="x") == "https://a.example/"


def test_without_id_and_link_the_words_identify() -> None:
    one = entry_guid("", url=None, title="t", text="x")
    assert one == entry_guid("", url=None, title="t", text="x")
    assert one != entry_guid("", url=None, title="tx", text="")


@given(st.text(min_size=1, max_size=1200))
def test_a_guid_is_never_empty_nor_long(declared: str) -> None:
    assert 0 < len(entry_guid(declared, url=None, title="", text="")) <= 500


def test_long_guids_that_differ_at_the_end_stay_apart() -> None:
    one, other = (entry_guid("g" * 1_000_000 + end, url=None, title="", text="") for end in "ab")
    assert one != other


def test_an_edit_changes_the_content_hash() -> None:
    original = content_hash("Titre", "https://a.example/1", "Texte.")
    assert original != content_hash("Titre !", "https://a.example/1", "Texte.")
    assert original != content_hash("Titre", "https://a.example/2", "Texte.")
    assert original != content_hash("Titre", "https://a.example/1", "Texte corrigé.")


def test_spaces_tracking_and_counters_are_no_edit() -> None:
    one = content_hash("Titre", "https://a.example/1?utm_source=a", "Points: 12\n# Comments: 3")
    assert one == content_hash("Titre", "https://a.example/1", "Points: 99 # Comments: 41")


FEED = b"""<?xml version="1.0"?><!-- generated at %d -->
<rss version="2.0"><channel><title>A</title><lastBuildDate>Mon, %d Jun 2026</lastBuildDate>
<item><title>One</title><pubDate>Mon, 01 Jun 2026</pubDate><!-- kept --></item>
</channel></rss><!-- served in %d ms -->"""


def test_the_moment_of_building_does_not_move_the_body_hash() -> None:
    assert body_hash(FEED % (1, 2, 3)) == body_hash(FEED % (4, 5, 6))


@pytest.mark.parametrize(
    ("old", "new"), [(b"One", b"Two"), (b"01 Jun", b"02 Jun"), (b"<title>A", b"<title>B")]
)
def test_entries_and_titles_move_the_body_hash(old: bytes, new: bytes) -> None:
    body = FEED % (1, 2, 3)
    assert body_hash(body) != body_hash(body.replace(old, new))


def test_a_comment_that_opens_in_an_entry_hides_nothing_after_it() -> None:
    feed = b"<rss><item><![CDATA[<!-- ]]></item><item>%s</item><item>--></item></rss>"
    assert body_hash(feed % b"a") != body_hash(feed % b"b")


@given(st.binary(max_size=200))
def test_any_bytes_have_a_body_hash(body: bytes) -> None:
    assert len(body_hash(body)) == 64


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://jean:secret@a.example/f", "https://***@a.example/f"),
        ("https://a.example/f?token=abc&page=2", "https://a.example/f?token=***&page=2"),
        ("https://a.example/f?k=0123456789abcdefghijklmnop", "https://a.example/f?k=***"),
        ("https://a.example/f?feed=rss2", "https://a.example/f?feed=rss2"),
        ("https://a.example/f#access_token=abc", "https://a.example/f#access_token=***"),
        ("https://a.example/f?to%6ben=abc", "https://a.example/f?to%6ben=***"),
        ("gazette add 'https://a.example/f?key=a'b'", "gazette add 'https://a.example/f?key=***'"),
        (
            "no answer from http://u:p@b.example/?api_key=1",
            "no answer from http://***@b.example/?api_key=***",
        ),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert mask_url(text) == masked
