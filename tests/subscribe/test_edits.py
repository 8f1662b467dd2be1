"""Edits of the text of feeds.toml: what changes, and that nothing else does."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.config import parse_config, sample_text
from gazette.model import ListedFeed, SavedView
from gazette.subscribe.edits import (
    CannotEdit,
    with_changed_feed,
    with_feeds,
    with_view,
    without_feed,
)

NEW = ListedFeed("https://neuf.example/rss", 'Le « Neuf » "9"', ("presse", "été"))
ODD = '''# mine
[fetch]
every = "1h"    # politely

# --- one ---
[[feeds]]
url = "https://a.example/rss"   # the first
title = """
[[feeds]]
# no comment, a title"""
[feeds.headers]
X-Key = "secret"
# after the headers

# --- two ---
[[ "feeds" ]]
url = "https://b.example/rss"
tags = [
  "presse",  # why not
]

[reader]
language = "fr"

# --- three ---
  [[feeds]]
url = "https://c.example/rss"
# the end'''


def urls(text: str) -> list[str]:
    return [s.url for s in parse_config(text, Path("feeds.toml")).subscriptions]


def test_a_feed_is_added_behind_all_that_is_there() -> None:
    text = sample_text()
    changed = with_feeds(text, [NEW])
    assert changed == (
        f'{text}\n[[feeds]]\nurl = "https://neuf.example/rss"\n'
        'title = "Le « Neuf » \\"9\\""\ntags = ["presse", "été"]\n'
    )
    subscription = parse_config(changed, Path("feeds.toml")).subscriptions[-1]
    assert (subscription.url, subscription.title, subscription.tags) == (
        NEW.url,
        NEW.title,
        NEW.tags,
    )


@pytest.mark.parametrize("place", range(3))
def test_a_feed_is_taken_out_and_comments_stay(place: int) -> None:
    changed = without_feed(ODD, place)
    assert urls(changed) == [url for n, url in enumerate(urls(ODD)) if n != place]
    for comment in (
        *("# mine", "# politely", "# --- one ---", "# after the headers", "# --- two ---"),
        *("# --- three ---", "# the end"),
    ):
        assert comment in changed


def test_what_only_looks_like_a_table_is_none() -> None:
    assert without_feed(ODD, 0).count("[[feeds]]") == ODD.count("[[feeds]]") - 2


def test_windows_line_ends_and_a_missing_last_one_are_kept() -> None:
    text = '[[feeds]]\r\nurl = "https://a.example/rss"'
    changed = with_feeds(text, [NEW])
    assert changed.startswith(f"{text}\r\n\r\n[[feeds]]\r\nurl")
    assert "\n" not in changed.replace("\r\n", "")
    assert without_feed(changed, 1) == f"{text}\r\n"


def test_a_list_in_one_table_is_edited_in_its_own_way() -> None:
    text = (
        '# a\nfeeds = [\n  { url = "https://a.example/rss" },\n]  # b\n[reader]\nlanguage = "fr"\n'
    )
    changed = with_feeds(text, [NEW])
    assert urls(changed) == ["https://a.example/rss", NEW.url]
    assert ("# a" in changed, "# b" in changed) == (True, True)
    assert urls(without_feed(changed, 0)) == [NEW.url]


def test_an_empty_list_in_the_way_is_refused() -> None:
    with pytest.raises(CannotEdit):
        with_feeds("feeds = []\n", [NEW])


