"""Inks: the names under which the pure modules ask for colours, and how a row becomes a strip."""

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from gazette.tui.render import Spans
from gazette.tui.typography import plain_spaces

INK_NAMES: Final = (
    "text title standfirst heading quote bar caption hint meta rule read unread accent fr en error"
    " current selected resting name key news"
).split()
INKS: Final = {f"ink--{name}" for name in INK_NAMES}


def draw(widget: Widget, spans: Spans, width: int, *, behind: str = "") -> Strip:
    """Return a row of spans as a strip of exactly `width` cells; `behind` is the ink behind it."""
    background = widget.rich_style
    if behind:
        background += widget.get_component_rich_style(f"ink--{behind}", partial=True)
    segments = [
        Segment(plain_spaces(text), background + _ink(widget, ink, background))
        for ink, text in spans
        if text
    ]
    return Strip(segments).adjust_cell_length(width, background)


def _ink(widget: Widget, name: str, background: Style) -> Style:
    ink = widget.get_component_rich_style(f"ink--{name}", partial=True)
    # A coloured ink would make a reversed row a patchwork, and a dim one hard to read.
    return Style(bold=ink.bold, italic=ink.italic) if background.reverse else ink
