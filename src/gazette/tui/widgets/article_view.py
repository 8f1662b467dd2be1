"""The article: a column of text in the middle of its pane."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gazette.clock import Clock
from gazette.i18n import Words
from gazette.model import Flag, Story, marked
from gazette.tui import find
from gazette.tui.links import NO_LINKS, Links, links_of
from gazette.tui.place import TOP, Place, line_of, place_at, position_of, same_line
from gazette.tui.plates import Plate, Room
from gazette.tui.render import TEXT_WIDTH, article_lines
from gazette.tui.typeset import Column, Line, Piece, with_inks, with_letters
from gazette.tui.widgets.inks import draw, draw_pieces
from gazette.tui.widgets.plate_rack import PlateRack

_ABOVE: Final = 1
"""Empty lines above the title."""
_BELOW: Final = 1
_NARROWEST_MARGIN: Final = 2
_CAPTION: Final = 3
"""Lines that a picture leaves free."""
_MATCH_SHARE: Final = 1 / 3
"""Of the pane that stands above a match that was gone to."""


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """One story to read."""

    ALLOW_SELECT = False

    @dataclass
    class Progressed(Message):
        """Another part of the article is in sight."""

        percent: int

    @dataclass
    class Remeasured(Message):
        """There is another room, or another paper, than the pictures were made for."""

    @dataclass
    class Followed(Message):
        """A link was clicked."""

        number: int

    def __init__(
        self,
        words: Words,
        clock: Clock,
        zone: tzinfo,
        keys: Mapping[str, str],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._words = words
        self._keys = keys
        self._clock = clock
        self._zone = zone
        self.story: Story | None = None
        self.links: Links = NO_LINKS
        self._styles: dict[int, Style] = {}
        self._lines: tuple[Line, ...] = ()
        self._anchor = TOP
        """Where the reader last scrolled to: a wide terminal may show the whole article, and must
        not forget the place that a narrow one had."""
        self._passages: tuple[find.Passage, ...] | None = None
        self._wanted = ""
        self._matches: tuple[find.Match, ...] = ()
        self._marked: dict[int, list[tuple[int, int, int]]] = {}
        """What of each line is part of a match: where that begins and ends, and its number."""
        self._match = 0
        self._rack = PlateRack(self._send)
        self._letters: Mapping[int, str] = {}

    # --- what is shown --------------------------------------------------------------------

    def show(self, story: Story | None, position: int = 0) -> None:
        """Show a story from its beginning, or from a position in its text; None: an empty page."""
        self._wanted = ""
        self._rack.clear()
        self._take(story)
        self._anchor = place_at(position, story.blocks) if story else TOP
        self._go_to_anchor()
        self.post_message(self.Progressed(self.percent))

    def refresh_story(self, story: Story) -> None:
        """Show what has become of the story (its text has arrived); the place is kept."""
        if self.story and self.story.blocks != story.blocks:
            self._rack.clear()
        self._take(story)
        self._go_to_anchor()
        self.post_message(self.Progressed(self.percent))

    def refresh_time(self) -> None:
        """Let the age of the story follow the clock."""
        if self.story:
            self._set_lines()

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

    @property
    def position(self) -> int:
        """Characters of the text above the first line in sight; 0 once it was read to its end."""
        if self.story is None or self.is_at_end:
            return 0
        return position_of(self._anchor, self.story.blocks)

    # --- pictures -------------------------------------------------------------------------

    @property
    def shows_pictures(self) -> bool:
        """Pictures stand in the text, or are on their way."""
        return bool(self._rack)

    @property
    def pictures_failed(self) -> Collection[int]:
        """The blocks whose picture could not be had."""
        return self._rack.failed

    @property
    def picture_room(self) -> Room:
        """Columns and lines that a picture can have, with its caption in sight."""
        return self._column(), max(1, self.size.height - _CAPTION)

    def announce_pictures(self, notes: Mapping[int, str]) -> None:
        """Say at these blocks that their pictures are on their way."""
        with self._same_lines():
            self._rack.announce(notes)

    def show_picture(self, block: int, plate: Plate, room: Room) -> None:
        """Show the picture of a block, made for this room; what is read stays where it is."""
        with self._same_lines():
            self._rack.put(block, plate, room)

    def show_no_picture(self, block: int, note: str) -> None:
        """Say at a block why it has no picture."""
        with self._same_lines():
            self._rack.put_note(block, note)

    def hide_pictures(self) -> None:
        """Show the text alone again."""
        with self._same_lines():
            self._rack.clear()

    @contextmanager
    def _same_lines(self) -> Iterator[None]:
        """Keep the line at the top of the pane there, whatever comes or goes above it."""
        before, top = self._lines, self.scroll_offset.y - _ABOVE
        yield
        self._set_lines()
        if 0 < top < len(before):
            line = same_line(top, before, self._lines) + _ABOVE
            self.scroll_to(y=line, animate=False, immediate=True)
        self.post_message(self.Progressed(self.percent))

    def _send(self, sequence: str) -> None:
        """Give the terminal a sequence that draws nothing."""
        # Through the same queue as what is drawn, or one could end up inside the other.
        if sequence and (driver := self.app._driver):
            driver.write(sequence)

    def on_mount(self) -> None:
        """Have pictures come back with the terminal, and stand on another theme's paper."""
        self.app.app_resume_signal.subscribe(self, lambda _: self._rack.send_again())
        self.app.theme_changed_signal.subscribe(self, lambda _: self._change_paper())

    def _change_paper(self) -> None:
        """Have pictures made for the paper that is seen through them now."""
        self._rack.forget_drawn()
        if self.shows_pictures:
            self.post_message(self.Remeasured())

    def on_unmount(self) -> None:
        """Leave no picture behind."""
        self._lines = ()
        self._rack.clear()

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

    # --- finding --------------------------------------------------------------------------

    @property
    def wanted(self) -> str:
        """What is looked for."""
        return self._wanted

    @property
    def found(self) -> tuple[int, int]:
        """The number of the match that was gone to, from 1, and how many there are."""
        return (self._match + 1 if self._matches else 0), len(self._matches)

    def find(self, wanted: str) -> None:
        """Mark what was typed wherever it stands, and go to the first place from here on."""
        self._wanted = wanted
        self._find()
        top = max(0, self.scroll_offset.y - _ABOVE)
        below = (n for n, match in enumerate(self._matches) if match[0][0] >= top)
        self._go_to_match(next(below, 0))

    def next_match(self, step: Literal[1, -1]) -> None:
        """Go to the next place, or the one before; after the last comes the first."""
        if self._matches:
            self._go_to_match((self._match + step) % len(self._matches))

    def _find(self) -> None:
        if self._wanted and self._passages is None:
            self._passages = find.passages(self._lines)
        self._matches = find.find(self._passages or (), self._wanted)
        self._match = min(self._match, max(0, len(self._matches) - 1))
        self._marked = {}
        for number, match in enumerate(self._matches):
            for line, start, end in match:
                self._marked.setdefault(line, []).append((start, end, number))
        self.refresh()

    def _go_to_match(self, number: int) -> None:
        self._match = number
        if not self._matches:
            return
        line = self._matches[number][0][0] + _ABOVE
        top = self.scroll_offset.y
        if not top <= line < top + self.size.height:
            self._scroll(line - int(self.size.height * _MATCH_SHARE))
        self.refresh()

    # --- links ----------------------------------------------------------------------------

    def links_in_sight(self) -> Iterator[int]:
        """Yield the numbers of the links whose own number can be seen, from the top down."""
        top = max(0, self.scroll_offset.y - _ABOVE)
        for line in self._lines[top : self.scroll_offset.y - _ABOVE + self.size.height]:
            yield from (piece.link for piece in line.pieces if piece.link and not piece.is_text)

    def show_letters(self, letters: Mapping[int, str]) -> None:
        """Show letters in place of the numbers of these links; of none, the numbers again."""
        self._letters = letters
        self.refresh()

    # --- drawing --------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.size.width
        number = y + self.scroll_offset.y - _ABOVE
        if not 0 <= number < len(self._lines):
            return draw(self, (), width)
        margin = Piece("text", " " * max(0, (width - self._column()) // 2))
        if (row := self._lines[number].row) >= 0:
            return self._picture_line(self._lines[number].block, row, margin.text)
        marked = [
            (start, end, "found" if match == self._match else "match")
            for start, end, match in self._marked.get(number, ())
        ]
        pieces = with_letters(with_inks(self._lines[number].pieces, marked), self._letters)
        return draw_pieces(self, (margin, *pieces), width, self._styles)

    def _picture_line(self, block: int, row: int, margin: str) -> Strip:
        background = self.rich_style
        if not self.screen.is_active:  # sixels would stand over what is open above the paper
            return draw(self, (), self.size.width)
        used, segments = self._rack.draw(block, row, self._column(), background)
        rest = max(0, self.size.width - len(margin) - used)
        pieces = (Segment(margin, background), *segments, Segment(" " * rest, background))
        return Strip(pieces, self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Set the text for the new width; what is at the top stays there."""
        if event.size.width:
            self._set_lines()
            self._go_to_anchor()
            if self._rack.wants_others(self.picture_room):
                self.post_message(self.Remeasured())

    def on_click(self, event: Click) -> None:
        """Follow the link under the pointer."""
        addresses = [link.address for link in self.links.listed]
        if event.button == 1 and event.style.link in addresses:
            event.stop()
            self.post_message(self.Followed(addresses.index(event.style.link) + 1))

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

    def _take(self, story: Story | None) -> None:
        self.story = story
        self.links = links_of(story.blocks) if story else NO_LINKS
        # One style a link, so that all its pieces are one to the terminal.
        self._styles = {link.number: Style(link=link.address) for link in self.links.listed}
        self._set_lines()

    def _set_lines(self) -> None:
        width = self._column()
        column = Column(width, self.links, self._rack.pictures(width))
        self._lines = (
            article_lines(
                self.story, self._words, column, self._keys, zone=self._zone, now=self._clock()
            )
            if self.story and self.size.width
            else ()
        )
        self._passages = None
        height = len(self._lines) + _ABOVE + _BELOW
        self.virtual_size = Size(self.size.width, height)
        self._find()

    def place(self) -> Place:
        """Return what is at the top of the pane."""
        top = self.scroll_offset.y - _ABOVE
        return (self._lines[top].block, self._lines[top].at) if 0 < top < len(self._lines) else TOP

    def _go_to_anchor(self) -> None:
        line = 0 if self._anchor == TOP else line_of(self._anchor, self._lines) + _ABOVE
        self.scroll_to(y=line, animate=False, immediate=True)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, immediate=True)
        self._remember_place()

    def _remember_place(self) -> None:
        self._anchor = self.place()
