"""The addresses that a page states: its own, and that of its lead picture.

Any may be relative, of another page or site, or of a picture that stands for the house.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from gazette.extract.linked import Data, text_of
from gazette.extract.page import Page
from gazette.text import URL_LIMIT

# What joining to any base gives back as it is: most stated addresses, without two parsings.
_WHOLE_ADDRESS: Final = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[a-zA-Z0-9/_%.-]*(?:\?[a-zA-Z0-9/_%.=&-]+)?"
)
# Under these names stands the same site, for telephones.
_SAME_SITE: Final = re.compile(r"^(?:(?:www\d?|m|mobile|mobi|amp)\.)+")
_IMAGES: Final = ("og:image", "og:image:url", "og:image:secure_url")
_MORE_IMAGES: Final = ("twitter:image", "twitter:image:src", "parsely-image-url", "thumbnail")
IMAGE_NAMES: Final = (*_IMAGES, *_MORE_IMAGES)
"""The names of the meta tags that state a picture."""
# The file of a picture that stands for the house, or for none: by its name.
_EMBLEM: Final = re.compile(
    r"^(?:(?:site|og|social|share|default|header|brand)[-_])*(?:logo|favicon|avatar)(?![a-z])"
    r"|[-_.]logo(?:[-_]?\d+(?:x\d+)?)?\.[a-z]+$"
    r"|(?<![a-z])(?:placeholder|blank|pixel|spacer|no-?image|noimg|1x1|transparent|dummy)(?![a-z])"
    r"|^(?:(?:og|social|share|facebook|fb)[-_]?)?(?:default|fallback)(?:[-_.]|$)"
    r"|\.(?:svg|ico)$"
)
_LEAST_IMAGE: Final = 100
"""Pixels across; what is less is an emblem."""


def read_base(page: Page, url: str) -> str:
    """Return the address that those of a page fetched from `url` are relative to.

    As HTML has it: that of the first `<base>`, itself relative to `url`, if it is one on the web;
    a `javascript:` or `data:` address is none.
    """
    return (absolute(url, page.base) if page.base else None) or url


def read_address(page: Page, metas: dict[str, list[str]], url: str, base: str) -> str:
    """Return the canonical address where it is one of the same site, else the one asked at."""
    host = host_of(url)
    for address in _stated_addresses(page, metas):
        if address == url:
            return url
        full = (absolute(base, address) or "").partition("#")[0]
        if full and _is_below_home(full) and (not url or host_of(full) == host):
            return full
    return url


def _stated_addresses(page: Page, metas: dict[str, list[str]]) -> Iterator[str | None]:
    for link in page.links:
        rel = link.get("rel")
        if rel and "canonical" in rel.lower():
            yield link.get("href")
    yield from metas.get("og:url", ())[:1]


def _is_below_home(address: str) -> bool:
    parts = urlsplit(address)
    return len(parts.path) > 1 or bool(parts.query)


def read_image(page: Page, metas: dict[str, list[str]], data: Data, base: str) -> str | None:
    """Return the first picture that is no emblem of the house."""
    for address in _images(page, metas, data):
        name = address.partition("?")[0].rpartition("/")[2].lower()
        if not _EMBLEM.search(name) and (full := absolute(base, address)):
            return full
    return None


def _images(page: Page, metas: dict[str, list[str]], data: Data) -> Iterator[str]:
    if not _is_small(metas.get("og:image:width", [""])[0]):
        for name in _IMAGES:
            yield from metas.get(name, ())[:5]
    stated = data.get("image")
    for image in (stated if isinstance(stated, list) else [stated])[:5]:
        if not isinstance(image, dict):
            yield text_of(image)
        elif not _is_small(image.get("width")):
            yield text_of(image.get("url") or image.get("contentUrl"))
    for name in _MORE_IMAGES:
        yield from metas.get(name, ())[:1]
    yield text_of(data.get("thumbnailUrl"))
    for link in page.links:
        if (link.get("rel") or "").lower() == "image_src":
            yield link.get("href") or ""


def _is_small(width: object) -> bool:
    digits = str(width).removesuffix("px") if isinstance(width, str | int) else ""
    return digits.isascii() and digits.isdigit() and len(digits) < 5 and int(digits) < _LEAST_IMAGE


def absolute(base: str, address: str | None) -> str | None:
    """Return an address on the web as one that stands alone; None if it is none."""
    if address and len(address) <= URL_LIMIT and _WHOLE_ADDRESS.fullmatch(address):
        return address
    try:
        full = urljoin(base, (address or "").strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    good = (
        address and parts.scheme in ("http", "https") and parts.hostname and len(full) <= URL_LIMIT
    )
    return full if good and full.isprintable() and " " not in full else None


def host_of(url: str) -> str:
    """Return the host of an address without what sets its other forms apart; "" if it has none."""
    try:
        return _SAME_SITE.sub("", urlsplit(url).hostname or "")
    except ValueError:
        return ""
