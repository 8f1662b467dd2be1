from datetime import timedelta
from pathlib import Path

import pytest

from gazette.config import create_config, load_config, parse_config, sample_text
from gazette.config.queries import view_named
from gazette.errors import ConfigError
from gazette.i18n import words
from gazette.model import Rule, SavedView
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
        ('[reader]\nplayer = "mpv \'"', "leaves a quote or a backslash open at its end"),
        ('[reader]\nplayer = "mpv \\\\"', "leaves a quote or a backslash open at its end"),
        ("[reader]\nplayer = \"''\"", "reader.player: \"''\" names no program"),
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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n[fetch]\n# jobs = 1\njobs = 0", 4),
        ("[fetch]\nevery = '1h'\n[reader]\nevery = 1", 4),
        ('[[feeds]]\nurl = "https://a.example"\n\n [[ feeds ]] # two\nurl="nope"', 5),
        ('[[feeds]]\nurl = "https://a.example"\n[[views]]\nname = ""\n', 4),
        ('[reader.keymap]\n"nope" = "x"', 2),
        ("[readr]", 1),
        ('["reader" . keymap]\nnext_unread = 3', 2),
        ('[[feeds]]\ntitle = "no address"', 1),
        ("fetch = 3", 1),
        ("reader.theme = 3", 1),
        ('[fetch]\n  "jobs"=0', 2),
        ('[[views]]\nname = "a"\nquery = """\nname = 5\n"""\nnane = 5', 6),
        ("# \u2028\n[fetch]\njobs = 0", 3),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int) -> None:
    assert refused(text).startswith(f"feeds.toml: line {line}, ")


def test_a_place_that_is_written_in_a_way_of_its_own_has_no_line() -> None:
    assert refused("feeds = [{url = 3}]").startswith("feeds.toml: feeds[0].url: ")
    assert refused("\nfetch = {jobs = 0}").startswith("feeds.toml: line 2, fetch.jobs: ")


def test_the_word_that_was_meant_is_offered() -> None:
    assert refused('[reader]\ntheme = "nuitt"').endswith('not "nuitt"; did you mean "nuit"?')
    assert "did you mean" not in refused('[reader]\ntheme = "solarized"')


def test_queries_are_kept_as_they_were_written() -> None:
    config = parse_config(
        """
        [[views]]
        name = "Le matin"
        query = "est:nonlu depuis:2j -étiquette:sport"

        [[rules]]
        when = 'lang:en title:"live blog"'
        do = ["mark-read", "tag: en direct ", "mark-read"]

        [[rules]]
        when = "(publicité OU « contenu partenaire ») -flux:monde"
        do = ["hide"]
        """,
        FILE,
    )
    assert config.views == (SavedView("Le matin", "est:nonlu depuis:2j -étiquette:sport"),)
    assert config.rules == (
        Rule('lang:en title:"live blog"', ("mark-read", "tag:en direct")),
        Rule("(publicité OU « contenu partenaire ») -flux:monde", ("hide",)),
    )


def test_a_query_may_be_as_long_as_any_other() -> None:
    when = " OR ".join(f"title:{'a' * 25}{n:03}" for n in range(100))
    (rule,) = parse_config(f'[[rules]]\nwhen = "{when}"\ndo = ["star"]', FILE).rules
    assert rule.when == when
    too_long = "a" * 4001
    assert "query: longer than 4000" in refused(f'[[rules]]\nwhen = "{too_long}"\ndo = ["star"]')


