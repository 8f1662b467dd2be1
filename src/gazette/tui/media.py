"""What is attached to a story: sound, films, documents; and the playlist that they are put into.

Pure, but for the playlist. An address is checked here once more before anything is told of it.
"""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from gazette.errors import N_
from gazette.feeds.links import web_url
from gazette.i18n import Words
from gazette.model import Story
from gazette.text import clean_line
from gazette.tui.browser import checked_address

_KINDS: Final = {"audio": N_("sound"), "video": N_("film"), "image": N_("picture")}
_OTHER: Final = N_("attachment")
_HEAD: Final = "#EXTM3U"
_LONGEST_NAME: Final = 60


class Medium(Struct, frozen=True):
    """One file that is attached to a story."""

    address: str
    """http(s), in ASCII, fit for a program."""
    kind: str
    """Of its type: "audio", "video", "image" or what else it begins with; may be empty."""
    name: str
    """Of the file; may be empty."""
    size: int | None
    """Bytes, as announced."""


def media_of(story: Story) -> tuple[Medium, ...]:
    """Return what is attached to a story and can be had, each once."""
    found: dict[str, Medium] = {}
    for enclosure in story.enclosures:
        if address := checked_address(web_url(enclosure.url)):
            name = clean_line(unquote(urlsplit(address).path.rpartition("/")[2]), _LONGEST_NAME)
            kind = (enclosure.type or "").partition("/")[0].lower()
            found.setdefault(address, Medium(address, kind, name, enclosure.length))
    return tuple(found.values())


def label(medium: Medium, words: Words) -> str:
    """Return kind, name and size of an attachment in one line."""
    _ = words
    size = _.size(medium.size) if medium.size else ""
    kind = _(_KINDS.get(medium.kind, _OTHER))
    return " · ".join(part for part in (kind, medium.name, size) if part)


def playlist_file(store: Path) -> Path:
    """Return the playlist of a store, which any player reads."""
    return store.with_name(f"{store.name}.playlist.m3u8")


def add_to_playlist(file: Path, title: str, media: Sequence[Medium]) -> int:
    """Put what is not there yet at the end of a playlist; return how much that was.

    Raises:
        OSError: it cannot be read or written.
    """
    # At its end, under a lock: two readers may have it open, and it may be a link to elsewhere.
    with open(file, "a+", encoding="utf-8", errors="surrogateescape", opener=_private) as playlist:
        fcntl.flock(playlist, fcntl.LOCK_EX)
        playlist.seek(0)
        there = playlist.read()
        lines = [] if there else [_HEAD]
        if there and not there.endswith("\n"):
            lines.append("")
        new = [medium for medium in media if medium.address not in there.splitlines()]
        for medium in new:
            lines += (f"#EXTINF:-1,{clean_line(title)}", medium.address)
        if new:
            playlist.write("\n".join(lines) + "\n")
    return len(new)


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read, if it is made."""
    return os.open(path, flags, 0o600)
