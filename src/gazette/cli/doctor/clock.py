"""Is the clock right? Schedules, certificates and the order of stories depend on it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gazette.cli.doctor.case import Case, Check
from gazette.clock import LocalZone
from gazette.errors import N_
from gazette.i18n import Words

CLOSE: Final = timedelta(minutes=2)
FAR: Final = timedelta(hours=1)
_REGION = re.compile(r"[A-Za-z_+-]+(?:/[A-Za-z0-9_+-]+)+")
_SET_CLOCK: Final = "sudo timedatectl set-ntp true"


def checks(case: Case) -> Iterator[Check]:
    """Compare the clock with those of servers, and with what the store remembers."""
    yield _servers(case)
    yield from _store(case)
    yield _zone(case)


def _servers(case: Case) -> Check:
    """Compare with the server that differs least: one that is wrong proves nothing."""
    _ = case.words
    told = [contact.ahead for contact in case.contacts if contact.ahead is not None]
    if not told:
        return Check(N_("time"), "skipped", _("no server has told the time"))
    ahead = min(told, key=abs)
    if abs(ahead) < CLOSE:
        return Check(N_("time"), "ok", _("as servers tell it"))
    behind = _("it is {time} slow") if ahead > timedelta() else _("it is {time} fast")
    return Check(
        N_("time"),
        "failed" if abs(ahead) >= FAR else "warning",
        behind.format(time=_span(abs(ahead), _)),
        _("have it set by the network"),
        _SET_CLOCK,
    )


def _store(case: Case) -> Iterator[Check]:
    """Look for times that are yet to come: then the clock was wrong, or is now."""
    _ = case.words
    newest = max((r.last_checked for r in case.feed_rows if r.last_checked), default=None)
    if newest is None:
        return
    if newest - case.now < CLOSE:
        yield Check(N_("store"), "ok", _("the store holds no time that is yet to come"))
        return
    yield Check(
        N_("store"),
        "warning",
        _(
            "a feed was asked on {time}, which is yet to come: the clock was fast, or is slow"
        ).format(time=_.full_time(newest, LocalZone())),
        _("if it is right now, the next fetch mends that; else set it"),
        _SET_CLOCK,
    )


def _zone(case: Case) -> Check:
    _, named = case.words, case.session.environment.get("TZ", "").removeprefix(":")
    local = case.now.astimezone(LocalZone())
    offset = f"{local:%z}"
    told = f"{local:%H:%M} {local.tzname()} (UTC{offset[:3]}:{offset[3:]})"
    if _REGION.fullmatch(named) and not _is_known(named):
        return Check(
            N_("zone"),
            "warning",
            _("TZ names a zone that is not known: {zone}; times are shown as {now}").format(
                zone=named, now=told
            ),
            _("name one that is"),
            "export TZ=Europe/Paris",
        )
    return Check(N_("zone"), "ok", told)


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _span(length: timedelta, _: Words) -> str:
    """Return a length of time in its largest unit, rounded down."""
    if length >= timedelta(days=1):
        return _.plural("{n} day", "{n} days", length.days)
    if length >= timedelta(hours=1):
        return _.plural("{n} hour", "{n} hours", length // timedelta(hours=1))
    return _.plural("{n} minute", "{n} minutes", length // timedelta(minutes=1))
