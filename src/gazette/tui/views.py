"""Views: what a list can show, with the name that stands in the masthead and in the tree.

Pure. A view is a question to the store; a language and a search narrow it further, and stay when
the view changes only if the reader asked for them again.
"""

from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from gazette.i18n import Words
from gazette.model import Counts, FeedRow, SavedView, StoryQuery
from gazette.text import clean_line

FILTER_LANGUAGES: Final = (None, "fr", "en")


class Question(Struct, frozen=True):
    """What is asked of the store: stories of a kind that match all of some queries."""

    stories: StoryQuery = field(default_factory=StoryQuery)
    texts: tuple[str, ...] = ()
    """In the query language, as they were written; they are parsed when they are asked."""
    is_typed: bool = False
    """The last of them is still being typed: it may end in the middle of a word."""

    @property
    def is_search(self) -> bool:
        """It is asked in the query language; its list is read as far as one looks."""
        return bool(self.texts)


class View(Struct, frozen=True):
    """One line of the tree that can be read."""

    key: str
    """Tells views apart: "all", "unread", "starred", "hidden", "lang:fr", "tag:presse",
    "story-tag:à lire", "saved:Le matin", "feed:12"."""
    name: str
    """In the reader's language, or what the feed or the reader calls it."""
    query: StoryQuery
    text: str = ""
    """What it asks for in the query language."""

    def question(self, language: str | None) -> Question:
        """Return what the view asks of the store, with the reader's language."""
        stories = replace(self.query, language=language or self.query.language)
        return Question(stories, (self.text,) if self.text else ())


def all_stories(words: Words) -> View:
    """Return the view of every story."""
    _ = words
    return View("all", _("All stories"), StoryQuery())


def unread_stories(words: Words) -> View:
    """Return the view of what has not been read."""
    _ = words
    return View("unread", _("Unread"), StoryQuery(unread=True))


def starred_stories(words: Words) -> View:
    """Return the view of what carries a star."""
    _ = words
    return View("starred", _("Starred"), StoryQuery(starred=True))


def hidden_stories(words: Words) -> View:
    """Return the view of what was hidden."""
    _ = words
    return View("hidden", _("Hidden"), StoryQuery(), "is:hidden")


def saved_view(saved: SavedView) -> View:
    """Return the view that the reader made of a query."""
    return View(f"saved:{saved.name}", clean_line(saved.name), StoryQuery(), saved.query)


def language_view(language: str) -> View:
    """Return the view of one language, named in that language."""
    return View(
        f"lang:{language}",
        {"fr": "Français", "en": "English"}[language],
        StoryQuery(language=language),
    )


def tag_view(tag: str) -> View:
    """Return the view of a tag that feeds carry: their stories, and those that carry it too."""
    name = clean_line(tag)
    return View(f"tag:{tag}", name[:1].upper() + name[1:], StoryQuery(tag=tag))


def story_tag_view(tag: str) -> View:
    """Return the view of a tag that only stories carry."""
    return View(f"story-tag:{tag}", clean_line(tag), StoryQuery(tag=tag))


def feed_view(feed: FeedRow) -> View:
    """Return the view of one feed."""
    return View(f"feed:{feed.id}", clean_line(feed.title), StoryQuery(feed_id=feed.id))


def unread_in(view: View, counts: Counts) -> int:
    """Return what the tree shows behind a view: unread stories; all that is starred or hidden."""
    kind, _, name = view.key.partition(":")
    match kind:
        case "all":
            return counts.total
        case "unread":
            return counts.unread
        case "starred":
            return counts.starred
        case "hidden":
            return counts.hidden
        case "saved":
            return counts.unread_by_view.get(name, 0)
        case "story-tag":
            return counts.unread_by_story_tag.get(name, 0)
        case "lang":
            return counts.unread_by_language.get(name, 0)
        case "tag":
            return counts.unread_by_tag.get(name, 0)
        case _:
            return counts.unread_by_feed.get(view.query.feed_id or 0, 0)


def feeds_of(view: View, feeds: tuple[FeedRow, ...]) -> tuple[FeedRow, ...]:
    """Return the feeds whose stories a view can hold."""
    if view.query.feed_id is not None:
        return tuple(feed for feed in feeds if feed.id == view.query.feed_id)
    if view.query.tag is not None:
        return tuple(feed for feed in feeds if view.query.tag in feed.tags)
    return feeds


def next_language(language: str | None) -> str | None:
    """Return the filter after this one: all, French, English, all."""
    place = FILTER_LANGUAGES.index(language)
    return FILTER_LANGUAGES[(place + 1) % len(FILTER_LANGUAGES)]
