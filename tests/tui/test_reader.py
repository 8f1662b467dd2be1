"""The reader as a whole: keys go in, and the state is what a reader expects."""

import json
import os
import sqlite3
import subprocess
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from gazette.feeds.changes import Changes
from gazette.model import FeedFailed, FeedGone, FeedNotModified, StoryQuery
from gazette.store import open_store
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.help import HelpScreen
from gazette.tui.typography import plain_spaces
from tests.builders import (
    make_entry,
    make_feed,
    make_subscription,
    record_article,
    record_entries,
    subscribed,
)
from tests.tui.press import HEADLINES, NOW, make_app, print_paper, story_ids

STACKED = (80, 24)
TWO = (120, 40)
THREE = (200, 60)


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Let the reader work until something is so."""
    for _ in range(400):
        await pilot.pause(0.01)
        if condition():
            return
    raise AssertionError("this never came about")


@asynccontextmanager
async def reading(
    path: Path, size: tuple[int, int] = TWO, **settings: object
) -> AsyncIterator[tuple[Pilot[int], BrowseScreen]]:
    """Open the reader on the paper at `path`, and wait until its list stands."""
    app = make_app(path, **settings)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen))
        screen = app.screen
        assert isinstance(screen, BrowseScreen)
        await until(pilot, lambda: screen.edition.feeds or screen.stories.empty)
        await until(pilot, lambda: not app.workers or all(w.is_finished for w in app.workers))
        yield pilot, screen


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys and wait until what they started has ended."""
    for key in keys:
        await pilot.press(key)
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


def titles_in_sight(screen: BrowseScreen) -> list[str]:
    rows = (screen.stories.row(story_id) for story_id in screen.stories.listing.ids)
    return [row.title for row in rows if row]


def read_in_store(path: Path) -> set[int]:
    store = open_store(path)
    unread = {story_id for _, story_id in store.stories.index(StoryQuery(unread=True))}
    everything = set(story_ids(store))
    store.close()
    return everything - unread


async def test_the_paper_opens_with_what_is_unread_newest_first(paper: Path) -> None:
    async with reading(paper) as (_, screen):
        assert titles_in_sight(screen) == [title for *_, title in HEADLINES]
        assert screen.edition.view.key == "unread"


