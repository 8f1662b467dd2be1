"""`[reader]` of feeds.toml, where it is about keys: `keys`, a preset, and `[reader.keymap]`.

Each line of `[reader.keymap]` gives an action other keys than the preset's, or with `[]` none. An
action or a key that there is not is an error that names the nearest; so are two actions that want
the same key in one pane, with the places of both.
"""

import difflib
from typing import Any, Final

from gazette.config.values import Place, Refused, choice
from gazette.errors import N_, Phrase
from gazette.keymap import COMMANDS, PRESETS, Binding, PresetName, clash, make_keymap
from gazette.keymap.spelling import key_named, names_in, nearest_name

_LONGEST: Final = 8
"""Keys in a sequence."""

Changes = tuple[tuple[str, tuple[str, ...]], ...]
"""Actions, each with its keys as a `Keymap` has them."""

preset: Final = choice(*PRESETS)


def table_of_keys(given: object) -> dict[str, object]:
    """Accept a table; what stands in it is looked at by `with_keymap`, which knows the place."""
    if not isinstance(given, dict):
        raise Refused(N_("expected a table"), given=given)
    return given


def with_keymap(place: Place, reader: dict[str, Any]) -> dict[str, Any]:
    """Return the values of `[reader]`, at `place`, with the keys of actions checked."""
    here = place.inside("keymap")
    changes = tuple(_change(here, *line) for line in reader.get("keymap", {}).items())
    _check(here, reader.get("keys", "default"), changes)
    return {**reader, "keymap": changes}


def _change(place: Place, action: str, given: object) -> tuple[str, tuple[str, ...]]:
    here = place.inside(action)
    if action not in COMMANDS:
        (nearest,) = difflib.get_close_matches(action.lower(), COMMANDS, n=1, cutoff=0.0)
        here.refuse(
            Phrase(N_('there is no such action; did you mean "{nearest}"?'), nearest=nearest)
        )
    try:
        return action, _keys(given)
    except Refused as refused:
        here.refuse(refused.phrase)


def _check(place: Place, keys: PresetName, changes: Changes) -> None:
    """Refuse a preset with changes in which one key is to do two things."""
    changed = dict(changes)
    if not changed:  # no preset is at odds with itself
        return
    if two := clash(make_keymap(keys, changed)):
        theirs, ours = two.one, two.other
        if ours.action not in changed:
            ours, theirs = theirs, ours
        _refuse(place, ours, theirs, "" if theirs.action in changed else keys)


def _refuse(place: Place, ours: Binding, theirs: Binding, of_preset: str) -> None:
    """Say what our keys have in common with theirs, and where those come from."""
    if ours.keys == theirs.keys:
        told = N_("“{keys}” does {other} too ({source}); give one of the two other keys, or []")
    elif len(ours.keys) < len(theirs.keys):
        told = N_(
            "“{keys}” is also how “{others}” begins, which does {other} ({source}); one must go"
        )
    else:
        told = N_("“{keys}” begins with “{others}”, which does {other} ({source}); one must go")
    there = place.inside(theirs.action).path
    source = f'keys = "{of_preset}"' if of_preset else there
    place.inside(ours.action).refuse(
        Phrase(told, keys=ours.text, others=theirs.text, other=theirs.action, source=source)
    )


def _keys(given: object) -> tuple[str, ...]:
    """Accept a key or a sequence of keys, or a list of those."""
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused(
            # As TOML has it, in whatever language: to be pasted.
            N_("expected keys such as {one}, {two} or {several}, not {given}"),
            one='"n"',
            two='"g g"',
            several='["x", "F5"]',
            given=given,
        )
    return tuple(dict.fromkeys(_sequence(text) for text in texts))


def _sequence(text: str) -> str:
    names = names_in(text)
    if not names:
        raise Refused(N_("{given} names no key; [] takes all keys away"), given=text)
    if len(names) > _LONGEST:
        raise Refused(N_("{given} has more than {most} keys"), given=text, most=_LONGEST)
    keys = []
    for name in names:
        key = key_named(name)
        if key is None:
            raise Refused(
                N_('{given} is not the name of a key; did you mean "{nearest}"?'),
                given=name,
                nearest=nearest_name(name),
            )
        keys.append(key)
    return " ".join(keys)
