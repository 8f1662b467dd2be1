"""Tags of stories, and stories that are hidden: made, shown, listed and taken back."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from gazette.i18n import words
from gazette.model import Mark, StoryRow
from gazette.store import open_store
from gazette.tui.headlines import Setting, two_lines
from gazette.tui.marks_told import told_of, told_of_turn
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.choosing import ChooseScreen
from gazette.tui.typography import plain_spaces
from tests.tui.press import HEADLINES, NOW, PARIS
from tests.tui.test_reader import THREE, press, reading, titles_in_sight, until


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "gazette.db"


async def choose(pilot: Pilot[int], key: str, typed: str) -> None:
    """Open a choice with a key, write some letters, and take what is found."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ChooseScreen)
    screen.filter_line.value = typed
    await pilot.pause()
    await press(pilot, "enter")


def tags_in_store(path: Path) -> dict[str, int]:
    store = open_store(path)
    tags = store.reading.tags()
    store.close()
    return tags


def told(screen: BrowseScreen) -> str:
    return plain_spaces(screen.status.news)


def tree(screen: BrowseScreen) -> list[str]:
    return [branch.label.lower() for branch in screen.tree_pane.branches]


async def test_a_new_tag_is_put_on_a_story_and_shown_everywhere(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        await choose(pilot, "t", "  à   lire ")
        await until(pilot, lambda: "étiquette « à lire » ajoutée à 1 article" in told(screen))
        assert tags_in_store(paper) == {"à lire": 1}
        await until(pilot, lambda: screen.stories.row(screen.stories.selected))
        row = screen.stories.row(screen.stories.selected)
        assert row
        assert row.tags == ("à lire",)
        assert "à lire" in [branch.label.lower() for branch in screen.tree_pane.branches]


async def test_a_tag_is_taken_off_again_and_undo_puts_it_back(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await choose(pilot, "t", "à lire")
        await until(pilot, lambda: tags_in_store(paper))
        await choose(pilot, "t", "A LIRE")
        await until(pilot, lambda: "retirée de 1 article" in told(screen))
        assert not tags_in_store(paper)
        await press(pilot, "u")
        await until(pilot, lambda: told(screen) == "étiquette « à lire » remise sur 1 article")
        assert tags_in_store(paper) == {"à lire": 1}
        assert "à lire" in tree(screen)
        await press(pilot, "u")
        await until(pilot, lambda: "à lire" not in tree(screen))
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: told(screen) == "étiquette « à lire » remise sur 1 article")


async def test_the_stories_of_a_tag_are_listed(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await choose(pilot, "t", "plus tard")
        await until(pilot, lambda: tags_in_store(paper))
        await choose(pilot, "T", "tard")
        await until(pilot, lambda: screen.edition.view.key == "story-tag:plus tard")
        await until(pilot, lambda: titles_in_sight(screen) == [HEADLINES[0][3]])
        await press(pilot, "r")
        assert told(screen).startswith("Aucun flux de cette liste n’est dans feeds.toml ; R les")
        await choose(pilot, "T", "scien")
        await until(pilot, lambda: screen.edition.view.key == "tag:sciences")
        assert screen.edition.view.name == "Sciences"


async def test_no_tag_is_made_where_the_choice_is_left(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await pilot.press("x", "escape", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert not tags_in_store(paper)


async def test_a_hidden_story_goes_when_the_list_is_left_and_can_be_shown_again(
    paper: Path,
) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "D")
        await until(pilot, lambda: told(screen).startswith("1 article masqué · u"))
        assert len(screen.stories.listing) == len(HEADLINES)
        await press(pilot, "1")
        await until(pilot, lambda: len(screen.stories.listing) == len(HEADLINES) - 1)
        await until(pilot, lambda: screen.edition.counts.hidden == 1)
        [hidden] = [b.view for b in screen.tree_pane.branches if b.label == "Masqués"]
        assert hidden
        screen.show_view(hidden)
        await until(pilot, lambda: titles_in_sight(screen) == [HEADLINES[0][3]])
        await press(pilot, "D")
        await until(pilot, lambda: told(screen).startswith("1 article de nouveau visible · u"))
        await until(pilot, lambda: screen.edition.counts.hidden == 0)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("value", [True, False])
def test_every_mark_has_words_of_its_own(language: str, *, value: bool) -> None:
    flags = ("read", "starred", "hidden", "tag:x")
    said = [
        tell(Mark((1, 2), flag, other), words(language))
        for tell in (told_of, told_of_turn)
        for flag in flags
        for other in (value, not value)
    ]
    # Shown again is what a hidden story is, whether it was taken back or not; and a tag is off.
    assert len(set(said)) == len(said) - 2
    assert all("2" in line for line in said)


def test_a_row_shows_its_tags_and_no_more_of_them_than_there_is_room_for() -> None:
    row = StoryRow(
        1, 1, "Le Journal", "Titre", "fr", NOW, False, False, False, ("à lire", "x" * 60)
    )
    setting = Setting(words("fr"), NOW, PARIS, 60)
    line = "".join(text for _, text in two_lines(row, setting)[1])
    assert "Le Journal · à lire, xxxxx… · " in plain_spaces(line)