async def test_the_selected_story_is_shown_beside_the_list_but_not_marked(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j")
        await until(
            pilot, lambda: screen.article.story and screen.article.story.title == HEADLINES[1][3]
        )
        assert not read_in_store(paper)


async def test_opening_marks_read_and_the_row_stays(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter")
        assert screen.panes.current == "article"
        assert read_in_store(paper) == {screen.stories.listing.ids[0]}
        assert len(screen.stories.listing) == len(HEADLINES)
        row = screen.stories.row(screen.stories.selected)
        assert row
        assert row.read


async def test_the_row_is_gone_once_the_list_was_left(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "q", "1", "2")
        assert len(screen.stories.listing) == len(HEADLINES) - 1


async def test_undo_takes_marks_back_one_after_the_other(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "s", "u")
        row = screen.stories.row(screen.stories.selected)
        assert row
        assert (row.read, row.starred) == (True, False)
        await press(pilot, "ctrl+z")
        assert not read_in_store(paper)
        assert screen.status.news == "1 article de nouveau non lu"
        await press(pilot, "u")
        assert screen.status.news == "Rien à annuler."


def article_text(screen: BrowseScreen) -> str:
    return "\n".join(line.text for line in screen.article._lines)


@pytest.mark.parametrize("size", [STACKED, TWO, THREE])
async def test_an_open_article_shows_its_marks(paper: Path, size: tuple[int, int]) -> None:
    async with reading(paper, size) as (pilot, screen):
        await press(pilot, "enter")
        await until(pilot, lambda: "Ouest-Matin" in article_text(screen))
        seen = [article_text(screen)]
        for key in "smsmu":
            await press(pilot, key)
            seen.append(article_text(screen))
        marks = [text.split("· fr")[1].split("\n")[0].strip() for text in seen]
        assert marks == ["", "★", "★ •", "•", "", "•"]
        assert len({text.count("\n") for text in seen}) == 1


async def test_the_marks_of_a_long_article_stay_in_sight_where_there_is_no_list(
    paper: Path,
) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter", "end")
        seen = []
        for key in ("s", "m", "s", "m"):
            await press(pilot, key)
            seen.append(screen.masthead.left.partition("Non lus")[0])
        assert seen == ["★ ", "★ • ", "• ", ""]
        assert screen.article.is_at_end


async def test_the_whole_list_is_marked_read_and_unread_again(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "A")
        assert len(read_in_store(paper)) == len(HEADLINES)
        assert screen.status.news == "12 articles marqués comme lus · u pour annuler"
        await press(pilot, "u")
        assert not read_in_store(paper)
        assert screen.edition.counts.unread == len(HEADLINES)


async def test_space_reads_on_to_the_end_and_then_to_the_next_unread_story(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "space")
        assert screen.panes.current == "article"
        await until(pilot, lambda: screen.article.max_scroll_y)
        while not screen.article.is_at_end:
            await press(pilot, "space")
        assert screen.stories.cursor == 0
        await press(pilot, "space")
        assert screen.stories.cursor == 1
        assert len(read_in_store(paper)) == 2


async def test_n_and_p_skip_what_has_been_read(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j", "m", "k", "n")
        assert screen.stories.cursor == 2
        await press(pilot, "p")
        assert screen.stories.cursor == 0
        await press(pilot, "p")
        assert screen.status.news == "Plus rien de non lu au-dessus."


async def test_capital_j_and_k_turn_to_the_neighbouring_article(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "J", "J", "K")
        assert screen.article.story
        assert screen.article.story.title == HEADLINES[1][3]
        assert screen.panes.current == "article"


async def test_both_ends_of_the_list(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "G")
        assert screen.stories.cursor == len(HEADLINES) - 1
        await press(pilot, "g", "g")
        assert screen.stories.cursor == 0
        await press(pilot, "end", "g", "home")
        assert screen.stories.cursor == 0


async def test_the_language_turns_from_all_to_french_to_english(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        counts = [len(screen.stories.listing)]
        for _ in range(3):
            await press(pilot, "a")
            counts.append(len(screen.stories.listing))
        assert counts == [12, 7, 5, 12]


async def test_words_in_titles_narrow_the_list_until_escape(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "/", *"senat")
        assert titles_in_sight(screen) == [HEADLINES[2][3]]
        await press(pilot, "enter")
        assert screen.panes.current == "list"
        assert screen.status.display
        await press(pilot, "escape")
        assert len(screen.stories.listing) == len(HEADLINES)


async def test_no_article_is_shown_beside_a_search_that_finds_none(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await until(pilot, lambda: screen.article.story)
        await press(pilot, "/", *"xyz")
        assert screen.article.story is None
        await press(pilot, "escape")
        await until(pilot, lambda: screen.article.story)
        assert screen.article.story
        assert screen.article.story.title == HEADLINES[0][3]


async def test_words_without_a_title_say_so(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "/", *"xyz")
        assert screen.stories.empty[0] == "Aucun article ne dit cela."


async def test_leaving_a_search_selects_what_was_selected(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j", "j", "j", "/", *"loire", "escape")
        assert screen.stories.cursor == 3
        assert len(screen.stories.listing) == len(HEADLINES)


async def test_a_search_from_the_subscriptions_searches_the_list(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "h", "/", *"loire", "enter")
        assert screen.panes.current == "list"
        assert len(screen.stories.listing) == 1


async def test_the_tree_is_a_drawer_and_chooses_the_list(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        assert not screen.tree_pane.display
        await press(pilot, "tab")
        assert screen.tree_pane.display
        await press(pilot, "j", "j", "j", "enter")
        assert screen.edition.view.name == "English"
        assert not screen.tree_pane.display
        assert len(screen.stories.listing) == 5


async def test_a_tag_folds_and_unfolds(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        lines = len(screen.tree_pane.branches)
        screen.tree_pane.select(7)
        await press(pilot, "tab", "tab")
        assert screen.panes.current == "tree"
        screen.tree_pane.select(7)
        await press(pilot, "space")
        assert len(screen.tree_pane.branches) == lines - 3
        await press(pilot, "space")
        assert len(screen.tree_pane.branches) == lines


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_failing_feeds_unfold_into_sight_and_say_why(paper: Path, key: str) -> None:
    async with reading(paper, (60, 16)) as (pilot, screen):
        await press(pilot, "tab", "G")
        assert "le serveur a répondu" not in screen_text(screen)
        assert "↵ déplier" in screen_text(screen)
        await press(pilot, key)
        await pilot.pause()
        picture = screen_text(screen)
        assert "1 flux en échec" in picture
        assert "le serveur a répondu 404 Not Found · depuis 14:05" in picture
        assert "↵ replier" in picture


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 16)])
async def test_one_key_brings_the_failing_feeds_and_their_reasons_into_sight(
    paper: Path, size: tuple[int, int]
) -> None:
    async with reading(paper, size) as (pilot, screen):
        assert screen.panes.current == "list"
        await press(pilot, "!")
        await pilot.pause()
        assert "le serveur a répondu 404 Not Found" in screen_text(screen).replace("\n", " ")
        await press(pilot, "g", "g")
        assert screen.tree_pane.scroll_offset.y == 0


async def test_a_click_unfolds_the_failing_feeds(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        line = len(screen.tree_pane.branches) - 1
        await pilot.click(screen.tree_pane, offset=(8, line))
        await until(pilot, lambda: "depuis 14:05" in screen_text(screen))
        await pilot.click(screen.tree_pane, offset=(8, line + 2))  # its note
        await until(pilot, lambda: screen.edition.view.name == "Feuille perdue")
        assert plain_spaces(screen.status.news) == (
            "le serveur a répondu 404 Not Found · depuis 14:05 · prochain essai 15:05 ;"
            " r réessaie maintenant, i : en savoir plus"
        )


@pytest.mark.parametrize("keys", [("G", "enter", "G", "enter"), ("G", "k", "enter")])
async def test_a_failing_feed_says_why(paper: Path, keys: tuple[str, ...]) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "tab", *keys)
        assert screen.edition.view.name == "Feuille perdue"
        assert plain_spaces(screen.status.news) == (
            "le serveur a répondu 404 Not Found · depuis 14:05 · prochain essai 15:05 ;"
            " r réessaie maintenant, i : en savoir plus"
        )
        assert screen.stories.empty[0] == "Pas encore d’article ici."


@pytest.mark.parametrize("theme", ["papier", "nuit", "terminal"])
@pytest.mark.parametrize("size", [TWO, THREE])
async def test_the_rule_is_heavy_above_the_pane_that_has_the_keys(
    paper: Path, size: tuple[int, int], theme: str
) -> None:
    async with reading(paper, size, theme=theme) as (pilot, screen):
        for _ in range(4):
            pane = screen.panes.pane().region
            expected = "".join("━" if pane.x <= x < pane.right else "─" for x in range(size[0]))
            await until(pilot, lambda rule=expected: screen_text(screen).split("\n")[1] == rule)
            assert 20 < pane.width < size[0] - 20
            await press(pilot, "tab")


async def test_the_rule_follows_the_keys_over_a_resize(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, "enter")
        for size, heavy in [(STACKED, 80), (THREE, None), (TWO, None)]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda size=size: screen.size == size)

            def is_above_article(heavy: int | None = heavy) -> bool:
                rule = screen_text(screen).split("\n")[1]
                return rule.count("━") == (heavy or screen.article.region.width)

            await until(pilot, is_above_article)
            assert is_above_article()


@pytest.mark.parametrize(
    ("size", "forth", "back"),
    [
        (THREE, "article tree list article", "tree article list tree"),
        (TWO, "tree list article tree", "tree article list tree"),
        (STACKED, "tree list article tree", "tree article list tree"),
    ],
)
async def test_tab_goes_from_subscriptions_to_list_to_article_and_round(
    paper: Path, size: tuple[int, int], forth: str, back: str
) -> None:
    for key, panes in (("tab", forth), ("shift+tab", back)):
        async with reading(paper, size) as (pilot, screen):
            for pane in panes.split():
                await press(pilot, key)
                assert screen.panes.current == pane
                assert screen.focused is screen.panes.pane()
                assert screen.panes.pane().display


async def test_tab_opens_the_drawer_also_from_the_article(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "enter", "tab")
        assert screen.panes.current == "tree"
        await press(pilot, "tab", "tab")
        assert screen.panes.current == "article"


async def test_the_footer_says_where_tab_leads(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        assert ("switch_pane", "Tab", "flux") in screen.status.hints
        await press(pilot, "tab", "tab")
        assert ("switch_pane", "Tab", "article") in screen.status.hints


async def test_the_footer_says_what_space_does_in_the_tree(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "tab")
        assert "read_on" not in [action for action, *_ in screen.status.hints]
        screen.tree_pane.select(7)
        await pilot.pause()
        assert ("read_on", "␣", "replier") in screen.status.hints
        await press(pilot, "space")
        await pilot.pause()
        assert ("read_on", "␣", "déplier") in screen.status.hints


async def test_back_and_help_are_the_last_hints_to_go(paper: Path) -> None:
    async with reading(paper, (60, 16)) as (pilot, screen):
        await press(pilot, "enter")
        await pilot.pause()
        foot = screen_text(screen).split("\n")[-1]
        assert "q retour" in foot
        assert "? aide" in foot


@pytest.mark.parametrize("key", ["a", "1", "3", "/"])
async def test_what_was_said_of_one_list_is_not_said_of_the_next(paper: Path, key: str) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "G", "n")
        assert screen.status.news.startswith("Plus rien de non lu")
        await press(pilot, key)
        assert not screen.status.news.startswith("Plus rien de non lu")


LINK = "https://moi:secret@journal.example/2026/11/22/" + "une-tres-longue-adresse" * 6


def print_link(path: Path) -> None:
    """Print a paper whose newest story has a long address with a secret in it."""
    store = open_store(path)
    print_paper(store)
    feed = subscribed(store, make_subscription(title="Le Journal"))[0]
    record_entries(store, feed, make_entry(1, url=LINK, canonical_url=LINK, published=NOW), now=NOW)
    store.close()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
async def test_without_a_browser_the_whole_address_is_shown_and_the_keys_too(
    paper: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    print_link(paper)
    async with reading(paper, (width, 30)) as (pilot, screen):
        await press(pilot, "o")
        await until(pilot, lambda: "Aucun navigateur" in screen_text(screen))
        lines = screen_text(screen).split("\n")
        assert LINK.replace("moi:secret", "***") in "".join(line.strip() for line in lines)
        assert "secret" not in "".join(lines)
        assert "? aide" in lines[-1]


@pytest.mark.parametrize("key", ["j", "n", "enter", "tab", "q", "1", "/", "escape"])
async def test_the_address_goes_with_the_key_that_goes_on(
    paper: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    print_link(paper)
    async with reading(paper) as (pilot, screen):
        if key == "q":
            await press(pilot, "enter")
        pane = screen.panes.current
        await press(pilot, "o")
        await until(pilot, lambda: "Aucun navigateur" in screen_text(screen))
        await press(pilot, "s")
        assert screen.notice.what
        await press(pilot, key)
        await until(pilot, lambda: "Aucun navigateur" not in screen_text(screen))
        assert screen.panes.current == pane or key not in ("escape", "j")


async def test_an_address_longer_than_half_the_screen_is_cut_in_its_middle(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    store = open_store(paper)
    feed = subscribed(store, make_subscription(title="Le Journal"))[0]
    link = "https://journal.example/" + "a" * 1_900 + "/fin"
    record_entries(store, feed, make_entry(1, url=link, published=NOW), now=NOW)
    store.close()
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "o")
        await until(pilot, lambda: "Aucun navigateur" in screen_text(screen))
        picture = screen_text(screen)
        assert "/fin" in picture
        assert "…" in picture
        assert "Titre 1" in picture


@pytest.mark.parametrize("size", [STACKED, TWO, THREE])
async def test_on_the_terminals_own_page_nothing_has_a_colour(
    paper: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(paper, size, theme="terminal") as (pilot, screen):
        await press(pilot, "tab", "G", "enter")
        await pilot.pause()
        styles = [
            segment.style
            for strip in screen._compositor.render_strips()
            for segment in strip
            if segment.style
        ]
        colours = [colour for style in styles for colour in (style.color, style.bgcolor) if colour]
        assert all(colour.is_default for colour in colours)
        assert any(style.reverse or style.underline for style in styles)
        assert any(style.dim for style in styles)
        assert any(style.bold for style in styles)


async def test_q_goes_back_and_quits_at_the_list(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter", "q")
        assert screen.panes.current == "list"
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)


async def test_help_opens_and_closes(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await pilot.press("?")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape")
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", [STACKED, TWO, THREE])
async def test_selection_focus_and_place_survive_a_resize(
    paper: Path, size: tuple[int, int]
) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter", "pagedown")
        block = screen.article.place()[0]
        assert block > 0
        for other in (size, STACKED):
            await pilot.resize_terminal(*other)
            await until(pilot, lambda other=other: screen.size == other)
        await pilot.pause(0.05)
        assert screen.panes.current == "article"
        assert screen.focused is screen.article
        assert screen.stories.cursor == 0
        assert screen.article.place()[0] == block


async def test_a_long_list_keeps_its_selection_in_place_over_a_resize(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "G", "pageup", "pageup")
        selected = screen.stories.selected
        await pilot.resize_terminal(*TWO)
        await until(pilot, lambda: screen.size == TWO)
        await pilot.pause(0.05)
        assert screen.stories.selected == selected
        assert 0 <= screen.stories.cursor_place() < screen.stories.size.height


def assert_cursor_in_sight(screen: BrowseScreen) -> None:
    """The selected row stands on the screen as a whole, and no half row at the top."""
    stories = screen.stories
    place, height = stories.cursor_place(), stories.size.height
    row_height = 1 if screen.panes.arrangement == "stacked" else 2
    assert 0 <= place <= height - row_height
    top = stories.listing.ids[stories._lines.at(stories.scroll_offset.y)[0]]
    row = stories.row(top)
    assert row
    lines = screen_text(screen).split("\n")[2:]
    assert row.title[:20] in lines[0] or "───" in lines[0]


@pytest.mark.parametrize("keys", ["nnnnq", "JJJJq", "J" * 30 + "q", "J" * 30 + "K" * 30 + "q"])
async def test_the_story_that_was_read_on_to_is_in_sight_in_the_list(
    paper: Path, keys: str
) -> None:
    print_long_paper(paper, 300)
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "1", "g", "g", "enter", *keys)
        await pilot.pause()
        assert screen.panes.current == "list"
        assert_cursor_in_sight(screen)


@pytest.mark.parametrize("size", [(120, 30), (120, 31), (110, 40), THREE])
async def test_the_list_begins_with_a_whole_row_wherever_the_keys_go(
    paper: Path, size: tuple[int, int]
) -> None:
    print_long_paper(paper, 300)
    async with reading(paper, size) as (pilot, screen):
        for key in ["G", "k", "pageup", *"jjj", "pagedown", "ctrl+u", *"kkkk", "J", "end"]:
            await press(pilot, key)
            await pilot.pause()
            assert_cursor_in_sight(screen)
        await press(pilot, "home")
        assert screen.stories.scroll_offset.y == 0


async def test_the_cursor_is_in_sight_after_any_resize(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, *["pagedown"] * 4)
        for size in [(80, 24), (60, 16), (120, 31), (200, 60), (100, 30), (80, 24)]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda size=size: screen.size == size)
            await pilot.pause(0.05)
            assert_cursor_in_sight(screen)


@pytest.mark.parametrize("width", [100, 109, 117, 119, 120])
async def test_the_list_leaves_the_article_its_room(paper: Path, width: int) -> None:
    async with reading(paper, (width, 30)) as (pilot, screen):
        assert screen.stories.outer_size.width <= 0.4 * width
        assert screen.article.outer_size.width >= 56
        first, *_, last = HEADLINES[0][3].split()

        def row() -> str:
            """The list's part of the line: the article beside it has the title in full."""
            return screen_text(screen).split("\n")[3][: screen.stories.outer_size.width]

        await until(pilot, lambda: first in row())
        assert last not in row()


async def test_only_the_rows_in_sight_are_asked_for(paper: Path) -> None:
    print_long_paper(paper, 2_000)
    async with reading(paper) as (pilot, screen):
        assert len(screen.stories.listing) == 2_000
        assert len(titles_in_sight(screen)) < 200
        await press(pilot, "G")
        assert screen.stories.row(screen.stories.selected)


async def test_clicks_select_and_open(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await pilot.click("#list", offset=(10, 3))
        assert screen.stories.cursor == 1
        assert screen.panes.current == "list"
        await pilot.click("#list", offset=(10, 4))
        await until(pilot, lambda: read_in_store(paper))
        assert screen.panes.current == "article"


async def test_the_words_of_the_footer_are_buttons(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        assert screen.panes.current == "list"
        await pilot.click(screen.status, offset=(2, 0))
        await until(pilot, lambda: screen.panes.current == "article")
        assert screen.article.story is not None


async def test_the_wheel_moves_the_list_and_not_its_selection(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper) as (pilot, screen):
        await pilot._post_mouse_events([MouseScrollDown], "#list", offset=(5, 5), times=3)
        await until(pilot, lambda: screen.stories.scroll_offset.y)
        assert screen.stories.cursor == 0


async def test_another_process_is_noticed_and_disturbs_nothing(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper) as (pilot, screen):
        await press(pilot, *["pagedown"] * 3)
        selected, top = screen.stories.selected, screen.stories.cursor_place()
        store = open_store(paper)
        feed = subscribed(store, make_subscription(title="Le Journal"))[0]
        fresh = make_entry(9_999, title="Dernière heure", published=NOW)
        record_entries(store, feed, fresh, now=NOW)
        store.close()
        await until(pilot, lambda: len(screen.stories.listing) == 301)
        assert screen.stories.selected == selected
        assert screen.stories.cursor_place() == top
        await press(pilot, "home")
        assert titles_in_sight(screen)[0] == "Dernière heure"


async def test_what_another_process_wrote_under_the_help_page_is_shown_once_that_is_closed(
    paper: Path,
) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "?")
        version = screen.edition._version
        store = open_store(paper)
        feed = subscribed(store, make_subscription(title="Le Journal"))[0]
        record_entries(store, feed, make_entry(9_999, title="Dernière heure", published=NOW))
        store.close()
        screen.look_if_seen()
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
        assert screen.edition._version == version  # to look would have the help page drawn anew
        await press(pilot, "escape")
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES) + 1)


async def test_new_stories_come_into_sight_at_the_top_of_the_list(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper) as (pilot, screen):
        selected = screen.stories.selected
        store = open_store(paper)
        feed = subscribed(store, make_subscription(title="Le Journal"))[0]
        record_entries(store, feed, make_entry(9_999, title="Dernière heure", published=NOW))
        store.close()
        await until(pilot, lambda: len(screen.stories.listing) == 301)
        await until(pilot, lambda: "Dernière heure" in screen_text(screen))
        assert screen.stories.selected == selected


async def test_the_text_of_the_open_story_appears_when_it_arrives(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "j", "enter")
        await until(pilot, lambda: screen.article.story)
        assert screen.article.story.article == "pending"  # type: ignore[union-attr]  # just seen
        store = open_store(paper)
        record_article(store, screen.stories.selected or 0)
        store.close()
        await until(pilot, lambda: screen.article.story and screen.article.story.article == "ok")


def fetch_program(path: Path) -> tuple[str, ...]:
    """Return the argv of a program that does as `gazette fetch --jsonl` does."""
    lines = "".join(
        json.dumps({"kind": "feed", "url": str(n), "outcome": "updated", "new": 2, "error": None})
        + "\n"
        for n in range(6)
    )
    program = (
        "import pathlib, sys; "
        f"pathlib.Path({str(path)!r}).write_text(' '.join(sys.argv[1:]) + '|'); "
        f"sys.stdout.write({lines!r})"
    )
    return (sys.executable, "-c", program)


async def test_r_fetches_what_is_due_and_tells_of_it(paper: Path, tmp_path: Path) -> None:
    later = NOW + timedelta(hours=2)
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program, clock=lambda: later) as (pilot, screen):
        await pilot.press("R")
        await until(pilot, lambda: screen.fetch is None)
        assert screen.status.news == "actualisé 16:05 · 12 nouveaux"
        assert (tmp_path / "argv").read_text() == "|"


async def test_what_is_not_due_is_fetched_only_if_asked_twice(paper: Path, tmp_path: Path) -> None:
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program) as (pilot, screen):
        await press(pilot, "R")
        assert screen.fetch is None
        assert "insister" in screen.status.news
        await pilot.press("R")
        await until(pilot, lambda: (tmp_path / "argv").exists() and screen.fetch is None)
        assert (tmp_path / "argv").read_text() == "--force|"


def make_gone(path: Path, title: str) -> str:
    """Record that a feed of the paper answered 410, and return its address."""
    store = open_store(path)
    print_paper(store)
    row = next(row for row in store.feeds.rows() if row.title == title)
    feed = make_feed(id=row.id, url=row.url, title=title)
    store.feeds.record(feed, FeedGone(), Changes(), next_check=None, now=NOW)
    store.close()
    return row.url


async def test_a_gone_feed_is_not_due(paper: Path, tmp_path: Path) -> None:
    make_gone(paper, "Feuille perdue")
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program) as (pilot, screen):
        await press(pilot, "R")
        assert screen.fetch is None
        assert "insister" in screen.status.news


async def test_a_gone_feed_is_asked_again_in_its_own_view(paper: Path, tmp_path: Path) -> None:
    url = make_gone(paper, "Feuille perdue")
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program) as (pilot, screen):
        await press(pilot, "tab", "G", "enter", "G", "enter", "r")
        assert screen.edition.view.name == "Feuille perdue"
        assert screen.fetch is None
        assert screen.status.news.startswith("Disparu pour de bon")
        await pilot.press("r")
        await until(pilot, lambda: (tmp_path / "argv").exists() and screen.fetch is None)
        assert (tmp_path / "argv").read_text() == f"--force {url}|"


async def test_another_fetch_at_work_is_told(paper: Path) -> None:
    later = NOW + timedelta(hours=2)
    line = json.dumps({"kind": "run", "outcome": "busy"})
    program = (sys.executable, "-c", f"print({line!r})")
    async with reading(paper, fetch_command=program, clock=lambda: later) as (pilot, screen):
        await pilot.press("R")
        await until(pilot, lambda: screen.fetch is None)
        assert screen.status.news.startswith("Une autre actualisation est en cours")


async def test_a_store_that_breaks_while_it_is_read_is_told_and_the_paper_stays_open(
    paper: Path,
) -> None:
    async with reading(paper) as (pilot, screen):
        vandal = sqlite3.connect(paper)
        vandal.execute("ALTER TABLE reading RENAME TO lost")
        vandal.close()
        await press(pilot, "enter", "s", "m", "n", "A", "u", "o", "1", "a", "/", "x", "escape")
        assert "lost" in screen.status.news or "reading" in screen.status.news
        assert pilot.app.is_running
        assert screen.edition.counts.unread == len(HEADLINES)


async def test_an_undo_that_fails_can_be_tried_again(paper: Path) -> None:
    async with reading(paper) as (pilot, _):
        await press(pilot, "m")
        vandal = sqlite3.connect(paper)
        vandal.execute("ALTER TABLE reading RENAME TO lost")
        await press(pilot, "u")
        vandal.execute("ALTER TABLE lost RENAME TO reading")
        vandal.close()
        await press(pilot, "u")
        assert not read_in_store(paper)


async def test_rows_that_could_not_be_had_are_asked_for_again(paper: Path) -> None:
    print_long_paper(paper, 300)
    async with reading(paper) as (pilot, screen):
        vandal = sqlite3.connect(paper)
        vandal.execute("ALTER TABLE entries RENAME TO lost")
        await press(pilot, "G")
        assert screen.stories.row(screen.stories.selected) is None
        vandal.execute("ALTER TABLE lost RENAME TO entries")
        vandal.close()
        await press(pilot, "k", "pageup")
        assert screen.stories.row(screen.stories.selected)


async def test_ten_quick_marks_are_counted_once_the_keys_rest(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await pilot.press("enter", *["n"] * 9)
        await until(pilot, lambda: screen.edition.counts.unread == len(HEADLINES) - 10)
        assert len(read_in_store(paper)) == 10
        assert screen.masthead.left.startswith("Non lus  2")


async def test_r_in_a_feeds_view_fetches_that_feed(paper: Path, tmp_path: Path) -> None:
    later = NOW + timedelta(hours=2)
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program, clock=lambda: later) as (pilot, screen):
        await press(pilot, "tab")
        screen.tree_pane.select(8)
        await press(pilot, "enter", "r")
        await until(pilot, lambda: (tmp_path / "argv").exists() and screen.fetch is None)
        assert (tmp_path / "argv").read_text() == "https://0.example/rss.xml|"


async def test_r_in_an_article_without_its_text_fetches_that_page(
    paper: Path, tmp_path: Path
) -> None:
    program = fetch_program(tmp_path / "argv")
    async with reading(paper, fetch_command=program) as (pilot, screen):
        await press(pilot, "j", "enter", "r")
        await until(pilot, lambda: (tmp_path / "argv").exists() and screen.fetch is None)
        assert (tmp_path / "argv").read_text() == f"--story {screen.stories.selected}|"


async def test_a_page_that_fails_again_is_told_with_its_reason(paper: Path) -> None:
    line = json.dumps({"kind": "page", "error": "the server answered 404 Not Found"})
    program = (sys.executable, "-c", f"print({line!r}); raise SystemExit(1)")
    async with reading(paper, fetch_command=program) as (pilot, screen):
        await press(pilot, "j", "enter", "r")
        await until(pilot, lambda: screen.fetch is None)
        assert screen.status.news.endswith("obtenu\u00a0: le serveur a répondu 404 Not Found")
        await press(pilot, "h", "1")
        assert screen.status.news == "actualisé 14:05"


async def test_a_fetch_that_cannot_start_is_told(paper: Path) -> None:
    later = NOW + timedelta(hours=2)
    command = (str(paper.with_name("missing")),)
    async with reading(paper, fetch_command=command, clock=lambda: later) as (pilot, screen):
        await press(pilot, "R")
        assert screen.status.news.startswith("L’actualisation n’a pu être lancée")


HARMLESS = ("[/]", "[@click=app.quit]x[/]", "[link=http://x]", "[b]gras[/b]", "$x {n}")
HOSTILE = (*HARMLESS, "\x1b]2;P\x07")


@pytest.mark.parametrize("size", [STACKED, TWO, THREE])
async def test_hostile_titles_are_only_text(paper: Path, size: tuple[int, int]) -> None:
    store = open_store(paper)
    # Written past the sanitiser, as an older or another program might have left them.
    feeds = subscribed(
        store,
        *(
            make_subscription(url=f"https://{n}.example/rss.xml", title=title, tags=(title,))
            for n, title in enumerate(HOSTILE)
        ),
    )
    for number, (feed, title) in enumerate(zip(feeds, HOSTILE, strict=True)):
        record_entries(store, feed, make_entry(number, title=title, summary=title, language=title))
    store.close()
    async with reading(paper, size) as (pilot, screen):
        await press(pilot, "enter", *["J"] * len(HOSTILE), "q", "tab", *["j"] * 12, "?", "escape")
        await press(pilot, "1")
        picture = screen_text(screen)
        assert all(title in picture for title in HARMLESS)
        assert "\x1b" not in picture
        assert "\x07" not in picture


def screen_text(screen: BrowseScreen) -> str:
    """Return what stands on the screen, line by line."""
    strips = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_store_that_cannot_be_opened_ends_the_reader_with_its_reason(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gazette.db"
    path.write_bytes(b"this is not a database, however long it may be" * 100)
    app = make_app(path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app._exit)
    assert app.return_code == 1


async def test_an_empty_paper_says_how_to_subscribe(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    open_store(path).close()
    async with reading(path) as (_, screen):
        what, add, write, keys = map(plain_spaces, screen.stories.empty)
        assert what == "Ce journal n’a pas encore de flux."
        assert add.startswith("`gazette add ADRESSE` abonne à un journal ;")
        assert write == f"Ou inscrivez des flux dans {tmp_path / 'feeds.toml'}."
        assert keys == "q quitte, ? montre les touches."


def print_empty_paper(path: Path, *errors: str | None) -> None:
    """Print a paper without a story: a feed an error; None is a feed that was never asked."""
    store = open_store(path)
    feeds = subscribed(
        store, *(make_subscription(url=f"https://{n}.example/rss") for n in range(len(errors)))
    )
    for feed, error in zip(feeds, errors, strict=True):
        if error is not None:
            outcome = FeedFailed(error=error) if error else FeedNotModified()
            store.feeds.record(feed, outcome, Changes(), next_check=NOW, now=NOW)
    store.close()


@pytest.mark.parametrize(
    ("errors", "what", "press_this"),
    [
        (
            (None, None),
            "2 flux, et rien n’a encore été récupéré.",
            "R actualise les flux ; la première fois, cela prend une ou deux minutes.",
        ),
        (
            ("no route", "no route", None),
            "Aucun article reçu : 2 flux en échec.",
            "! dit pourquoi, R réessaie.",
        ),
        (("",), "Les flux n’ont encore apporté aucun article.", "R les interroge de nouveau."),
    ],
)
@pytest.mark.parametrize("key", ["1", "2", "3"])
async def test_a_paper_without_stories_says_why_and_what_to_press(
    tmp_path: Path, errors: tuple[str | None, ...], what: str, press_this: str, key: str
) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, *errors)
    async with reading(path) as (pilot, screen):
        await press(pilot, key)
        assert [plain_spaces(line) for line in screen.stories.empty[:2]] == [what, press_this]


async def test_all_read_is_said_only_where_something_was_read(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "A", "1", "2")
        assert screen.stories.empty[0] == "Tout est lu."


async def test_a_fetch_that_brings_nothing_changes_what_an_empty_paper_says(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, None)
    async with reading(path) as (pilot, screen):
        print_empty_paper(path, "no route")
        await until(pilot, lambda: "1 flux en échec" in screen_text(screen))
        assert "flux en échec" in screen.stories.empty[0]


@pytest.mark.parametrize("width", [20, 24, 31, 47, 80, 120])
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_what_an_empty_list_says_is_never_cut(
    tmp_path: Path, width: int, language: str
) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, "no route")
    async with reading(path, (width, 24), language=language) as (pilot, screen):
        await pilot.pause()
        lines = [line for line in screen_text(screen).split("\n")[2:-1] if line.strip()]
        said = " ".join(" ".join(lines).split())
        assert said == plain_spaces(" ".join(screen.stories.empty))
        for line in lines:
            left = len(line) - len(line.lstrip())
            assert abs(left - (width - len(line.rstrip()))) <= 1


async def test_an_exclamation_mark_shows_what_fails_and_why(paper: Path) -> None:
    for size in (STACKED, TWO, THREE):
        async with reading(paper, size) as (pilot, screen):
            await press(pilot, "enter", "!")
            assert screen.panes.current == "tree"
            await until(pilot, lambda screen=screen: "répondu 404" in screen_text(screen))
            await press(pilot, "!")
            assert "répondu 404" in screen_text(screen)


async def test_an_exclamation_mark_where_nothing_fails_says_so(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, None)
    async with reading(path) as (pilot, screen):
        await press(pilot, "!")
        assert screen.panes.current == "list"
        assert screen.status.news == "Aucun flux n’est en échec."


async def test_a_paper_that_opens_on_failures_alone_says_so_in_its_footer(tmp_path: Path) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, "no route", "no route")
    async with reading(path) as (_, screen):
        assert plain_spaces(screen.status.news) == "2 flux en échec : ! dit pourquoi"


def test_the_reader_is_loaded_without_what_only_a_fetch_needs() -> None:
    program = (
        "import sys, gazette.tui.app\n"
        "heavy = ('httpx', 'feedparser', 'sqlite_utils', 'babel', 'tomlkit')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONWARNINGS": ""}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "[]"


def print_long_paper(path: Path, count: int) -> None:
    """Print a paper of one feed with many stories."""
    store = open_store(path)
    feed = subscribed(store, make_subscription(title="Le Journal"))[0]
    entries = (
        make_entry(n, title=f"Nouvelle {n}", published=NOW - timedelta(minutes=7 * n))
        for n in range(1, count + 1)
    )
    record_entries(store, feed, *entries, now=NOW)
    store.close()
