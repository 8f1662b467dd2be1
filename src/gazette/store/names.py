"""What feeds and tags are called, for whoever completes a command line.

Asked while somebody types: the file is opened read-only, never made, brought up to date or waited
for, and where it cannot be read there is nothing to suggest.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from gazette.feeds.identity import mask_url
from gazette.store.connection import journal_of

_TITLES = (
    "SELECT coalesce(given_title, own_title, url) FROM feeds"
    " WHERE position IS NOT NULL ORDER BY position"
)
_TAGS = "SELECT tag FROM feed_tags UNION SELECT tag FROM story_tags ORDER BY tag"


class Names(Struct, frozen=True):
    """What subscriptions and their tags are called; addresses without their secrets."""

    feeds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_names(path: Path) -> Names:
    """Return the names in the store at `path`; none where there is no store to be read."""
    try:
        # Without a journal the file is complete, and to read it so leaves no file behind.
        how = "mode=ro" if journal_of(path).exists() else "mode=ro&immutable=1"
        address = f"{path.absolute().as_uri()}?{how}"
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as connection:
            titles = [mask_url(row[0]) for row in connection.execute(_TITLES)]
            tags = [row[0] for row in connection.execute(_TAGS)]
    except (sqlite3.Error, OSError):
        return Names()
    return Names(tuple(dict.fromkeys(titles)), tuple(tags))
