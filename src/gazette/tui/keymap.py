"""The keys on the screen: how they are written there, and which of them stand in the footer.

What can be done and by which keys is data of `gazette.keymap`; here it gets words.
"""

from collections.abc import Mapping
from typing import Final

from textual.events import Key
from textual.keys import REPLACED_KEYS, key_to_character

from gazette.errors import N_
from gazette.i18n import Words
from gazette.keymap import COMMANDS, Keymap, Pane
from gazette.keymap.sequences import going_on
from gazette.keymap.spelling import NAMED, one_key

# What stands in the footer of each pane; where there is no room, the last ones go first, but for
# the way back and the key to all the others.
FOOTERS: Final[Mapping[Pane, tuple[str, ...]]] = {
    "tree": ("open", "read_on", "fetch_all", "leave", "help"),
    "list": ("open", "read_on", "toggle_star", "switch_pane", "search", "next_language", "help"),
    "article": ("read_on", "next_unread", "toggle_star", "open_browser", "leave", "help"),
}
_MATCHES: Final = ("find_next", "find_previous")
# What a key does in this pane, where that is not what it does elsewhere.
_FOOTER_HINTS: Final[Mapping[tuple[Pane, str], str]] = {
    ("article", "leave"): N_("back"),
    ("list", "switch_pane"): N_("feeds"),
    ("tree", "leave"): N_("back"),
}
LAST_TO_GO: Final = ("leave", "dismiss", "help")

_KEY_NAMES: Final = {
    "enter": "↵",
    "space": N_("Space"),
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "tab": "Tab",
    "escape": N_("Esc"),
    "backspace": N_("Backspace"),
    "delete": N_("Del"),
    "insert": N_("Ins"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
}
_SHORT: Final = {"space": "␣"}
"""Where there is little room."""


def offered_by(screen: type) -> frozenset[str]:
    """Return the actions that a screen has, of all there are."""
    return frozenset(action for action in COMMANDS if hasattr(screen, f"action_{action}"))


def key_of(event: Key) -> str:
    """Return the key of an event, by the name that the keymap has for it."""
    *modifiers, base = event.key.split("+")
    if event.is_printable and event.character != " " and not modifiers:
        return event.character or ""
    sign = key_to_character(REPLACED_KEYS.get(base, base)) if base not in NAMED else None
    return one_key("+".join((*modifiers, sign or base)))


def key_name(keys: str, words: Words) -> str:
    """Return keys as they are written for a person: "↵", "Ctrl+D", "g g"."""
    return " ".join(_one_name(key, words) for key in keys.split())


def _one_name(key: str, words: Words) -> str:
    if key in _KEY_NAMES:
        return words(_KEY_NAMES[key])
    modifier, plus, rest = key.partition("+")
    if plus and rest:
        names = {"ctrl": "Ctrl", "alt": "Alt", "shift": words.context("key", "Shift")}
        name = _one_name(rest, words)
        return f"{names[modifier]}+{name.upper() if len(name) == 1 else name}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


def names_of_keys(keymap: Keymap, words: Words) -> Mapping[str, str]:
    """Return what to press for each action, for sentences that say so.

    That is the name of its first key, or where it has none, what it is called in the palette.
    """
    _ = words
    palette = next(iter(keymap.keys_of("palette")), "")
    names = {}
    for action, command in COMMANDS.items():
        if keys := keymap.keys_of(action):
            names[action] = key_name(keys[0], _)
        else:
            called = _("“{words}”").format(words=_(command.description))
            names[action] = f"{key_name(palette, _)} {called}".strip()
    return names


def footer_hints(
    pane: Pane,
    keymap: Keymap,
    words: Words,
    here: Mapping[str, str] | None = None,
    *,
    shows_matches: bool = False,
) -> tuple[tuple[str, str, str], ...]:
    """Return (action, key, hint) for the footer of a pane.

    `here` gives the hints (messages) of actions that do something else where the cursor is; an
    empty one leaves the action out, and so does an action without a key. The keys that lead from
    match to match stand first while there are some, and what else they do is left out.
    """
    hints: dict[str, tuple[str, str, str]] = {}
    for action in (*(_MATCHES if shows_matches else ()), *FOOTERS[pane]):
        hint = (here or {}).get(action, _FOOTER_HINTS.get((pane, action), COMMANDS[action].hint))
        keys = keymap.keys_of(action)
        if hint and keys:
            name = _SHORT.get(keys[0]) or key_name(keys[0], words)
            hints.setdefault(keys[0], (action, name, words(hint)))
    return tuple(hints.values())


def hints_of_sequence(
    typed: tuple[str, ...], pane: Pane, keymap: Keymap, words: Words
) -> tuple[tuple[str, str, str], ...]:
    """Return (action, key, hint) for what can be done by typing on, each by its first key."""
    hints: dict[str, tuple[str, str, str]] = {}
    for binding in going_on(keymap.within(pane), typed):
        command = COMMANDS[binding.action]
        rest = key_name(" ".join(binding.keys[len(typed) :]), words)
        hint = words(command.hint or command.description)
        hints.setdefault(binding.action, (binding.action, rest, hint))
    return tuple(hints.values())
