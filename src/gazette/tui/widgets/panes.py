"""The three panes side by side, as many of them as the terminal has room for.

One pane has the keys. Narrow terminals show that one alone; from 100 columns on the list and the
article stand side by side and the tree is a drawer over them; from 160 on all three are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from textual.events import DescendantFocus
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from gazette.tui.widgets.article_view import ArticleView
from gazette.tui.widgets.story_list import StoryList
from gazette.tui.widgets.subscription_tree import SubscriptionTree

Pane = Literal["tree", "list", "article"]
_ORDER: Final[tuple[Pane, ...]] = ("tree", "list", "article")
Arrangement = Literal["stacked", "two", "three"]

_TWO_FROM: Final = Size(100, 30)
_THREE_FROM_COLUMNS: Final = 160


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

    def __init__(
        self, subscriptions: SubscriptionTree, stories: StoryList, article: ArticleView
    ) -> None:
        super().__init__()
        self.subscriptions = subscriptions
        self.stories = stories
        self.article = article
        self.current: Pane = "list"
        self.arrangement: Arrangement = "three"
        self._comes_from_tree = False
        """Tab has just led from the tree to the list, and leads on to the article."""

    def compose(self) -> Iterable[Widget]:
        """Give the three panes."""
        return (self.stories, self.article, self.subscriptions)

    @property
    def shows_article(self) -> bool:
        """The article can be seen."""
        return self.arrangement != "stacked" or self.current == "article"

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
        self.switch(self.current)

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

    def switch(self, pane: Pane) -> None:
        """Give a pane the keys."""
        self.current = pane
        self._comes_from_tree = False
        is_stacked = self.arrangement == "stacked"
        self.pane().display = True
        self.screen.set_focus(self.pane(), scroll_visible=False)
        self.subscriptions.display = pane == "tree" or self.arrangement == "three"
        self.stories.display = pane == "list" or not is_stacked
        self.article.display = pane == "article" or not is_stacked
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
            self.switch(clicked)
