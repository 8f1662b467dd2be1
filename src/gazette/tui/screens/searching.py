"""Searching: words that the titles of the list must hold."""

from textual import work

from gazette.tui.listing import Listing
from gazette.tui.screens.frame import Frame


class Searching(Frame, inherit_bindings=False):
    """The part of the screen that narrows the list to some words, and widens it again."""

    _whole: tuple[Listing, int | None] | None = None
    """The list that is searched, and what was selected in it."""

    def action_search(self) -> None:
        """Let words be typed; the list follows them."""
        self.stop_saying()
        self.panes.switch("list")
        if self._whole is None:
            self._whole = (self.stories.listing, self.stories.selected)
        self.status.display = False
        self.search_line.display = True
        self.search_line.value = " ".join(self.edition.search)
        self.set_focus(self.search_line)

    def on_input_changed(self) -> None:
        """List the titles that hold the words typed so far."""
        if self.search_line.display and self.search_line.words != self.edition.search:
            self.edition.search = self.search_line.words
            self._find()

    def on_input_submitted(self) -> None:
        """Keep the words and give the list its keys back."""
        self._close_line()
        if not self.edition.search:
            self._whole = None

    def leave_filter(self) -> bool:
        """Show the whole list again; return False where it is shown already."""
        self._close_line()
        if self._whole is None:
            return False
        self.stop_saying()
        listing, selected = self._whole
        self.forget_search()
        self.stories.show(listing)
        self.stories.select(listing.index_of(selected) or 0)
        self.show_counts()
        self._catch_up()
        return True

    def forget_search(self) -> None:
        """Let go of the words and of the list that was searched: another one is coming."""
        self.edition.search = ()
        self._whole = None
        self._close_line()

    @work(exclusive=True, group="list")
    async def _find(self) -> None:
        whole, _ = self._whole or (self.stories.listing, None)
        with self.telling():
            found = await self.edition.found(whole) if self.edition.search else whole
            self.show_empty_page()
            if not len(found):
                self.article.show(None)
            self.stories.show(found)
            self.show_counts()

    @work(group="news")
    async def _catch_up(self) -> None:
        """List what has arrived during the search."""
        with self.telling():
            await self.add_news()

    def _close_line(self) -> None:
        if self.search_line.display:
            self.status.display = True
            self.panes.switch("list")
            self.search_line.display = False
