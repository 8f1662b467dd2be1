"""Put right what was written while the system's clock was ahead.

A machine whose clock is wrong for one run leaves times that are years away: feeds and pages that
would not be asked for until then, stories that would stay on top of every list.
"""

from datetime import datetime, timedelta
from typing import Final

from gazette.store import rows
from gazette.store.connection import Connection, transaction

LONGEST_HOLD: Final = timedelta(hours=24)
"""A host is left alone for so long at most."""
LONGEST_RETRY: Final = timedelta(days=2)
"""No page waits longer for its next try: a day that its server asks for, and the jitter."""

SLACK: Final = timedelta(minutes=2)
"""Clocks are set right by so much all the time; that is no reason to ask a feed again."""

# Each is about what lies ahead of now; what is right already is left alone.
_MENDS: Final = (
    "UPDATE entries SET published = iif(published > :tomorrow, NULL, published),"
    " fetched = :now WHERE fetched > :now",
    "UPDATE entries SET changed = :now WHERE changed > :now",
    "UPDATE reading SET moment = :now WHERE moment > :now",
    "UPDATE undo_steps SET made = :now WHERE made > :now",
    "UPDATE openings SET opened = :now WHERE opened > :now",
    "UPDATE learned_pages SET seen = :now WHERE seen > :now",
    "UPDATE pages SET next_try = :now WHERE next_try > :last_retry",
    "UPDATE pages SET last_tried = :now WHERE last_tried > :now",
    "UPDATE feeds SET failing_since = min(failing_since, :now),"
    " move_since = min(move_since, :now), last_checked = :now,"
    " next_check = iif(next_check IS NULL, NULL, :now) WHERE last_checked > :now",
    "DELETE FROM hosts WHERE held_until > :last_hold",
)


def mend_times(connection: Connection, *, now: datetime) -> bool:
    """Bring back to `now` what lies ahead of it, and return whether anything did."""
    times = {
        "now": rows.seconds(now),
        "soon": rows.seconds(now + SLACK),
        "tomorrow": rows.seconds(now + timedelta(days=1)),
        "last_retry": rows.seconds(now + LONGEST_RETRY),
        "last_hold": rows.seconds(now + LONGEST_HOLD),
    }
    # Two questions that cost nothing: a run asks a feed, or tries a page, before all else.
    is_ahead = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM feeds WHERE last_checked > :soon)"
        " OR EXISTS (SELECT 1 FROM pages WHERE next_try > :last_retry)",
        times,
    ).fetchone()[0]
    if is_ahead:
        with transaction(connection):
            for mend in _MENDS:
                connection.execute(mend, times)
    return bool(is_ahead)
