"""The list of stories: draws the lines in sight, and asks for the rows that it needs for them.

It knows all ids and at most a few thousand rows, so that its speed does not depend on its length.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal

from rich.cells import cell_len
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.clock import Clock
from gazette.i18n import Words
from gazette.model import Flag, StoryRow, marked
from gazette.tui.headlines import Setting, Snippet, day_rule, one_line, snippet_line, two_lines
from gazette.tui.listing import Lines, Listing
from gazette.tui.render import TEXT_WIDTH
from gazette.tui.typography import wrap
from gazette.tui.widgets.inks import INKS, draw

_ROWS_KEPT: Final = 3_000
_NARROWEST_TWO_LINES: Final = 39
_EMPTY_MARGIN: Final = 2
_SNIPPET_PART: Final = 2
"""The line of a row, counted from 0, that shows why a search has found it."""


class StoryList(ScrollView, can_focus=True, inherit_bindings=False):
    """Stories in order, one of them selected."""

    COMPONENT_CLASSES = INKS
    ALLOW_SELECT = False

    empty: reactive[tuple[str, ...]] = reactive(())
    """What an empty list says: what is so, and what to press."""

    @dataclass
    class Highlighted(Message):
        """Another story is selected."""

        story_id: int

    @dataclass
    class Opened(Message):
        """A story is to be read."""

        story_id: int

    @dataclass
    class EndInSight(Message):
        """The end of the list is in sight, or nearly."""

        listing: Listing

    @dataclass
    class RowsWanted(Message):
        """Rows that will be in sight, or nearly, are not known."""

        ids: tuple[int, ...]

    def __init__(self, words: Words, clock: Clock, zone: tzinfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._words = words
        self._clock = clock
        self._zone = zone
        self.listing = Listing(zone=zone)
        self.cursor = 0
        self.unread: set[int] = set()
        """Ids of the stories of this list that have not been read."""
        self.snippets: dict[int, Snippet] | None = None
        """Of the stories of a search, what stands around the words sought; None: no search."""
        self._is_stacked = False
        self._rows: OrderedDict[int, StoryRow] = OrderedDict()
        self._wanted: set[int] = set()
        self._lines = Lines(self.listing, row_height=1, has_days=False)

    # --- what is shown --------------------------------------------------------------------

    def show(self, listing: Listing) -> None:
        """Show another list, from its top."""
        self._rows.clear()
        self._wanted.clear()
        self.cursor = 0
        self._set(listing)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._say_cursor()

    def update_listing(self, listing: Listing) -> None:
        """Show the same list with more stories; what is selected stays where it is.

        At the top of the list new stories push it down, as long as it stays in sight: whoever
        stands there wants to see them.
        """
        selected, place = self.selected, self.cursor_place()
        was_at_top = self.scroll_offset.y == 0
        had_stories = len(self.listing) > 0
        is_in_sight = -self._lines.row_height < place < max(1, self.size.height)
        self._set(listing)
        self.cursor = listing.index_of(selected) or 0
        last = self._lines.line_of(self.cursor) + self._lines.row_height
        if not was_at_top or last > self.size.height:
            top = self._lines.line_of(self.cursor) - place
            # Whoever had scrolled away from the selection is not pulled back to it.
            self._scroll(self._top_near(top) if is_in_sight else self._whole_row_from(top))
        if not had_stories:
            self._say_cursor()

    def supply(self, rows: Iterable[StoryRow]) -> None:
        """Take rows that were asked for."""
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > _ROWS_KEPT:
            self._rows.popitem(last=False)
        self.refresh()

    def supply_snippets(self, snippets: Mapping[int, Snippet]) -> None:
        """Take what stands around the words sought."""
        if self.snippets is not None:
            self.snippets.update(snippets)
            self.refresh()

    def forget_wanted(self, ids: Iterable[int]) -> None:
        """Ask for these rows anew when they are next missed, whether or not they came."""
        self._wanted.difference_update(ids)

    def mark(self, ids: Sequence[int], flag: Flag, *, value: bool) -> None:
        """Show a mark on these stories, or take it off."""
        for story_id in ids:
            if row := self._rows.get(story_id):
                self._rows[story_id] = marked(row, flag, value=value)
        if flag == "read":
            if value:
                self.unread.difference_update(ids)
            else:
                self.unread.update(i for i in ids if i in self.listing)
        self.refresh()

    def set_stacked(self, is_stacked: bool) -> None:
        """Show one line a story (the list has the screen to itself) or two.

        The selected story stays as far below the top of the pane as it was, and comes into sight.
        """
        place = self.cursor_place()
        self._is_stacked = is_stacked
        self._set(self.listing)
        if len(self.listing):
            self._scroll(self._top_near(self._lines.line_of(self.cursor) - place))

    def refresh_rows(self) -> None:
        """Ask for the rows in sight again: another process may have changed them."""
        in_sight = self._ids_in_sight()
        kept = set(in_sight)
        for story_id in [i for i in self._rows if i not in kept]:
            del self._rows[story_id]
        self._ask(in_sight)

    @property
    def selected(self) -> int | None:
        """The id of the selected story; None in an empty list."""
        return self.listing.ids[self.cursor] if self.cursor < len(self.listing) else None

    @property
    def chosen(self) -> Sequence[int]:
        """The ids of the stories that a mark is for."""
        return () if self.selected is None else (self.selected,)

    def row(self, story_id: int | None) -> StoryRow | None:
        """Return a story's row if it is at hand."""
        return self._rows.get(story_id) if story_id is not None else None

    # --- moving ---------------------------------------------------------------------------

    def select(self, index: int) -> None:
        """Select a story by its place; past an end, the one at that end."""
        index = max(0, min(index, len(self.listing) - 1))
        if index == self.cursor or not len(self.listing):
            return
        self.cursor = index
        self._scroll_to_cursor()
        self.refresh()
        self._say_cursor()

    def move(self, step: int) -> None:
        """Select the story `step` places further down."""
        self.select(self.cursor + step)

    def page(self, share: float) -> None:
        """Move by this share of what is in sight."""
        rows = self.size.height // self._lines.row_height
        step = max(1, int(abs(share) * rows))
        self.move(step if share > 0 else -step)

    def first(self) -> None:
        """Select the newest story."""
        self.select(0)

    def last(self) -> None:
        """Select the oldest story."""
        self.select(len(self.listing) - 1)

    def next_unread(self, step: Literal[1, -1]) -> int | None:
        """Return the place of the next (1) or previous (-1) unread story."""
        places = (
            range(self.cursor + 1, len(self.listing))
            if step > 0
            else range(self.cursor - 1, -1, -1)
        )
        return next((i for i in places if self.listing.ids[i] in self.unread), None)

    # --- drawing --------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.size.width
        if not len(self.listing):
            return self._draw_empty(y, width)
        line = y + self.scroll_offset.y
        if line >= len(self._lines):
            return draw(self, (), width)
        index, part = self._lines.at(line)
        setting = Setting(self._words, self._clock(), self._zone, width)
        if part == -1:
            return draw(self, day_rule(self.listing.moment(index), setting), width)
        row = self._rows.get(self.listing.ids[index])
        behind = ("selected" if self.has_focus else "resting") if index == self.cursor else ""
        if row is None:
            return draw(self, (), width, behind=behind)
        if self._lines.row_height == 1:
            return draw(self, one_line(row, setting), width, behind=behind)
        if part == _SNIPPET_PART:
            found = (self.snippets or {}).get(row.id, ())
            return draw(self, snippet_line(found, width), width, behind=behind)
        return draw(self, two_lines(row, setting)[part], width, behind=behind)

    def on_resize(self, event: Resize) -> None:
        """Keep what is selected in sight; a list that was hidden has just got its size back."""
        if event.size.width:
            self.set_stacked(self._is_stacked)

    def on_focus(self, event: Focus) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are here."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:  # noqa: ARG002 - Textual's signature
        """Show that the keys are elsewhere."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Select the story under the pointer; open it if it was selected."""
        line = event.y + self.scroll_offset.y
        if not len(self.listing) or line >= len(self._lines):
            return
        index, part = self._lines.at(line)
        if part == -1:
            return
        if index == self.cursor and event.button == 1:
            self.post_message(self.Opened(self.listing.ids[index]))
        else:
            self.select(index)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_missing()

    # --- what this rests on ---------------------------------------------------------------

    def _set(self, listing: Listing) -> None:
        self.listing = listing
        is_short = self._is_stacked or self.size.width < _NARROWEST_TWO_LINES
        row_height = 1 if is_short else 2 if self.snippets is None else 3
        self._lines = Lines(listing, row_height=row_height, has_days=not is_short)
        self.virtual_size = Size(self.size.width, self._last_top() + self.size.height)
        self._ask_missing()
        self.refresh()

    def _say_cursor(self) -> None:
        if self.selected is not None:
            self.post_message(self.Highlighted(self.selected))

    def cursor_place(self) -> int:
        """Return how far below the top of the pane the selected story stands."""
        if not len(self.listing):
            return 0
        return self._lines.line_of(self.cursor) - self.scroll_offset.y

    def _scroll_to_cursor(self) -> None:
        if self.size.height:  # else as soon as the list is shown
            self._scroll(self._top_near(self.scroll_offset.y))

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=top, animate=False, immediate=True)

    def _top_near(self, top: int) -> int:
        """Return the line nearest to `top` from which the selected story is in sight.

        With the story that begins a day the rule above it is in sight too.
        """
        last = self._lines.line_of(self.cursor) + self._lines.row_height
        lowest = self._lines.top_of(self.cursor)
        return self._whole_row_from(min(max(top, last - self.size.height), lowest))

    def _whole_row_from(self, top: int) -> int:
        """Return `top`, or the line below it where `top` would show half a row."""
        top = max(0, min(top, self._last_top()))
        is_half = len(self.listing) > 0 and self._lines.at(top)[1] > 0
        return top + 1 if is_half else top

    def _last_top(self) -> int:
        """Return the line at the top when the end is in sight: never the second half of a row."""
        top = max(0, len(self._lines) - self.size.height)
        is_half = 0 < top < len(self._lines) and self._lines.at(top)[1] > 0
        return top + 1 if is_half else top

    def _ids_in_sight(self) -> list[int]:
        """Return the ids in sight and one page above and below."""
        if not len(self.listing) or not self.size.height:
            return []
        top = self.scroll_offset.y
        height = self.size.height
        first, _ = self._lines.at(max(0, top - height))
        last, _ = self._lines.at(min(len(self._lines) - 1, top + 2 * height))
        return list(self.listing.ids[first : last + 1])

    def _ask_missing(self) -> None:
        ids = self._ids_in_sight()
        self._ask([i for i in ids if i not in self._rows and i not in self._wanted])
        if ids and ids[-1] == self.listing.ids[-1]:
            self.post_message(self.EndInSight(self.listing))

    def _ask(self, ids: Sequence[int]) -> None:
        if ids:
            self._wanted.update(ids)
            self.post_message(self.RowsWanted(tuple(ids)))

    def _draw_empty(self, y: int, width: int) -> Strip:
        """Draw one line of what an empty list says, a third down the pane."""
        lines = [
            ("meta" if number else "heading", line)
            for number, sentence in enumerate(self.empty)
            for line in wrap(sentence, min(width - 2 * _EMPTY_MARGIN, TEXT_WIDTH))
        ]
        height = self.size.height
        number = y - max(0, min(height // 3, height - len(lines)))
        if not 0 <= number < len(lines):
            return draw(self, (), width)
        ink, text = lines[number]
        return draw(self, (("text", " " * ((width - cell_len(text)) // 2)), (ink, text)), width)
