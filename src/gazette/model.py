"""The data of gazette: what is subscribed to, what a server published, what the store keeps.

One type per direction of travel: `ParsedFeed` and `ParsedEntry` come from a server, `Feed` and
`PageTask` from the store, outcomes go into it, `StoryRow` and `Story` come out to be read.
Every datetime is aware and in UTC. Articles have a module of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal, TypeVar

from gazette.article import Article, Block
from gazette.errors import N_

# --- what the reader wrote ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subscription:
    """One `[[feeds]]` of feeds.toml, defaults filled in."""

    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    every: timedelta = timedelta(hours=1)
    """The shortest time between two requests."""
    full_text: bool = True
    """Fetch the page of each new entry."""
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    selector: str | None = None
    """CSS selector of the article in this feed's pages; None: that of the site, if any."""
    remove: tuple[str, ...] | None = None
    """CSS selectors of what is not the article; None: those of the site, if any."""


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed to be subscribed to, as the reader or a list of another program names it."""

    url: str
    title: str = ""
    """Empty: the feed's own."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedView:
    """One `[[views]]` of feeds.toml: a query with a name."""

    name: str
    query: str
    """As it was written: "since:2d" means another time each time that it is asked."""


Action = str
"""What a rule does with a story: "hide", "mark-read", "star" or "tag:NAME"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[rules]]` of feeds.toml: what to do with new stories that a query asks for."""

    when: str
    """The query, as it was written."""
    do: tuple[Action, ...]
    """At least one."""


# --- what a server said -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes a request conditional; byte for byte as the server gave it."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file attached to an entry."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes, as announced."""


@dataclass(frozen=True, slots=True)
class AnnouncedFeed:
    """A feed that a page names as its own."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item of a feed as the server published it; all text sanitised."""

    guid: str
    """The feed's own id, else the link, else a hash; never empty."""
    title: str
    """On one line; may be empty."""
    url: str | None = None
    canonical_url: str | None = None
    """`url` without what does not tell pages apart; for finding the same story again."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    summary: str = ""
    content: str = ""
    """The article's text where the feed carries more than a summary; else empty."""
    language: str | None = None
    comments_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    content_hash: int = 0
    """64 bits with a sign; changes when title, link or text do."""


@dataclass(frozen=True, slots=True)
class QuietTimes:
    """When a feed asks not to be asked, in UTC: `<skipHours>` and `<skipDays>`."""

    hours: tuple[int, ...] = ()
    """0 to 23, in order."""
    days: tuple[int, ...] = ()
    """0 (Monday) to 6, in order."""

    def __bool__(self) -> bool:
        return bool(self.hours or self.days)


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that stood in a feed, by its bytes."""

    fingerprint: str
    guid: str


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as the server published it; all text sanitised."""

    title: str
    entries: tuple[ParsedEntry, ...]
    """Without those that stand there as they stood the last time."""
    site_url: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    """`<ttl>`, or the period of its updates: do not ask again before this."""
    quiet: QuietTimes = QuietTimes()
    unchanged: tuple[str, ...] = ()
    """The guids of the entries that stand there as they stood the last time."""
    seen: tuple[SeenEntry, ...] = ()
    """What to know unchanged entries by the next time."""
    hub: str | None = None
    """Where it says that its changes are pushed from (WebSub)."""


# --- what the store knows of a feed, and what became of a request to it -----------------------


@dataclass(frozen=True, slots=True)
class Move:
    """An address that a feed's permanent redirects lead to."""

    url: str
    times: int
    """How many answers in a row have said so."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed feed with its HTTP state, as the fetcher needs it."""

    id: int
    url: str
    title: str
    """The reader's own title, else the feed's, else its address."""
    subscription: Subscription
    validators: Validators = Validators()
    moved_url: str | None = None
    """Where it is asked instead of at `url`, since it has moved for good."""
    move: Move | None = None
    """A move that is not believed yet."""
    validated_url: str | None = None
    """The address that gave the validators, where a redirect ended: they belong to it alone."""
    body_hash: str | None = None
    """Of the last body that was parsed; None until there was one."""
    ttl: timedelta | None = None
    """The `ttl` of that body."""
    quiet: QuietTimes = QuietTimes()
    """Of that body too."""
    last_checked: datetime | None = None
    failures: int = 0
    """Failed attempts since the last success."""
    failing_since: datetime | None = None

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self.moved_url or self.url


