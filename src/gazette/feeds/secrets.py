"""Keep what a subscription holds in confidence out of what is told of it.

Pure. `identity.mask_url` hides what looks like a secret in an address; here are the secrets that
are known, for a server may say them back to us in any form of its own.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, unquote_plus, urlsplit

from gazette.feeds.identity import mask_url
from gazette.model import Subscription

MASK: Final = "***"
_LEAST_CHARS: Final = 4  # shorter ones would take ordinary words to pieces


def secrets_of(subscription: Subscription) -> frozenset[str]:
    """Return the secrets of a subscription: in its address, and the values of its headers."""
    values = [value for _, value in subscription.headers]
    # "Bearer abc" and "abc" are both told of.
    values += [value.rpartition(" ")[2] for value in values]
    return _long_enough(values) | secrets_of_address(subscription.url)


def secrets_of_address(url: str) -> frozenset[str]:
    """Return the login and the secret parameters of an address, as written and decoded.

    A user name beside a password is none: it may be "feed", and messages are made of such words.
    """
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    values = [login, login.partition(":")[2]]
    for parameter in parts.query.split("&"):
        value = parameter.partition("=")[2]
        if mask_url(f"?{parameter}") != f"?{parameter}":
            values += [value, unquote_plus(value)]
    return _long_enough([*values, *map(unquote, values)])


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a message without these secrets, and without those that its addresses show."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return mask_url(text)


def _long_enough(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value for value in values if len(value) >= _LEAST_CHARS)
