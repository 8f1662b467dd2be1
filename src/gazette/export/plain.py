"""Stories as plain text: what a pager, a printer or a letter takes.

Pure.
"""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from gazette.article import Block, Figure, ListItem, Preformatted, Quote, Table
from gazette.export.html import Imprint
from gazette.feeds.links import web_url
from gazette.model import Story

_WIDTH: Final = 72
_BETWEEN: Final = f"\n\n{'—' * 12}\n\n"
_DEEPEST: Final = 8


def text(stories: Sequence[Story], imprint: Imprint) -> str:
    """Return stories as lines of at most 72 characters; words that are longer stay whole."""
    return _BETWEEN.join("\n".join(_lines(story, imprint)) for story in stories) + "\n"


def _lines(story: Story, imprint: Imprint) -> Iterator[str]:
    title = story.title.strip() or imprint.untitled
    yield from _wrapped(title)
    moment = imprint.full_time(story.published or story.fetched)
    about = (*story.authors, story.feed_title, moment)
    yield from _wrapped(" · ".join(part for part in about if part))
    previous: Block | None = None
    for block in story.blocks:
        lines = [*_block(block)]
        if lines and not (isinstance(block, ListItem) and isinstance(previous, ListItem)):
            yield ""
        yield from lines
        previous = block
    if url := web_url(story.url):
        yield from ("", url)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Preformatted():
            yield from (f"    {line}" for line in block.text.split("\n"))
        case Table():
            yield from (" | ".join(" ".join(cell.split()) for cell in row) for row in block.rows)
        case Figure():
            if told := " — ".join(part for part in (block.caption, block.credit) if part):
                yield from _wrapped(told)
        case ListItem():
            mark = "-" if block.number is None else f"{block.number}."
            first = "  " * min(block.depth, _DEEPEST) + mark + " "
            yield from _wrapped(block.text, first, " " * len(first))
        case Quote():
            yield from _wrapped(block.text, "> ", "> ")
        case _:
            yield from _wrapped(block.text)


def _wrapped(told: str, first: str = "", others: str = "") -> Iterator[str]:
    """Yield a text in lines that fit, its own line breaks kept."""
    for line in told.split("\n"):
        lines = textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from lines or [first.rstrip()]
        first = others
