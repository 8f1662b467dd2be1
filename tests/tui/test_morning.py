"""A morning's reading in a real terminal, from the first screen to coming back the next hour."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.clock import system_clock
from gazette.demo import Answer
from gazette.demo.site import Press
from gazette.model import StoryQuery
from gazette.store import open_store

LIMIT_S = 30.0
REST_S = 0.4
"""A screen that stays so long is whole."""
FOREIGN = ("LANGUAGE", "LC_ALL", "NO_COLOR", "COLUMNS", "LINES")
"""What who runs the tests may have set, and would change the screen."""
PAPERS = 27
"""Stories of the sample press that are there from the start."""
LATE = """<rss version="2.0"><channel><title>Dépêches</title>
<item><guid>late</guid><title>Une dépêche de dernière heure</title>
<description>Arrivée pendant la lecture ; le reste est resté à sa place.</description>
</item></channel></rss>"""
EMPTY = '<rss version="2.0"><channel><title>Dépêches</title></channel></rss>'

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Terminal:
    """A terminal of tmux, on a server of its own."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._folder = folder

    def tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", os.devnull, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def open(self, columns: int, lines: int) -> None:
        """Open a terminal of this size, in which nothing runs."""
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(lines), "cat")

    def run(self, command: list[str]) -> None:
        """Run a program in it, in French."""
        without = [part for name in FOREIGN for part in ("-u", name)]
        french = ["LANG=fr_FR.UTF-8", "TERM=tmux-256color"]
        shell = shlex.join(["env", *without, *french, *command])
        self.tmux("respawn-pane", "-k", f"{shell}; exec cat")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tmux("send-keys", key)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def until(self, is_there: Callable[[str], bool], wish: str) -> str:
        """Wait for a screen and return it."""
        end = time.monotonic() + LIMIT_S
        while not is_there(shown := self.screen()):
            assert time.monotonic() < end, f"not {wish}:\n{shown}"
            time.sleep(0.02)
        return shown

    def turned(self, before: list[str]) -> list[str]:
        """Wait until another page stands beside the list, whole, and return its lines."""
        shown = self.until(lambda now: page_of(now) != before, "another page")
        while True:
            time.sleep(REST_S)
            if (now := self.screen()) == shown:
                return page_of(shown)
            shown = now

    def shows(self, text: str) -> str:
        return self.until(lambda shown: text in shown, f"shown: {text}")

    def hides(self, text: str) -> str:
        return self.until(lambda shown: text not in shown, f"gone: {text}")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.tmux("kill-server")


def page_of(shown: str) -> list[str]:
    """Return the lines of the article that stand beside the list."""
    return [line.partition("│")[2].rstrip() for line in shown.split("\n")[3:-2]]


def is_ferry(shown: str) -> bool:
    """Tell whether the story of the ferry stands beside the list, from its title on."""
    return page_of(shown)[0].strip().startswith("Le premier ferry électrique")


def test_a_morning_of_reading(terminal: Terminal, tmp_path: Path) -> None:
    db, config = tmp_path / "gazette.db", tmp_path / "feeds.toml"
    with Press(now=system_clock() - timedelta(minutes=5)) as press:
        late = press.serve("/late.xml", Answer(body=EMPTY.encode()))
        config.write_text(f'{press.config_text()}[[feeds]]\nurl = "{late}"\ntitle = "Dépêches"\n')
        gazette = [sys.executable, "-m", "gazette", "--config", str(config), "--db", str(db)]
        subprocess.run([*gazette, "fetch", "--quiet"], check=False, capture_output=True)

        # The first screen: what has not been read, the newest on top, its article beside it.
        terminal.open(120, 40)
        terminal.run(gazette)
        shown = terminal.shows(f"Non lus  {PAPERS}")
        assert "premier ferry électrique" in shown
        # Open it and read on to its end, and further to the next.
        terminal.press("Enter")
        terminal.shows(f"Non lus  {PAPERS - 1}")
        page = page_of(terminal.screen())
        while not page[0].strip().startswith("Channel’s first electric ferry"):
            terminal.press("Space")
            page = terminal.turned(page)
        terminal.shows(f"Non lus  {PAPERS - 2}")
        # A star, and a second thought.
        terminal.press("s")
        terminal.shows("★")
        terminal.press("u")
        terminal.shows("1 favori retiré")
        terminal.press("s")
        # Look for what was somewhere in a text, and come back.
        terminal.press("q")
        terminal.press("/")
        terminal.shows("résultats")
        terminal.press(*"éponges")
        terminal.shows("éponges de la Manche")
        terminal.hides("premier ferry électrique")
        terminal.press("Escape")
        terminal.shows("premier ferry électrique")
        # News come while one reads.
        press.serve("/late.xml", Answer(body=LATE.encode()))
        terminal.press("R", "R")
        terminal.shows("Une dépêche de dernière heure")
        # A smaller window, and the old one again.
        terminal.tmux("resize-window", "-x", "80", "-y", "24")
        terminal.until(lambda now: len(now.rstrip("\n").split("\n")) <= 24, "small")
        terminal.shows("Une dépêche")
        terminal.tmux("resize-window", "-x", "120", "-y", "40")
        # Read half an article, quit, and find the place again.
        terminal.press("1")
        terminal.shows(f"Tout  {PAPERS + 1}")
        terminal.press("j", "Enter")
        terminal.until(is_ferry, "the story of the ferry")
        page = terminal.turned([])
        terminal.press(*"jjjjjjjjjj")
        there = terminal.turned(page)
        terminal.press("q", "q")
        terminal.hides("G A Z E T T E")
    store = open_store(db)
    starred = [story.title for story in store.stories.each(StoryQuery(starred=True))]
    store.close()
    assert len(starred) == 1
    # The list that was left is there again, with the story that was read in it selected.
    terminal.run(gazette)
    terminal.shows(f"Tout  {PAPERS + 1}")
    terminal.press("Enter")
    terminal.until(lambda now: page_of(now) == there, "\n".join(("there:", *there)))
