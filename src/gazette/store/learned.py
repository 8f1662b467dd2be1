"""What is remembered of the pages of each site, to tell its boilerplate.

A site's newest pages, for a season: about 1 kB each.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from gazette.model import SeenLine, SeenPage
from gazette.store import rows
from gazette.store.connection import Connection

KEPT: Final = timedelta(days=90)
PAGES: Final = 50
"""Of one site."""

_TOPIC = msgspec.json.Decoder(frozenset[int])
_LINES = msgspec.json.Decoder(tuple[tuple[int, int, bool], ...])


class Learned:
    """The table `learned_pages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pages(self, site: str) -> list[SeenPage]:
        """Return what is remembered of a site's pages, the oldest first."""
        stored = self._connection.execute(
            "SELECT * FROM learned_pages WHERE site = ? ORDER BY seen, page_id", (site,)
        )
        return [_page(row) for row in stored]

    def write(self, page: SeenPage) -> None:
        """Remember a page instead of what was known of it; the caller has a transaction open.

        What is older than a season, or than a site's newest pages, is forgotten.
        """
        lines = [(key, line.chars, line.is_alone) for key, line in page.lines.items()]
        execute = self._connection.execute
        execute(
            "INSERT OR REPLACE INTO learned_pages (page_id, site, story, seen, topic, lines)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                page.id,
                page.site,
                page.story,
                rows.seconds(page.seen),
                rows.to_json(sorted(page.topic)),
                rows.to_json(lines),
            ),
        )
        execute("DELETE FROM learned_pages WHERE seen < ?", (rows.seconds(page.seen - KEPT),))
        execute(
            "DELETE FROM learned_pages WHERE page_id IN (SELECT page_id FROM learned_pages"
            " WHERE site = ? ORDER BY seen DESC, page_id DESC LIMIT -1 OFFSET ?)",
            (page.site, PAGES),
        )


def _page(row: rows.Row) -> SeenPage:
    lines = {key: SeenLine(chars, is_alone) for key, chars, is_alone in _LINES.decode(row["lines"])}
    seen = datetime.fromtimestamp(row["seen"], UTC)
    topic = _TOPIC.decode(row["topic"])
    return SeenPage(row["page_id"], row["site"], row["story"], seen, topic, lines)
