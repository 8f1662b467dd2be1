from datetime import timedelta
from pathlib import Path

import pytest

from gazette.config import create_config, load_config, parse_config, sample_text
from gazette.errors import ConfigError
from gazette.i18n import words
from gazette.tui.typography import plain_spaces

FILE = Path("feeds.toml")


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as problem:
        parse_config(text, FILE)
    return str(problem.value)


def test_an_empty_file_is_all_defaults() -> None:
    config = parse_config("", FILE)
    assert config.subscriptions == ()
    assert config.fetch.every == timedelta(hours=1)
    assert config.fetch.delay == timedelta(milliseconds=500)
    assert config.fetch.keep_pages_bytes == 500_000_000
    assert config.fetch.user_agent.startswith("gazette/")
    assert (config.reader.language, config.reader.theme) == ("auto", "auto")


def test_a_feed_inherits_from_fetch_what_it_does_not_say() -> None:
    config = parse_config(
        """
        [fetch]
        every = "2h"
        full_text = false
        keep_pages_size = "2GB"

        [[feeds]]
        url = "https://un.example/rss"

        [[feeds]]
        url = "https://deux.example/rss"
        title = "Deux"
        tags = ["presse", "monde", "presse"]
        every = "1h 30m"
        full_text = true
        headers = { Authorization = "Bearer x" }
        """,
        FILE,
    )
    one, two = config.subscriptions
    assert (one.every, one.full_text, one.title) == (timedelta(hours=2), False, None)
    assert (two.every, two.full_text) == (timedelta(minutes=90), True)
    assert two.tags == ("presse", "monde")
    assert two.headers == (("Authorization", "Bearer x"),)
    assert config.fetch.keep_pages_bytes == 2_000_000_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[feeds]]\nurl = "https://a.example"\nevry = "1h"', 'feeds[0].evry: unknown key; did you'
         ' mean "every"?'),
        ("[fetch]\nJobs = 3", 'fetch.Jobs: unknown key; did you mean "jobs"?'),
        ("[reeder]", 'reeder: unknown key; did you mean "reader"?'),
        ("[fetch]\njobs = true", "fetch.jobs: expected a whole number, not true"),
        ("[fetch]\njobs = 0", "fetch.jobs: expected a number from 1 to 256, not 0"),
        ('[fetch]\nevery = "1m"', 'fetch.every: "1m" is too short: at least "5m"'),
        ('[fetch]\nevery = "soon"', 'fetch.every: expected a time such as "30m"'),
        ("[fetch]\nevery = 60", 'expected a time such as "30m", "1h" or "7d", not 60'),
        ('[fetch]\nkeep_pages_size = "lots"', 'expected a size such as "500MB"'),
        ('[reader]\nlanguage = "de"', 'reader.language: expected one of "auto", "fr", "en"'),
        ('[[feeds]]\ntitle = "x"', 'feeds[0]: the key "url" is missing'),
        ('[fetch]\nevery = "8000y"', 'fetch.every: "8000y" is too long: at most "365d"'),
        ('[fetch]\nuser_agent = "d’été"', "fetch.user_agent: expected a line of plain ASCII"),
        (
            '[[feeds]]\nurl = "https://a.example"\nlanguage = "french!"',
            'feeds[0].language: expected a language such as "fr"',
        ),
        (
            '[[feeds]]\nurl = "https://a.example"\nheaders = {"A B" = "x"}',
            'feeds[0].headers: "A B" is not the name of a header',
        ),
        (
            '[[feeds]]\nurl = "https://a.example"\nheaders = {A = "x\\ny"}',
            "feeds[0].headers: expected a line of plain ASCII",
        ),
        ('[[feeds]]\nurl = "ftp://a.example"', "feeds[0].url: expected an http(s) address"),
        ('[[feeds]]\nurl = "https://"', "feeds[0].url: expected an http(s) address"),
        ('[[feeds]]\nurl = "http://[::1"', "feeds[0].url: expected an http(s) address"),
        ('[[feeds]]\nurl = "http://a.example/\u202e"', "feeds[0].url: expected an http(s) address"),
        (f'[[feeds]]\nurl = "http://a.example/{"a" * 9000}"', "expected an http(s) address"),
        ('feeds = "https://a.example"', "feeds: expected [[feeds]] tables"),
        ("feeds = [1]", "feeds[0]: expected a table"),
        ('[[feeds]]\nurl = "https://a.example"\ntags = "x"', "feeds[0].tags: expected a list"),
        ("fetch = 3", "fetch: expected a table"),
        ("[fetch", "end of document: Expected"),
        ("[fetch]\nevery = 1h", "line 2, column 10"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(text: str, message: str) -> None:
    assert message in refused(text)
    assert refused(text).startswith("feeds.toml: ")


def test_an_address_that_stands_twice_is_an_error_that_names_both() -> None:
    twice = '[[feeds]]\nurl = "https://a.example/rss"\n' * 2
    assert "feeds[1].url: https://a.example/rss is already in feeds[0]" in refused(twice)


def test_two_spellings_of_one_address_are_the_same() -> None:
    spelt = '[[feeds]]\nurl = "http://a.example/x"\n[[feeds]]\nurl = "http://A.example:80/x"\n'
    assert "is already in feeds[0]" in refused(spelt)


def test_a_long_token_is_kept_whole() -> None:
    token = "Bearer " + "x" * 4000
    text = f'[[feeds]]\nurl = "https://a.example"\nheaders = {{ Authorization = "{token}" }}'
    assert parse_config(text, FILE).subscriptions[0].headers == (("Authorization", token),)


def test_a_language_is_kept_as_its_code() -> None:
    text = '[[feeds]]\nurl = "https://a.example"\nlanguage = "FR-ca"'
    assert parse_config(text, FILE).subscriptions[0].language == "fr"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load_config(tmp_path / "none.toml")


def test_a_file_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_bytes("# été\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(file)


def test_a_first_run_starts_from_the_sample_and_never_writes_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "feeds.toml"
    assert create_config(file)
    assert file.read_text(encoding="utf-8") == sample_text()
    file.write_text("# mine")
    assert not create_config(file)
    assert file.read_text() == "# mine"


def test_the_sample_is_a_good_start_in_both_languages(tmp_path: Path) -> None:
    config = parse_config(sample_text(), FILE)
    assert 20 <= len(config.subscriptions) <= 30
    assert all(s.title and s.tags for s in config.subscriptions)
    assert len({s.url for s in config.subscriptions}) == len(config.subscriptions)


def test_a_feed_may_name_its_article_and_what_is_not() -> None:
    feed = '[[feeds]]\nurl = "https://a.example"\n'
    chosen = 'selector = "main .story"\nremove = [".promo", "#poll"]\n'
    (given,) = parse_config(feed + chosen, FILE).subscriptions
    assert (given.selector, given.remove) == ("main .story", (".promo", "#poll"))
    (silent,) = parse_config(feed, FILE).subscriptions
    assert (silent.selector, silent.remove) == (None, None)
    (none,) = parse_config(feed + "remove = []", FILE).subscriptions
    assert none.remove == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('selector = "main ["', 'feeds[0].selector: "main [" is not a CSS selector'),
        ('remove = [".a", "p::x("]', 'feeds[0].remove: "p::x(" is not a CSS selector'),
        ('remove = ".a"', 'feeds[0].remove: expected a list such as [".promo", "#poll"]'),
        ("selector = 3", "feeds[0].selector: expected text in quotes, not 3"),
        (f'selector = "{"a " * 600}"', "is not a CSS selector"),
        ('removes = [".a"]', 'feeds[0].removes: unknown key; did you mean "remove"?'),
    ],
)
def test_a_selector_that_cannot_be_used_is_named(line: str, message: str) -> None:
    assert message in refused(f'[[feeds]]\nurl = "https://a.example"\n{line}')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[reader]\ntheme = []\n", "non une liste"),
        ("[reader]\ntheme = {}\n", "non une table"),
        ("[reader]\ntheme = 2026-11-22\n", "non une date"),
        ("x = \n", "feeds.toml : ligne 1, colonne 5 : Invalid value"),
        ('x = "', "feeds.toml : fin du fichier : "),
    ],
)
def test_what_is_wrong_is_told_in_french_too(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("feeds.toml"))
    assert told in plain_spaces(words("fr").describe(caught.value))
