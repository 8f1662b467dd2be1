"""Rules for sites: the files, their errors, and which of them holds for a page."""

from datetime import date
from pathlib import Path

import pytest

from gazette.errors import ConfigError
from gazette.extract import NO_RULES, PageRules, extract_article, rules_for
from gazette.extract.sites import SITES, load_site
from tests.builders import make_subscription

LINES = (
    "The county council voted on Tuesday to close the old bridge, ending a year of debate.",
    "The work will take ten months, and drivers will be sent through the next village.",
)
LETTER = "Sir, I have crossed that bridge every day since I was a boy, and I shall miss it dearly."
NAME = "example.org.toml"


def site(folder: Path, text: str, host: str = "journal.example") -> Path:
    file = folder / f"{host}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_shipped_file_can_be_used() -> None:
    files = list(SITES.glob("*"))
    assert NAME in [file.name for file in files]
    for file in files:
        assert file.suffix == ".toml"
        assert file.name == file.name.lower()
        assert load_site(file)


def test_a_site_is_found_by_its_host_and_those_below_it() -> None:
    rules = rules_for("https://example.org/dossiers/bridge")
    assert rules == PageRules("main .chapter", (".letter", "span.footmark"), NAME, NAME)
    assert rules_for("https://www.Example.org:8080/dossiers/bridge?a=1") == rules
    for url in ("https://notexample.org/dossiers/x", "https://org/", "file:///dossiers/x", "//[x"):
        assert rules_for(url) == NO_RULES


def test_the_longest_host_and_the_first_path_that_fit_decide(tmp_path: Path) -> None:
    rule = '[[rules]]\nsince = 2026-01-01\nwhy = "."\nselector = "{}"\npath = "{}"\n'
    site(tmp_path, rule.format("a", "/") + rule.format("b", "/x/"))
    site(tmp_path, rule.format("c", "/x/") + rule.format("d", "/"), "blog.journal.example")
    found = [
        rules_for(f"https://{address}", folder=tmp_path).article
        for address in ("journal.example/x/", "a.journal.example", "blog.journal.example/x/1")
    ]
    assert [*found, rules_for("https://blog.journal.example", folder=tmp_path).article] == [
        *("a", "a", "c", "d")
    ]


@pytest.mark.parametrize(
    ("day", "removed"),
    [
        (date(2025, 2, 28), ()),
        (date(2025, 3, 1), ("p.poll",)),
        (date(2026, 6, 30), ("p.poll",)),
        (date(2026, 7, 1), ("section.poll",)),
        (None, ("section.poll",)),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(
    day: date | None, removed: tuple[str, ...]
) -> None:
    assert rules_for("https://example.org/news/1", day=day).remove == removed


def test_each_key_of_the_reader_replaces_that_of_the_site() -> None:
    url = "https://example.org/dossiers/bridge"
    both = make_subscription(selector="#a", remove=(".b",))
    assert rules_for(url, both) == PageRules("#a", (".b",), "feeds.toml", "feeds.toml")
    one = rules_for(url, make_subscription(selector="#a"))
    assert (one.article, one.remove, one.remove_from) == ("#a", (".letter", "span.footmark"), NAME)
    assert rules_for(url, make_subscription(remove=())).remove == ()
    assert rules_for(url, make_subscription()) == rules_for(url)


def test_the_rules_of_a_site_hold_for_its_pages_alone() -> None:
    html = "<title>The bridge</title><main><h1>The bridge</h1><section class=chapter>{}".format(
        "".join(f"<p>{line}</p>" for line in LINES) + f"<div class=letter><p>{LETTER}</p></div>"
    ).encode()
    assert extract_article(html, "https://www.example.org/dossiers/1").paragraphs == LINES
    assert extract_article(html, "https://www.example.org/1").paragraphs == (*LINES, LETTER)


GOOD = '[[rules]]\nsince = 2026-11-27\nwhy = "Letters"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rules]", "journal.example.toml: file: "),
        ("", "rules: expected [[rules]] tables"),
        ("[rule]", 'rule: unknown key; did you mean "rules"?'),
        (GOOD + 'selectr = "a"', 'rules[0].selectr: unknown key; did you mean "selector"?'),
        (GOOD + 'selector = "a["', 'rules[0].selector: "a[" is not a CSS selector'),
        (GOOD + 'remove = ["a", "b:c("]', 'rules[0].remove[1]: "b:c(" is not a CSS selector'),
        (GOOD + 'remove = "a"', 'rules[0].remove: expected a list such as [".promo"]'),
        (GOOD, 'rules[0]: neither "selector" nor "remove" is given'),
        (GOOD + 'selector = ""', "rules[0].selector: expected text in quotes"),
        (GOOD + 'selector = "a"\npath = "x"', "rules[0].path: expected a path such as"),
        (GOOD + 'selector = "a"\nuntil = "now"', "rules[0].until: expected a day such as"),
        (GOOD + 'selector = "a"\nuntil = 2026-11-26', "rules[0].until: before the day in since"),
        ('[[rules]]\nwhy = "."\nselector = "a"', 'rules[0]: the key "since" is missing'),
        ('[[rules]]\nsince = 2026-11-27\nselector = "a"', 'rules[0]: the key "why" is missing'),
        ("rules = [1]", "rules[0]: expected a table"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ConfigError) as problem:
        load_site(site(tmp_path, text))
    assert message in str(problem.value)
    assert str(problem.value).startswith(str(tmp_path / "journal.example.toml"))
