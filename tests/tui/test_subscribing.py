"""Subscriptions from the reader: what is asked, what feeds.toml says then, and what is shown."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.screen import Screen

from gazette.config import Config, load_config
from gazette.i18n import words
from gazette.model import AnnouncedFeed, Move
from gazette.query import parse
from gazette.store import open_store
from gazette.subscribe.file import change_feed
from gazette.tui.adding import Added, add, outcome
from gazette.tui.feed_facts import feed_facts
from gazette.tui.query_facts import query_facts
from gazette.tui.screens.asking import AskScreen
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.choosing import ChooseScreen
from gazette.tui.screens.entry import EntryScreen
from gazette.tui.screens.facts import FactsScreen
from gazette.tui.typography import plain_spaces
from tests.tui.press import FEEDS, NOW, PARIS, print_paper
from tests.tui.test_reader import THREE, press, reading, until
from tests.tui.test_searching import search
from tests.tui.test_subscriptions import make_row

FRENCH = words("fr")
QUOTIDIEN, HARBOUR = "https://0.example/rss.xml", "https://1.example/rss.xml"
Shown = TypeVar("Shown", bound=Screen[object])


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper, and the feeds.toml that it is of."""
    path = tmp_path / "gazette.db"
    lines = ["# mine"]
    for number, (title, tags) in enumerate(FEEDS):
        lines += ["", "[[feeds]]", f'url = "https://{number}.example/rss.xml"  # {number}']
        lines += [f'title = "{title}"', *([f"tags = {json.dumps(tags)}"] if tags else [])]
    path.with_name("feeds.toml").write_text("\n".join(lines) + "\n")
    store = open_store(path)
    print_paper(store)
    store.close()
    return path


def config_text(paper: Path) -> str:
    return paper.with_name("feeds.toml").read_text()


async def shown(pilot: Pilot[int], kind: type[Shown]) -> Shown:
    """Wait until such a screen is shown, and return it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


async def write(pilot: Pilot[int], text: str) -> None:
    """Fill in the line that is asked for."""
    screen = await shown(pilot, EntryScreen)
    screen.line.value = text
    await pilot.press("enter")


def told(screen: BrowseScreen) -> str:
    return plain_spaces(screen.status.news)


def tree(screen: BrowseScreen) -> list[str]:
    return [branch.label for branch in screen.tree_pane.branches]


async def test_a_feed_is_renamed_in_file_and_tree(paper: Path) -> None:
    before = config_text(paper)
    async with reading(paper, THREE) as (pilot, screen):
        screen.stories.select(1)
        await press(pilot)
        await pilot.press("g", "r")
        await write(pilot, "  Le  Port ")
        await until(pilot, lambda: "Le Port" in tree(screen))
        assert told(screen) == "Renommé."
    assert config_text(paper) == before.replace('title = "The Harbour"', 'title = "Le Port"')


async def test_the_next_key_does_not_cut_a_change_in_half(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()

    def change(*given: Any) -> Config:
        may_go_on.wait(5)
        return change_feed(*given)

    monkeypatch.setattr("gazette.subscribe.file.change_feed", change)
    async with reading(paper, THREE) as (pilot, screen):
        screen.stories.select(1)
        await press(pilot)
        await pilot.press("g", "r")
        await write(pilot, "Le Port")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("i")
        await shown(pilot, FactsScreen)
        may_go_on.set()
        await until(pilot, lambda: "Le Port" in tree(screen))


async def test_a_feed_gets_other_tags(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        screen.stories.select(1)
        await press(pilot)
        await pilot.press("g", "e")
        entry = await shown(pilot, EntryScreen)
        assert entry.line.value == "presse"
        await write(pilot, "mer, monde ,, mer")
        await until(pilot, lambda: "Mer" in tree(screen))
    feed = load_config(paper.with_name("feeds.toml")).subscriptions[1]
    assert feed.tags == ("mer", "monde")


async def test_unsubscribing_asks_first_and_leaves_the_stories(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        screen.stories.select(1)
        await press(pilot)
        await pilot.press("g", "d")
        await shown(pilot, AskScreen)
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert "The Harbour" in tree(screen)
        await pilot.press("g", "d")
        await shown(pilot, AskScreen)
        await pilot.press("o")
        await until(pilot, lambda: "The Harbour" not in tree(screen))
        await until(pilot, lambda: "désabonné" in told(screen))
    assert HARBOUR not in config_text(paper)
    store = open_store(paper)
    assert store.feeds.rows(left=True)[0].stories == 3
    store.close()


async def test_what_cannot_be_edited_is_said_and_stays(paper: Path) -> None:
    file = paper.with_name("feeds.toml")
    async with reading(paper, THREE) as (pilot, screen):
        file.write_text("[fetch]\nevry = 1\n")
        await pilot.press("g", "r")
        await write(pilot, "Autre")
        await until(pilot, lambda: "evry" in told(screen))
    assert file.read_text() == "[fetch]\nevry = 1\n"


async def test_the_page_of_a_feed_leads_to_what_can_be_done(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        await pilot.press("i")
        page = await shown(pilot, FactsScreen)
        facts = {name: text for (name,), text in page.sections[0][1:]}
        assert facts["adresse"] == "https://2.example/rss.xml"
        await pilot.press("r")
        await write(pilot, "")
        await until(pilot, lambda: told(screen) == "Renommé.")
    assert "Ouest-Matin" not in config_text(paper)


async def test_where_no_feed_is_meant_that_is_said(paper: Path) -> None:
    async with reading(paper, THREE) as (pilot, screen):
        screen.panes.switch("tree")
        screen.tree_pane.select(0)
        await press(pilot, "i")
        assert told(screen) == "Pas de flux ici : choisissez-en un parmi les abonnements."


async def test_a_search_is_kept_as_a_view(paper: Path) -> None:
    before = config_text(paper)
    async with reading(paper, THREE) as (pilot, screen):
        await search(pilot, screen, "budg")
        await pilot.press("ctrl+s")
        await write(pilot, "Impôts")
        await until(pilot, lambda: "Impôts" in tree(screen))
        await until(pilot, lambda: screen.edition.counts.unread_by_view == {"Impôts": 1})
        await pilot.press("ctrl+s")
        await write(pilot, "impots")
        entry = await shown(pilot, EntryScreen)
        await until(pilot, lambda: entry.foot.news == "Une vue de ce nom existe déjà.")
    assert config_text(paper) == f'{before}\n[[views]]\nname = "Impôts"\nquery = "budg*"\n'


async def test_the_query_language_is_explained_where_it_is_typed(paper: Path) -> None:
    async with reading(paper) as (pilot, screen):
        await press(pilot, "slash", "question_mark")
        page = await shown(pilot, FactsScreen)
        assert any("est:" in names for names, _ in page.sections[1])
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.search_line.display


# --- subscribing --------------------------------------------------------------------------------


def program(folder: Path, text: str) -> tuple[str, ...]:
    """Return the command of a program that reads an address and does something."""
    file = folder / "adds.py"
    file.write_text(f"import sys, json\naddress = sys.stdin.readline().strip()\n{text}\n")
    return (sys.executable, str(file))


async def test_of_several_feeds_one_is_chosen_and_subscribed_to(
    paper: Path, tmp_path: Path
) -> None:
    command = program(
        tmp_path,
        """
