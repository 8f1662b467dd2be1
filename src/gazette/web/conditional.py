"""Read and write the headers that save a download: validators, freshness, Retry-After.

Pure. Headers come as a mapping whose `get` does not mind the case of names (httpx.Headers), or
with names in lower case.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from gazette.model import Validators

LONGEST: Final = timedelta(days=1)
"""Servers that ask for more are taken to be misconfigured."""
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1024}")
_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*"?([^",]*)"?)?')
_NOT_KEPT: Final = frozenset(("no-cache", "no-store"))


def validators_of(headers: Mapping[str, str]) -> Validators:
    """Return the validators of an answer, byte for byte; those not fit to be sent back left out.

    RFC 9110 8.8: they are opaque. A date is never parsed and written anew.
    """
    return Validators(_fit(headers.get("etag")), _fit(headers.get("last-modified")))


def request_headers(validators: Validators) -> dict[str, str]:
    """Return the headers that make a request conditional; none without validators."""
    headers = {
        "If-None-Match": _fit(validators.etag),
        "If-Modified-Since": _fit(validators.last_modified),
    }
    return {name: value for name, value in headers.items() if value}


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long an answer stays fresh: more than nothing, a day at most; None if unknown.

    `max-age` less the time spent in caches, else `Expires` relative to `Date`
    (RFC 9111 4.2.1, 4.2.3, 5.2.2, 5.3).
    """
    directives = _directives(headers.get("cache-control") or "")
    if _NOT_KEPT & directives.keys():
        return None
    if "max-age" in directives:
        age = _seconds(headers.get("age")) or timedelta(0)
        return _sensible((_seconds(directives["max-age"]) or timedelta(0)) - age)
    expires = http_date(headers.get("expires"))
    if expires is None:
        return None
    return _sensible(expires - (http_date(headers.get("date")) or now))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the server asks to be left alone, a day at most; None if it does not.

    Seconds or an HTTP date (RFC 9110 10.2.3).
    """
    value = headers.get("retry-after")
    if seconds := _seconds(value):
        return _sensible(seconds)
    moment = http_date(value)
    return _sensible(moment - now) if moment else None


def _fit(value: str | None) -> str | None:
    return value if value and _VALIDATOR.fullmatch(value) and value.strip() else None


def _directives(value: str) -> dict[str, str]:
    """Return the directives of Cache-Control; of a repeated one the first."""
    found: dict[str, str] = {}
    for part in value[:1000].lower().split(","):
        if match := _DIRECTIVE.fullmatch(part.strip()):
            found.setdefault(match[1], match[2] or "")
    return found


def _seconds(value: str | None) -> timedelta | None:
    text = (value or "").strip()
    if not (text.isascii() and text.isdigit()):
        return None
    # Ten digits are 300 years; more would overflow what is computed from them.
    return timedelta(seconds=int(text)) if len(text) <= 10 else 2 * LONGEST


def http_date(value: str | None) -> datetime | None:
    """Return the moment (UTC) that a header names; None where it names none."""
    try:
        moment = parsedate_to_datetime((value or "")[:100])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _sensible(wait: timedelta) -> timedelta | None:
    return min(wait, LONGEST) if wait > timedelta(0) else None
