"""The tree of subscriptions as lines: views, languages, tags that fold, feeds, failures.

Pure. What is folded and where the cursor stands is the widget's to know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gazette.i18n import Words
from gazette.model import Counts, FeedRow
from gazette.text import clean_line
from gazette.tui import views
from gazette.tui.views import View

FAILURES: Final = "failures"


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree; without a view and a fold it is an empty line."""

    label: str = ""
    view: View | None = None
    fold: str = ""
    """The key of what folds here: "tag:presse", "failures"; empty where nothing does."""
    is_folded: bool = False
    depth: int = 0
    count: int = 0
    mark: str = ""
    note: str = ""
    """What is wrong with a failing feed."""

    @property
    def key(self) -> str:
        """Tells lines apart over a rebuild; a feed under two tags has two lines."""
        return f"{self.view.key if self.view else ''}/{self.fold}/{self.depth}/{self.note}"

    @property
    def is_blank(self) -> bool:
        """An empty line, which the cursor passes over."""
        return self.view is None and not self.fold


def branches(
    feeds: Sequence[FeedRow], counts: Counts, words: Words, folded: frozenset[str]
) -> tuple[Branch, ...]:
    """Return the lines of the tree, from top to bottom."""
    lines = [_branch(view, counts) for view in _whole_paper(words)]
    languages = [views.language_view(code) for code in ("fr", "en")]
    lines += [Branch(), *(_branch(view, counts) for view in languages)]
    if feeds:
        lines += [Branch(), *_feed_branches(feeds, counts, folded)]
    failing = [feed for feed in feeds if feed.error]
    if failing:
        lines += [Branch(), *_failing_branches(failing, words, folded)]
    return tuple(lines)


def _whole_paper(words: Words) -> tuple[View, ...]:
    return views.all_stories(words), views.unread_stories(words), views.starred_stories(words)


def _branch(view: View, counts: Counts, depth: int = 0) -> Branch:
    mark = "★" if view.key == "starred" else ""
    return Branch(view.name, view, depth=depth, count=views.unread_in(view, counts), mark=mark)


def _feed_branches(
    feeds: Sequence[FeedRow], counts: Counts, folded: frozenset[str]
) -> Iterator[Branch]:
    tags = dict.fromkeys(tag for feed in feeds for tag in feed.tags)
    for tag in tags:
        view = views.tag_view(tag)
        is_folded = view.key in folded
        yield Branch(
            view.name,
            view,
            fold=view.key,
            is_folded=is_folded,
            count=views.unread_in(view, counts),
        )
        if not is_folded:
            members = (feed for feed in feeds if tag in feed.tags)
            yield from (_branch(views.feed_view(feed), counts, depth=1) for feed in members)
    yield from (_branch(views.feed_view(feed), counts) for feed in feeds if not feed.tags)


def _failing_branches(
    failing: Sequence[FeedRow], words: Words, folded: frozenset[str]
) -> Iterator[Branch]:
    is_folded = FAILURES in folded
    label = words.plural("{n} feed is failing", "{n} feeds are failing", len(failing))
    yield Branch(label, fold=FAILURES, is_folded=is_folded, mark="!")
    if not is_folded:
        for feed in failing:
            view = views.feed_view(feed)
            yield Branch(view.name, view, depth=1, note=clean_line(words.stored(feed.error or "")))
