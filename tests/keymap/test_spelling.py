import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.keymap.spelling import key_named, names_in, nearest_name


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("n", "n"),
        ("N", "N"),
        ("é", "é"),
        ("e\u0301", "é"),
        ("?", "?"),
        ("+", "+"),
        ("Ctrl+D", "ctrl+d"),
        ("ctrl+d", "ctrl+d"),
        ("Control+d", "ctrl+d"),
        ("Ctrl++", "ctrl++"),
        ("Alt+é", "alt+é"),
        ("ctrl+alt+x", "alt+ctrl+x"),
        ("Maj+Tab", "shift+tab"),
        ("shift+space", "shift+space"),
        ("Shift+a", "A"),
        ("Espace", "space"),
        ("space", "space"),
        (" ", "space"),
        ("␣", "space"),
        ("Échap", "escape"),
        ("echap", "escape"),
        ("Entrée", "enter"),
        ("↵", "enter"),
        ("Retour arrière", "backspace"),
        ("Page Down", "pagedown"),
        ("Suppr", "delete"),
        ("F5", "f5"),
        ("f24", "f24"),
        # What a terminal cannot tell apart is one key.
        ("ctrl+i", "tab"),
        ("Ctrl+M", "enter"),
        ("ctrl+[", "escape"),
    ],
)
def test_a_key_is_known_by_what_a_person_calls_it(written: str, key: str) -> None:
    assert [key_named(name) for name in names_in(written)] == [key]


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Crtl+d", "Ctrl+D"),
        ("Ctrl+Bakspace", "Ctrl+Backspace"),
        ("Ecsape", "Escape"),
        ("F25", "F5"),
        ("gg", "g g"),
        ("<C-d>", "Ctrl+D"),
        ("<C-Tba>", "Ctrl+Tab"),
        ("^D", "Ctrl+D"),
        ("Ctrl", "Ctrl+A"),
        ("Ctrl+", "Ctrl+A"),
        ("Shift+1", "1"),
        ("A+0", "0"),
    ],
)
def test_what_is_no_key_has_a_nearest_one(written: str, nearest: str) -> None:
    assert [key_named(name) for name in names_in(written)] == [None]
    assert nearest_name(written) == nearest


@given(st.text(min_size=1, max_size=12))
def test_any_text_is_keys_or_has_nearest_ones(text: str) -> None:
    for name in names_in(text):
        if key_named(name) is None:
            assert all(key_named(known) for known in names_in(nearest_name(name)))


@given(st.text(min_size=1, max_size=12))
def test_the_name_that_is_kept_is_a_name_itself(text: str) -> None:
    for name in names_in(text):
        if key := key_named(name):
            assert key_named(key) == key
