import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.store import open_store
from tests.tui.press import print_paper

LIMIT_S = 20.0


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what a program writes until it has written something."""
    came, end = b"", time.monotonic() + LIMIT_S
    while wanted not in came:
        assert time.monotonic() < end, came
        if select.select([terminal], [], [], 0.1)[0]:
            came += os.read(terminal, 65_536)


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    store = open_store(tmp_path / "gazette.db")
    print_paper(store)
    store.close()
    config = tmp_path / "feeds.toml"
    config.write_text('[[feeds]]\nurl = "https://0.example/rss.xml"\n')
    here = ["--config", str(config), "--db", str(tmp_path / "gazette.db")]
    return [sys.executable, "-m", "gazette", *here]


def test_the_reader_ends_with_its_terminal(command: list[str]) -> None:
    ours, theirs = pty.openpty()
    # Not in a session of its own: as little tells it of the end as a lost connection does.
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "LANG": "fr_FR.UTF-8"},
    ) as reader:
        os.close(theirs)
        try:
            read_until(ours, b"Non lus")
        finally:
            os.close(ours)
        try:
            reader.wait(LIMIT_S)
        finally:
            reader.kill()
