"""The JSON fields that other programs rely on: what `--jsonl` prints, by name."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gazette.article import Article, Extraction
from gazette.model import FeedRow, Story

if TYPE_CHECKING:
    from gazette.cron import Schedule

Fields = Mapping[str, Any]


def iso(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC: "2026-11-22T14:05:00Z"."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def feed_fields(row: FeedRow, *, held_until: datetime | None = None) -> Fields:
    """Return the fields of one line of `gazette feeds --jsonl`.

    `held_until` is when its host may be asked again that wants to be left alone.
    """
    return {
        "url": row.url,
        "title": row.title,
        "tags": row.tags,
        "language": row.language,
        "stories": row.stories,
        "unread": row.unread,
        "last_checked": iso(row.last_checked),
        "next_check": iso(row.next_check),
        "failing_since": iso(row.failing_since),
        "failures": row.failures,
        "error": row.error,
        "gone": row.is_gone,
        "held_until": iso(held_until),
        "moved_to": row.moved_url,
        "moving_to": row.move.url if row.move else None,
        "moving_answers": row.move.times if row.move else 0,
        "moving_since": iso(row.move.since) if row.move else None,
        "hub": row.hub,
    }


def story_fields(story: Story, *, full: bool) -> Fields:
    """Return the fields of one line of `gazette stories --jsonl`; `full` adds the text."""
    fields: dict[str, Any] = {
        "id": story.id,
        "feed": story.feed_url,
        "feed_title": story.feed_title,
        "url": story.url,
        "title": story.title,
        "authors": story.authors,
        "published": iso(story.published),
        "fetched": iso(story.fetched),
        "language": story.language,
        "read": story.read,
        "starred": story.starred,
        "tags": story.tags,
        "summary": story.summary,
        "changed": story.changed,
        "hidden": story.hidden,
        "ai_disclosed": story.ai_disclosed,
        "comments_url": story.comments_url,
        "enclosures": story.enclosures,
        "article": story.article,
        "article_error": story.article_error,
    }
    if full:
        fields |= {"text": story.text, "paragraphs": story.paragraphs}
    return fields


def schedule_fields(
    found: "Schedule", *, last: datetime | None, next_run: datetime | None
) -> Fields:
    """Return the fields of the line of `gazette schedule --jsonl`."""
    return {
        "kind": found.kind,
        "every_s": int(found.every.total_seconds()) if found.every else None,
        "timing": found.timing,
        "command": found.command,
        "places": found.places,
        "active": found.is_active,
        "program_missing": found.program_is_missing,
        "last_fetch": iso(last),
        "next_run": iso(next_run),
    }


def article_fields(extraction: Extraction, url: str, *, explain: bool) -> Fields:
    """Return the fields of one line of `gazette extract --jsonl`."""
    article: Article = extraction.article
    fields: dict[str, Any] = {
        "url": article.url or url,
        "title": article.title,
        "authors": article.authors,
        "published": iso(article.published),
        "language": article.language,
        "site": article.site,
        "section": article.section,
        "tags": article.tags,
        "text": article.text,
        "paragraphs": article.paragraphs,
        "ai_disclosed": article.ai_disclosed,
        "ai_wording": article.ai_wording,
    }
    if explain:
        fields["removed"] = [
            {"reason": r.reason, "text": r.text, "rule": r.rule or None} for r in extraction.removed
        ]
    return fields
