"""A notice above the foot of the page: what happened, and an address to be copied."""

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from gazette.tui.render import Spans
from gazette.tui.typography import fit_middle, wrap
from gazette.tui.widgets.inks import draw


class Notice(Widget):
    """What happened, and an address in full; takes no room where there is nothing to say."""

    what: reactive[str] = reactive("", layout=True)
    address: reactive[str] = reactive("", layout=True)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        lines = self._lines(self.size.width)
        return draw(self, lines[y] if y < len(lines) else (), self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Take as many lines as are needed."""
        return len(self._lines(width))

    def _lines(self, width: int) -> tuple[Spans, ...]:
        """Return the lines: those of the address are full and have no margin, to be copied."""
        if not self.what or width < 3:
            return ()
        most = max(1, self.screen.size.height // 2)
        address = fit_middle(self.address, most * width)
        pieces = [address[at : at + width] for at in range(0, cell_len(address), width)]
        told: list[Spans] = [(("meta", f" {line}"),) for line in wrap(self.what, width - 2)]
        return (*told, *((("text", piece),) for piece in pieces))
