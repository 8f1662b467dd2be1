"""Rows ↔ values: times, JSON columns, the dataclasses of `model`."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import overload

import msgspec

from gazette.article import Article, Block
from gazette.feeds.identity import mask_url
from gazette.model import (
    Enclosure,
    Feed,
    FeedRow,
    Move,
    QuietTimes,
    Story,
    StoryRow,
    Subscription,
    Validators,
)
from gazette.store.layout import blocks_of, text_and_layout

Row = sqlite3.Row

BLOCKS = msgspec.json.Decoder(tuple[Block, ...])
STRINGS = msgspec.json.Decoder(tuple[str, ...])
ENCLOSURES = msgspec.json.Decoder(tuple[Enclosure, ...])
REMOVED = msgspec.json.Decoder(tuple[tuple[str, int], ...])
_QUIET = msgspec.json.Decoder(QuietTimes)


@overload
def seconds(moment: datetime) -> int: ...
@overload
def seconds(moment: None) -> None: ...
@overload
def seconds(moment: datetime | None) -> int | None: ...


def seconds(moment: datetime | None) -> int | None:
    """Return a time as the store keeps it: whole seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def moment(stored: int | None) -> datetime | None:
    """Return a stored time as a datetime (UTC)."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)


def to_json(value: object) -> str:
    """Return a value as the JSON text of a column."""
    return msgspec.json.encode(value).decode()


def to_json_or_null(value: Sequence[object]) -> str | None:
    """Return a list as the JSON text of a column; nothing for an empty one."""
    return to_json(value) if value else None


def feed(row: Row, subscription: Subscription) -> Feed:
    """Return a row of `feeds` as the fetcher needs it."""
    return Feed(
        id=row["id"],
        url=row["url"],
        title=_feed_name(row["given_title"] or row["own_title"] or row["url"]),
        subscription=subscription,
        validators=Validators(row["etag"], row["last_modified"]),
        moved_url=row["moved_url"],
        move=_move(row),
        validated_url=row["validated_url"],
        body_hash=row["body_hash"],
        ttl=None if row["ttl_s"] is None else timedelta(seconds=row["ttl_s"]),
        quiet=_QUIET.decode(row["quiet"]) if row["quiet"] else QuietTimes(),
        last_checked=moment(row["last_checked"]),
        failures=row["failures"],
        failing_since=moment(row["failing_since"]),
    )


def _move(row: Row) -> Move | None:
    since = moment(row["move_since"])
    return Move(row["move_url"], row["move_times"], since) if since else None


def feed_row(row: Row, *, stories: int, unread: int, tags: tuple[str, ...]) -> FeedRow:
    """Return a row of `feeds` as it is shown."""
    return FeedRow(
        id=row["id"],
        url=row["url"],
        title=_feed_name(row["given_title"] or row["own_title"] or row["url"]),
        tags=tags,
        language=row["given_language"] or row["own_language"],
        stories=stories,
        unread=unread,
        last_checked=moment(row["last_checked"]),
        next_check=moment(row["next_check"] or None),
        failing_since=moment(row["failing_since"]),
        failures=row["failures"],
        error=row["error"],
        is_gone=row["next_check"] is None,
        moved_url=row["moved_url"],
        move=_move(row),
        hub=row["hub"],
    )


def story_row(row: Row) -> StoryRow:
    """Return a row of the list query as one line of a list."""
    return StoryRow(
        id=row["id"],
        feed_id=row["feed_id"],
        feed_title=_feed_name(row["feed_title"]),
        title=row["title"],
        language=row["language"],
        moment=datetime.fromtimestamp(row["moment"], UTC),
        read=bool(row["read"]),
        starred=bool(row["starred"]),
        changed=bool(row["changed"]),
        tags=STRINGS.decode(row["tags"]),
        also_in=also_in(row["also_in"]),
    )


def also_in(stored: str) -> tuple[str, ...]:
    """Return what the other feeds of a story are called, each once."""
    return tuple(dict.fromkeys(map(_feed_name, STRINGS.decode(stored))))


def story(row: Row) -> Story:
    """Return a row of `story_list`, with the article's blocks, as a whole story."""
    return Story(
        id=row["id"],
        feed_url=row["feed"],
        feed_title=_feed_name(row["feed_title"]),
        url=row["url"],
        title=row["title"],
        authors=STRINGS.decode(row["authors"]),
        published=_from_iso(row["published"]),
        fetched=datetime.fromisoformat(row["fetched"]),
        language=row["language"],
        read=bool(row["read"]),
        starred=bool(row["starred"]),
        tags=STRINGS.decode(row["tags"]),
        summary=row["summary"],
        changed=bool(row["changed"]),
        hidden=bool(row["hidden"]),
        ai_disclosed=bool(row["ai_disclosed"]),
        ai_wording=row["ai_wording"],
        comments_url=row["comments_url"],
        enclosures=ENCLOSURES.decode(row["enclosures"]),
        article=row["article"],
        article_error=row["article_error"],
        blocks=blocks_of(row["text"], row["layout"]),
        removed=REMOVED.decode(row["removed"] or "[]"),
        guid=row["guid"],
        also_in=also_in(row["also_in"]),
        opened=moment(row["opened"]),
        position=row["position"] or 0,
    )


def _feed_name(title: str) -> str:
    """Return how a feed is called; where that is its address, without the secrets in it."""
    return mask_url(title) if "://" in title else title


def article_values(article: Article) -> dict[str, object]:
    """Return the columns of `articles` that come from the article itself."""
    text, layout = text_and_layout(article.blocks)
    return {
        "url": article.url,
        "title": article.title,
        "authors": to_json_or_null(article.authors),
        "published": seconds(article.published),
        "modified": seconds(article.modified),
        "language": article.language,
        "language_confidence": article.language_confidence,
        "site": article.site,
        "image": article.image,
        "section": article.section,
        "tags": to_json_or_null(article.tags),
        "ai_disclosed": int(article.ai_disclosed),
        "ai_wording": article.ai_wording,
        "text": text,
        "layout": layout,
    }


def _from_iso(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
