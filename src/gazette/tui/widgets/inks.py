"""Inks: the names under which the pure modules ask for colours, and how a row becomes a strip."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from gazette.tui.render import Spans
from gazette.tui.typeset import Piece
from gazette.tui.typography import plain_spaces

INK_NAMES: Final = (
    "text title standfirst heading quote bar caption hint meta rule read unread accent fr en error"
    " current selected resting name key news strong em code link match found"
).split()
_NO_STYLE: Final = Style()
INKS: Final = {f"ink--{name}" for name in INK_NAMES}
"""The component classes of a screen, whose widgets draw with them.

Not of each widget: with every change of a class or of the focus Textual looks up all of a widget's
component classes anew, and these are many.
"""


def draw(widget: Widget, spans: Spans, width: int, *, behind: str = "") -> Strip:
    """Return a row of spans as a strip of exactly `width` cells; `behind` is the ink behind it."""
    background = widget.rich_style
    if behind:
        background += _style(widget, behind)
    segments = [
        Segment(plain_spaces(text), background + _ink(widget, ink, background))
        for ink, text in spans
        if text
    ]
    return Strip(segments).adjust_cell_length(width, background)


def draw_pieces(
    widget: Widget, pieces: Sequence[Piece], width: int, links: Mapping[int, Style]
) -> Strip:
    """Return a line of an article as a strip; `links` are the styles of links by their numbers."""
    background = widget.rich_style
    segments = [
        Segment(p.text, background + _ink(widget, p.ink, background) + links.get(p.link, _NO_STYLE))
        for p in pieces
        if p.text
    ]
    return Strip(segments).adjust_cell_length(width, background)


def _ink(widget: Widget, name: str, background: Style) -> Style:
    """Return the style of an ink, or of several that are joined by "+"."""
    ink = Style.combine(_style(widget, one) for one in name.split("+"))
    # A coloured ink would make a reversed row a patchwork, and a dim one hard to read.
    return Style(bold=ink.bold, italic=ink.italic) if background.reverse else ink


def _style(widget: Widget, name: str) -> Style:
    return widget.screen.get_component_rich_style(f"ink--{name}", partial=True)
