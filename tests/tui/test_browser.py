import pytest

from gazette.tui.browser import checked_address, takes_terminal


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://journal.example/une?x=1&y=%20#fin", "https://journal.example/une?x=1&y=%20#fin"),
        ("http://journal.example/été", "http://journal.example/%C3%A9t%C3%A9"),
        ("HTTPS://JOURNAL.example/", "HTTPS://JOURNAL.example/"),
        ('https://journal.example/"; rm', None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("--private-window", None),
        ("https://", None),
        ("https://journal.example/\x1b]52;c;x\x07", None),
        ("https://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_reach_the_browser(url: str | None, address: str | None) -> None:
    assert checked_address(url) == address


@pytest.mark.parametrize(
    ("name", "is_so"),
    [("w3m", True), ("/usr/bin/lynx", True), ("firefox", False), ("xdg-open", False), ("", False)],
)
def test_a_browser_of_text_takes_the_terminal(name: str, is_so: bool) -> None:
    assert takes_terminal(name) is is_so
