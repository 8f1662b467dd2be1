"""Lists and texts page by page, where there is a terminal and it is too low for them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Desk
from tests.terminal import Terminal, gazette

COLUMNS, LINES = 30, 4
"""Of the terminal: room for three, and one for the shell."""


@contextmanager
def on_screen(
    desk: Desk, *arguments: str, lines: int = LINES, pager: str = "sed s/^/|/"
) -> Iterator[Terminal]:
    """Run gazette in a narrow terminal, with a pager that marks what goes through it."""
    files = ("--config", str(desk.config), "--db", str(desk.db))
    settings = {"PAGER": pager, "LANG": "en_GB.UTF-8"}
    command = gazette(*files, *arguments)
    with Terminal(*command, size=(COLUMNS, lines), environment=settings) as terminal:
        yield terminal


@pytest.mark.parametrize(
    ("arguments", "lines", "is_paged"),
    [
        (("show", "2"), LINES, True),
        (("show", "2", "--no-pager"), LINES, False),
        (("stories", "--jsonl"), LINES, False),
    ],
)
def test_what_a_terminal_is_too_low_for_goes_through_the_pager(
    desk: Desk, arguments: tuple[str, ...], lines: int, is_paged: bool
) -> None:
    with on_screen(desk, *arguments, lines=lines) as terminal:
        shown = terminal.to_end().splitlines()
    assert terminal.code == 0
    assert len(shown) > 1
    assert all(line.startswith("|") == is_paged for line in shown)


def test_a_text_that_fits_is_set_for_the_terminal_and_not_paged(desk: Desk) -> None:
    with on_screen(desk, "show", "2", lines=40) as terminal:
        shown = terminal.to_end().splitlines()
    text = " ".join(" ".join(shown).split())
    code, whole, _ = desk.run("show", "2")
    assert code == 0
    assert text.split() == " ".join(whole).split()
    assert max(map(len, whole)) > COLUMNS > max(len(line) for line in shown if " " in line)
    assert "https://journal.example/articles/1" in text
    assert not any(line.startswith("|") for line in shown)


def test_a_pager_that_is_left_ends_the_list_without_a_word(desk: Desk) -> None:
    with on_screen(desk, "stories", "--full", pager="head -n 1") as terminal:
        shown = terminal.to_end().splitlines()
    assert terminal.code == 0
    assert len(shown) == 1
