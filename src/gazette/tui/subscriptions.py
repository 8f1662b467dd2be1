"""The tree of subscriptions as lines: views, languages, feeds under their tags, tags, failures.

Pure. What is folded and where the cursor stands is the widget's to know.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Final, Literal

from msgspec import Struct

from gazette.errors import N_, TimedOut, Unreachable
from gazette.i18n import Words
from gazette.model import Counts, FeedRow, SavedView
from gazette.text import clean_line
from gazette.tui import views
from gazette.tui.views import View

FAILURES: Final = "failures"
STORY_TAGS: Final = "story-tags"
FAILING_MARK: Final = "!"
_UNREACHED: Final = tuple(kind.message.partition("{")[0] for kind in (Unreachable, TimedOut))
"""How the errors begin that say: no server answered at all."""


class Branch(Struct, frozen=True):
    """One line of the tree; without a view and a fold it is an empty line."""

    label: str = ""
    view: View | None = None
    fold: str = ""
    """The key of what folds here: "tag:presse", "failures"; empty where nothing does."""
    is_folded: bool = False
    depth: int = 0
    within: str = ""
    """The key of the tag that it stands under."""
    count: int = 0
    mark: str = ""
    note: str = ""
    """What is wrong with a failing feed, since when, and what can be done."""
    is_failure: bool = False
    """One of the failing feeds at the end: the note stands below its name."""

    @property
    def key(self) -> str:
        """Tells lines apart over a rebuild; a feed under two tags has two lines."""
        view = self.view.key if self.view else ""
        return f"{view}/{self.fold}/{self.within}/{self.is_failure}"

    @property
    def is_blank(self) -> bool:
        """An empty line, which the cursor passes over."""
        return self.view is None and not self.fold

    @property
    def hints(self) -> Mapping[str, str]:
        """What the keys do on this line, as messages; "" where one does the same as another."""
        folding = N_("unfold") if self.is_folded else N_("fold")
        if not self.fold:
            return {"read_on": ""}
        return {"read_on": folding} if self.view else {"open": folding, "read_on": ""}


def trouble(
    feed: FeedRow, words: Words, keys: Mapping[str, str], *, now: datetime, zone: tzinfo
) -> str:
    """Return why a feed fails, since when, and what to do; empty where it does not.

    `keys` is what to press for each action.
    """
    why = clean_line(words.stored(feed.error or ""))
    if not why:
        return ""
    parts = [why]
    if feed.failing_since is not None:
        parts.append(_since(feed.failing_since, words, now, zone))
    _ = words
    if feed.is_gone:
        parts.append(_("{fetch_view} asks once more, {unsubscribe} unsubscribes").format(**keys))
    elif feed.next_check is None or feed.next_check <= now:
        parts.append(_("{fetch_view} tries again, {feed_info}: more about it").format(**keys))
    else:
        time = _.near_time(feed.next_check, now, zone)
        parts.append(
            _("next try {time}; {fetch_view} tries now, {feed_info}: more about it").format(
                time=time, **keys
            )
        )
    return " · ".join(parts)


def was_unreached(error: str) -> bool:
    """Say whether an error, as one English line, is that no server answered at all."""
    return error.startswith(_UNREACHED)


def are_unreached(feeds: Sequence[FeedRow]) -> bool:
    """Say whether none of several feeds could be reached: then no server is to blame."""
    return len(feeds) > 1 and all(feed.error and was_unreached(feed.error) for feed in feeds)


def _since(moment: datetime, words: Words, now: datetime, zone: tzinfo) -> str:
    _ = words
    days_ago = (now.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if days_ago <= 0:
        return _("since {time}").format(time=_.clock_time(moment, zone))
    if days_ago == 1:
        return _("since {time}").format(time=_.age(moment, now, zone))
    return _("since {date}").format(date=_.age(moment, now, zone))


def branches(
    feeds: Sequence[FeedRow],
    counts: Counts,
    words: Words,
    folded: frozenset[str],
    troubles: Mapping[int, str],
    *,
    saved: Sequence[SavedView] = (),
    story_tags: Sequence[str] = (),
) -> tuple[Branch, ...]:
    """Return the lines of the tree, from top to bottom; `troubles` is what fails, by feed id."""
    whole = [*_whole_paper(words), *map(views.saved_view, saved)]
    if counts.hidden:
        whole.append(views.hidden_stories(words))
    lines = [_branch(view, counts) for view in whole]
    languages = [views.language_view(code) for code in ("fr", "en")]
    lines += [Branch(), *(_branch(view, counts) for view in languages)]
    if feeds:
        lines += [Branch(), *_feed_branches(feeds, counts, folded, troubles)]
    if own := own_tags(story_tags, feeds):
        lines += [Branch(), *_tag_branches(own, counts, words, folded)]
    failing = [feed for feed in feeds if feed.id in troubles]
    if failing:
        lines += [Branch(), *_failing_branches(failing, words, folded, troubles)]
    return tuple(lines)


def neighbour_with_unread(
    feeds: Sequence[FeedRow], counts: Counts, view: View, words: Words, step: Literal[1, -1]
) -> View | None:
    """Return the next feed (1) of the whole tree that has unread stories, or the one before (-1).

    Past an end of the tree it goes on at the other.
    """
    # A feed under two tags stands where it comes first, or one would go to and fro between two.
    told: dict[str, Branch] = {}
    for branch in branches(feeds, counts, words, frozenset(), {}):
        if branch.view:
            told.setdefault(branch.view.key, branch)
    lines, keys = [*told.values()], [*told]
    place = keys.index(view.key) if view.key in keys else 0
    order = (
        [*lines[place + 1 :], *lines[:place]]
        if step > 0
        else [*reversed(lines[:place]), *reversed(lines[place + 1 :])]
    )
    others = (branch for branch in order if branch.view and branch.view.query.feed_id is not None)
    return next((branch.view for branch in others if branch.count and branch.view != view), None)


def _whole_paper(words: Words) -> tuple[View, ...]:
    return views.all_stories(words), views.unread_stories(words), views.starred_stories(words)


def own_tags(story_tags: Sequence[str], feeds: Sequence[FeedRow]) -> tuple[str, ...]:
    """Return the tags that stories have and no feed: the view of a feeds' tag lists both."""
    of_feeds = {tag for feed in feeds for tag in feed.tags}
    return tuple(tag for tag in story_tags if tag not in of_feeds)


