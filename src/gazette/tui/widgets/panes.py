"""The three panes side by side, as many of them as the terminal has room for.

One pane has the keys. Narrow terminals show that one alone; from 100 columns on the list and the
article stand side by side and the tree is a drawer over them; from 160 on all three are there.
The borders between them can be moved, by key and with the mouse. In zen mode the article is alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from textual.events import DescendantFocus, MouseDown, MouseMove, MouseUp
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from gazette.tui.sizes import NARROWEST, STEP, Border, Sizes, fitting
from gazette.tui.widgets.article_view import ArticleView
from gazette.tui.widgets.story_list import StoryList
from gazette.tui.widgets.subscription_tree import SubscriptionTree

Pane = Literal["tree", "list", "article"]
_ORDER: Final[tuple[Pane, ...]] = ("tree", "list", "article")
Arrangement = Literal["stacked", "two", "three"]

_TWO_FROM: Final = Size(100, 30)
_THREE_FROM_COLUMNS: Final = 160
_LEFT_BUTTON: Final = 1
_TREE_WIDTH: Final = 32
"""What the stylesheet gives the tree among three."""


def arrangement(size: Size) -> Arrangement:
    """Return how the panes stand in a terminal of this size."""
    if size.width < _TWO_FROM.width or size.height < _TWO_FROM.height:
        return "stacked"
    return "two" if size.width < _THREE_FROM_COLUMNS else "three"


class Panes(Widget):
    """Tree, list and article."""

    @dataclass
    class Switched(Message):
        """Another pane has the keys, or the panes stand differently."""

    @dataclass
    class Resized(Message):
        """A border has been moved to where it shall stay."""

        sizes: Sizes

    def __init__(
        self,
        subscriptions: SubscriptionTree,
        stories: StoryList,
        article: ArticleView,
        sizes: Sizes = Sizes(),  # noqa: B008 - frozen
    ) -> None:
        super().__init__()
        self.sizes = sizes
        self.subscriptions = subscriptions
        self.stories = stories
        self.article = article
        self.current: Pane = "list"
        self.arrangement: Arrangement = "three"
        self.is_zen = False
        """The article is alone, whatever there is room for."""
        self._dragged: Border | None = None
        self._had_keys: Pane | None = None
        """Which pane had the keys before the mouse button that is down gave them to another."""
        self._comes_from_tree = False
        """Tab has just led from the tree to the list, and leads on to the article."""

    def compose(self) -> Iterable[Widget]:
        """Give the three panes."""
        return (self.stories, self.article, self.subscriptions)

    @property
    def shows_article(self) -> bool:
        """The article can be seen."""
        return not self._shows_one or self.current == "article"

    @property
    def _shows_one(self) -> bool:
        return self.arrangement == "stacked" or self.is_zen

    def pane(self) -> SubscriptionTree | StoryList | ArticleView:
        """Return the pane that has the keys."""
        if self.current == "tree":
            return self.subscriptions
        return self.stories if self.current == "list" else self.article

    def arrange_for(self, size: Size) -> None:
        """Let the panes stand as the size of the terminal allows."""
        self.arrangement = arrangement(size)
        for name in ("stacked", "two", "three"):
            self.set_class(self.arrangement == name, f"-{name}")
        self.stories.set_stacked(self.arrangement == "stacked")
        self._set_widths(size.width)
        self.switch(self.current)

    # --- widths ---------------------------------------------------------------------------

    def widen(self, step: int) -> bool:
        """Make the pane with the keys wider by this many steps; False where it stands alone."""
        if self._shows_one:
            return False
        border = self._border_of(self.current)
        chosen: int | None = getattr(self.sizes, border)
        width = (
            fitting(chosen, self._room(border))
            if chosen
            else self._left_of(border).outer_size.width
        )
        # At the right of its border stands the article: it gives and takes the other way round.
        sign = -1 if self.current == "article" else 1
        self._move_border(border, width + sign * step * STEP)
        self.post_message(self.Resized(self.sizes))
        return True

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take hold of the border under the pointer; the keys stay where they were."""
        had_keys, self._had_keys = self._had_keys, None
        column = event.screen_x - self.region.x
        if self._shows_one or event.button != _LEFT_BUTTON:
            return
        drawer = self.subscriptions if self.current == "tree" else self.stories
        left: dict[Border, Widget] = (
            {"drawer": drawer}
            if self.arrangement == "two"
            else {"tree": self.subscriptions, "list": self.stories}
        )
        for border, pane in left.items():
            if column == pane.region.right - self.region.x - 1:
                self._dragged = border
                self.capture_mouse()
                event.stop()
                if had_keys:
                    self.switch(had_keys)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Let the border follow the pointer."""
        if self._dragged:
            pane = self._left_of(self._dragged)
            self._move_border(self._dragged, int(event.screen_x) - pane.region.x + 1)

    def on_mouse_up(self, event: MouseUp) -> None:  # noqa: ARG002 - Textual's signature
        """Let go of the border."""
        if self._dragged:
            self._dragged = None
            self.release_mouse()
            self.post_message(self.Resized(self.sizes))

    def _border_of(self, pane: Pane) -> Border:
        if self.arrangement == "two":
            return "drawer"
        return "tree" if pane == "tree" else "list"

    def _left_of(self, border: Border) -> Widget:
        return self.subscriptions if border == "tree" else self.stories

    def _move_border(self, border: Border, width: int) -> None:
        self.sizes = self.sizes.with_width(border, width, self._room(border))
        self._set_widths(self.size.width)

    def _room(self, border: Border) -> int:
        """Return the columns that the panes at both sides of a border have together, at most."""
        if border == "list":
            return self.size.width - self.subscriptions.outer_size.width
        return self.size.width - (NARROWEST if border == "tree" else 0)

    def _set_widths(self, room: int) -> None:
        """Give the panes the widths that were chosen, as far as there is room for them."""
        tree = stories = None
        if self.arrangement == "two" and self.sizes.drawer:
            tree = stories = fitting(self.sizes.drawer, room)
        elif self.arrangement == "three":
            tree = self.sizes.tree and fitting(self.sizes.tree, room - NARROWEST)
            rest = room - (tree or _TREE_WIDTH)
            stories = self.sizes.list and fitting(self.sizes.list, rest)
        for pane, width in ((self.subscriptions, tree), (self.stories, stories)):
            pane.styles.width = width
            pane.styles.max_width = width

    # --- which of them is shown -----------------------------------------------------------

    def neighbour(self, step: Literal[1, -1]) -> Pane:
        """Return the pane that Tab (1) or Shift+Tab (-1) leads to: tree, list, article, tree.

        Where the tree is hidden, Tab opens it from the list too, unless it has just come from it.
        """
        is_hidden = self.arrangement != "three" and self.current == "list"
        if step > 0 and is_hidden and not self._comes_from_tree:
            return "tree"
        return _ORDER[(_ORDER.index(self.current) + step) % len(_ORDER)]

    def step(self, pane: Pane) -> None:
        """Give a pane the keys in the course of Tab."""
        comes_from_tree = self.current == "tree" and pane == "list"
        self.switch(pane)
        self._comes_from_tree = comes_from_tree

    def set_zen(self, *, is_zen: bool) -> None:
        """Show the article alone, or again what there is room for beside it."""
        self.is_zen = is_zen
        self.switch("article")

    def switch(self, pane: Pane) -> None:
        """Give a pane the keys."""
        self.current = pane
        self._comes_from_tree = False
        self.is_zen = self.is_zen and pane == "article"
        is_alone = self._shows_one
        self.pane().display = True
        self.screen.set_focus(self.pane(), scroll_visible=False)
        self.subscriptions.display = pane == "tree" or (
            self.arrangement == "three" and not is_alone
        )
        self.stories.display = pane == "list" or not is_alone
        self.article.display = pane == "article" or not is_alone
        self.post_message(self.Switched())

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow the mouse: a click gives its pane the keys."""
        names: dict[Widget, Pane] = {
            self.subscriptions: "tree",
            self.stories: "list",
            self.article: "article",
        }
        clicked = names.get(event.widget)
        if clicked and clicked != self.current:
            self._had_keys = self.current
            self.switch(clicked)
