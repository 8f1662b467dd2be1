"""The bookmark: which list and story were open when the reader was left, for the next time.

Kept in a small file beside the store, so that another store has another one. What is read says
much of its reader, so the file is theirs alone to read. Where it is missing or odd, the reader
begins afresh.
"""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from gazette.i18n import Words
from gazette.model import FeedRow, SavedView, StoryQuery
from gazette.store.stories import Pair
from gazette.text import clean_line
from gazette.tui import views
from gazette.tui.edition import ORDERS, Order
from gazette.tui.listing import Page
from gazette.tui.private import keep_private
from gazette.tui.views import View

_HIGHEST: Final = 2**63 - 1


class Bookmark(Struct, frozen=True):
    """Where the reader was."""

    view: str
    """The view's key."""
    name: str
    """What the view was called: the name of a feed comes from the store, after the first screen."""
    language: str | None = None
    """The reader's filter."""
    order: Order = "newest"
    story_id: int | None = None
    """What was selected."""
    is_read: bool = False
    """The article had the keys."""


def bookmark_file(store: Path) -> Path:
    """Return where the bookmark of a store is kept."""
    return store.with_name(f"{store.name}.place.json")


def load_bookmark(file: Path) -> Bookmark | None:
    """Return what was kept; None where it is missing or not what `save_bookmark` writes."""
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return _bookmark(kept) if isinstance(kept, dict) else None


def _bookmark(kept: dict[str, Any]) -> Bookmark | None:
    view, name, story_id = kept.get("view"), kept.get("name"), kept.get("story_id")
    language = kept.get("language")
    if not (isinstance(view, str) and isinstance(name, str)):
        return None
    return Bookmark(
        view,
        clean_line(name),
        language if language in views.FILTER_LANGUAGES else None,
        order=_order(kept),
        story_id=story_id if type(story_id) is int and 0 < story_id <= _HIGHEST else None,
        is_read=kept.get("is_read") is True,
    )


def _order(kept: dict[str, Any]) -> Order:
    if kept.get("oldest_first") is True:  # as it was kept before there was a third
        return "oldest"
    return next((order for order in ORDERS if order == kept.get("order")), "newest")


def save_bookmark(bookmark: Bookmark, file: Path) -> None:
    """Keep a bookmark; where that is impossible, the next time begins afresh."""
    keep_private(file, f"{json.dumps(asdict(bookmark))}\n")


def view_of(bookmark: Bookmark, saved: Sequence[SavedView], words: Words) -> View | None:
    """Return the view of a bookmark; None where there is none of that key.

    Whether a feed or a tag is still there is not known before the store was asked.
    """
    kind, _, name = bookmark.view.partition(":")
    match kind:
        case "all":
            return views.all_stories(words)
        case "unread":
            return views.unread_stories(words)
        case "starred":
            return views.starred_stories(words)
        case "hidden":
            return views.hidden_stories(words)
        case "lang" if name in views.FILTER_LANGUAGES:
            return views.language_view(name)
        case "tag" if name:
            return views.tag_view(name)
        case "story-tag" if name:
            return views.story_tag_view(name)
        case "saved":
            return next((views.saved_view(s) for s in saved if s.name == name), None)
        case "feed" if name.isascii() and name.isdigit() and 0 < int(name) <= _HIGHEST:
            return View(bookmark.view, bookmark.name, StoryQuery(feed_id=int(name)))
        case _:
            return None


def is_there(view: View, feeds: Sequence[FeedRow], story_tags: Collection[str]) -> bool:
    """Say whether the feed or the tag of a view is there, now that the store was asked."""
    query = view.query
    if query.feed_id is not None:
        return any(feed.id == query.feed_id for feed in feeds)
    if query.tag is not None:
        return query.tag in story_tags or any(query.tag in feed.tags for feed in feeds)
    return True


def with_story(page: Page, pair: Pair, *, oldest_first: bool) -> Page:
    """Return a page with a story at its place, if that is on this page."""
    sign = 1 if oldest_first else -1

    def rank(other: Pair) -> Pair:
        return sign * other[0], sign * other[1]

    is_behind = page.after is None or rank(pair) > rank(page.after)
    is_before_end = page.last is None or rank(pair) <= rank(page.last)
    if not (is_behind and is_before_end) or pair in page.pairs:
        return page
    pairs = sorted([*page.pairs, pair], key=rank)
    return Page(page.after, pairs, page.unread, is_last=page.is_last)
