"""Moving about: what the keys of direction do in whichever pane has them."""

from typing import Literal

from gazette.tui.screens.frame import Frame


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
        """Close what is open: a notice, the article, the tree, the search."""
        if self.drop_notice():
            return
        if self.panes.current != "list":
            self.panes.switch("list")
        else:
            self.leave_filter()

    def action_leave(self) -> None:
        """Go back; at the whole list, quit."""
        if self.panes.current != "list":
            self.panes.switch("list")
        elif not self.leave_filter():
            self.app.exit()

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
