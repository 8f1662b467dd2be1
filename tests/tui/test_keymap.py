"""Keys on the screen: names, footer, help page, and what the keys of the reader do."""

from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from gazette.i18n import LANGUAGES, words
from gazette.keymap import PRESETS, SECTIONS, Keymap, make_keymap
from gazette.keymap.spelling import key_named, names_in
from gazette.tui.keymap import (
    FOOTERS,
    footer_hints,
    hints_of_sequence,
    key_name,
    key_of,
    names_of_keys,
    offered_by,
)
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.help import HelpScreen, help_entries, help_lines
from gazette.tui.screens.palette import PaletteScreen
from gazette.tui.widgets.choice_list import ChoiceList
from tests.tui.press import HEADLINES
from tests.tui.test_reader import STACKED, TWO, press, reading, until

OFFERED = offered_by(BrowseScreen)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


# --- names ---------------------------------------------------------------------------------


def test_keys_have_names_a_person_can_read() -> None:
    _ = words("fr")
    names = [
        key_name(key, _)
        for key in ("enter", "space", "ctrl+d", "f5", "g g", "j", "shift+space", "ctrl++", "-")
    ]
    assert names == ["↵", "Espace", "Ctrl+D", "F5", "g g", "j", "Maj+Espace", "Ctrl++", "-"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_what_the_help_page_calls_a_key_can_be_written_in_feeds_toml(
    language: str, preset: str
) -> None:
    for binding in make_keymap(preset).bindings:
        shown = key_name(binding.text, words(language))
        assert tuple(key_named(name) for name in names_in(shown)) == binding.keys


@pytest.mark.parametrize(
    ("name", "character", "key"),
    [
        ("n", "n", "n"),
        ("N", "N", "N"),
        ("question_mark", "?", "?"),
        ("left_parenthesis", "(", "("),
        ("latin_small_letter_e_with_acute", "é", "é"),
        ("plus", "+", "+"),
        ("minus", "-", "-"),
        ("space", " ", "space"),
        ("shift+space", " ", "shift+space"),
        ("enter", "\r", "enter"),
        ("escape", "\x1b", "escape"),
        ("ctrl+d", "\x04", "ctrl+d"),
        ("ctrl+underscore", "\x1f", "ctrl+_"),
        ("ctrl+at", "\x00", "ctrl+space"),
        ("alt+a", "a", "alt+a"),
        ("f5", None, "f5"),
    ],
)
def test_an_event_is_the_key_that_the_keymap_knows(
    name: str, character: str | None, key: str
) -> None:
    assert key_of(Key(name, character)) == key
    assert [key_named(part) for part in names_in(key)] == [key]


# --- footer and help page ------------------------------------------------------------------


@pytest.mark.parametrize("pane", FOOTERS)
def test_every_hint_of_the_footer_has_words(pane: str) -> None:
    hints = footer_hints(pane, make_keymap(), words("fr"))
    assert len(hints) == len(FOOTERS[pane])
    assert all(all(hint) for hint in hints)


def test_the_footer_shows_other_keys_and_leaves_out_what_has_none() -> None:
    keymap = make_keymap("default", {"search": ("ctrl+x",), "toggle_star": ()})
    hints = {action: key for action, key, _ in footer_hints("list", keymap, words("fr"))}
    assert hints["search"] == "Ctrl+X"
    assert "toggle_star" not in hints


def test_while_matches_are_shown_the_footer_says_what_leads_to_them() -> None:
    hints = footer_hints("article", make_keymap(), words("fr"), shows_matches=True)
    assert hints[:2] == (
        ("find_next", "n", "occurrence suivante"),
        ("find_previous", "N", "précédente"),
    )
    assert "next_unread" not in [action for action, *_ in hints]


def test_sentences_name_the_key_that_there_is_or_the_palette() -> None:
    keymap = make_keymap("default", {"undo": ("f7",), "redo": ()})
    names = names_of_keys(keymap, words("en"))
    assert names["undo"] == "F7"
    assert names["redo"] == ": “redo what was undone”"


def test_a_sequence_that_has_begun_shows_how_it_goes_on() -> None:
    hints = hints_of_sequence(("ctrl+w",), "list", make_keymap("vim"), words("fr"))
    assert ("switch_pane", "w", "volet suivant") in hints
    assert len({action for action, *_ in hints}) == len(hints)


def page_text(language: str, keymap: Keymap, pane: str, typed: str = "", width: int = 80) -> str:
    sections = help_entries(words(language), keymap, pane, typed)
    return "\n".join("".join(t for _, t in line) for line in help_lines(sections, width))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_the_help_page_names_every_key(width: int, language: str, preset: str) -> None:
    keymap = make_keymap(preset)
    page = page_text(language, keymap, "list", width=width)
    for binding in keymap.bindings:
        assert key_name(binding.text, words(language)) in page
    assert all(len(line) <= width for line in page.split("\n"))


def test_the_help_page_is_that_of_a_pane_and_the_others_come_last() -> None:
    sections = help_entries(words("en"), make_keymap(), "article")
    titles = [section[0][1] for section in sections]
    assert titles == [*(title for title, _ in SECTIONS), "In other panes"]
    elsewhere = [description for _, description in sections[-1]]
    assert "mark the stories above read" in elsewhere
    assert "open the link of this number" not in elsewhere


def test_a_key_or_a_few_letters_find_a_line_of_the_help_page() -> None:
    keymap = make_keymap("default", {"undo": ("f7",)})
    assert "annuler les marques" in page_text("fr", keymap, "list", "F7")
    found = page_text("fr", keymap, "list", "precedent")
    assert "article non lu précédent" in found
    assert "annuler" not in found


# --- the reader ----------------------------------------------------------------------------


def test_the_screen_can_do_all_that_the_footer_offers() -> None:
    assert {action for actions in FOOTERS.values() for action in actions} <= OFFERED


def test_a_command_is_offered_once_the_screen_has_its_method() -> None:
    class Other(BrowseScreen):
        def action_zen(self) -> None: ...

    class Bare:
        def action_zen(self) -> None: ...

        def action_no_such_command(self) -> None: ...

    assert offered_by(Bare) == {"zen"}
    assert offered_by(Other) == OFFERED | {"zen"}


async def test_the_screen_has_keys_for_what_it_can_do_alone(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        assert {b.action for b in screen.keymap.bindings} <= OFFERED
        palette = await open_palette(pilot)
        assert {command.action for command in palette.found} <= OFFERED


def remapped(**changes: tuple[str, ...]) -> Keymap:
    return make_keymap("default", changes)


async def test_keys_can_be_given_to_other_actions(paper: Path) -> None:
    keymap = remapped(last=("f7",), first=("é a b",), next_unread=())
    async with reading(paper, TWO, keymap=keymap) as (pilot, screen):
        await press(pilot, "f7")
        assert screen.stories.cursor == len(HEADLINES) - 1
        await press(pilot, "é", "a", "b")
        assert screen.stories.cursor == 0
        await press(pilot, "G", "n")
        assert screen.stories.cursor == 0


async def test_a_sequence_is_shown_until_it_is_whole_or_given_up(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        usual = screen.status.hints
        await press(pilot, "G", "g")
        assert screen.status.typed == "g"
        assert ("first", "g", "au début") in screen.status.hints
        await press(pilot, "escape")
        assert screen.status.typed == ""
        assert screen.status.hints == usual
        assert screen.stories.cursor == len(HEADLINES) - 1
        await press(pilot, "g", "g")
        assert screen.stories.cursor == 0
        await press(pilot, "g", "j")  # goes on with nothing: j is j
        assert screen.stories.cursor == 1
        assert screen.status.typed == ""


async def test_a_line_that_is_typed_in_has_its_keys_first(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        await press(pilot, "/", "g", "n", "left", "backspace", "ctrl+d")
        assert screen.search_line.value == ""
        await press(pilot, "q", "escape")
        assert len(screen.stories.listing) == len(HEADLINES)


async def test_what_was_given_to_ctrl_q_does_not_quit(paper: Path) -> None:
    async with reading(paper, TWO, keymap=remapped(quit=("Q",), last=("ctrl+q",))) as (
        pilot,
        screen,
    ):
        await press(pilot, "ctrl+q")
        assert screen.stories.cursor == len(HEADLINES) - 1


async def open_palette(pilot: Pilot[int], *typed: str) -> PaletteScreen:
    await pilot.press(":", *typed)
    palette = pilot.app.screen
    assert isinstance(palette, PaletteScreen)
    return palette


async def test_the_palette_does_what_was_found_by_a_few_letters(paper: Path) -> None:
    async with reading(paper, TWO, keymap=remapped(last=("f7",))) as (pilot, screen):
        palette = await open_palette(pilot, *"fin")
        assert palette.found[0].action == "last"
        assert palette.choices.choices[0].note == "F7"
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        await until(pilot, lambda: screen.stories.cursor == len(HEADLINES) - 1)


async def test_the_palette_is_left_without_doing_anything(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, screen):
        palette = await open_palette(pilot, *"xyz")
        assert palette.found == ()
        assert palette.foot.news == "Rien ne porte ce nom ici."
        await press(pilot, "enter", "escape")
        assert pilot.app.screen is palette
        await until(pilot, lambda: palette.found)
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        await open_palette(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_the_palette_offers_what_can_be_done_in_this_pane(paper: Path) -> None:
    async with reading(paper, TWO) as (pilot, _):
        palette = await open_palette(pilot)
        offered = {command.action for command in palette.found}
        assert "show_all" in offered
        assert "palette" not in offered
        await press(pilot, "escape", "enter")
        palette = await open_palette(pilot)
        assert "show_all" not in {command.action for command in palette.found}


async def test_a_click_in_the_palette_does_what_is_there(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        palette = await open_palette(pilot, *"fin")
        await pilot.click(palette.choices, offset=(10, 1))
        await until(pilot, lambda: screen.stories.cursor == len(HEADLINES) - 1)


async def test_the_help_page_shows_the_keys_as_they_are_and_is_searched_by_typing(
    paper: Path,
) -> None:
    async with reading(paper, STACKED, keymap=remapped(undo=("f7",))) as (pilot, screen):
        await pilot.press("?")
        sheet = pilot.app.screen
        assert isinstance(sheet, HelpScreen)
        await pilot.press("space")
        await until(pilot, lambda: sheet.page.scroll_offset.y > 0)
        await pilot.press(*"annuler", "space", *"marques")
        await until(pilot, lambda: len(sheet.page._lines) == 3)
        assert "F7" in "".join(text for _, text in sheet.page._lines[1])
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_the_mouse_goes_back_opens_and_offers(paper: Path) -> None:
    async with reading(paper, STACKED) as (pilot, screen):
        await press(pilot, "enter")
        await pilot.click(screen.masthead, offset=(3, 0))
        await until(pilot, lambda: screen.panes.current == "list")
        await pilot.click(screen.stories, offset=(10, 2), button=3)
        await until(pilot, lambda: isinstance(pilot.app.screen, PaletteScreen))
        assert screen.stories.cursor == 2
        assert screen.panes.current == "list"
        palette = pilot.app.screen
        await pilot.click(palette.query_one(ChoiceList), offset=(10, 0), button=3)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        for button in (3, 1):
            await pilot.click(screen.status, offset=(1, 0), button=button)
            if isinstance(pilot.app.screen, PaletteScreen):
                await pilot.press("escape")
                await until(pilot, lambda: pilot.app.screen is screen)
            assert (screen.panes.current == "article") == (button == 1)
