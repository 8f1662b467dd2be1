"""Pages: those that are wanted, and what became of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from gazette.article import Article
from gazette.model.feeds import NO_EXCHANGE, Exchange


class PageTask(Struct, frozen=True):
    """A page that is wanted, as the fetcher needs it."""

    id: int
    url: str
    failures: int = 0
    language: str | None = None
    """Of the entry that wants it: a prior for the extractor."""
    feed_url: str = ""
    """Of a feed that wants it: its user agent and headers are used for the page too."""


class KeptPage(Struct, frozen=True):
    """The bytes of a page, kept so that the article can be extracted again."""

    url: str
    """As asked for."""
    body: bytes
    final_url: str
    charset: str | None = None
    """As declared by the server."""


class SeenLine(Struct, frozen=True):
    """A line of a page that is remembered, to be found again on others of its site."""

    chars: int
    is_alone: bool
    """Nothing else on the page is about what it is about."""


class SeenPage(Struct, frozen=True):
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


class PageExtracted(Struct, frozen=True):
    """A page was downloaded and holds an article."""

    article: Article
    removed: tuple[tuple[str, int], ...] = ()
    """What the extractor left out: reason and how many pieces."""
    exchange: Exchange = NO_EXCHANGE
    seen: SeenPage | None = None
    """What it teaches of its site."""


class PageFailed(Struct, frozen=True):
    """No article from this page."""

    error: str
    """One line in English."""
    is_final: bool = False
    """Asking again would not help."""
    retry_after: timedelta | None = None
    exchange: Exchange = NO_EXCHANGE


PageOutcome = PageExtracted | PageFailed
