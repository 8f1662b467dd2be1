"""Three sets of keys to begin with: gazette's own, and two for hands that know another program.

A preset says only what differs from the keys of `commands`. A key that an action has in some
panes alone is a `Within`.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from gazette.keymap.commands import Pane

PresetName = Literal["default", "vim", "newsboat"]


class Within(Struct, frozen=True):
    """Keys that do something in some panes, and something else in the others."""

    keys: str
    panes: tuple[Pane, ...]


Keys = tuple[str | Within, ...]

# d and u turn half pages of a text, as in less and in man; in the lists u undoes, as in vim. The
# letters of the windows (Ctrl+W) lead to the panes.
_VIM: Final[Mapping[str, Keys]] = {
    "half_down": ("ctrl+d", Within("d", ("article",))),
    "half_up": ("ctrl+u", Within("u", ("article",))),
    "undo": (Within("u", ("tree", "list")), "ctrl+z"),
    "redo": ("ctrl+r",),
    "line_down": ("j", "down", "ctrl+e"),
    "line_up": ("k", "up", "ctrl+y"),
    "previous_unread": ("p", "N"),
    "toggle_read": ("m",),
    "back": ("h", "left", "backspace", "ctrl+o"),
    "switch_pane": ("tab", "ctrl+w w", "ctrl+w l", "ctrl+w ctrl+w"),
    "switch_pane_back": ("shift+tab", "ctrl+w W", "ctrl+w h"),
    "zen": ("z", "ctrl+w o"),
    "wider": ("}", ">", "ctrl+w >"),
    "narrower": ("{", "<", "ctrl+w <"),
    "quit": ("Z Z", "Z Q", "Q", "ctrl+q", "ctrl+c"),
}

# newsboat sorts with g and G, so that nothing here begins with g; its u lists links, and its
# Ctrl+F clears a filter.
_NEWSBOAT: Final[Mapping[str, Keys]] = {
    "sort": ("g", "G", "="),
    "first": ("home",),
    "last": ("end",),
    "rename": (),
    "feed_tags": (),
    "unsubscribe": (),
    "focus_feeds": (),
    "focus_list": (),
    "focus_article": (),
    "links": ("u", "L"),
    "undo": ("ctrl+z",),
    "cancel": ("escape", "ctrl+f"),
    "page_down": ("pagedown",),
    "page_up": ("pageup", "ctrl+b", "-", "shift+space"),
    "toggle_read": ("N", "m"),
    "toggle_star": ("f",),
    "save": ("s", "S"),
    "tag_view": ("t",),
    "tags": ("T",),
    "open_browser": ("o",),
    "feed_info": ("v", "i"),
    "next_unread_feed": ("ctrl+n",),
    "previous_unread_feed": ("ctrl+p",),
    "hide_story": ("D",),
}

PRESETS: Final[Mapping[PresetName, Mapping[str, Keys]]] = {
    "default": {},
    "vim": _VIM,
    "newsboat": _NEWSBOAT,
}
