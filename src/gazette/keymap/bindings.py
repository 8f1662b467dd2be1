"""Which keys do what: a preset, changed by what feeds.toml says, and where two want one key."""

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from gazette.keymap.commands import COMMANDS, Pane
from gazette.keymap.presets import PRESETS, Keys, PresetName, Within


class Binding(Struct, frozen=True):
    """Keys, one after the other, and what they do in some panes."""

    action: str
    keys: tuple[str, ...]
    panes: tuple[Pane, ...]

    @property
    def text(self) -> str:
        """The keys as feeds.toml has them: "g g"."""
        return " ".join(self.keys)


class Keymap(Struct, frozen=True):
    """All keys of the reader."""

    bindings: tuple[Binding, ...]

    def keys_of(self, action: str) -> tuple[str, ...]:
        """Return what does this, as feeds.toml would have it."""
        return tuple(binding.text for binding in self.bindings if binding.action == action)

    def offering(self, actions: Container[str]) -> "Keymap":
        """Return the keys of these actions alone."""
        return Keymap(tuple(b for b in self.bindings if b.action in actions))

    def within(self, pane: Pane) -> tuple[Binding, ...]:
        """Return what keys do in a pane."""
        return tuple(binding for binding in self.bindings if pane in binding.panes)


class Clash(Struct, frozen=True):
    """Two bindings that cannot both be: the same keys, or the first begins the second."""

    one: Binding
    other: Binding


def make_keymap(
    preset: PresetName = "default", changes: Mapping[str, tuple[str, ...]] | None = None
) -> Keymap:
    """Return a preset, in which `changes` has other keys for some actions, or none."""
    given: Mapping[str, Keys] = {**PRESETS[preset], **(changes or {})}
    made: list[Binding] = []
    for action, command in COMMANDS.items():
        made += (_binding(action, keys) for keys in given.get(action, command.keys))
    # What holds only while matches are shown goes before the rest.
    return Keymap(tuple(sorted(made, key=lambda b: not COMMANDS[b.action].in_search)))


def clash(keymap: Keymap) -> Clash | None:
    """Return two bindings that cannot both be; None where all is well.

    What holds only while matches are shown takes no key from the rest.
    """
    return next(_clashes(keymap.bindings), None)


def _clashes(bindings: Iterable[Binding]) -> Iterator[Clash]:
    for one, other in combinations(bindings, 2):
        if not set(one.panes) & set(other.panes):
            continue
        if one.keys == other.keys:
            if COMMANDS[one.action].in_search == COMMANDS[other.action].in_search:
                yield Clash(one, other)
        elif other.keys[: len(one.keys)] == one.keys:
            yield Clash(one, other)
        elif one.keys[: len(other.keys)] == other.keys:
            yield Clash(other, one)


def _binding(action: str, keys: str | Within) -> Binding:
    if isinstance(keys, Within):
        return Binding(action, tuple(keys.keys.split()), keys.panes)
    return Binding(action, tuple(keys.split()), COMMANDS[action].panes)
