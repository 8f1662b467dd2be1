"""How the reader looks, where looks are the point. A difference is read before it is accepted."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gazette.tui.screens.browse import BrowseScreen
from tests.tui.press import make_app


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
        if not isinstance(screen, BrowseScreen) or screen.stories.selected is None:
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
        pytest.param((200, 50), "fr", "nuit", (), id="three-panes-200x50-fr-nuit"),
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
