import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.web.robots import LONGEST_DELAY_S, MOST_BYTES, Rules, lines_for_us

PAGE = "https://journal.example/monde/article"


def allows(text: str, url: str = PAGE) -> bool:
    return Rules(lines_for_us(text.encode())).allow(url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><h1>404</h1>",
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /admin/",
        "User-agent: otherbot\nDisallow: /",
        "User-agent: *\nDisallow: /\n\nUser-agent: gazette\nDisallow:\nAllow: /",
        "User-agent: *\nDisallow: /monde/\nAllow: /monde/article",
        "Disallow: /",
    ],
)
def test_a_page_may_be_taken(text: str) -> None:
    assert allows(text)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "\ufeffuser-agent:*\r\ndisallow:/monde # tout\r\n",
        "User-agent: gazette\nDisallow: /\nUser-agent: *\nDisallow:",
        "User-agent: otherbot\nUser-agent: Gazette\nDisallow: /",
        "User-agent: gazette\nUser-agent: otherbot\nDisallow: /",
        "User-agent: *\nDisallow: /*/art*le$",
        "User-agent: *\nSitemap: https://journal.example/map.xml\nDisallow: /monde/",
    ],
)
def test_a_page_is_to_be_left_alone(text: str) -> None:
    assert not allows(text)


def test_the_rules_of_other_programs_are_not_kept() -> None:
    others = "".join(f"User-agent: bot{n}\nDisallow: /{n}\n" for n in range(10_000))
    text = f"{others}User-agent: *\nDisallow: /monde/\n"
    assert lines_for_us(text.encode()) == "User-agent: *\nDisallow: /monde/"


def test_a_crawl_delay_is_heeded_up_to_a_limit() -> None:
    def delay(text: str) -> float:
        return Rules(lines_for_us(text.encode())).delay_s

    assert delay("User-agent: *\nCrawl-delay: 2.5") == 2.5
    assert delay("User-agent: *\nCrawl-delay: 86400") == LONGEST_DELAY_S
    assert delay("User-agent: *\nCrawl-delay: nan") == 0
    assert delay("User-agent: *\nCrawl-delay: -3") == 0
    assert delay("User-agent: otherbot\nCrawl-delay: 5") == 0
    assert delay("") == 0


def test_what_only_wastes_time_is_not_kept() -> None:
    stars = "Disallow: /" + "*a" * 200
    text = "User-agent: *\n" + f"{stars}\nDisallow: /{'x' * 10_000}\n" * 5
    assert lines_for_us(text.encode()) == "User-agent: *"
    many = "User-agent: *\n" + "Disallow: /a\n" * 100_000
    assert lines_for_us(many.encode()).count("\n") == 4_999


def test_what_lies_behind_the_first_500_kilobytes_is_not_read() -> None:
    text = b"User-agent: *\n" + b"#" * MOST_BYTES + b"\nDisallow: /\n"
    assert lines_for_us(text) == "User-agent: *"


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_can_be_read(body: bytes, path: str) -> None:
    rules = Rules(lines_for_us(b"User-agent: *\n" + body))
    assert rules.allow(f"https://journal.example/{path}") in (True, False)
    assert 0 <= rules.delay_s <= LONGEST_DELAY_S
