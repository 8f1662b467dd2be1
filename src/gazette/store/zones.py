"""Zones: runs of entries with neighbouring ids, of which an index knows what moments are in them.

Ids tell in which order entries came, which is about that of their moments, but not quite: feeds
bring what is old, and a new feed brings years at once. What else would take a walk through all
entries of one side is answered by a few hundred looks into the index, two microseconds each.
"""

from collections.abc import Sequence
from typing import Final

from gazette.store.connection import Connection

ZONE: Final = "entry_id >> 12"
"""The zone of a row of `reading`, as it stands in the index `reading_by_zone`: 4,096 ids."""
_BITS: Final = 12

_ZONES: Final = """
    WITH RECURSIVE zones(zone) AS (
        SELECT 0 UNION ALL SELECT zone + 1 FROM zones
            WHERE zone < (SELECT max(entry_id) FROM reading) >> 12)
"""
_WITHIN: Final = f"""
    {_ZONES} SELECT min(zone), max(zone) FROM zones WHERE EXISTS (
        SELECT 1 FROM reading WHERE {ZONE} = zone AND moment >= :start AND moment < :end)
"""
_NEWER: Final = f"""
    SELECT 1 FROM zones CROSS JOIN reading ON {ZONE} = zone AND moment > :moment
        WHERE zone <= :last >> 12 AND entry_id < :last
"""
FIRST_MOMENT: Final = -(2**63)
LAST_MOMENT: Final = 2**63 - 1


def ids_within(connection: Connection, start: int, end: int) -> tuple[int, int]:
    """Return the first and the last id that entries of a time can have: from `start`, before `end`.

    Times are seconds since 1970; where there is no such entry, the last is smaller than the first.
    """
    times = {"start": start, "end": end}
    first, last = connection.execute(_WITHIN, times).fetchone()
    return (1, 0) if first is None else (first << _BITS, ((last + 1) << _BITS) - 1)


def is_newer_before(
    connection: Connection, sources: Sequence[str], *, moment: int, last: int
) -> bool:
    """Return whether an entry with an id below `last` is newer than `moment`.

    `sources` are conditions on `reading`, of which one has to hold.
    """
    among = " OR ".join(f"({source})" for source in sources)
    sql = f"{_ZONES} {_NEWER} AND ({among}) LIMIT 1"
    return connection.execute(sql, {"moment": moment, "last": last}).fetchone() is not None
