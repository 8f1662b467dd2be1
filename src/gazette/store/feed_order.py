"""Stories feed by feed, as an order that is read page by page like that of their moments.

Pure. A story's moment and the place of its feed are one number, the higher the earlier it is
listed: whatever goes through a list by its moments goes through this one too.
"""

from typing import Final

from msgspec import Struct

_SPAN: Final = 1 << 40
"""Seconds a feed has room for: 17,000 years before and after 1970."""


class FeedOrder(Struct, frozen=True):
    """Feeds in the order in which their stories are listed, each newest first."""

    ids: tuple[int, ...]
    titles: tuple[str, ...]

    def key(self, place: int, moment: int) -> int:
        """Return what a story of the feed at this place, from 0, is listed by."""
        return (len(self.ids) - place) * _SPAN + moment

    def place(self, key: int) -> int:
        """Return the place of the feed that a key is of."""
        return len(self.ids) - (key + _SPAN // 2) // _SPAN

    def moment(self, key: int) -> int:
        """Return the moment that a key holds."""
        return (key + _SPAN // 2) % _SPAN - _SPAN // 2

    def bounds(self, place: int) -> tuple[int, int]:
        """Return the lowest and the highest key of a feed."""
        return self.key(place, -_SPAN // 2), self.key(place, _SPAN // 2 - 1)
