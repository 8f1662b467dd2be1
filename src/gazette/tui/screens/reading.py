"""The place in each story that was opened, remembered for the next time."""

from contextlib import suppress
from typing import Final

from textual.timer import Timer

from gazette.errors import StoreError
from gazette.model import Story
from gazette.tui.screens.frame import Frame

_REST_S: Final = 0.5


class Reading(Frame, inherit_bindings=False):
    """The part of the screen that keeps the place in what is read."""

    _opening_id: int | None = None
    """The story that is about to be shown because it was opened."""
    _read_id: int | None = None
    """The story that was opened; one that only stands beside the list is not being read."""
    _kept: tuple[int, int] | None = None
    """The story and the position that the store knows of."""
    _place_timer: Timer | None = None

    def begin_to_read(self, story_id: int) -> None:
        """Note that a story was opened; one that was read to its end begins at its top again."""
        self._opening_id = story_id
        shown = self.article.story
        if shown and shown.id == story_id:
            if self._read_id == story_id and self.article.is_at_end:
                self.article.first()
            self._read_id, self._kept = story_id, None
            self.keep_place_soon()

    async def turn_to(self, story: Story | None) -> None:
        """Show a story where it was left; what was read before keeps its place."""
        await self.keep_place()
        self.article.show(story, story.position if story else 0)
        is_opened = story is not None and story.id == self._opening_id
        self._read_id = self._opening_id if is_opened else None
        self._opening_id = self._kept = None

    def keep_place_soon(self) -> None:
        """Remember the place once the reader rests there."""
        if self._place_timer:
            self._place_timer.stop()
        self._place_timer = self.set_timer(_REST_S, self.keep_place)

    async def keep_place(self) -> None:
        """Remember the place in the story that is being read."""
        story = self.article.story
        if story is None or story.id != self._read_id:
            return
        place = (story.id, self.article.position)
        if place != self._kept:
            self._kept = place
            # Nothing is lost but a place, and this is also done while the screen is closed.
            with suppress(StoreError):
                await self.edition.library.opened(*place)

    async def on_unmount(self) -> None:
        """Remember the place where the reader quits."""
        await self.keep_place()
