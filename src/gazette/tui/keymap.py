"""The keys as data: the screen's bindings, its footer and its help page are made from this.

Rules: arrows, Enter, Esc, Tab and the mouse do everything a beginner needs; vim's motions work
everywhere; newsboat's letters where they do not clash with those. Nothing here needs AltGr.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gazette.errors import N_
from gazette.i18n import Words


@dataclass(frozen=True, slots=True)
class Command:
    """Something the reader can do, and the keys that do it."""

    action: str
    keys: tuple[str, ...]
    description: str
    """A message: what the help page says."""
    hint: str = ""
    """A message: the one or two words of the footer."""


SECTIONS: Final[tuple[tuple[str, tuple[Command, ...]], ...]] = (
    (
        N_("Reading"),
        (
            Command("open", ("enter", "l", "right"), N_("open what is selected"), N_("open")),
            Command(
                "read_on",
                ("space",),
                N_("read on: next page, at the end the next unread story"),
                N_("read on"),
            ),
            Command("next_unread", ("n",), N_("next unread story"), N_("next")),
            Command("previous_unread", ("p",), N_("previous unread story")),
            Command("next_story", ("J",), N_("next story")),
            Command("previous_story", ("K",), N_("previous story")),
            Command("open_browser", ("o", "v"), N_("open the page in the browser"), N_("browser")),
            Command("links", ("L",), N_("the links of the article")),
            Command("back", ("h", "left", "backspace"), N_("back to the pane before")),
            Command("cancel", ("escape",), N_("close the search, leave the article")),
        ),
    ),
    (
        N_("Marks"),
        (
            Command("toggle_star", ("s", "f"), N_("star, or take the star off"), N_("star")),
            Command("toggle_read", ("m", "N"), N_("read or unread"), N_("read/unread")),
            Command("mark_all_read", ("A",), N_("mark the whole list read")),
            Command("undo", ("u", "ctrl+z"), N_("undo the last mark, any number"), N_("undo")),
        ),
    ),
    (
        N_("What is listed"),
        (
            Command("show_all", ("1",), N_("all stories")),
            Command("show_unread", ("2",), N_("unread stories")),
            Command("show_starred", ("3",), N_("starred stories")),
            Command("next_language", ("a",), N_("language: all, French, English"), N_("language")),
            Command("search", ("/",), N_("words in the titles"), N_("search")),
            Command("switch_pane", ("tab",), N_("subscriptions, list, article"), N_("feeds")),
            Command("switch_pane_back", ("shift+tab",), N_("the same the other way round")),
            Command(
                "fetch_view",
                ("r",),
                N_("fetch these feeds, or the open story’s text; twice: even if not due"),
            ),
            Command("fetch_all", ("R", "f5"), N_("fetch all feeds"), N_("fetch")),
            Command("show_failures", ("!",), N_("the feeds that fail, and why")),
        ),
    ),
    (
        N_("Moving"),
        (
            Command("line_down", ("j", "down"), N_("down")),
            Command("line_up", ("k", "up"), N_("up")),
            Command("page_down", ("pagedown", "ctrl+f"), N_("one page down")),
            Command("page_up", ("pageup", "ctrl+b", "minus"), N_("one page up")),
            Command("half_down", ("ctrl+d",), N_("half a page down")),
            Command("half_up", ("ctrl+u",), N_("half a page up")),
            Command("first", ("home", "g g"), N_("first")),
            Command("last", ("end", "G"), N_("last")),
        ),
    ),
    (
        N_("Gazette"),
        (
            Command("help", ("?", "f1"), N_("the keys"), N_("help")),
            Command("leave", ("q",), N_("back; at the list: quit"), N_("quit")),
            Command("quit", ("Q", "ctrl+q", "ctrl+c"), N_("quit at once")),
        ),
    ),
)
COMMANDS: Final = {command.action: command for _, section in SECTIONS for command in section}

# What stands in the footer of each pane; where there is no room, the last ones go first, but for
# the way back and the key to all the others.
FOOTERS: Final = {
    "tree": ("open", "read_on", "fetch_all", "leave", "help"),
    "list": ("open", "read_on", "toggle_star", "switch_pane", "search", "next_language", "help"),
    "article": ("read_on", "next_unread", "toggle_star", "open_browser", "leave", "help"),
}
# What a key does in this pane, where that is not what it does elsewhere.
_FOOTER_HINTS: Final = {
    ("article", "leave"): N_("back"),
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
    "minus": "-",
    "tab": "Tab",
    "escape": N_("Esc"),
    "backspace": N_("Backspace"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
}


def key_name(key: str, words: Words) -> str:
    """Return a key as it is written for a person: "↵", "Ctrl+D", "g g"."""
    if key in _KEY_NAMES:
        return words(_KEY_NAMES[key])
    if key.startswith("shift+"):
        shift = words.context("key", "Shift")
        return f"{shift}+{key_name(key.removeprefix('shift+'), words)}"
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


def footer_hints(
    pane: str, words: Words, here: Mapping[str, str] | None = None
) -> tuple[tuple[str, str, str], ...]:
    """Return (action, key, hint) for the footer of a pane.

    `here` gives the hints (messages) of actions that do something else where the cursor is; an
    empty one leaves the action out.
    """
    hints = []
    for action in FOOTERS[pane]:
        command = COMMANDS[action]
        hint = (here or {}).get(action, _FOOTER_HINTS.get((pane, action), command.hint))
        if not hint:
            continue
        key = "␣" if command.keys[0] == "space" else key_name(command.keys[0], words)
        hints.append((action, key, words(hint)))
    return tuple(hints)
