"""Finding words in the article, and following its links."""

from functools import partialmethod
from typing import Literal

from textual import work

from gazette.tui.links import letters_for
from gazette.tui.screens.hinting import HintScreen
from gazette.tui.screens.links import LinksScreen
from gazette.tui.screens.moving import Moving
from gazette.tui.screens.searching import Searching
from gazette.tui.widgets.article_view import ArticleView
from gazette.tui.widgets.find_line import FindLine


class Finding(Moving, Searching, inherit_bindings=False):
    """The part of the screen that looks into the article: its words and its links."""

    _find_line: FindLine | None = None
    _is_finding = False

    # --- words ------------------------------------------------------------------------------

    @property
    def shows_matches(self) -> bool:
        """Words that were looked for are marked in the article, which has the keys."""
        return self._is_finding and self.panes.current == "article"

    def action_search(self) -> None:
        """Look for words: in the article where that has the keys, else in the titles."""
        if self.panes.current == "article" and self.article.story:
            self._open_find_line()
        else:
            super().action_search()

    def action_find_next(self) -> None:
        """Go to the next place where the words stand."""
        self._go_on(1)

    def action_find_previous(self) -> None:
        """Go to the place before."""
        self._go_on(-1)

    def action_cancel(self) -> None:
        """Forget the words that are marked in the article; else close what is open."""
        if self.shows_matches and not self.notice.what:
            self.end_find()
        else:
            super().action_cancel()

    def on_panes_switched(self) -> None:
        """Close the line where another pane was clicked; what is marked stays so."""
        if self.panes.current != "article":
            self._close_find_line()

    def on_find_line_typed(self, message: FindLine.Typed) -> None:
        """Mark what is typed, and go there."""
        self.article.find(message.words)
        self._say_found()

    def on_find_line_left(self, message: FindLine.Left) -> None:
        """Give the article its keys back."""
        if message.is_kept:
            self._close_find_line()
        else:
            self.end_find()

    def end_find(self) -> None:
        """Take the marks off, if there are any."""
        self._close_find_line()
        if self._is_finding:
            self._is_finding = False
            self.article.find("")
            self.say_meanwhile("")
            self.say_when_fetched()

    def _open_find_line(self) -> None:
        if self._find_line is None:
            self.stop_saying()
            self._is_finding = True
            self._find_line = FindLine(self.words, self.article.wanted)
            self.mount(self._find_line, before=self.status)
            self._say_found()
        self.set_focus(self._find_line)

    def _close_find_line(self) -> None:
        if self._find_line is not None:
            had_keys = self._find_line.has_focus
            self._find_line.remove()
            self._find_line = None
            if had_keys:
                self.panes.switch("article")

    def _go_on(self, step: Literal[1, -1]) -> None:
        if self.shows_matches:
            self.article.next_match(step)
            self._say_found()

    def _say_found(self) -> None:
        """Say which of how many places this is, for as long as they are marked."""
        _ = self.words
        number, count = self.article.found
        if count:
            self.say_meanwhile(f"{_.number(number)}/{_.number(count)}")
        else:
            self.say_meanwhile(_("not in this article") if self.article.wanted.strip() else "")

    # --- links ------------------------------------------------------------------------------

    def follow(self, number: int) -> None:
        """Open a link of the article in the browser."""
        _ = self.words
        if address := self.article.links.address(number):
            self.open_address(address)
        else:
            self.say(_("There is no link {n} here.").format(n=number))

    action_link_1 = partialmethod(follow, 1)
    action_link_2 = partialmethod(follow, 2)
    action_link_3 = partialmethod(follow, 3)
    action_link_4 = partialmethod(follow, 4)
    action_link_5 = partialmethod(follow, 5)
    action_link_6 = partialmethod(follow, 6)
    action_link_7 = partialmethod(follow, 7)
    action_link_8 = partialmethod(follow, 8)
    action_link_9 = partialmethod(follow, 9)
    action_link_0 = partialmethod(follow, 10)

    def on_article_view_followed(self, message: ArticleView.Followed) -> None:
        """Open the link that was clicked."""
        self.follow(message.number)

    @work(group="links")
    async def action_links(self) -> None:
        """Offer the links of the article."""
        _ = self.words
        if not self.article.links.listed:
            self.say(_("This article has no links."))
            return
        address = await self.ask(LinksScreen(_, self.article.links.listed))
        if address:
            self.open_address(address)

    @work(group="links")
    async def action_link_letters(self) -> None:
        """Show letters on the links in sight, and open the one whose letter is pressed."""
        _, article = self.words, self.article
        letters = letters_for(article.links_in_sight())
        if not letters:
            self.say(_("No link in sight."))
            return
        article.show_letters(letters)
        try:
            number = await self.ask(HintScreen(_, letters))
        finally:
            article.show_letters({})
        if number:
            self.follow(number)
