"""The tables of keys in the README, made from the keymap: `python -m tests.readme` writes them."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from gazette.i18n import words
from gazette.keymap import SECTIONS, Command, make_keymap
from gazette.tui.keymap import key_name, offered_by
from gazette.tui.screens.browse import BrowseScreen

README = Path(__file__).parents[1] / "README.md"
_ENGLISH = words("en")
_NAMES = {"enter": "Enter"}
_PLAIN = re.compile(r"\w{2,}\+?.*|[←→↑↓]")
"""What needs no frame to be seen as a key."""


def keys_table() -> str:
    """Return all keys of the default preset, section by section."""
    lines = ["| keys | action | what it does |", "|---|---|---|"]
    offered = offered_by(BrowseScreen)
    for title, commands in SECTIONS:
        rows = list(_rows(command for command in commands if command.action in offered))
        if rows:
            lines += [f"| **{title}** | | |", *rows]
    return "\n".join(lines)


def presets_table() -> str:
    """Return the keys of the other presets, where they differ."""
    presets = [make_keymap(name) for name in ("default", "vim", "newsboat")]
    lines = ["| action | `vim` | `newsboat` |", "|---|---|---|"]
    for action in (c.action for _, commands in SECTIONS for c in commands):
        usual, *others = (keymap.keys_of(action) for keymap in presets)
        if action in offered_by(BrowseScreen) and any(keys != usual for keys in others):
            cells = (_shown(keys) or "none" if keys != usual else "" for keys in others)
            lines.append(f"| `{action}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def table_in(text: str, head: str) -> str:
    """Return the table of a text that begins with this."""
    start = text.index(head)
    return text[start : text.index("\n\n", start)]


def _rows(commands: Iterable[Command]) -> Iterator[str]:
    for family, group in groupby(commands, key=lambda c: c.family or c.description):
        actions = [command.action for command in group]
        keys = [key for action in actions for key in make_keymap().keys_of(action)]
        named = f"`{actions[0]}`" + (f" … `{actions[-1]}`" if len(actions) > 1 else "")
        yield f"| {_shown(keys) or 'palette'} | {named} | {family} |"


def _shown(keys: Iterable[str]) -> str:
    return ", ".join(" ".join(_key(key) for key in sequence.split()) for sequence in keys)


def _key(key: str) -> str:
    name = _NAMES.get(key) or key_name(key, _ENGLISH)
    return name if _PLAIN.fullmatch(name) else f"`{name}`"


def main() -> None:
    """Write the tables into the README."""
    text = README.read_text(encoding="utf-8")
    for table in (keys_table(), presets_table()):
        text = text.replace(table_in(text, table.partition("\n")[0]), table)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
