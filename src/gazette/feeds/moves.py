"""Decide when a feed has moved for good.

Pure. A permanent redirect is followed at once; where it leads is asked directly only when it has
said the same for a week, for a broken proxy or a stolen name says "permanently" too. The
reader's file is never edited for it: the subscription keeps its address and its stories.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from gazette.model import Feed, Move

TIMES: Final = 5
PERIOD: Final = timedelta(days=7)
"""So many equal answers over so long a time are believed."""
FAILURES: Final = 3
"""After so many failures in a row at the new address the old one is asked again."""


def seen_move(feed: Feed, leads_to: str | None, *, now: datetime) -> Move | None:
    """Return what is to be remembered after an answer; `leads_to` is where redirects for good led.

    None where there was none. A subscription with a password in its address does not move: the
    password is for its own host alone.
    """
    if leads_to is None or leads_to == feed.address or "@" in urlsplit(feed.url).netloc:
        return None
    if feed.move is None or feed.move.url != leads_to:
        return Move(leads_to, 1, now)
    # A clock that was ahead must not put the move off for years.
    return Move(leads_to, feed.move.times + 1, min(feed.move.since, now))


def is_believed(move: Move, *, now: datetime) -> bool:
    """Return whether a move has been announced often and long enough."""
    return move.times >= TIMES and now - move.since >= PERIOD
