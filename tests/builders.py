"""Objects for tests, every field defaulted: a test states only what matters to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gazette.article import Article, Paragraph
from gazette.feeds.changes import Changes
from gazette.model import (
    Exchange,
    Feed,
    FeedUpdated,
    PageExtracted,
    ParsedEntry,
    ParsedFeed,
    Story,
    Subscription,
    Validators,
)
from gazette.store import Store, open_store

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def make_subscription(**fields: Any) -> Subscription:
    return Subscription(**{"url": "https://journal.example/rss.xml", **fields})


def make_feed(**fields: Any) -> Feed:
    defaults = {
        "id": 1,
        "url": "https://journal.example/rss.xml",
        "title": "Le Journal",
        "subscription": make_subscription(),
    }
    return Feed(**{**defaults, **fields})


def make_entry(number: int = 1, **fields: Any) -> ParsedEntry:
    url = f"https://journal.example/articles/{number}"
    defaults = {
        "guid": f"guid-{number}",
        "title": f"Titre {number}",
        "url": url,
        "canonical_url": url,
        "published": NOW - timedelta(hours=number),
        "summary": f"Résumé {number}.",
        "language": "fr",
        "content_hash": number,
    }
    return ParsedEntry(**{**defaults, **fields})


def make_article(**fields: Any) -> Article:
    defaults = {
        "title": "Titre",
        "blocks": (Paragraph("Premier alinéa."), Paragraph("Second alinéa.")),
        "url": "https://journal.example/articles/1",
        "language": "fr",
    }
    return Article(**{**defaults, **fields})


def make_story(**fields: Any) -> Story:
    defaults = {
        "id": 1,
        "feed_url": "https://journal.example/rss.xml",
        "feed_title": "Le Journal",
        "url": "https://journal.example/articles/1",
        "title": "Titre",
        "authors": ("Ève Martin",),
        "published": NOW - timedelta(hours=1),
        "fetched": NOW,
        "language": "fr",
        "read": False,
        "starred": False,
        "tags": ("presse",),
        "summary": "Résumé.",
        "changed": False,
        "hidden": False,
        "ai_disclosed": False,
        "ai_wording": None,
        "comments_url": None,
        "enclosures": (),
        "article": "ok",
        "article_error": None,
        "blocks": (Paragraph("Premier alinéa."), Paragraph("Second alinéa.")),
        "guid": "guid-1",
    }
    return Story(**{**defaults, **fields})


def make_updated(*entries: ParsedEntry, **exchange: Any) -> FeedUpdated:
    return FeedUpdated(
        ParsedFeed(title="Le Journal", entries=entries, language="fr"),
        body_hash="digest",
        exchange=Exchange(**{"validators": Validators('"etag"', "yesterday"), **exchange}),
    )


def subscribed(store: Store, *subscriptions: Subscription) -> list[Feed]:
    """Subscribe to some feeds (by default one) and return them as the fetcher gets them."""
    subscriptions = subscriptions or (make_subscription(),)
    store.feeds.sync(subscriptions)
    by_url = {s.url: s for s in subscriptions}
    return store.feeds.due(by_url, now=NOW, force=True)


def record_entries(store: Store, feed: Feed, *entries: ParsedEntry, now: datetime = NOW) -> None:
    """Record that a feed was fetched and brought these new entries."""
    store.feeds.record(
        feed,
        make_updated(*entries),
        Changes(new=entries),
        next_check=now + timedelta(hours=1),
        now=now,
    )


def record_article(store: Store, story_id: int, article: Article | None = None) -> None:
    """Record that a story's page was fetched and gave an article."""
    task = store.pages.of_story(story_id)[0]
    outcome = PageExtracted(article or make_article())
    store.pages.record(task, outcome, extractor=1, next_try=None, now=NOW)


@contextmanager
def temporary_store() -> Iterator[Store]:
    """Yield a store for one example of a property."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "gazette.db")
        try:
            yield store
        finally:
            store.close()
