"""The reader's own web browser: opens a checked address, never through a shell."""

import webbrowser
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


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


def open_page(address: str) -> bool:
    """Open a checked address in the reader's browser; say whether one was found. May block."""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
