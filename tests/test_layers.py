"""The layers hold: no import goes up, and nothing heavy is loaded where it is not needed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gazette.demo import Press

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("httpx", "feedparser", "sqlite_utils", "babel", "textual", "selectolax", "rich"),
    *("tomlkit", "PIL", "textual_image"),
)


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Return which heavy packages a fresh interpreter has loaded after running `code`."""
    tail = f"\nimport json, sys\nprint(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail, *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_imports_go_down_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


COMMAND = "import sys\nfrom gazette.cli.main import main\nassert main(sys.argv[1:]) == 0"


def arguments(folder: Path, *command: str) -> list[str]:
    return ["--config", str(folder / "feeds.toml"), "--db", str(folder / "gazette.db"), *command]


def test_a_fetch_loads_no_textual(tmp_path: Path, press: Press) -> None:
    (tmp_path / "feeds.toml").write_text(press.config_text())
    loaded = loaded_by(COMMAND, *arguments(tmp_path, "fetch", "--quiet"))
    assert "httpx" in loaded
    assert not loaded & {"textual", "tomlkit"}


def test_a_fetch_with_nothing_due_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("")
    loaded_by(COMMAND, *arguments(tmp_path, "feeds"))  # makes the store
    assert loaded_by(COMMAND, *arguments(tmp_path, "fetch")) == set()


@pytest.mark.parametrize("command", ["feeds", "stories"])
def test_headless_commands_load_no_screen_and_no_network(tmp_path: Path, command: str) -> None:
    (tmp_path / "feeds.toml").write_text("")
    loaded_by(COMMAND, *arguments(tmp_path, "feeds"))
    assert loaded_by(COMMAND, *arguments(tmp_path, command)) == set()


def test_the_reader_loads_neither_the_network_nor_what_opens_pictures() -> None:
    loaded = loaded_by("import gazette.cli.reader")
    assert not loaded & {"httpx", "feedparser", "babel", "PIL", "textual_image"}
