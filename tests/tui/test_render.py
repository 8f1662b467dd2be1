from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from gazette.article import Heading, ListItem, Paragraph, Preformatted, Quote, Reason, Table
from gazette.i18n import Words, words
from gazette.model import Story
from gazette.tui.links import links_of
from gazette.tui.render import article_lines, reading_minutes, removed_line
from gazette.tui.typeset import Column, Line
from gazette.tui.typography import plain_spaces
from tests.tui.press import BLOCKS, NOW, PARIS

FRENCH = words("fr")
ENGLISH = words("en")


def make_story(**fields: object) -> Story:
    story = Story(
        id=1,
        feed_url="https://journal.example/rss.xml",
        feed_title="Le Journal",
        url="https://journal.example/1",
        title="Un titre",
        authors=(),
        published=NOW - timedelta(hours=3),
        fetched=datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
        language="fr",
        read=True,
        starred=False,
        tags=(),
        summary="",
        changed=False,
        hidden=False,
        ai_disclosed=False,
        ai_wording=None,
        comments_url=None,
        enclosures=(),
        article="ok",
        article_error=None,
        blocks=(Paragraph("Un alinéa."),),
    )
    return replace(story, **fields)  # type: ignore[arg-type]  # a test names what it changes


KEYS = {"fetch_view": "r", "open_browser": "o"}


def lines_of(
    story: Story, width: int = 72, *, words: Words = FRENCH, now: datetime = NOW
) -> tuple[Line, ...]:
    column = Column(width, links_of(story.blocks))
    return article_lines(story, words, column, KEYS, zone=PARIS, now=now)


def texts(story: Story, width: int = 72, **fields: object) -> list[str]:
    return [line.text for line in lines_of(story, width, **fields)]  # type: ignore[arg-type]


def test_an_article_is_title_source_and_text() -> None:
    assert texts(make_story()) == [
        "Un titre",
        "",
        "Le Journal · il y a 3 heures · 1 min de lecture · fr",
        "",
        "Un alinéa.",
    ]


@pytest.mark.parametrize(
    ("read", "starred", "tail"),
    [(True, False, "fr"), (False, False, "fr  •"), (True, True, "fr  ★"), (False, True, "fr  ★ •")],
)
def test_the_line_of_the_source_ends_with_the_marks(read: bool, starred: bool, tail: str) -> None:
    for width in (20, 46, 72):
        lines = texts(make_story(read=read, starred=starred), width)
        about = lines[2 : lines.index("", 2)]
        assert about[-1].endswith(f" · {tail}")
        assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [20, 46, 72])
def test_no_line_is_wider_than_the_column(width: int) -> None:
    story = make_story(blocks=BLOCKS, removed=(("related", 9), ("cookies", 1)))
    assert max(map(cell_len, texts(story, width))) <= width


def test_the_text_is_not_set_anew_where_only_a_mark_is_another_one() -> None:
    story = make_story(read=False)
    before, after = lines_of(story), lines_of(replace(story, read=True))
    text = [line for line in before if line.block >= 0]
    assert len(text) > len(story.blocks)
    kept = {id(line) for line in after}
    assert all(id(line) in kept for line in text if line.text)
    assert before != after


def test_items_of_a_list_stand_together_and_hang() -> None:
    blocks = (ListItem("un deux trois"), ListItem("quatre", number=2))
    assert texts(make_story(blocks=blocks), 12)[-3:] == ["• un deux", "  trois", "2. quatre"]


def test_a_quotation_stands_behind_a_bar() -> None:
    assert texts(make_story(blocks=(Quote("un deux"),)), 6)[-2:] == ["│ un", "│ deux"]


def test_verse_keeps_its_blanks() -> None:
    assert texts(make_story(blocks=(Preformatted("un\n    deux"),)))[-2:] == ["  un", "      deux"]


