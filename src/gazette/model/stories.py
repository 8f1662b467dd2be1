"""What is read: the lists of feeds and stories, a story, and its marks."""

from datetime import datetime
from typing import Final, Literal, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from gazette.article import Article, Block
from gazette.model.feeds import Enclosure, Move

ArticleState = Literal["none", "pending", "ok", "failed"]


class FeedRow(Struct, frozen=True):
    """A subscription and its health, as `gazette feeds` and the reader's tree show it."""

    id: int
    url: str
    title: str
    tags: tuple[str, ...]
    language: str | None
    stories: int
    unread: int
    last_checked: datetime | None
    next_check: datetime | None
    failing_since: datetime | None
    failures: int
    error: str | None
    is_gone: bool = False
    """The server said 410: not asked again unless the reader wishes it."""
    moved_url: str | None = None
    """Where it is asked instead of at `url`, since it has moved for good."""
    move: Move | None = None
    """A move that is not believed yet."""
    hub: str | None = None
    """Where it says that its changes are pushed from (WebSub), to who can be called back."""

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self.moved_url or self.url


class StoryQuery(Struct, frozen=True):
    """Which stories to list; every field narrows the choice."""

    unread: bool = False
    starred: bool = False
    language: str | None = None
    tag: str | None = None
    feed_id: int | None = None
    words: tuple[str, ...] = ()
    """Each must stand in the title; accents and case do not matter."""


class StoryRow(Struct, frozen=True):
    """One line of a list of stories: everything but the text."""

    id: int
    feed_id: int
    feed_title: str
    title: str
    language: str | None
    moment: datetime
    """When it was published, or first seen if that is earlier; lists are ordered by it."""
    read: bool
    starred: bool
    changed: bool
    tags: tuple[str, ...] = ()
    """Its own, that the reader gave it."""
    also_in: tuple[str, ...] = ()
    """What the other feeds that brought it are called."""


class Story(Struct, frozen=True):
    """One story with all there is to read."""

    id: int
    feed_url: str
    feed_title: str
    url: str | None
    title: str
    authors: tuple[str, ...]
    published: datetime | None
    fetched: datetime
    language: str | None
    read: bool
    starred: bool
    tags: tuple[str, ...]
    """Its feed's, then its own."""
    summary: str
    changed: bool
    hidden: bool
    ai_disclosed: bool
    ai_wording: str | None
    comments_url: str | None
    enclosures: tuple[Enclosure, ...]
    article: ArticleState
    article_error: str | None
    blocks: tuple[Block, ...]
    """The article's, else the feed's own text as paragraphs."""
    removed: tuple[tuple[str, int], ...] = ()
    """What the extractor left out of the page: reason and how many pieces."""
    guid: str = ""
    """What tells it from the other stories of its feed."""
    also_in: tuple[str, ...] = ()
    """What the other feeds that brought it are called."""
    opened: datetime | None = None
    """When it was last opened."""
    position: int = 0
    """How far it was read: characters of its text above the first line on the screen."""

    @property
    def text(self) -> str:
        """The paragraphs, parted by one empty line."""
        return "\n\n".join(self.paragraphs)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text of every block that is text."""
        return Article(title=self.title, blocks=self.blocks).paragraphs


class Counts(Struct, frozen=True):
    """How many stories each view of the reader holds; a story in several feeds is one."""

    total: int = 0
    unread: int = 0
    starred: int = 0
    hidden: int = 0
    unread_by_language: dict[str, int] = field(default_factory=dict)
    unread_by_tag: dict[str, int] = field(default_factory=dict)
    """Of the feeds."""
    unread_by_story_tag: dict[str, int] = field(default_factory=dict)
    """Of the stories themselves; 0 for a tag that only read stories bear."""
    unread_by_feed: dict[int, int] = field(default_factory=dict)
    unread_by_view: dict[str, int] = field(default_factory=dict)
    """Of the saved views, by name; they are counted apart, and one may not be here yet."""


TAG: Final = "tag:"

Flag = str
"""What a story can be marked with: "read", "starred", "hidden", or "tag:" and the tag's name."""


class Mark(Struct, frozen=True):
    """A change of reading state: what it changed, and what holds since."""

    story_ids: tuple[int, ...]
    """The entries whose state really changed, all of a story's if it stands in several feeds."""
    flag: Flag
    value: bool


Marked = TypeVar("Marked", Story, StoryRow)


def marked(story: Marked, flag: Flag, *, value: bool) -> Marked:
    """Return a story as it is once a mark was set or cleared."""
    match flag:
        case "read":
            return replace(story, read=value)
        case "starred":
            return replace(story, starred=value)
        case _ if flag.startswith(TAG):
            tag = flag.removeprefix(TAG)
            kept: tuple[str, ...] = tuple(other for other in story.tags if other != tag)
            return replace(story, tags=(*kept, tag) if value else kept)
        case _:
            return story
