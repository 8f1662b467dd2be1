"""The article: a column of text in the middle of its pane."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.i18n import Words
from gazette.model import Flag, Story, marked
from gazette.tui.render import TEXT_WIDTH, Line, article_lines
from gazette.tui.widgets.inks import INKS, draw

_ABOVE: Final = 1
"""Empty lines above the title."""
_BELOW: Final = 1
_NARROWEST_MARGIN: Final = 2
_TOP: Final = (-1, 0.0)


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """One story to read."""

    COMPONENT_CLASSES = INKS
    ALLOW_SELECT = False

    @dataclass
    class Progressed(Message):
        """Another part of the article is in sight."""

        percent: int

    def __init__(self, words: Words, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._words = words
        self._zone = zone
        self.story: Story | None = None
        self._lines: tuple[Line, ...] = ()
        self._anchor = _TOP
        """Where the reader last scrolled to: a wide terminal may show the whole article, and must
        not forget the place that a narrow one had."""

    # --- what is shown --------------------------------------------------------------------

    def show(self, story: Story | None) -> None:
        """Show a story from its beginning; None: an empty page."""
        self.story = story
        self._anchor = _TOP
        self._set_lines()
        self._go_to_anchor()
        self.post_message(self.Progressed(self.percent))

    def refresh_story(self, story: Story) -> None:
        """Show what has become of the story (its text has arrived); the place is kept."""
        self.story = story
        self._set_lines()
        self._go_to_anchor()
        self.post_message(self.Progressed(self.percent))

    def mark(self, ids: Collection[int], flag: Flag, *, value: bool) -> None:
        """Show a mark on the story, if it is one of these, or take it off."""
        if self.story and self.story.id in ids:
            self.story = marked(self.story, flag, value=value)
            self._set_lines()

    @property
    def percent(self) -> int:
        """How much of the article has been in sight, 0 to 100."""
        seen = self.scroll_offset.y + self.size.height
        return min(100, round(100 * seen / max(1, self.virtual_size.height)))

    @property
    def is_at_end(self) -> bool:
        """The last line is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

    # --- moving ---------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Move by lines."""
        self._scroll(self.scroll_offset.y + step)

    def page(self, share: float) -> None:
        """Move by this share of the pane; a whole page keeps two lines in sight."""
        height = self.size.height
        step = max(1, min(int(abs(share) * height), height - 2))
        self.move(step if share > 0 else -step)

    def first(self) -> None:
        """Go to the beginning."""
        self._scroll(0)

    def last(self) -> None:
        """Go to the end."""
        self._scroll(self.max_scroll_y)

    # --- drawing --------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.size.width
        number = y + self.scroll_offset.y - _ABOVE
        if not 0 <= number < len(self._lines):
            return draw(self, (), width)
        margin = max(0, (width - self._column()) // 2)
        return draw(self, (("text", " " * margin), *self._lines[number].spans), width)

    def on_resize(self, event: Resize) -> None:
        """Set the text for the new width; the block at the top stays there."""
        if event.size.width:
            self._set_lines()
            self._go_to_anchor()

    def on_mouse_scroll_down(self) -> None:
        """Remember where the wheel has gone."""
        self.call_after_refresh(self._remember_place)

    def on_mouse_scroll_up(self) -> None:
        """Remember where the wheel has gone."""
        self.call_after_refresh(self._remember_place)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say how far the reader has come."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Progressed(self.percent))

    # --- what this rests on ---------------------------------------------------------------

    def _column(self) -> int:
        return max(1, min(TEXT_WIDTH, self.size.width - 2 * _NARROWEST_MARGIN))

    def _set_lines(self) -> None:
        self._lines = (
            article_lines(self.story, self._words, width=self._column(), zone=self._zone)
            if self.story and self.size.width
            else ()
        )
        height = len(self._lines) + _ABOVE + _BELOW
        self.virtual_size = Size(self.size.width, height)
        self.refresh()

    def place(self) -> tuple[int, float]:
        """Return the block at the top of the pane, and how much of it is above (0 to 1)."""
        top = self.scroll_offset.y - _ABOVE
        if top <= 0 or top >= len(self._lines):
            return _TOP
        block = self._lines[top].block
        numbers = [n for n, line in enumerate(self._lines) if line.block == block]
        return block, (top - numbers[0]) / len(numbers)

    def _go_to_anchor(self) -> None:
        block, share = self._anchor
        numbers = [n for n, line in enumerate(self._lines) if line.block == block]
        line = numbers[0] + int(share * len(numbers) + 0.5) + _ABOVE if numbers else 0
        self.scroll_to(y=0 if self._anchor == _TOP else line, animate=False, immediate=True)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, immediate=True)
        self._remember_place()

    def _remember_place(self) -> None:
        self._anchor = self.place()
