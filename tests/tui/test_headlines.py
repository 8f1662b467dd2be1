from datetime import timedelta

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from gazette.i18n import words
from gazette.model import StoryRow
from gazette.tui.headlines import Setting, one_line, section_rule, two_lines
from gazette.tui.render import Spans
from gazette.tui.typography import plain_spaces
from tests.tui.press import NOW, PARIS

SETTING = Setting(words("fr"), NOW, PARIS, 46)
ROW = StoryRow(
    id=1,
    feed_id=1,
    feed_title="Ouest-Matin",
    title="Loire : la plus longue crue de novembre depuis quarante ans",
    language="fr",
    moment=NOW - timedelta(minutes=12),
    read=False,
    starred=False,
    changed=False,
)


def text(spans: Spans) -> str:
    return plain_spaces("".join(piece for _, piece in spans))


def test_a_long_title_flows_over_both_lines() -> None:
    first, second = two_lines(ROW, SETTING)
    assert text(first) == " • Loire : la plus longue crue de novembre"
    assert text(second) == "   depuis quarante a… fr Ouest-Matin · 12 min"


def test_a_short_title_leaves_the_second_line_to_its_source() -> None:
    _, second = two_lines(replace(ROW, title="Brève", starred=True), SETTING)
    assert text(second) == "   fr Ouest-Matin · 12 min"


def test_a_story_of_several_feeds_says_of_how_many() -> None:
    row = replace(ROW, also_in=("Le Quotidien", "Le Courrier"))
    assert text(two_lines(row, SETTING)[1]).endswith(" fr Ouest-Matin +2 · 12 min")
    assert text(one_line(row, replace(SETTING, width=80))).endswith(" Ouest-Matin +2")
    short = replace(row, title="Brève", feed_title="Un très long nom de journal du matin")
    assert text(two_lines(short, SETTING)[1]).endswith(" de journa… +2 · 12 min")


@pytest.mark.parametrize("width", [24, 39, 40, 55, 56, 120])
def test_one_line_gives_up_its_source_and_then_its_time(width: int) -> None:
    line = text(one_line(ROW, replace(SETTING, width=width)))
    assert ("Ouest-Matin" in line) == (width >= 56)
    assert ("13:53" in line) == (width >= 40)
    assert "fr Loire" in line
    assert cell_len(line) <= width


def test_before_today_the_hour_is_enough() -> None:
    row = replace(ROW, title="Brève", moment=NOW - timedelta(hours=19))
    assert text(two_lines(row, SETTING)[1]).endswith("· 19:05")


@pytest.mark.parametrize(
    ("read", "starred", "marks"),
    [(False, False, " • "), (True, False, "   "), (True, True, " ★ "), (False, True, "•★ ")],
)
def test_the_mark_column(read: bool, starred: bool, marks: str) -> None:
    row = replace(ROW, read=read, starred=starred)
    assert text(two_lines(row, SETTING)[0])[:3] == marks
    assert text(one_line(row, replace(SETTING, width=80)))[:3] == marks


@pytest.mark.parametrize(
    "title", ["日本語の見出し" * 9, "👩‍🚀" * 40, "e\u0301" * 200, "", "x" * 300]
)
@pytest.mark.parametrize("width", [24, 39, 46, 60, 80])
def test_no_row_is_wider_than_the_list(title: str, width: int) -> None:
    setting = replace(SETTING, width=width)
    row = replace(ROW, title=title, feed_title="Un très long nom de journal du matin et du soir")
    assert all(cell_len(text(line)) <= width for line in two_lines(row, setting))
    assert cell_len(text(one_line(row, setting))) <= width


def test_one_line_has_time_language_title_and_source() -> None:
    line = text(one_line(replace(ROW, title="Brève"), replace(SETTING, width=80)))
    assert line.split() == ["•", "13:53", "fr", "Brève", "Ouest-Matin"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_titles_stand_below_each_other_whatever_their_age(language: str) -> None:
    setting = replace(SETTING, words=words(language), width=80)
    lines = (
        text(one_line(replace(ROW, moment=NOW - timedelta(days=days)), setting))
        for days in (0, 1, 10, 400)
    )
    assert len({line.index("Loire") for line in lines}) == 1


def test_a_day_has_a_name_and_a_rule() -> None:
    rule = text(section_rule(NOW - timedelta(days=1), SETTING))
    assert rule.startswith(" hier ─")
    assert cell_len(rule) == 46


def test_a_feed_has_its_name_above_and_days_beside_its_stories() -> None:
    setting = replace(SETTING, is_by_feed=True)
    rule = text(section_rule("Le Journal des très longues soirées de novembre\x1b[2J", setting))
    assert rule.startswith(" Le Journal des très longues soirées")
    assert "\x1b" not in rule
    assert cell_len(rule) == 46
    row = replace(ROW, moment=NOW - timedelta(days=1), also_in=("Autre",))
    _, beside = map(text, two_lines(row, setting))
    assert ROW.feed_title not in beside
    assert beside.endswith("fr +1 · hier 14:05")
