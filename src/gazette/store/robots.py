"""The robots.txt of sites, kept so that each is asked for it once a day."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from gazette.store import rows
from gazette.store.connection import Connection, transaction

FORGOTTEN_AFTER: Final = timedelta(days=30)


class KeptRobots(Struct, frozen=True):
    """What is known of a site's robots.txt."""

    lines: str | None
    """Those for us; None: it has never been had."""
    asked: datetime
    """When it was asked for last."""
    had: datetime | None
    """When the lines came."""
    unreachable_since: datetime | None
    """Since when it cannot be had; None: it came when it was asked for last."""


class Robots:
    """The table `robots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, site: str) -> KeptRobots | None:
        """Return what is known of a site ("https://host:port")."""
        row = self._connection.execute("SELECT * FROM robots WHERE site = ?", (site,)).fetchone()
        asked = rows.moment(row["asked"]) if row else None
        if asked is None:
            return None
        since = rows.moment(row["unreachable_since"])
        return KeptRobots(row["lines"], asked, rows.moment(row["had"]), since)

    def record(self, site: str, lines: str | None, *, now: datetime) -> None:
        """Remember an answer; None, that there was none, leaves the lines of an earlier one.

        What nobody asked for in a month is forgotten: nor is it known that it was away all along.
        """
        with transaction(self._connection):
            self._connection.execute(
                "DELETE FROM robots WHERE asked < ?", (rows.seconds(now - FORGOTTEN_AFTER),)
            )
            self._connection.execute(
                "INSERT INTO robots (site, asked, had, lines, unreachable_since)"
                " VALUES (:site, :now, iif(:lines IS NULL, NULL, :now), :lines,"
                " iif(:lines IS NULL, :now, NULL))"
                " ON CONFLICT (site) DO UPDATE SET asked = excluded.asked,"
                " had = coalesce(excluded.had, had), lines = coalesce(excluded.lines, lines),"
                # A time ahead was that of a wrong clock.
                " unreachable_since = iif(excluded.unreachable_since IS NULL, NULL,"
                " min(coalesce(unreachable_since, :now), :now))",
                {"site": site, "now": rows.seconds(now), "lines": lines},
            )