def _tag_branches(
    tags: Sequence[str], counts: Counts, words: Words, folded: frozenset[str]
) -> Iterator[Branch]:
    _ = words
    is_folded = STORY_TAGS in folded
    yield Branch(_("Tags"), fold=STORY_TAGS, is_folded=is_folded)
    if not is_folded:
        for tag in tags:
            yield _branch(views.story_tag_view(tag), counts, within=STORY_TAGS)


def _branch(view: View, counts: Counts, *, within: str = "", note: str = "") -> Branch:
    mark = "★" if view.key == "starred" else FAILING_MARK if note else ""
    count = views.unread_in(view, counts)
    depth = 1 if within else 0
    return Branch(view.name, view, depth=depth, within=within, count=count, mark=mark, note=note)


def _feed_branches(
    feeds: Sequence[FeedRow],
    counts: Counts,
    folded: frozenset[str],
    troubles: Mapping[int, str],
) -> Iterator[Branch]:
    def branch(feed: FeedRow, within: str = "") -> Branch:
        note = troubles.get(feed.id, "")
        return _branch(views.feed_view(feed), counts, within=within, note=note)

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
            yield from (branch(feed, view.key) for feed in feeds if tag in feed.tags)
    yield from (branch(feed) for feed in feeds if not feed.tags)


def _failing_branches(
    failing: Sequence[FeedRow],
    words: Words,
    folded: frozenset[str],
    troubles: Mapping[int, str],
) -> Iterator[Branch]:
    is_folded = FAILURES in folded
    label = words.plural("{n} feed is failing", "{n} feeds are failing", len(failing))
    yield Branch(label, fold=FAILURES, is_folded=is_folded, mark=FAILING_MARK)
    if not is_folded:
        for feed in failing:
            view = views.feed_view(feed)
            yield Branch(view.name, view, depth=1, note=troubles[feed.id], is_failure=True)
