"""The links of an article: numbered in the order of the text, each address once.

Pure. An address that reaches the screen, the clipboard or the browser is taken from here, where it
was checked once more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from gazette.article import Block, Figure, Preformatted, Table
from gazette.feeds.links import web_url
from gazette.text import clean_line, fold
from gazette.tui.browser import checked_address

_MOST: Final = 999
_LETTERS: Final = "sdfjklghmeruiwopavnctybzqxSDFJKLGHMERUIWOPAVNCTYBZQX"


class Link(Struct, frozen=True):
    """A link of the article."""

    number: int
    text: str
    """What it says in the article."""
    address: str
    """Where it leads: http(s), in ASCII, fit for a browser."""


@dataclass(frozen=True, slots=True)
class Links:
    """All of them."""

    listed: tuple[Link, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict, hash=False)
    """The number of each address as the article has it."""

    def number(self, url: str) -> int:
        """Return the number under which a link of the text is listed; 0 for one that is not."""
        return self.numbers.get(url, 0)

    def address(self, number: int) -> str:
        """Return where the link of a number leads; "" where there is none."""
        return self.listed[number - 1].address if 0 < number <= len(self.listed) else ""


NO_LINKS: Final = Links()


def links_of(blocks: Iterable[Block]) -> Links:
    """Return the links of an article's blocks."""
    listed: list[Link] = []
    numbers: dict[str, int] = {}
    by_address: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Figure | Preformatted | Table):
            continue
        for span in block.spans:
            if span.kind != "link" or span.url in numbers or len(listed) == _MOST:
                continue
            if (address := checked_address(web_url(span.url))) is None:
                continue
            if address not in by_address:
                by_address[address] = len(listed) + 1
                text = clean_line(block.text[span.start : span.end])
                listed.append(Link(len(listed) + 1, text, address))
            numbers[span.url] = by_address[address]
    return Links(tuple(listed), numbers)


def letters_for(numbers: Iterable[int]) -> dict[int, str]:
    """Return a letter for each link, those under the fingers first; none where there is no more."""
    return dict(zip(dict.fromkeys(numbers), _LETTERS, strict=False))


def filtered(links: Sequence[Link], typed: str) -> list[Link]:
    """Return the links whose text or address holds every word typed; a number is a link's own."""
    if typed.strip().isdecimal():
        digits = typed.strip()
        return [link for link in links if str(link.number).startswith(digits)]
    words = fold(typed).split()
    return [link for link in links if all(word in _searched(link) for word in words)]


def _searched(link: Link) -> str:
    return f"{fold(link.text)} {link.address.lower()}"
