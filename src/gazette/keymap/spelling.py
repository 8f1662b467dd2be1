"""The names of keys: as persons write them, English and French, and the one that we keep.

"Ctrl+D", "ctrl+d" and "Control+d" are "ctrl+d"; "Espace", "space" and "␣" are "space". A letter or
sign alone is itself: "n" is not "N", and "é" is as good as either.
"""

import re
import unicodedata
from difflib import get_close_matches
from typing import Final

from gazette.text import fold

# The first of each is the name that we keep; the help page's own, in both languages, are there.
_NAMES: Final = (
    ("enter", "return", "entree", "↵"),
    ("space", "espace", "␣"),
    ("escape", "esc", "echap"),
    ("tab",),
    ("backspace", "retour-arriere", "retour", "⌫"),
    ("delete", "del", "suppr"),
    ("insert", "ins", "inser"),
    ("home", "debut", "origine"),
    ("end", "fin"),
    ("pageup", "pgup", "page-up", "page↑", "pageprec", "pgprec"),
    ("pagedown", "pgdn", "page-down", "page↓", "pagesuiv", "pgsuiv"),
    ("up", "haut", "↑"),
    ("down", "bas", "↓"),
    ("left", "gauche", "←"),
    ("right", "droite", "→"),
    *((f"f{number}",) for number in range(1, 25)),
)
NAMED: Final = {name: names[0] for names in _NAMES for name in names}
_MODIFIERS: Final = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "alt": "alt",
    "meta": "alt",
    "shift": "shift",
    "maj": "shift",
}
# A terminal sends the same for both, or is treated as if it did.
_SAME: Final = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+[": "escape",
    "ctrl+@": "ctrl+space",
}
_TWO_WORDS: Final = re.compile(r"(?i)\b(retour)\s+(arri[eè]re)\b|\b(page)\s+(up|down)\b")
_OTHER_NOTATION: Final = re.compile(r"<?([CMAScmas])-(.+?)>?|\^(.)")
_OF_OTHERS: Final = {"c": "Ctrl", "m": "Alt", "a": "Alt", "s": "Shift"}
_LONGEST_SEQUENCE: Final = 4


def names_in(text: str) -> list[str]:
    """Return the names of the keys in a text, one behind the other."""
    if text == " ":
        return [text]
    joined = _TWO_WORDS.sub(lambda pair: "-".join(filter(None, pair.groups())), text)
    return unicodedata.normalize("NFC", joined).split()


def key_named(name: str) -> str | None:
    """Return the key that a person means; None where there is none of this name."""
    *modifiers, base = _parts(name)
    key = _unmodified(base)
    known = {_MODIFIERS.get(fold(modifier), "") for modifier in modifiers}
    if key is None or "" in known:
        return None
    if not known:
        return key
    if known == {"shift"} and len(key) == 1:
        return _capital(key)
    return one_key("+".join((*sorted(known), key.lower())))


def one_key(key: str) -> str:
    """Return the name by which a key goes of which a terminal sends the same as of another."""
    return _SAME.get(key, key)


def nearest_name(name: str) -> str:
    """Return what a person may have meant by a name that is no key's."""
    if match := _OTHER_NOTATION.fullmatch(name):
        modifier = _OF_OTHERS[match[1].lower()] if match[1] else "Ctrl"
        return f"{modifier}+{_nearest_base(match[2] or match[3])}"
    *modifiers, base = _parts(name)
    if fold(base) in _MODIFIERS or not base:
        return "+".join((*map(_nearest_modifier, modifiers or [base]), "A"))
    if not modifiers:
        is_sequence = 1 < len(name) <= _LONGEST_SEQUENCE and all(map(_unmodified, name))
        close = get_close_matches(fold(name), NAMED, n=1)
        return " ".join(name) if is_sequence and not close else _nearest_base(name)
    known = list(map(_nearest_modifier, modifiers))
    if (
        {_MODIFIERS[fold(other)] for other in known} == {"shift"}
        and len(base) == 1
        and not _capital(base)
    ):
        return _nearest_base(base)
    return "+".join((*known, _nearest_base(base)))


def _nearest_modifier(name: str) -> str:
    return _closest(name, _MODIFIERS).capitalize()


def _nearest_base(base: str) -> str:
    if len(base) == 1 and _unmodified(base):
        return _capital(base) or base
    return _closest(base, NAMED).capitalize()


def _parts(name: str) -> list[str]:
    """Return what stands between the plus signs of a name; the last may be a plus sign itself."""
    if name.endswith("++"):
        return [*name[:-2].split("+"), "+"]
    return [name] if len(name) == 1 else name.split("+")


def _unmodified(base: str) -> str | None:
    if len(base) == 1 and fold(base) not in NAMED:
        return base if base.isprintable() and not base.isspace() else _blank(base)
    return NAMED.get(fold(base))


def _blank(base: str) -> str | None:
    return "space" if base == " " else None


def _capital(letter: str) -> str | None:
    """Return a letter's capital; None for a sign: what Shift makes of it differs by keyboard."""
    capital = letter.upper()
    return capital if capital != letter.lower() and len(capital) == 1 else None


def _closest(name: str, known: dict[str, str]) -> str:
    return get_close_matches(fold(name), known, n=1, cutoff=0.0)[0]
