"""Find the feeds that an HTML page announces in its head, and guess those that it does not.

Pure. Only the `<link>` elements are looked at, never the whole page: it may be hostile, and
nothing else of it matters here.
"""

import re
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from gazette.feeds.links import web_url
from gazette.model import AnnouncedFeed
from gazette.text import clean_line

_HEAD_CHARS: Final = 500_000  # some heads carry hundreds of kilobytes of scripts before the links
_LINK = re.compile(r"<link\s[^<>]{1,2000}>", re.IGNORECASE)
_FEED_TYPES: Final = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
)
_MOST: Final = 20
# Where the publishing systems in wide use keep their feeds, the most common first: WordPress and
# Ghost, static sites, then the names that people give the file.
_USUAL: Final = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss")


def announced_feeds(html: str, *, url: str) -> tuple[AnnouncedFeed, ...]:
    """Return the feeds that a page at `url` announces (`<link rel="alternate">`), in its order."""
    links = "".join(_LINK.findall(html, 0, _HEAD_CHARS))
    found: dict[str, AnnouncedFeed] = {}
    for node in LexborHTMLParser(links, options=1, scripting=True).css("link[rel][type][href]"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        kind = attributes["type"].partition(";")[0].strip().lower()
        address = web_url(attributes["href"], base=url)
        if "alternate" in attributes["rel"].lower().split() and kind in _FEED_TYPES and address:
            title = clean_line(attributes.get("title", ""))
            found.setdefault(address, AnnouncedFeed(address, title))
    return tuple(found.values())[:_MOST]


def likely_feeds(url: str) -> tuple[str, ...]:
    """Return where a site may have a feed that its page at `url` does not announce, likely first.

    Each is a request to a server that did not offer it: few, and the last resort.
    """
    usual = (web_url(urljoin(url, path)) for path in _USUAL)
    return tuple(address for address in usual if address)