@dataclass(frozen=True, slots=True)
class Exchange:
    """What every outcome of a request tells beside its result."""

    final_url: str = ""
    """Where the redirects ended."""
    moved_to: str | None = None
    """The same, where all of them were for good (301, 308)."""
    validators: Validators = Validators()
    max_age: timedelta | None = None
    """How long the server calls the answer fresh."""
    hub: str | None = None
    """The WebSub hub that a header names."""
    size_bytes: int = 0
    """Of the body, decoded."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedUpdated:
    """A body was downloaded and parsed."""

    parsed: ParsedFeed
    body_hash: str
    exchange: Exchange = Exchange()


@dataclass(frozen=True, slots=True)
class FeedNotModified:
    """The server said 304, or sent the bytes that we parsed last time."""

    exchange: Exchange = Exchange()


@dataclass(frozen=True, slots=True)
class FeedGone:
    """The server said 410: the feed is not asked again until the reader wishes it."""

    exchange: Exchange = Exchange()
    error: str = N_("gone for good (410); not asked again")


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """No usable body."""

    error: str
    """One line in English."""
    retry_after: timedelta | None = None
    """What the server asked for (429, 503); holds for its whole host."""
    is_refusal: bool = False
    """The server understood and will not (403): it is not to be pressed."""
    exchange: Exchange = Exchange()


FeedOutcome = FeedUpdated | FeedNotModified | FeedGone | FeedFailed


# --- pages ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page that is wanted, as the fetcher needs it."""

    id: int
    url: str
    failures: int = 0
    language: str | None = None
    """Of the entry that wants it: a prior for the extractor."""
    feed_url: str = ""
    """Of a feed that wants it: its user agent and headers are used for the page too."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The bytes of a page, kept so that the article can be extracted again."""

    url: str
    """As asked for."""
    body: bytes
    final_url: str
    charset: str | None = None
    """As declared by the server."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of a page that is remembered, to be found again on others of its site."""

    chars: int
    is_alone: bool
    """Nothing else on the page is about what it is about."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What is remembered of a page: what its site's pages have in common is boilerplate."""

    id: int
    site: str
    story: int
    """The same for pages that tell one story: the id of the first of them."""
    seen: datetime
    topic: frozenset[int]
    """Hashes of the words that it speaks of most."""
    lines: Mapping[int, SeenLine]
    """By their fingerprints."""


@dataclass(frozen=True, slots=True)
class PageExtracted:
    """A page was downloaded and holds an article."""

    article: Article
    removed: tuple[tuple[str, int], ...] = ()
    """What the extractor left out: reason and how many pieces."""
    exchange: Exchange = Exchange()
    seen: SeenPage | None = None
    """What it teaches of its site."""


@dataclass(frozen=True, slots=True)
class PageFailed:
    """No article from this page."""

    error: str
    """One line in English."""
    is_final: bool = False
    """Asking again would not help."""
    retry_after: timedelta | None = None
    exchange: Exchange = Exchange()


PageOutcome = PageExtracted | PageFailed


# --- what is read ---------------------------------------------------------------------------

ArticleState = Literal["none", "pending", "ok", "failed"]


@dataclass(frozen=True, slots=True)
class FeedRow:
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


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """Which stories to list; every field narrows the choice."""

    unread: bool = False
    starred: bool = False
    language: str | None = None
    tag: str | None = None
    feed_id: int | None = None
    words: tuple[str, ...] = ()
    """Each must stand in the title; accents and case do not matter."""


@dataclass(frozen=True, slots=True)
class StoryRow:
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


@dataclass(frozen=True, slots=True)
class Story:
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


@dataclass(frozen=True, slots=True)
class Counts:
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


TAG: Final = "tag:"

Flag = str
"""What a story can be marked with: "read", "starred", "hidden", or "tag:" and the tag's name."""


@dataclass(frozen=True, slots=True)
class Mark:
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
