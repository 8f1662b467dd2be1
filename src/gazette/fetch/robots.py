"""May this page be taken by a program that nobody watches? Asks each site, once a day.

RFC 9309 is for programs that come by themselves. A feed was subscribed to and a story opened by a
person, so neither is asked for here; the pages of new stories are.
"""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gazette.errors import (
    BadRedirect,
    BadStatus,
    DownloadError,
    HostHeld,
    RobotsRefused,
    RobotsUnknown,
    TooLarge,
)
from gazette.feeds.identity import mask_url
from gazette.store.robots import KeptRobots
from gazette.web.client import Request
from gazette.web.politeness import host_key, turn_key
from gazette.web.robots import MOST_BYTES, Rules, lines_for_us

if TYPE_CHECKING:
    from gazette.fetch.tools import Tools

DEADLINE_S: Final = 15.0
GOOD_FOR: Final = timedelta(days=1)
"""RFC 9309 2.4: no longer, unless the site cannot be reached."""
NEXT_TRY: Final = timedelta(hours=1)
"""Where the site could not be asked."""
GIVEN_UP_AFTER: Final = timedelta(days=30)
"""RFC 9309 2.3.1.4: a site that could not be asked for so long, and never said a word, minds
nothing."""


class RobotsTxt:
    """What sites say of their pages; one for a run."""

    def __init__(self) -> None:
        self._known: dict[str, Rules | DownloadError] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def permit(self, url: str, tools: "Tools") -> None:
        """Return if the page at `url` may be taken.

        Raises:
            RobotsRefused: the site asks not to.
            DownloadError: the site cannot be asked; HostHeld where it wants a pause.
        """
        site = f"{urlsplit(url).scheme}://{host_key(url)}"
        async with self._asking.setdefault(site, asyncio.Lock()):
            if site not in self._known:
                self._known[site] = await _rules(site, tools)
        known = self._known[site]
        if isinstance(known, DownloadError):
            raise known
        tools.gate.slow_down(turn_key(url), known.delay_s)
        if not known.allow(url):
            raise RobotsRefused(url=mask_url(url))


async def _rules(site: str, tools: "Tools") -> Rules | DownloadError:
    """Return what a site says, from the store or from the site; the error where it says nothing."""
    now = tools.clock()
    kept = tools.store.robots.of(site)
    if kept and _is_fresh(kept, now):
        return _unasked(kept, now) or RobotsUnknown(url=site)
    try:
        lines = await _asked(site, tools)
    except HostHeld:
        raise
    except DownloadError as problem:
        if not tools.client.network_is_away:
            tools.store.robots.record(site, None, now=now)
            kept = tools.store.robots.of(site)  # what is too old to count is forgotten by that
        unknown = RobotsUnknown(url=site) if isinstance(problem, BadStatus) else problem
        return (_unasked(kept, now) if kept else None) or unknown
    tools.store.robots.record(site, lines, now=now)
    return Rules(lines)


def _unasked(kept: KeptRobots, now: datetime) -> Rules | None:
    """Return what holds where a site is not, or cannot be, asked; None where nothing is known.

    What it said last holds as long as it says nothing else.
    """
    if kept.lines is not None:
        return Rules(kept.lines)
    since = kept.unreachable_since
    return Rules("") if since and now - since >= GIVEN_UP_AFTER else None


def _is_fresh(kept: KeptRobots, now: datetime) -> bool:
    is_of_today = kept.had is not None and timedelta(0) <= now - kept.had < GOOD_FOR
    return is_of_today or timedelta(0) <= now - kept.asked < NEXT_TRY


async def _asked(site: str, tools: "Tools") -> str:
    """Return the lines of a site's robots.txt; none where it has none (RFC 9309 2.3.1.3)."""
    request = Request(f"{site}/robots.txt", accept="page")
    try:
        # Twice what is read of it: the rest of a longer one would be downloaded for nothing.
        answer = await tools.download(request, deadline_s=DEADLINE_S, max_bytes=2 * MOST_BYTES)
    except BadStatus as problem:
        if (held := tools.gate.held_for(turn_key(str(problem.data["url"])))) is not None:
            raise HostHeld(host=turn_key(site), seconds=held) from problem
        status = problem.data.get("status")
        if isinstance(status, int) and 400 <= status < 500:
            return ""
        raise
    except (BadRedirect, TooLarge):
        return ""
    return lines_for_us(answer.body)
