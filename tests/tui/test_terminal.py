import os
import pty
import select
import subprocess
import sys

import pytest

from gazette.tui.terminal import (
    ThemeSetting,
    choose_theme,
    has_few_colours,
    is_light_colour,
    offered_themes,
    typed_with,
)

COLOURFUL = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("answer", "is_light"),
    [
        (b"\x1b]11;rgb:fafa/f6f6/eeee\x1b\\\x1b[?62;22c", True),
        (b"\x1b]11;rgb:1414/1616/1b1b\x07\x1b[?6c", False),
        (b"\x1b]11;rgb:ff/ff/ff\x07", True),
        (b"\x1b]11;rgba:0000/0000/0000/ffff\x07", False),
        (b"\x1b[?62;22c", None),
        (b"", None),
    ],
)
def test_the_terminal_names_its_background(answer: bytes, is_light: bool | None) -> None:
    assert is_light_colour(answer) is is_light


def test_what_is_typed_before_the_answer_is_told_from_it() -> None:
    answer = b"/bu\x1b]11;rgb:fafa/f6f6/eeee\x1b\\dg\x1b[?62;22cet"
    assert typed_with(answer) == b"/budget"
    assert is_light_colour(answer)
    assert typed_with(b"j\x1b]11;rgb:fa") == b""  # the rest comes late, and is thrown away


def test_a_theme_that_is_set_is_not_asked_for() -> None:
    assert choose_theme("papier", {**COLOURFUL, "COLORFGBG": "15;0"}, b"") == "papier"


@pytest.mark.parametrize("setting", ["auto", "papier", "nuit", "contrast"])
def test_where_no_colours_are_wanted_there_are_none(setting: ThemeSetting) -> None:
    assert choose_theme(setting, {**COLOURFUL, "NO_COLOR": "1"}, b"") == "terminal"


def test_where_there_are_few_colours_the_papers_whose_shades_would_vanish_are_not_used() -> None:
    poor = {"TERM": "xterm", "COLORTERM": ""}
    settings: tuple[ThemeSetting, ...] = ("auto", "papier", "nuit", "terminal")
    assert {choose_theme(setting, poor, b"") for setting in settings} == {"terminal"}
    assert choose_theme("contrast", poor, b"") == "contrast"
    assert offered_themes(poor) == ("contrast", "terminal")


def test_where_there_are_many_colours_every_theme_is_offered() -> None:
    assert offered_themes(COLOURFUL) == ("papier", "nuit", "contrast", "terminal")


def test_an_empty_no_color_says_nothing() -> None:
    assert choose_theme("nuit", {**COLOURFUL, "NO_COLOR": ""}, b"") == "nuit"


@pytest.mark.parametrize(
    ("environment", "is_so"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, True),
        ({}, True),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ({"TERM": "tmux-256color"}, False),
    ],
)
def test_a_terminal_tells_how_many_colours_it_has(environment: dict[str, str], is_so: bool) -> None:
    assert has_few_colours(environment) is is_so


ASKS = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from gazette.tui.terminal import asked, choose_theme
light = {"COLORFGBG": "0;15", "COLORTERM": "truecolor"}
print("theme:", choose_theme("auto", light, asked()), flush=True)
"""


def theme_chosen_in_terminal(answer: bytes) -> str:
    """Run the question in a terminal of its own that gives this answer; return what was chosen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ASKS],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    while b"\n" not in said.partition(b"theme:")[2]:
        assert select.select([ours], [], [], 20)[0], said
        said += os.read(ours, 1024)
        if b"\x1b[c" in said and answer:
            os.write(ours, answer)
            answer = b""
    assert process.wait() == 0
    os.close(ours)
    return said.partition(b"theme:")[2].split()[0].decode()


def test_a_dark_terminal_gets_the_night_paper() -> None:
    answer = b"\x1b]11;rgb:1010/1010/1010\x1b\\\x1b[?62;22c"
    assert theme_chosen_in_terminal(answer) == "nuit"


def test_a_terminal_that_names_no_colour_leaves_the_choice_to_the_environment() -> None:
    assert theme_chosen_in_terminal(b"\x1b[?6c") == "papier"


def test_a_terminal_that_says_nothing_is_not_waited_for_long() -> None:
    assert theme_chosen_in_terminal(b"") == "papier"
