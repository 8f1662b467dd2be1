"""Keys one after the other: what a key does, given those before it.

Pure, and without a clock: what has begun waits for as long as the reader thinks.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from gazette.keymap.bindings import Binding

GIVE_UP: Final = "escape"
"""Ends a sequence that has begun, and does nothing else then."""


class Wait(Struct, frozen=True):
    """These keys are how a sequence begins."""

    keys: tuple[str, ...]


class Run(Struct, frozen=True):
    """The keys are whole: the first of these that can be done is meant."""

    actions: tuple[str, ...]


Step = Wait | Run


def press(bindings: Sequence[Binding], before: tuple[str, ...], key: str) -> Step:
    """Return what a key does behind those that were pressed `before` it and wait for more.

    A key that does not go on with them stands for itself, as if nothing had been pressed before.
    """
    typed = (*before, key)
    if whole := tuple(binding.action for binding in bindings if binding.keys == typed):
        return Run(whole)
    if going_on(bindings, typed):
        return Wait(typed)
    if not before or key == GIVE_UP:
        return Run(())
    return press(bindings, (), key)


def going_on(bindings: Sequence[Binding], typed: tuple[str, ...]) -> tuple[Binding, ...]:
    """Return the sequences that begin with these keys and have more."""
    size = len(typed)
    return tuple(b for b in bindings if len(b.keys) > size and b.keys[:size] == typed)
