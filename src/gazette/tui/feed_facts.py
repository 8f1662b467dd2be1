"""What is known of a feed, as a page of facts. Pure."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from gazette.feeds.identity import mask_url
from gazette.i18n import Words
from gazette.model import FeedRow
from gazette.text import clean_line

_ADDRESS_CHARS = 500


def feed_facts(
    feed: FeedRow, words: Words, *, now: datetime, zone: tzinfo
) -> list[list[tuple[str, str]]]:
    """Return a feed's name and what there is to say of it, in one section."""
    _ = words
    facts = [
        (_("address"), _address(feed.url)),
        *_moves(feed, _, now, zone),
        (_("tags"), clean_line(", ".join(feed.tags)) or "—"),
        (_("language"), feed.language or _("found out for each story")),
        (
            _("stories"),
            _.plural(
                "{n} story, {unread} unread",
                "{n} stories, {unread} unread",
                feed.stories,
                unread=_.number(feed.unread),
            ),
        ),
        *_health(feed, _, now, zone),
    ]
    return [[("", clean_line(mask_url(feed.title))), *facts]]


def _moves(feed: FeedRow, words: Words, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    _ = words
    if feed.moved_url:
        yield (
            _("asked at"),
            _("{url}, since it has moved for good").format(url=_address(feed.moved_url)),
        )
    if feed.move:
        since = _.near_time(feed.move.since, now, zone)
        yield (
            _("moving to"),
            _.plural(
                "{url}, says {n} answer since {since}",
                "{url}, say {n} answers since {since}",
                feed.move.times,
                url=_address(feed.move.url),
                since=since,
            ),
        )


def _health(feed: FeedRow, words: Words, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    _ = words

    def time(moment: datetime | None) -> str:
        return _.near_time(moment, now, zone) if moment else "—"

    yield _("last asked"), time(feed.last_checked)
    if feed.error:
        yield _("problem"), clean_line(_.stored(feed.error))
        yield (
            _("failing"),
            _.plural(
                "{n} failure since {since}",
                "{n} failures since {since}",
                feed.failures,
                since=time(feed.failing_since),
            ),
        )
    else:
        yield _("problem"), _("none")
    label = _("next try") if feed.error else _("next fetched")
    if feed.is_gone:
        yield label, _("only when you ask")
    elif feed.next_check is None or feed.next_check <= now:
        yield label, _("with the next fetch")
    else:
        yield label, time(feed.next_check)


def _address(url: str) -> str:
    return clean_line(mask_url(url), _ADDRESS_CHARS)