LINES = st.sampled_from(
    ["", "# --- a section ---", "#[[feeds]]", "# title = 'x'", "   # indented", "\t"]
)
EXTRA = st.sampled_from(
    [
        'title = """\n[[feeds]]\n\n"""',
        "title = '''[reader]\n# no\n'''",
        'tags = [\n  "a", # [[feeds]]\n\n  "b",\n]',
        'title = "T"   # mine',
        '[feeds.headers]\nX = "y"',
        'headers = { X = "[[feeds]]" }',
    ]
)
FEEDS = st.lists(
    st.tuples(st.lists(LINES, max_size=3), st.none() | EXTRA, st.lists(LINES, max_size=3)),
    min_size=1,
    max_size=5,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    parts = []
    feeds = draw(FEEDS)
    settings_at = draw(st.integers(0, len(feeds)))
    for n, (before, extra, after) in enumerate(feeds):
        if n == settings_at:
            parts += ["[reader]", 'language = "fr"']
        parts += [*before, "[[feeds]]", f'url = "https://{n}.example/"', *([extra] * bool(extra))]
        parts += after
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return "\n".join(parts).replace("\n", end) + draw(st.sampled_from(["", end]))


@given(files(), st.data())
def test_taking_a_feed_out_cuts_one_piece_and_touches_nothing_else(
    text: str, data: st.DataObject
) -> None:
    feeds = tomllib.loads(text)["feeds"]
    place = data.draw(st.integers(0, len(feeds) - 1))
    changed = without_feed(text, place)
    start = next((n for n, c in enumerate(changed) if c != text[n]), len(changed))
    # Somewhere up to the first difference one piece was cut.
    length = len(text) - len(changed)
    cuts = [n for n in range(start + 1) if text[:n] + text[n + length :] == changed]
    assert cuts
    assert any(f"{place}.example" in text[n : n + length] for n in cuts)
    kept = [line for line in text.split("\n") if line.lstrip().startswith("# ---")]
    assert [line for line in changed.split("\n") if line.lstrip().startswith("# ---")] == kept


@given(files(), st.text(max_size=30), st.lists(st.text(min_size=1, max_size=9), max_size=3))
def test_adding_keeps_every_byte_and_taking_out_again_gives_them_back(
    text: str, title: str, tags: list[str]
) -> None:
    changed = with_feeds(text, [ListedFeed("https://neuf.example/", title, tuple(tags))])
    assert changed.startswith(text)
    end = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + end
    assert without_feed(changed, len(tomllib.loads(text)["feeds"])) == whole


def test_a_view_is_added_behind_all_that_is_there() -> None:
    changed = with_view(ODD, SavedView('Le "matin"', 'depuis:1j -tag:"à lire"'))
    assert changed == (
        f'{ODD}\n\n[[views]]\nname = "Le \\"matin\\""\nquery = "depuis:1j -tag:\\"à lire\\""\n'
    )
    again = with_view(changed, SavedView("Pluie", "pluie"))
    assert [v.name for v in parse_config(again, Path("feeds.toml")).views] == [
        'Le "matin"',
        "Pluie",
    ]


def test_views_written_as_a_list_are_left_to_their_reader() -> None:
    with pytest.raises(CannotEdit):
        with_view('views = [{name = "a", query = "b"}]\n', SavedView("Pluie", "pluie"))


def test_a_feed_is_renamed_and_nothing_else_changes() -> None:
    changed = with_changed_feed(ODD, 1, {"title": "Bé", "tags": None})
    assert changed == ODD.replace(
        """url = "https://b.example/rss"
tags = [
  "presse",  # why not
]
""",
        """url = "https://b.example/rss"
title = "Bé"
""",
    )


def test_a_title_is_taken_out_and_comments_stay() -> None:
    changed = with_changed_feed(ODD, 0, {"title": None, "tags": ["été"]})
    feed = tomllib.loads(changed)["feeds"][0]
    assert feed == {
        "url": "https://a.example/rss",
        "tags": ["été"],
        "headers": {"X-Key": "secret"},
    }
    for comment in ("# mine", "# --- one ---", "# the first", "# after the headers", "# the end"):
        assert comment in changed


def test_a_feed_in_a_list_is_changed_too() -> None:
    text = 'feeds = [{url = "https://a.example/rss"}, {url = "https://b.example/rss"}] # all\n'
    changed = with_changed_feed(text, 1, {"title": "Bé"})
    assert tomllib.loads(changed)["feeds"] == [
        {"url": "https://a.example/rss"},
        {"url": "https://b.example/rss", "title": "Bé"},
    ]
    assert changed.endswith("# all\n")


@given(
    st.integers(0, 2),
    st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
)
def test_whatever_a_feed_is_called_the_file_says_so(place: int, title: str | None) -> None:
    feeds = tomllib.loads(with_changed_feed(ODD, place, {"title": title}))["feeds"]
    assert feeds[place].get("title") == title
    assert [f for n, f in enumerate(feeds) if n != place] == [
        f for n, f in enumerate(tomllib.loads(ODD)["feeds"]) if n != place
    ]
