from collections import Counter

import pytest

from gazette.keymap import COMMANDS, PANES, PRESETS, SECTIONS, clash, make_keymap
from gazette.keymap.bindings import Binding

# What a French keyboard has only behind AltGr, or as a dead key that waits for a vowel.
HIDDEN_ON_AZERTY = frozenset("~#{[|`\\^@]}¤€¨")


def test_every_action_stands_once_in_the_sections() -> None:
    actions = Counter(command.action for _, commands in SECTIONS for command in commands)
    assert set(actions) == set(COMMANDS)
    assert set(actions.values()) == {1}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_not_at_odds_with_itself(preset: str) -> None:
    assert clash(make_keymap(preset)) is None


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_actions_that_there_are(preset: str) -> None:
    assert set(PRESETS[preset]) <= set(COMMANDS)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_action_has_only_keys_that_a_french_keyboard_hides(preset: str) -> None:
    keymap = make_keymap(preset)
    for action in COMMANDS:
        keys = [b.keys for b in keymap.bindings if b.action == action]
        within_reach = [k for k in keys if not HIDDEN_ON_AZERTY & {key[-1] for key in k}]
        assert within_reach or not keys, action


def test_an_action_without_a_key_is_for_the_palette_alone() -> None:
    assert [action for action in COMMANDS if not make_keymap().keys_of(action)] == ["suspend"]


def test_changes_replace_all_keys_of_an_action() -> None:
    keymap = make_keymap("default", {"next_unread": ("x x", "f3"), "fetch_story": ()})
    assert keymap.keys_of("next_unread") == ("x x", "f3")
    assert keymap.keys_of("fetch_story") == ()
    assert keymap.keys_of("previous_unread") == ("p",)


def test_vim_turns_half_pages_of_the_article_with_d_and_u_and_undoes_elsewhere() -> None:
    keymap = make_keymap("vim")
    by_pane = {
        pane: {b.action for b in keymap.within(pane) if b.keys in (("d",), ("u",))}
        for pane in PANES
    }
    assert by_pane == {
        "tree": {"undo"},
        "list": {"undo"},
        "article": {"half_down", "half_up"},
    }


def test_newsboat_sorts_with_g_and_lists_links_with_u() -> None:
    keymap = make_keymap("newsboat")
    assert "g" in keymap.keys_of("sort")
    assert "u" in keymap.keys_of("links")
    assert keymap.keys_of("undo") == ("ctrl+z",)


@pytest.mark.parametrize(
    ("changes", "actions", "is_prefix"),
    [
        ({"search": ("n",)}, {"search", "next_unread"}, False),
        ({"show_all": ("f4",), "undo": ("f4",)}, {"show_all", "undo"}, False),
        ({"zen": ("ctrl+w",), "first": ("ctrl+w ctrl+w",)}, {"zen", "first"}, True),
        ({"zen": ("u u",)}, {"zen", "undo"}, True),
        ({"zen": ("g g g",)}, {"zen", "first"}, True),
    ],
)
def test_one_key_cannot_do_two_things(
    changes: dict[str, tuple[str, ...]], actions: set[str], is_prefix: bool
) -> None:
    two = clash(make_keymap("default", changes))
    assert two
    assert {two.one.action, two.other.action} == actions
    assert two.one.keys == two.other.keys[: len(two.one.keys)]
    assert (two.one.keys != two.other.keys) == is_prefix


def test_one_key_can_do_two_things_in_two_panes() -> None:
    keymap = make_keymap("default", {"links": ("f4",), "sort": ("f4",)})
    assert COMMANDS["links"].panes == ("article",)
    assert clash(keymap) is None


def test_matches_have_their_keys_before_anything_else() -> None:
    n = [b.action for b in make_keymap().within("article") if b.keys == ("n",)]
    assert n == ["find_next", "next_unread"]


def test_only_what_is_offered_keeps_its_keys() -> None:
    assert make_keymap().offering({"zen", "quit"}).bindings == (
        Binding("zen", ("z",), PANES),
        Binding("quit", ("Q",), PANES),
        Binding("quit", ("ctrl+q",), PANES),
        Binding("quit", ("ctrl+c",), PANES),
    )
