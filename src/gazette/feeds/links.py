"""Judge the addresses that feeds and pages carry.

Pure. What passes may be stored, requested and handed to a browser: http(s), in ASCII, no control
character, no user or password, not longer than a column. The rest is None, and its entry stays.
"""

import unicodedata
from urllib.parse import urljoin, urlsplit

from gazette.feeds.identity import PLAIN_URL, ascii_escaped, ascii_host
from gazette.text import URL_LIMIT, clean_line


def web_url(raw: str | None, *, base: str = "") -> str | None:
    """Return an address, resolved against `base`, fit to be stored and opened; else None.

    Letters outside ASCII are percent-encoded, those of a host in IDNA: a name that imitates
    another cannot hide.
    """
    address = (raw or "").strip()
    if not address or len(address) > URL_LIMIT:
        return None
    if PLAIN_URL.fullmatch(address):
        return address
    if _has_controls(address):
        return None
    try:
        parts = urlsplit(urljoin(base, address))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        host = ascii_host(parts.hostname)
        port = f":{parts.port}" if parts.port is not None else ""
        rest = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
        url = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{ascii_escaped(rest)}"
    except ValueError:  # no such port, a broken IPv6 address, a host no server can have
        return None
    return url if len(url) <= URL_LIMIT else None


def _has_controls(address: str) -> bool:
    """Return whether the sanitiser would take something out."""
    visible = address.replace(" ", "")
    return clean_line(visible, URL_LIMIT) != unicodedata.normalize("NFC", visible)
