"""How wide the panes are where several stand side by side, and what is remembered of it.

The widths that a reader has chosen are kept in a small file beside the store; without one, or
where it cannot be read, the stylesheet decides.
"""

import json
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from gazette.tui.private import keep_private

NARROWEST: Final = 24
"""No pane has fewer columns than this."""
STEP: Final = 4
Border = Literal["drawer", "tree", "list"]
"""What stands at the left of a border: the list among two panes, or the tree or list of three."""


class Sizes(Struct, frozen=True):
    """Columns of the panes at the left; None: as the stylesheet has it."""

    drawer: int | None = None
    """The list beside the article, and the tree that opens over it."""
    tree: int | None = None
    list: int | None = None

    def with_width(self, border: Border, width: int, room: int) -> "Sizes":
        """Return these with another width, as far as `room` columns for it and its neighbour go."""
        return replace(self, **{border: fitting(width, room)})


def fitting(width: int, room: int) -> int:
    """Return the width nearest to `width` that leaves enough of `room` to the other pane."""
    return max(NARROWEST, min(width, room - NARROWEST))


def sizes_file(store: Path) -> Path:
    """Return where the sizes of the panes stand that show this store."""
    return store.with_name(f"{store.name}.panes.json")


def load_sizes(file: Path) -> Sizes:
    """Return what was kept; what is missing or odd is as if nothing had been."""
    try:
        kept = json.loads(file.read_text())
        given = {name: kept.get(name) for name in Sizes.__struct_fields__}
    except (OSError, ValueError, AttributeError):
        return Sizes()
    return Sizes(**{name: n if type(n) is int and n > 0 else None for name, n in given.items()})


def save_sizes(sizes: Sizes, file: Path) -> None:
    """Keep the sizes; where that is impossible, they hold for as long as the reader is open."""
    keep_private(file, f"{json.dumps(asdict(sizes))}\n")
