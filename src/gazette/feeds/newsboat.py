"""The file `urls` of newsboat: one feed a line, its tags behind it.

Pure. `"~Name"` is a title; a tag that begins with "!" hides the feed in newsboat, here it is a
tag like others. Lines that are no address (`exec:`, `filter:`, `query:`) come back as they are, to
be refused with a reason.
"""

import re
from typing import Final

from gazette.errors import N_, NotAList
from gazette.model import ListedFeed
from gazette.text import decode

_LINE_CHARS: Final = 20_000
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPED = re.compile(r"\\(.)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_MOST_TAGS: Final = 20


def read_urls(body: bytes) -> tuple[ListedFeed, ...]:
    """Return the feeds of a `urls` file in its order, addresses as they stand.

    Raises:
        NotAList: no line of it begins with an address.
    """
    text = decode(body).lstrip("\ufeff")
    lines = (_tokens(line[:_LINE_CHARS]) for line in text.splitlines())
    feeds = tuple(_feed(tokens) for tokens in lines if tokens)
    if not any(_ADDRESS.match(feed.url) for feed in feeds):
        raise NotAList(problem=N_("it is neither OPML nor a list of addresses"))
    return feeds


def _tokens(line: str) -> list[str]:
    """Return the words of a line; in quotes a blank is no end, and "#" begins no comment."""
    found: list[str] = []
    for match in _TOKEN.finditer(line):
        quoted, plain = match.groups()
        if plain is None:
            found.append(_ESCAPED.sub(r"\1", quoted))
        elif plain.startswith("#"):
            break
        else:
            found.append(plain)
    return found


def _feed(tokens: list[str]) -> ListedFeed:
    url, *rest = tokens
    title = next((token[1:] for token in rest if token.startswith("~")), "")
    tags = (token.removeprefix("!") for token in rest if not token.startswith("~"))
    return ListedFeed(url, title.strip(), tuple(tag for tag in tags if tag)[:_MOST_TAGS])