VIEW = '[[views]]\nname = "Un"\nquery = "est:nonlu"\n'
RULE = '[[rules]]\nwhen = "sport"\ndo = '


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            VIEW + '[[views]]\nname = "Deux"\nquery = "été is:reed"',
            'views[1].query: column 8 of the query: unknown value "reed"; did you mean "read"?',
        ),
        (
            '[[views]]\nname = "Deux"\nquery = "titel:été"',
            'views[0].query: column 1 of the query: unknown field "titel"; did you mean "titre"?',
        ),
        ('[[views]]\nname = "Deux"\nquery = "(a"', 'column 1 of the query: "(" is not closed'),
        ('[[views]]\nname = "Deux"\nquery = ""', "views[0].query: expected text in quotes"),
        ('[[views]]\nname = "Deux"\nquery = 2', "views[0].query: expected text in quotes, not 2"),
        ('[[views]]\nname = "Deux"', 'views[0]: the key "query" is missing'),
        ('[[views]]\nquery = "a"', 'views[0]: the key "name" is missing'),
        ('[[views]]\ntitle = "a"', 'views[0].title: unknown key; did you mean "name"?'),
        (VIEW + VIEW.replace("Un", "ÛN"), 'views[1].name: "ÛN" is already the name of views[0]'),
        ("views = 3", "views: expected [[views]] tables"),
        ('[[rules]]\nwhen = "sport"', 'rules[0]: the key "do" is missing'),
        ('[[rules]]\ndo = ["star"]', 'rules[0]: the key "when" is missing'),
        ('[[rules]]\nwhen = "depuis:toujours"\ndo = ["star"]', "rules[0].when: column 8 of the"),
        (RULE + '"star"', 'rules[0].do: expected a list such as ["mark-read", "tag:presse"], not'),
        (RULE + "[]", "rules[0].do: expected a list such as"),
        (RULE + "[1]", "rules[0].do: expected text in quotes, not 1"),
        (RULE + '["mark_read"]', 'rules[0].do: unknown action "mark_read"; did you mean "mark-'),
        (RULE + '["Hide"]', 'rules[0].do: unknown action "Hide"; did you mean "hide"?'),
        (RULE + '["tags:a"]', 'rules[0].do: unknown action "tags:a"; did you mean "tag:NAME"?'),
        (RULE + '["tag: "]', 'rules[0].do: unknown action "tag:"; did you mean "tag:NAME"?'),
        (RULE + '["star:"]', 'rules[0].do: unknown action "star:"; did you mean "star"?'),
        ('[store]\nkeep = "2w"', 'store.keep: "2w" is too short: at least "30d"'),
        ('[store]\nkeep = "200y"', 'store.keep: "200y" is too long: at most "36500d"'),
        ('[store]\nkeep = "for ever"', 'store.keep: expected "forever" or a time such as "90d"'),
        ("[store]\nkeep = true", 'store.keep: expected "forever" or a time such as "90d"'),
        ("[store]\nkeeps = true", 'store.keeps: unknown key; did you mean "keep"?'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_query_or_a_rule_is_named_with_its_place(text: str, message: str) -> None:
    assert message in refused(text)
    assert refused(text).startswith("feeds.toml: ")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("forever", None),
        ("1y", timedelta(days=365)),
        ("90d", timedelta(days=90)),
        ("2y 30d", timedelta(days=760)),
    ],
)
def test_stories_are_kept_as_long_as_is_said(written: str, kept: timedelta | None) -> None:
    assert parse_config(f'[store]\nkeep = "{written}"', FILE).store.keep == kept
    assert parse_config("", FILE).store.keep is None


def test_a_view_is_found_by_its_name_whatever_its_accents() -> None:
    views = parse_config(VIEW.replace("Un", "Été"), FILE).views
    assert view_named(" ETE", views) == views[0]
    assert view_named("hiver", views) is None


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


def test_the_views_and_rules_that_the_sample_shows_can_be_used_as_they_are() -> None:
    part = sample_text().partition("# --- Views and rules")[2].partition("\n# ---")[0]
    shown = [line.removeprefix("# ") for line in part.splitlines()]
    keys = ("[[", "name =", "query =", "when =", "do =")
    config = parse_config("\n".join(line for line in shown if line.startswith(keys)), FILE)
    assert (len(config.views), len(config.rules)) == (1, 2)


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
        ("x = \n", "feeds.toml : ligne 1, colonne 5 : aucune valeur lisible"),
        ('[reader]\ntheme = "nuitt"', "ligne 2, reader.theme : l’un de ces mots est attendu"),
        ('x = "a\n', "feeds.toml : ligne 1, colonne 7 : un guillemet ouvert"),
        ("[fetch]\n[fetch]\n", "colonne 7 : fetch y est déjà"),
        ('x = "', "feeds.toml : fin du fichier : "),
    ],
)
def test_what_is_wrong_is_told_in_french_too(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("feeds.toml"))
    assert told in plain_spaces(words("fr").describe(caught.value))
