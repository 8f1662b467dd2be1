"""The keys of the reader as data: what can be done, which keys do it, and what was typed so far.

Pure, and below the configuration, which may replace any of it. `commands` is the list of all that
the reader can be told to do, `presets` says which keys the other two sets of keys give to it,
`bindings` makes one `Keymap` of a preset and what feeds.toml changes, and says where two commands
want one key; `spelling` reads the names of keys, and `sequences` follows keys one after the other.

Keys are what a keyboard sends, not where a finger is: a letter or sign is itself ("n", "é", "?"),
others have names ("enter", "ctrl+d", "f5"). Keys behind one another are parted by blanks: "g g".
"""

from gazette.keymap.bindings import Binding, Clash, Keymap, clash, make_keymap
from gazette.keymap.commands import COMMANDS, PANES, SECTIONS, Command, Pane
from gazette.keymap.presets import PRESETS, PresetName

__all__ = [
    "COMMANDS",
    "PANES",
    "PRESETS",
    "SECTIONS",
    "Binding",
    "Clash",
    "Command",
    "Keymap",
    "Pane",
    "PresetName",
    "clash",
    "make_keymap",
]