def test_a_table_that_is_too_wide_for_columns_is_told_row_by_row() -> None:
    table = Table(rows=(("Station", "Cote", "Tendance"), ("Gien", "2,10 m", "stable")))
    assert "Station  Cote    Tendance" in texts(make_story(blocks=(table,)))
    assert "Gien · 2,10 m ·" in texts(make_story(blocks=(table,)), 16)


def test_a_table_of_a_thousand_columns_is_told_row_by_row() -> None:
    table = Table(rows=(tuple("abc" for _ in range(1_000)),))
    assert texts(make_story(blocks=(table,)))[-1].startswith("abc · abc")


def test_lines_know_their_block_so_that_the_place_is_kept() -> None:
    story = make_story(blocks=(Heading("A"), Paragraph("B " * 60)))
    lines = lines_of(story)
    assert [line.block for line in lines[2:]] == [-1, 0, 0, 1, 1, 1]


def test_what_was_removed_is_counted_in_both_languages() -> None:
    removed = (("related", 9), ("cookies", 1))
    assert plain_spaces(removed_line(removed, FRENCH)) == (
        "retirés : 9 articles connexes, bandeau de cookies"
    )
    assert plain_spaces(removed_line(removed, ENGLISH)) == (
        "removed: 9 related articles, cookie banner"
    )


@pytest.mark.parametrize("width", range(24, 60))
def test_no_count_stands_at_the_end_of_a_line_without_what_it_counts(width: int) -> None:
    removed = tuple((reason, 2) for reason in Reason)
    lines = texts(make_story(removed=removed), width, words=ENGLISH)
    assert not [line for line in lines if line.endswith(" 2")]


def test_what_readers_care_about_is_named_first_and_structure_never() -> None:
    removed = tuple((reason, 2) for reason in Reason)
    assert plain_spaces(removed_line(removed, ENGLISH)) == (
        "removed: 2 related articles, 2 cookie banners, 2 newsletter boxes, 2 advertisements,"
        " 2 comment sections, 2 share bars, 2 subscription boxes"
    )


def test_an_article_that_lost_only_its_furniture_says_nothing() -> None:
    removed = ((Reason.TITLE, 1), (Reason.NAVIGATION, 3), (Reason.HIDDEN, 2))
    assert removed_line(removed, ENGLISH) == ""


def test_a_story_without_text_says_what_to_press() -> None:
    assert texts(make_story(blocks=(), article="none"))[-1] == (
        "Le flux ne donne que ce titre : o ouvre la page."
    )


def test_a_page_that_failed_says_why() -> None:
    story = make_story(article="failed", article_error="the server answered 403 Forbidden")
    assert "403 Forbidden" in " ".join(texts(story))


def test_what_a_machine_wrote_is_said_above_the_text() -> None:
    story = make_story(ai_disclosed=True, ai_wording="Généré par IA")
    assert "Généré par IA" in texts(story)[3]


def test_what_changed_since_it_appeared_is_said_above_the_text() -> None:
    assert texts(make_story(changed=True))[3] == "Modifié depuis sa parution"
    assert texts(make_story(changed=True), words=ENGLISH)[3] == "Changed since it first appeared"


def test_the_other_feeds_of_a_story_are_named_with_its_own() -> None:
    story = make_story(also_in=("Le Soir", "\x1b[2JDépêches"), published=NOW - timedelta(days=1))
    assert texts(story, 90)[2] == (
        "Le Journal (aussi dans Le Soir, Dépêches) · hier à 14:05 · 1 min de lecture · fr"
    )


def test_reading_time_grows_with_the_text() -> None:
    assert reading_minutes(make_story(blocks=())) == 0
    assert reading_minutes(make_story(blocks=(Paragraph("mot " * 900),))) == 4


def test_text_is_cleaned_once_more_before_it_is_shown() -> None:
    story = make_story(title="\x1b]2;P\x07titre", blocks=(Paragraph("\x1b[31mrouge\u202e"),))
    assert texts(story)[0] == "titre"
    assert texts(story)[-1] == "rouge"
