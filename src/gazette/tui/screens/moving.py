"""Moving about: what the keys of direction do in whichever pane has them."""

from typing import Literal

from gazette.tui.screens.frame import Frame
from gazette.tui.subscriptions import neighbour_with_unread


class Moving(Frame, inherit_bindings=False):
    """The part of the screen that moves cursor, page and focus."""

    # --- within a pane --------------------------------------------------------------------

    def action_line_down(self) -> None:
        """Move one line down."""
        self.panes.pane().move(1)

    def action_line_up(self) -> None:
        """Move one line up."""
        self.panes.pane().move(-1)

    def action_page_down(self) -> None:
        """Move one page down."""
        self.panes.pane().page(1)

    def action_page_up(self) -> None:
        """Move one page up."""
        self.panes.pane().page(-1)

    def action_half_down(self) -> None:
        """Move half a page down."""
        self.panes.pane().page(0.5)

    def action_half_up(self) -> None:
        """Move half a page up."""
        self.panes.pane().page(-0.5)

    def action_first(self) -> None:
        """Go to the beginning."""
        self.panes.pane().first()

    def action_last(self) -> None:
        """Go to the end."""
        self.panes.pane().last()

    # --- between panes --------------------------------------------------------------------

    def action_switch_pane(self) -> None:
        """Give the keys to the next pane; the tree is a drawer where there is no room for it."""
        self._turn(1)

    def action_switch_pane_back(self) -> None:
        """Give the keys to the pane before."""
        self._turn(-1)

    def _turn(self, step: Literal[1, -1]) -> None:
        pane = self.panes.neighbour(step)
        if pane == "article" and not self.panes.shows_article:
            if self.stories.selected is not None:
                self.read_selected()
                return
            pane = "tree" if step > 0 else "list"
        self.panes.step(pane)
        if pane == "tree":
            self.tree_pane.go_to_current()

    def action_focus_feeds(self) -> None:
        """Give the keys to the subscriptions."""
        self.panes.switch("tree")
        self.tree_pane.go_to_current()

    def action_focus_list(self) -> None:
        """Give the keys to the list."""
        self.panes.switch("list")

    def action_focus_article(self) -> None:
        """Give the keys to the article; where it cannot be seen, open the selected story."""
        if self.panes.shows_article:
            self.panes.switch("article")
        else:
            self.read_selected()

    def action_zen(self) -> None:
        """Show the article alone, or again what stands beside it."""
        if self.panes.is_zen:
            self.panes.set_zen(is_zen=False)
        elif self.stories.selected is not None:
            self.panes.set_zen(is_zen=True)
            self.read_selected()

    def action_wider(self) -> None:
        """Make the pane that has the keys wider."""
        self._widen(1)

    def action_narrower(self) -> None:
        """Make the pane that has the keys narrower."""
        self._widen(-1)

    def _widen(self, step: Literal[1, -1]) -> None:
        if not self.panes.widen(step):
            _ = self.words
            self.say(_("There is one pane here: it has all the room."))

    def action_open(self) -> None:
        """Go deeper: choose the view, read the story."""
        match self.panes.current:
            case "tree":
                self.tree_pane.choose()
            case "list":
                self.read_selected()
            case "article":
                self.article.page(1)

    def action_back(self) -> None:
        """Go back: from the article to the list, from the list to the tree."""
        match self.panes.current:
            case "article":
                self.panes.switch("list")
            case "list":
                self.panes.switch("tree")
                self.tree_pane.go_to_current()
            case "tree":
                self.panes.switch("list")

    def action_cancel(self) -> None:
        """Close what is open: a notice, the choice, the article, the tree, the search."""
        if self.drop_notice() or self.end_choice() or self._leave_zen():
            return
        if self.panes.current != "list":
            self.panes.switch("list")
        else:
            self.leave_filter()

    def action_leave(self) -> None:
        """Go back; at the whole list, quit."""
        if self.end_choice() or self._leave_zen():
            return
        if self.panes.current != "list":
            self.panes.switch("list")
        elif not self.leave_filter():
            self.leave_paper()

    def _leave_zen(self) -> bool:
        was_zen = self.panes.is_zen
        if was_zen:
            self.panes.set_zen(is_zen=False)
        return was_zen

    # --- between stories ------------------------------------------------------------------

    def action_read_on(self) -> None:
        """Turn the page; at the end of the article, go on with the next unread story."""
        match self.panes.current:
            case "tree":
                self.tree_pane.fold()
            case "list":
                self.read_selected()
            case "article" if self.article.is_at_end:
                self.action_next_unread()
            case "article":
                self.article.page(1)

    def action_next_unread(self) -> None:
        """Go to the next unread story; in the article, open it."""
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the previous unread story; in the article, open it."""
        self._go_to_unread(-1)

    def action_next_story(self) -> None:
        """Go to the next story; in the article, open it."""
        self._go_to_story(self.stories.cursor + 1)

    def action_previous_story(self) -> None:
        """Go to the previous story; in the article, open it."""
        self._go_to_story(self.stories.cursor - 1)

    def action_next_unread_feed(self) -> None:
        """List the next feed of the tree that has something unread."""
        self._go_to_feed(1)

    def action_previous_unread_feed(self) -> None:
        """List the previous feed of the tree that has something unread."""
        self._go_to_feed(-1)

    def _go_to_feed(self, step: Literal[1, -1]) -> None:
        _ = self.words
        view = neighbour_with_unread(
            self.edition.feeds, self.edition.counts, self.edition.view, _, step
        )
        if view is None:
            self.say(_("No other feed has anything unread."))
        else:
            self.show_view(view)

    def _go_to_unread(self, step: Literal[1, -1]) -> None:
        place = self.stories.next_unread(step)
        if place is None:
            _ = self.words
            self.say(
                _("No unread story further down.") if step > 0 else _("No unread story further up.")
            )
        else:
            self._go_to_story(place)

    def _go_to_story(self, place: int) -> None:
        self.stories.select(place)
        if self.panes.current == "article":
            self.read_selected()
