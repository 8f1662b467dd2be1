"""A masthead's dispatches → the text of its feed, RSS 2.0 or Atom 1.0."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from msgspec import Struct

from gazette.demo.dispatches import Dispatch, Masthead


class Listed(Struct, frozen=True):
    """A dispatch with its address and its moment, as a feed lists it."""

    dispatch: Dispatch
    url: str
    published: datetime


def rss(masthead: Masthead, listed: Sequence[Listed], *, home: str, charset: str) -> str:
    """Return the RSS feed of `masthead`; `home` is the address of its front page."""
    items = "".join(_rss_item(one) for one in listed)
    return f"""\
<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{escape(masthead.title)}</title>
<link>{escape(home)}</link>
<description>{escape(masthead.description)}</description>
<language>{masthead.language}</language>
{items}</channel>
</rss>
"""


def atom(masthead: Masthead, listed: Sequence[Listed], *, home: str, charset: str) -> str:
    """Return the Atom feed of `masthead`; `home` is the address of its front page."""
    entries = "".join(_atom_entry(one) for one in listed)
    updated = max(one.published for one in listed)
    return f"""\
<?xml version="1.0" encoding="{charset}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{masthead.language}">
<title>{escape(masthead.title)}</title>
<subtitle>{escape(masthead.description)}</subtitle>
<link rel="alternate" type="text/html" href="{escape(home)}"/>
<id>{escape(home)}</id>
<updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated>
{entries}</feed>
"""


def _rss_item(listed: Listed) -> str:
    dispatch = listed.dispatch
    # Like many newspapers, the description is HTML inside XML: escaped twice.
    description = escape(f"<p>{escape(dispatch.standfirst)}</p>")
    return f"""\
<item>
<title>{escape(dispatch.title)}</title>
<link>{escape(listed.url)}</link>
<guid isPermaLink="false">{dispatch.slug}</guid>
<dc:creator>{escape(dispatch.author)}</dc:creator>
<pubDate>{format_datetime(listed.published)}</pubDate>
<description>{description}</description>
</item>
"""


def _atom_entry(listed: Listed) -> str:
    dispatch = listed.dispatch
    return f"""\
<entry>
<title>{escape(dispatch.title)}</title>
<link rel="alternate" type="text/html" href="{escape(listed.url)}"/>
<id>{escape(listed.url)}</id>
<author><name>{escape(dispatch.author)}</name></author>
<published>{listed.published:%Y-%m-%dT%H:%M:%SZ}</published>
<updated>{listed.published:%Y-%m-%dT%H:%M:%SZ}</updated>
<summary type="text">{escape(dispatch.standfirst)}</summary>
</entry>
"""
