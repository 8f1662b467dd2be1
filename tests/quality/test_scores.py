"""The measures of quality measure what they say."""

import pytest

from tests.bench.extract import Found, Page, figures, half_of
from tests.quality.scores import (
    Phrases,
    compare,
    count_phrases,
    f1,
    means,
    names_f1,
    same_day,
    same_words,
)

TEN = "one two three four five six seven eight nine ten"


def test_a_text_is_equal_to_itself_whatever_its_breaks_and_punctuation():
    match = compare(TEN, "one, two:\n\nthree four five six seven eight nine ten.")
    assert (match.precision, match.recall) == (1.0, 1.0)


def test_soft_hyphens_and_uncomposed_accents_are_no_difference():
    match = compare("un élé\u00adphant blanc dort", "un e\u0301le\u0301phant blanc dort")
    assert (match.precision, match.recall) == (1.0, 1.0)


def test_half_of_a_text_has_all_precision_and_its_share_of_the_runs():
    match = compare(TEN, "one two three four five")
    assert match.precision == 1.0
    assert match.recall == pytest.approx(2 / 7)


def test_what_does_not_belong_costs_precision_alone():
    match = compare("one two three four five", TEN)
    assert match.precision == pytest.approx(2 / 7)
    assert match.recall == 1.0


def test_a_text_repeated_counts_once():
    assert compare(TEN, f"{TEN} {TEN}").shared == 7


def test_an_empty_text_has_no_precision_and_no_recall():
    matches = [compare(TEN, ""), compare(TEN, TEN)]
    assert matches[0].precision is None
    assert means(matches) == (1.0, 0.5)
    assert f1(*means([compare(TEN, "")])) == 0.0


def test_phrases_are_counted_over_all_pages():
    counts = [
        count_phrases(["une phrase", "perdue"], ["un titre"], "Voici une\n phrase et un titre."),
        count_phrases(["deux"], ["trois"], "deux"),
    ]
    assert counts == [Phrases(kept=1, slipped=1, lost=1), Phrases(kept=1)]
    assert sum(counts, Phrases()).precision == pytest.approx(2 / 3)
    assert sum(counts, Phrases()).recall == pytest.approx(2 / 3)


def test_titles_are_the_same_but_for_case_accents_and_punctuation():
    assert same_words("« L’été, enfin ! »", "L'ETE ENFIN")
    assert not same_words("L’été", "L’été - Le Journal")


def test_names_are_compared_as_sets_however_they_are_joined():
    assert names_f1(["Ada Quill et Tom Reeve"], ["Tom Reeve", "Ada Quill"]) == 1.0
    assert names_f1(["Ada Quill"], ["By Ada Quill", "Reuters"]) == pytest.approx(2 / 3)
    assert names_f1(["Ada Quill"], []) == 0.0


@pytest.mark.parametrize(
    ("found", "is_right"),
    [
        ("2026-11-20", True),
        ("2026-11-20T23:30:00+01:00", True),
        ("2026-11-19T23:30:00+00:00", True),
        ("2026-11-21T12:00:00+01:00", False),
        ("", False),
    ],
)
def test_a_day_is_right_as_written_or_in_utc(found, is_right):
    assert same_day("2026-11-20T00:30:00+01:00", found) == is_right


def test_pages_of_one_host_are_in_one_half_and_the_halves_are_about_equal():
    assert half_of("https://www.example.org/1") == half_of("http://example.org/a/2?b#c")
    halves = [half_of(f"https://journal{n}.example/") for n in range(400)]
    assert 150 < sum(halves) < 250


def test_a_line_of_the_table_has_a_dash_for_what_is_not_known():
    page = Page(b"", {"url": "", "text": TEN, "title": "T", "authors": None, "published": None})
    line = figures([(page, Found(text=TEN, title="t"))])
    whole, phrases, about = line.split(" | ")[1:]
    assert whole.split() == ["1.000"] * 3
    assert phrases.split() == ["-"] * 3
    assert about.split() == ["1.000", "-", "-"]
