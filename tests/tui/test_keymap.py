from collections import Counter

import pytest

from gazette.i18n import words
from gazette.tui.keymap import COMMANDS, FOOTERS, SECTIONS, footer_hints, key_name
from gazette.tui.screens.browse import BrowseScreen
from gazette.tui.screens.help import help_lines


def test_no_key_does_two_things() -> None:
    keys = Counter(key for command in COMMANDS.values() for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("action", COMMANDS)
def test_the_screen_can_do_every_command(action: str) -> None:
    assert hasattr(BrowseScreen, f"action_{action}")


@pytest.mark.parametrize("pane", FOOTERS)
def test_every_hint_of_the_footer_has_words(pane: str) -> None:
    assert all(all(hint) for hint in footer_hints(pane, words("fr")))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_page_names_every_key(width: int, language: str) -> None:
    _ = words(language)
    page = "\n".join("".join(text for _, text in line) for line in help_lines(_, width))
    for _section, commands in SECTIONS:
        for command in commands:
            assert " ".join(key_name(key, _) for key in command.keys) in page


def test_keys_have_names_a_person_can_read() -> None:
    _ = words("fr")
    names = [key_name(key, _) for key in ("enter", "space", "ctrl+d", "f5", "g g", "j")]
    assert names == ["↵", "Espace", "Ctrl+D", "F5", "g g", "j"]
