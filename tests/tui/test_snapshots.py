"""How the reader looks, where looks are the point. A difference is read before it is accepted.

The README shows these very pictures: `pytest tests/tui/test_snapshots.py --snapshot-update`
draws them anew.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.help import HelpScreen
from tests.tui.press import make_app
from tests.tui.test_reader import print_empty_paper


def pressing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Return what presses these keys, each once the one before has had its effect."""

    async def press(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return press


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the reader has shown all that it is about to show."""
    for _ in range(400):
        await pilot.pause(0.02)
        screen = pilot.app.screen
        if isinstance(screen, HelpScreen):
            return
        if not isinstance(screen, BrowseScreen):
            continue
        if screen.stories.selected is None:
            if screen.stories.empty and all(worker.is_finished for worker in pilot.app.workers):
                return
            continue
        shown = screen.article.story.id if screen.article.story else None
        is_shown = not screen.panes.shows_article or shown == screen.stories.selected
        has_rows = screen.stories.row(screen.stories.selected) is not None
        if is_shown and has_rows and all(worker.is_finished for worker in pilot.app.workers):
            return
    raise AssertionError("the reader never came to rest")


@pytest.mark.parametrize(
    ("size", "language", "theme", "keys"),
    [
        pytest.param((80, 24), "fr", "nuit", ("j", "s"), id="list-80x24-fr-nuit"),
        pytest.param((80, 24), "en", "papier", ("enter", "space"), id="article-80x24-en-papier"),
        pytest.param((120, 40), "fr", "papier", ("enter",), id="two-panes-120x40-fr-papier"),
        pytest.param((120, 40), "en", "nuit", ("tab",), id="drawer-120x40-en-nuit"),
        pytest.param((200, 60), "fr", "nuit", (), id="three-panes-200x60-fr-nuit"),
        pytest.param((200, 60), "en", "papier", ("enter",), id="three-panes-200x60-en-papier"),
        pytest.param((120, 40), "fr", "contrast", ("?",), id="help-120x40-fr-contrast"),
    ],
)
def test_the_paper_looks_as_it_did(
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    size: tuple[int, int],
    language: str,
    theme: str,
    keys: tuple[str, ...],
) -> None:
    app = make_app(tmp_path / "gazette.db", language=language, theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


def test_the_first_screen_looks_as_it_did(
    snap_compare: Callable[..., bool], tmp_path: Path
) -> None:
    path = tmp_path / "gazette.db"
    print_empty_paper(path, None, None, None)
    list_file = Path("/home/me/.config/gazette/feeds.toml")
    app = make_app(path, language="en", theme="papier", config_path=list_file)
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing())
