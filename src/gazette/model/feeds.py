"""Feeds: what the reader wrote of them, what a server said, and what became of a request."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from gazette.errors import N_

# --- what the reader wrote ----------------------------------------------------------------


class Subscription(Struct, frozen=True):
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


class ListedFeed(Struct, frozen=True):
    """A feed to be subscribed to, as the reader or a list of another program names it."""

    url: str
    title: str = ""
    """Empty: the feed's own."""
    tags: tuple[str, ...] = ()


class SavedView(Struct, frozen=True):
    """One `[[views]]` of feeds.toml: a query with a name."""

    name: str
    query: str
    """As it was written: "since:2d" means another time each time that it is asked."""


Action = str
"""What a rule does with a story: "hide", "mark-read", "star" or "tag:NAME"."""


class Rule(Struct, frozen=True):
    """One `[[rules]]` of feeds.toml: what to do with new stories that a query asks for."""

    when: str
    """The query, as it was written."""
    do: tuple[Action, ...]
    """At least one."""


# --- what a server said -------------------------------------------------------------------


class Validators(Struct, frozen=True):
    """What makes a request conditional; byte for byte as the server gave it."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


class Enclosure(Struct, frozen=True):
    """A media file attached to an entry."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes, as announced."""


class AnnouncedFeed(Struct, frozen=True):
    """A feed that a page names as its own."""

    url: str
    title: str


class ParsedEntry(Struct, frozen=True):
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


class QuietTimes(Struct, frozen=True):
    """When a feed asks not to be asked, in UTC: `<skipHours>` and `<skipDays>`."""

    hours: tuple[int, ...] = ()
    """0 to 23, in order."""
    days: tuple[int, ...] = ()
    """0 (Monday) to 6, in order."""

    def __bool__(self) -> bool:
        return bool(self.hours or self.days)


class SeenEntry(Struct, frozen=True):
    """An entry that stood in a feed, by its bytes."""

    fingerprint: str
    guid: str


class ParsedFeed(Struct, frozen=True):
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


class Move(Struct, frozen=True):
    """An address that a feed's permanent redirects lead to."""

    url: str
    times: int
    """How many answers in a row have said so."""
    since: datetime


class Feed(Struct, frozen=True):
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


class Exchange(Struct, frozen=True):
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


NO_EXCHANGE: Final = Exchange()
"""Nothing that is worth telling."""


class FeedUpdated(Struct, frozen=True):
    """A body was downloaded and parsed."""

    parsed: ParsedFeed
    body_hash: str
    exchange: Exchange = NO_EXCHANGE


class FeedNotModified(Struct, frozen=True):
    """The server said 304, or sent the bytes that we parsed last time."""

    exchange: Exchange = NO_EXCHANGE


class FeedGone(Struct, frozen=True):
    """The server said 410: the feed is not asked again until the reader wishes it."""

    exchange: Exchange = NO_EXCHANGE
    error: str = N_("gone for good (410); not asked again")


class FeedFailed(Struct, frozen=True):
    """No usable body."""

    error: str
    """One line in English."""
    retry_after: timedelta | None = None
    """What the server asked for (429, 503); holds for its whole host."""
    is_refusal: bool = False
    """The server understood and will not (403): it is not to be pressed."""
    exchange: Exchange = NO_EXCHANGE


FeedOutcome = FeedUpdated | FeedNotModified | FeedGone | FeedFailed
