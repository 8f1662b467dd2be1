"""The reader's own web browser: opens a checked address, never through a shell."""

import webbrowser
from pathlib import PurePath
from typing import Final
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_IN_TERMINAL: Final = frozenset(("w3m", "lynx", "links", "links2", "elinks", "www-browser"))
"""Browsers of text, by the names of their programs; `www-browser` is Debian's name for one."""


def checked_address(url: str | None) -> str | None:
    """Return `url` fit to be given to a browser; None unless it is http(s) with a host."""
    if not url or any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    return quote(url, safe=_SAFE)


def browser_name() -> str:
    """Return the program or the name of the reader's browser; empty where there is none.

    May block: asking the desktop for it starts a program.
    """
    try:
        return webbrowser.get().name
    except webbrowser.Error:
        return ""


def takes_terminal(name: str) -> bool:
    """Say whether a browser would draw over our screen, and must have the terminal to itself."""
    return PurePath(name).name in _IN_TERMINAL


def open_page(address: str) -> bool:
    """Open a checked address in the reader's browser; say whether one was found. May block."""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
