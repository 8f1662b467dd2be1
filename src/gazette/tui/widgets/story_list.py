"""The list of stories: draws the lines in sight, and asks for the rows that it needs for them.

It knows all ids and at most a few thousand rows, so that its speed does not depend on its length.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Final, Literal

from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.clock import Clock
from gazette.i18n import Words
from gazette.model import Flag, StoryRow
from gazette.tui.headlines import (
    MARK_WIDTH,
    Setting,
    Snippet,
    empty_lines,
    row_line,
    section_rule,
)
from gazette.tui.listing import IdSet, Lines, Listing, Page
from gazette.tui.rows import Rows
from gazette.tui.widgets.inks import draw

if TYPE_CHECKING:
    from gazette.store.stories import Pair

_NARROWEST_TWO_LINES: Final = 39
_GROWTH: Final = 1.25
"""While a list comes in, its end is let into reach as often as it has grown by a quarter."""
_LEFT_BUTTON: Final = 1
_MIDDLE_BUTTON: Final = 2


@dataclass
class OfStory(Message):
    """Something is said of a story."""

    story_id: int


class StoryList(ScrollView, can_focus=True, inherit_bindings=False):
    """Stories in order, one of them selected."""

    ALLOW_SELECT = False

    empty: reactive[tuple[str, ...]] = reactive(())
    """What an empty list says: what is so, and what to press."""

    class Highlighted(OfStory):
        """Another story is selected."""

    class Opened(OfStory):
        """A story is to be read."""

    class MarkPressed(OfStory):
        """The mark of a story was clicked."""

    class BrowserWanted(OfStory):
        """A story is to be opened in the browser."""

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
        self.unread = IdSet()
        """The stories of this list that have not been read."""
        self.snippets: dict[int, Snippet] | None = None
        """Of the stories of a search, what stands around the words sought; None: no search."""
        self._range_from: Pair | None = None
        """Where a choice of several stories begins; it ends at the cursor."""
        self._comes_in = False
        self._is_to_end = False
        """The end of the list was asked for: the cursor goes on to it while the list is read."""
        self._is_stacked = False
        self._rows = Rows()
        self._lines = Lines(self.listing, row_height=1, has_rules=False)

    # --- what is shown --------------------------------------------------------------------

    def show(self, listing: Listing, *, comes_in: bool = False) -> None:
        """Show another list, from its top; `comes_in`: the rest of it is on its way."""
        self._rows.clear()
        self.cursor = 0
        self._range_from = None
        self._is_to_end = False
        self._comes_in = comes_in
        self._set(listing)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._say_cursor()

    def take(self, page: Page) -> bool:
        """Add what the store has for a part of the list; say whether anything was new.

        What is selected stays where it is. At the top of the list new stories push it down, as
        long as it stays in sight: whoever stands there wants to see them.
        """
        listing = self.listing
        selected = listing.pair(self.cursor) if len(listing) else None
        place, was_at_top = self.cursor_place(), self.scroll_offset.y == 0
        is_new = listing.take(page)
        low, high = listing.between(page.after, page.last)
        self.unread.difference_update(listing.ids[low:high])
        self.unread.update(page.unread)
        if not is_new:
            return False
        if self._is_far_below(low):
            self._set_lines()
            if listing.is_whole or len(self._lines) > _GROWTH * self.virtual_size.height:
                self._measure()
            return True
        if selected is None:
            self._set(listing)
            self._say_cursor()
            return True
        self.cursor = listing.place_of(selected) or listing.index_of(selected[1]) or 0
        is_in_sight = -self._lines.row_height < place < max(1, self.size.height)
        self._set(listing)
        last = self._lines.line_of(self.cursor) + self._lines.row_height
        if self._is_to_end:
            self.last()
        elif not was_at_top or last > self.size.height:
            top = self._lines.line_of(self.cursor) - place
            # Whoever had scrolled away from the selection is not pulled back to it.
            if is_in_sight:
                self._scroll_near(top)
            else:
                self._scroll(self._lines.whole_row_from(top, self.size.height))
        return True

    def supply(self, rows: Iterable[StoryRow]) -> None:
        """Take rows that were asked for."""
        self._rows.supply(rows)
        self.refresh()

    def supply_snippets(self, snippets: Mapping[int, Snippet]) -> None:
        """Take what stands around the words sought."""
        if self.snippets is not None:
            self.snippets.update(snippets)
            self.refresh()

    def forget_wanted(self, ids: Iterable[int]) -> None:
        """Ask for these rows anew when they are next missed, whether or not they came."""
        self._rows.forget_wanted(ids)

    def mark(self, ids: Sequence[int], flag: Flag, *, value: bool) -> None:
        """Show a mark on these stories, or take it off."""
        self._rows.mark(ids, flag, value=value)
        if flag == "read":
            if value:
                self.unread.difference_update(ids)
            else:
                self.unread.update(ids)
        self.refresh()

    def set_stacked(self, is_stacked: bool) -> None:
        """Show one line a story (the list has the screen to itself) or two.

        The selected story stays as far below the top of the pane as it was, and comes into sight.
        """
        place = self.cursor_place()
        self._is_stacked = is_stacked
        self._set(self.listing)
        if len(self.listing):
            self._scroll_near(self._lines.line_of(self.cursor) - place)

    def refresh_rows(self) -> None:
        """Ask for the rows in sight again: another process may have changed them."""
        in_sight = self._ids_in_sight()
        self._rows.keep_only(set(in_sight))
        self._ask(in_sight)

    @property
    def selected(self) -> int | None:
        """The id of the selected story; None in an empty list."""
        return self.listing.ids[self.cursor] if self.cursor < len(self.listing) else None

    def row(self, story_id: int | None) -> StoryRow | None:
        """Return a story's row if it is at hand."""
        return self._rows.get(story_id)

    # --- several stories ------------------------------------------------------------------

    @property
    def chosen(self) -> Sequence[int]:
        """The ids of the stories chosen, from the top: the one selected, or a range of them."""
        first, last = self._range()
        return self.listing.ids[first : last + 1]

    @property
    def has_range(self) -> bool:
        """Several stories may be chosen."""
        return self._range_from is not None

    def begin_range(self) -> None:
        """Choose from here on all stories that the cursor is led over."""
        if len(self.listing):
            self._range_from = self.listing.pair(self.cursor)
            self.refresh()

    def end_range(self) -> bool:
        """Choose the selected story alone; return False where that is so already."""
        had_range, self._range_from = self.has_range, None
        self.refresh()
        return had_range

    def _range(self) -> tuple[int, int]:
        begin = self.listing.place_of(self._range_from) if self._range_from else None
        begin = self.cursor if begin is None else begin
        return min(begin, self.cursor), max(begin, self.cursor)

    # --- moving ---------------------------------------------------------------------------

    def select(self, index: int) -> None:
        """Select a story by its place; past an end, the one at that end."""
        self._is_to_end = False
        index = max(0, min(index, len(self.listing) - 1))
        if index == self.cursor or not len(self.listing):
            return
        before, self.cursor = self.cursor, index
        self._scroll_to_cursor()
        # Where the list is scrolled, all of it is drawn anyway.
        first, last = sorted((self._lines.line_of(before), self._lines.line_of(index)))
        self.refresh_lines(first, last - first + self._lines.row_height)
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
        """Select the first story."""
        self.select(0)

    def last(self) -> None:
        """Select the last story."""
        self.select(len(self.listing) - 1)
        self._is_to_end = self._comes_in and not self.listing.is_whole

    def next_unread(self, step: Literal[1, -1]) -> int | None:
        """Return the place of the next (1) or previous (-1) unread story."""
        return self.listing.next_of(self.unread, self.cursor, step)

    # --- drawing --------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.size.width
        if not len(self.listing):
            lines = empty_lines(self.empty, width, self.size.height)
            return draw(self, lines[y] if y < len(lines) else (), width)
        line = y + self.scroll_offset.y
        if line >= len(self._lines):
            return draw(self, (), width)
        index, part = self._lines.at(line)
        by_feed = self.listing.feeds is not None
        setting = Setting(self._words, self._clock(), self._zone, width, is_by_feed=by_feed)
        if part == -1:
            return draw(self, section_rule(self.listing.section(index), setting), width)
        row = self._rows.get(self.listing.ids[index])
        first, last = self._range()
        behind = ("selected" if self.has_focus else "resting") if first <= index <= last else ""
        if row is None:
            return draw(self, (), width, behind=behind)
        found = (self.snippets or {}).get(row.id, ())
        told = row_line(row, setting, height=self._lines.row_height, part=part, found=found)
        return draw(self, told, width, behind=behind)

    def on_resize(self, event: Resize) -> None:
        """Keep what is selected in sight; a list that was hidden has just got its size back."""
        if event.size.width:
            self.set_stacked(self._is_stacked)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show whether the keys are here."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Select the story under the pointer; open it if it was selected.

        In the column of marks: toggle the mark. With the middle button: open it in the browser.
        With the right one no more than select it: whoever lists what can be done does the rest.
        """
        line = event.y + self.scroll_offset.y
        is_inside = event.x < self.size.width and 0 <= event.y < self.size.height
        if not is_inside or not len(self.listing) or line >= len(self._lines):
            return
        index, part = self._lines.at(line)
        if part == -1:
            return
        was_selected = index == self.cursor
        self.select(index)
        if event.button == _MIDDLE_BUTTON:
            event.stop()
            self.post_message(self.BrowserWanted(self.listing.ids[index]))
        elif event.button != _LEFT_BUTTON:
            return
        elif event.x < MARK_WIDTH and part == 0:
            self.post_message(self.MarkPressed(self.listing.ids[index]))
        elif was_selected:
            self.post_message(self.Opened(self.listing.ids[index]))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the rows that come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_missing()

    # --- what this rests on ---------------------------------------------------------------

    def _set(self, listing: Listing) -> None:
        self.listing = listing
        self._set_lines()
        self._measure()
        self._ask_missing()
        self.refresh()

    def _set_lines(self) -> None:
        is_short = self._is_stacked or self.size.width < _NARROWEST_TWO_LINES
        row_height = 1 if is_short else 2 if self.snippets is None else 3
        self._lines = Lines(self.listing, row_height=row_height, has_rules=not is_short)

    def _measure(self) -> None:
        """Let the pane be scrolled to the end of the list: that lays out the screen anew."""
        self.virtual_size = Size(
            self.size.width, self._lines.last_top(self.size.height) + self.size.height
        )

    def _is_far_below(self, place: int) -> bool:
        """Say whether stories from this place on are out of sight, and nothing waits for them."""
        is_below = self._lines.line_of(place) > self.scroll_offset.y + self.size.height
        return is_below and place > self.cursor and not self._is_to_end

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
            self._measure()
            self._scroll_near(self.scroll_offset.y)

    def _scroll_near(self, top: int) -> None:
        self._scroll(self._lines.top_near(self.cursor, top, self.size.height))

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=top, animate=False, immediate=True)

    def _ids_in_sight(self) -> list[int]:
        """Return the ids in sight and one page above and below."""
        if not len(self.listing) or not self.size.height:
            return []
        first, last = self._lines.rows_around(self.scroll_offset.y, self.size.height)
        return list(self.listing.ids[first : last + 1])

    def _ask_missing(self) -> None:
        ids = self._ids_in_sight()
        self._ask(self._rows.missing(ids))
        if ids and ids[-1] == self.listing.ids[-1]:
            self.post_message(self.EndInSight(self.listing))

    def _ask(self, ids: Sequence[int]) -> None:
        if ids:
            self._rows.want(ids)
            self.post_message(self.RowsWanted(tuple(ids)))
