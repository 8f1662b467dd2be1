"""How the feeds are: which fail, which are gone, who asked for a pause, what waits."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from gazette.cli.doctor.case import MOST_NAMED, Case, Check, titles
from gazette.config import Config
from gazette.errors import N_
from gazette.feeds.identity import mask_url
from gazette.model import FeedRow
from gazette.paths import is_missing
from gazette.store.health import Health

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def checks(case: Case) -> Iterator[Check]:
    """Look at what the store knows of the feeds of feeds.toml."""
    _ = case.words
    if not isinstance(case.config, Config):
        yield Check(N_("health"), "skipped", _("which feeds are yours is not known"))
    elif is_missing(case.session.store_file):
        yield Check(N_("health"), "skipped", _("nothing has been fetched yet"))
    elif case.readable is None:
        yield Check(N_("health"), "skipped", _("there is no store that can be read"))
    else:
        yield _fetched(case)
        yield _failing(case)
        yield from _gone(case)
        yield from _held(case)
        yield _waiting(case, case.readable)


def _fetched(case: Case) -> Check:
    _ = case.words
    asked = sum(row.last_checked is not None for row in case.subscribed)
    count = len(case.subscriptions)
    told = _("{n} of {count} were asked at least once").format(
        n=_.number(asked), count=_.number(count)
    )
    if asked == count:
        return Check(N_("fetched"), "ok", told)
    return Check(N_("fetched"), "warning", told, _("ask the others"), case.gazette("fetch"))


def _failing(case: Case) -> Check:
    """Name the feeds that have failed the longest."""
    _ = case.words
    failing = [row for row in case.subscribed if row.failures and not row.is_gone]
    told = _.plural("{n} feed is failing", "{n} feeds are failing", len(failing))
    if not failing:
        return Check(N_("failing"), "ok", told)
    failing.sort(key=lambda row: row.failing_since or _LONG_AGO)
    return Check(
        N_("failing"),
        "failed" if len(failing) == len(case.subscriptions) else "warning",
        told,
        _("correct the address in feeds.toml, or unsubscribe; to see them all"),
        case.gazette("feeds"),
        items=tuple(
            _.labelled(mask_url(row.title), _failure_line(row, case))
            for row in failing[:MOST_NAMED]
        ),
    )


def _failure_line(row: FeedRow, case: Case) -> str:
    """Return why a feed fails, how often it did, and since when."""
    _ = case.words
    since = _.near_time(row.failing_since, case.now) if row.failing_since else "?"
    told = _.plural(
        "{n} failure since {since}", "{n} failures since {since}", row.failures, since=since
    )
    return f"{_.stored(row.error or '')} ({told})"


def _gone(case: Case) -> Iterator[Check]:
    _ = case.words
    gone = [row for row in case.subscribed if row.is_gone]
    if gone:
        yield Check(
            N_("gone"),
            "warning",
            _.plural(
                "{n} feed is gone for good and not asked any more",
                "{n} feeds are gone for good and not asked any more",
                len(gone),
            ),
            _("unsubscribe, or ask it once more with gazette fetch FEED"),
            case.gazette("remove", "FEED"),
            items=titles(gone),
        )


def _held(case: Case) -> Iterator[Check]:
    """Name the hosts that are left alone for now: that is as it should be."""
    _, held = case.words, case.held
    if held:
        told = _.plural("{n} host asked for a pause", "{n} hosts asked for a pause", len(held))
        names = sorted(held, key=lambda host: held[host])
        items = (
            _("{host} until {time}").format(host=host, time=_.near_time(held[host], case.now))
            for host in names[:MOST_NAMED]
        )
        yield Check(N_("pauses"), "ok", told, items=tuple(items))


def _waiting(case: Case, store: Health) -> Check:
    _, waiting = case.words, store.waiting(now=case.now)
    told = _.plural("{n} page waits to be taken", "{n} pages wait to be taken", waiting.pages)
    if waiting.pages:
        parts = (
            _("{n} of them now").format(n=_.number(waiting.due)),
            _("{n} after a failure").format(n=_.number(waiting.failed_before)),
        )
        told = f"{told} ({', '.join(parts)})"
    return Check(N_("pages"), "ok", told)
