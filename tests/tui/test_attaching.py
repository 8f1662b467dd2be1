"""What is attached to a story: told, played, put into a playlist; and stories given to programs."""

import sys
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from gazette.i18n import words
from gazette.model import Enclosure
from gazette.store import open_store
from gazette.tui.media import Medium, add_to_playlist, label, media_of, playlist_file
from gazette.tui.outside import run_outside
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.choosing import ChooseScreen
from gazette.tui.typography import plain_spaces
from tests.builders import make_entry, make_subscription, record_entries, subscribed
from tests.terminal import Terminal, gazette
from tests.tui.press import NOW, print_paper
from tests.tui.test_reader import press, read_in_store, reading, until
from tests.tui.test_sorting import choose

EPISODE = "https://radio.example/matin/%C3%A9pisode-7.mp3"
FILM = "https://radio.example/film.mp4"
TITLE = "La matinale en direct"


def print_episode(path: Path, *enclosures: Enclosure) -> None:
    """Print the paper with a newest story that has these attached."""
    store = open_store(path)
    print_paper(store)
    feed = subscribed(store, make_subscription(title="Le Journal"))[0]
    entry = make_entry(9_999, title=TITLE, published=NOW, enclosures=enclosures)
    record_entries(store, feed, entry, now=NOW)
    store.close()


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was given."""
    addresses: list[str] = []

    def open_page(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr("gazette.tui.screens.browse.open_page", open_page)
    monkeypatch.setattr("gazette.tui.screens.browse.browser_name", lambda: "firefox")
    return addresses


@asynccontextmanager
async def listening(
    folder: Path, *enclosures: Enclosure
) -> AsyncIterator[tuple[Pilot[int], BrowseScreen]]:
    print_episode(folder / "gazette.db", *enclosures)
    async with reading(folder / "gazette.db", language="en") as (pilot, screen):
        await press(pilot, "g", "g")
        yield pilot, screen


def told(screen: BrowseScreen) -> str:
    return plain_spaces(screen.status.news)


# --- what is told of it -----------------------------------------------------------------------


def test_what_is_attached_is_told_with_kind_name_and_size() -> None:
    _ = words("en")
    episode = Medium(EPISODE, "audio", "épisode-7.mp3", 43_000_000)
    assert plain_spaces(label(episode, _)) == "sound · épisode-7.mp3 · 43.0 MB"
    assert label(Medium(FILM, "application", "", None), _) == "attachment"
    assert label(Medium(FILM, "application", "", None), words("fr")) == "pièce jointe"


async def test_only_what_can_be_had_from_the_web_is_attached_and_each_once(tmp_path: Path) -> None:
    odd = ("javascript:alert(1)", "file:///etc/passwd", "", "https://", EPISODE)
    enclosures = (Enclosure(EPISODE, "audio/mpeg", 5), *(Enclosure(url) for url in odd))
    async with listening(tmp_path, *enclosures) as (_, screen):
        story_id = screen.stories.selected
        assert story_id is not None
        story = await screen.edition.library.story(story_id)
        assert story is not None
        assert media_of(story) == (Medium(EPISODE, "audio", "épisode-7.mp3", 5),)


async def test_the_article_tells_what_is_attached_and_the_key_that_plays_it(
    tmp_path: Path,
) -> None:
    async with listening(tmp_path, Enclosure(EPISODE, "audio/mpeg", 43_000_000)) as (pilot, screen):
        await press(pilot, "enter")
        lines = [plain_spaces(line.text) for line in screen.article._lines]
        assert "Attached: sound · épisode-7.mp3 · 43.0 MB; e plays it." in lines


# --- playing ----------------------------------------------------------------------------------


async def test_without_a_player_the_browser_plays_it_and_the_story_is_read(
    tmp_path: Path, visited: list[str]
) -> None:
    async with listening(tmp_path, Enclosure(EPISODE, "audio/mpeg")) as (pilot, screen):
        played = screen.stories.selected
        await press(pilot, "e")
        await until(pilot, lambda: visited == [EPISODE])
        await until(pilot, lambda: read_in_store(tmp_path / "gazette.db") == {played})


async def test_of_several_one_is_chosen(tmp_path: Path, visited: list[str]) -> None:
    enclosures = (Enclosure(EPISODE, "audio/mpeg"), Enclosure(FILM, "video/mp4"))
    async with listening(tmp_path, *enclosures) as (pilot, screen):
        await choose(pilot, "e", "film")
        await until(pilot, lambda: visited == [FILM])
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert visited == [FILM]


async def test_a_story_with_nothing_attached_says_so(tmp_path: Path) -> None:
    async with listening(tmp_path) as (pilot, screen):
        for key in ("e", "E"):
            screen.stop_saying()
            await press(pilot, key)
            assert told(screen) == "Nothing is attached to this story."
    assert not playlist_file(tmp_path / "gazette.db").exists()


# --- the playlist -----------------------------------------------------------------------------


async def test_what_is_attached_is_put_into_a_playlist_once(tmp_path: Path) -> None:
    file = playlist_file(tmp_path / "gazette.db")
    enclosures = (Enclosure(EPISODE, "audio/mpeg"), Enclosure(FILM, "video/mp4"))
    async with listening(tmp_path, *enclosures) as (pilot, screen):
        await press(pilot, "E")
        assert told(screen).startswith("Put into the playlist")
        await press(pilot, "E")
        assert told(screen).startswith("It is in the playlist")
    head = f"#EXTINF:-1,Le Journal – {TITLE}"
    assert file.read_text().splitlines() == ["#EXTM3U", head, EPISODE, head, FILM]
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_playlist_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    playlist_file(tmp_path / "gazette.db").mkdir()
    async with listening(tmp_path, Enclosure(EPISODE, "audio/mpeg")) as (pilot, screen):
        await press(pilot, "E")
        assert "a folder is where the file should be" in told(screen)


def test_a_playlist_of_the_reader_s_own_keeps_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "list.m3u8"
    file.write_text("#EXTM3U\nhttps://autre.example/a.mp3\n")
    medium = Medium(EPISODE, "audio", "", None)
    assert add_to_playlist(file, "un\ntitre\x1b[2J", [medium]) == 1
    lines = file.read_text().splitlines()
    assert lines[:2] == ["#EXTM3U", "https://autre.example/a.mp3"]
    assert lines[2].startswith("#EXTINF:-1,un titre")
    assert "\x1b" not in lines[2]
    assert lines[3:] == [EPISODE]


def test_a_playlist_that_is_a_link_or_empty_is_written_where_it_is(tmp_path: Path) -> None:
    there, link = tmp_path / "there.m3u8", tmp_path / "link.m3u8"
    there.write_text("")
    link.symlink_to(there)
    add_to_playlist(link, "Un", [Medium(EPISODE, "audio", "", None)])
    assert link.is_symlink()
    assert there.read_text() == f"#EXTM3U\n#EXTINF:-1,Un\n{EPISODE}\n"
    there.write_bytes(b"#EXTM3U\n\xff\xfe without an end")
    add_to_playlist(link, "Un", [Medium(EPISODE, "audio", "", None)])
    assert there.read_bytes().startswith(b"#EXTM3U\n\xff\xfe without an end\n#EXTINF")


def test_two_readers_keep_each_other_s_playlist(tmp_path: Path) -> None:
    file = tmp_path / "list.m3u8"

    def fill(reader: int) -> None:
        for n in range(40):
            address = f"https://radio.example/{reader}/{n}.mp3"
            add_to_playlist(file, "Un", [Medium(address, "audio", "", None)])

    with ThreadPoolExecutor() as readers:
        list(readers.map(fill, range(2)))
    lines = file.read_text().splitlines()
    assert lines[0] == "#EXTM3U"
    assert len(set(lines[2::2])) == 80


# --- other programs ---------------------------------------------------------------------------


def in_terminal(
    folder: Path, *, reader: str = "", environment: Mapping[str, str] | None = None
) -> Terminal:
    """Open the reader in a terminal, with more lines under [reader]."""
    print_episode(folder / "gazette.db", Enclosure(EPISODE, "audio/mpeg"))
    feeds = '[[feeds]]\nurl = "https://journal.example/rss.xml"\n'
    (folder / "feeds.toml").write_text(f"[reader]\n{reader}\n{feeds}")
    place = ("--config", str(folder / "feeds.toml"), "--db", str(folder / "gazette.db"))
    return Terminal(*gazette(*place), environment={"LANGUAGE": "en", **(environment or {})})


def test_a_story_is_given_to_a_command_and_the_paper_is_there_again(tmp_path: Path) -> None:
    with in_terminal(tmp_path) as terminal:
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("gg|")
        terminal.until("The command that reads the story:")
        terminal.press("echo =$(grep -c 'La matinale')=; exit 3\r")
        terminal.until("It ended with code 3.", "Press Enter to go back to the paper.")
        terminal.press("\r")
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("P")
        terminal.until("echo =$(grep -c")  # the last one is offered again
        terminal.press("\x11")
        assert "=2=" in terminal.to_end()  # in the front matter, and as the title
        assert terminal.code == 0


def test_the_player_of_the_list_is_given_the_address_and_the_terminal(tmp_path: Path) -> None:
    player = tmp_path / "player"
    player.write_text(f"#!{sys.executable}\nimport sys\nprint('playing', *sys.argv[1:])\ninput()\n")
    player.chmod(0o755)
    with in_terminal(tmp_path, reader=f"player = \"'{player}' --no-video\"") as terminal:
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("gge")
        terminal.until(f"playing --no-video {EPISODE}")
        terminal.press("\r")  # it ends well: the paper is there at once
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("q")
        terminal.to_end()
        assert terminal.code == 0


def test_a_player_that_is_not_there_is_said(tmp_path: Path) -> None:
    with in_terminal(tmp_path, reader='player = "/nowhere/player"') as terminal:
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("gge")
        terminal.until("/nowhere/player", "It ended with code 127.")
        terminal.press("\r")
        terminal.until("G A Z E T T E", TITLE)
        terminal.press("q")
        terminal.to_end()
        assert terminal.code == 0


def test_a_command_that_does_not_read_gets_no_more_than_it_takes(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "readline", lambda: "\n", raising=False)
    assert run_outside("true", words("en"), text="mot " * 1_000_000) == 0
    assert "Press Enter" in capfd.readouterr().out