if address == "journal.example":
    for n in (1, 2):
        url = f"https://journal.example/{n}"
        print(json.dumps({"kind": "announced", "url": url, "title": f"Flux {n}"}))
    sys.exit(1)
print(json.dumps({"kind": "subscribed", "url": address, "title": address, "stories": 7}))
""",
    )
    async with reading(paper, add_command=command) as (pilot, screen):
        await pilot.press("plus")
        await write(pilot, "journal.example")
        choice = await shown(pilot, ChooseScreen)
        assert [option.text for option in choice.options] == ["Flux 1", "Flux 2"]
        await pilot.press("down", "enter")
        await until(pilot, lambda: "https://journal.example/2 : abonné" in told(screen))


async def test_an_address_without_a_feed_is_asked_for_again(paper: Path, tmp_path: Path) -> None:
    command = program(tmp_path, "sys.exit('gazette: no feed there')")
    async with reading(paper, add_command=command) as (pilot, screen):
        await pilot.press("plus")
        await write(pilot, "jornal.example")
        await until(pilot, lambda: told(screen) == "no feed there")
        await pilot.press("plus")
        entry = await shown(pilot, EntryScreen)
        assert entry.line.value == "jornal.example"


@pytest.mark.parametrize(
    ("printed", "narrated", "became"),
    [
        ('{"kind": "known", "url": "u"}', "", Added(is_known=True)),
        ("", "gazette: u: no feed\n", Added(problem="u: no feed")),
        ("", "gazette\u00a0: u gazette: x\n", Added(problem="u gazette: x")),
        ("rien\n[1]\n", "a\nb\x1b[31m\n", Added(problem="b")),
        ('{"kind": "subscribed", "title": "T", "stories": "x"}', "", Added("T")),
        ('{"kind": "announced", "url": "u", "title": "t"}', "", None),
    ],
)
def test_what_the_process_says_is_understood(
    printed: str, narrated: str, became: Added | None
) -> None:
    assert outcome(printed, narrated) == (became or Added(announced=(AnnouncedFeed("u", "t"),)))


async def test_a_program_that_is_not_there_is_an_error_for_people() -> None:
    with pytest.raises(OSError, match="No such file"):
        await add(("/nowhere/gazette",), "u")


# --- pages of facts -----------------------------------------------------------------------------


def test_the_page_of_a_feed_hides_secrets_and_tells_health() -> None:
    feed = replace(
        make_row(1, "presse", error="the server answered 404 Not Found", failing_since=NOW),
        url="https://me:secret@journal.example/rss",
        failures=3,
        move=Move("https://new.example/rss", 2, NOW),
        next_check=NOW + timedelta(hours=1),
    )
    page = str(feed_facts(feed, FRENCH, now=NOW, zone=PARIS))
    assert "secret" not in page
    for told_there in ("404 Not Found", "3 échecs", "https://new.example/rss", "15:05"):
        assert told_there in plain_spaces(page)
    assert "prochain essai" in page
    sound = str(feed_facts(replace(feed, error=None), FRENCH, now=NOW, zone=PARIS))
    assert "prochaine actualisation" in sound
    assert "prochain essai" not in sound


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_queries_of_the_help_are_queries(language: str) -> None:
    examples = [name for name, _ in query_facts(words(language))[0] if name]
    for example in examples:
        if not example.endswith(":"):
            assert parse(example, now=NOW, zone=PARIS)
