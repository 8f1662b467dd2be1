import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.feeds.links import web_url

BASE = "https://journal.example/rss/feed.xml"


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://a.example", "https://a.example/"),
        (" HTTPS://A.example/b?c=d#e ", "https://a.example/b?c=d#e"),
        ("/articles/1", "https://journal.example/articles/1"),
        ("1.html", "https://journal.example/rss/1.html"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("https://a.example/été?q=à", "https://a.example/%C3%A9t%C3%A9?q=%C3%A0"),
        ("https://a.example/`id`|x", "https://a.example/%60id%60%7Cx"),
        ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
        ("https://bank.example@evil.example/", "https://evil.example/"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
    ],
)
def test_web_addresses_pass(raw: str, url: str) -> None:
    assert web_url(raw, base=BASE) == url


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "javascript:alert(1)",
        " JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "https://a.example/\n--help",
        "https://a.example/\x1b[2J",
        "https://a.example/\u202egnp.exe",
        "https://a.example:99999/",
        "https://a.example:x/",
        "https://[::1",
        "https://a..example/",
        "https://a example/",
        "https://a.example/" + "a" * 2000,
        "https://a.example/" + "é" * 1000,
    ],
)
def test_other_addresses_do_not(raw: str | None) -> None:
    assert web_url(raw) is None


@given(st.one_of(st.text(max_size=30), st.text(max_size=30).map("https://a.example/{}".format)))
def test_what_passes_is_safe_and_stays_the_same(raw: str) -> None:
    url = web_url(raw, base=BASE)
    if url is not None:
        assert url.isascii()
        assert url.isprintable()
        assert " " not in url
        assert url.startswith(("http://", "https://"))
        assert web_url(url) == url
