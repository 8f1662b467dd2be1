"""An article's blocks ↔ its text, stored once, and a layout that says what each piece of it is.

The text is for reading, searching and for other programs; the layout is a JSON array with an item
for each block. A plain paragraph is the number of its characters; any other block is an object
with its fields, the number of its characters in place of its text. What is not in the text (a
picture) or cannot be read off it (the cells of a table) stands in the layout whole. Most articles
are plain paragraphs and nothing else: they have no layout at all.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from gazette.article import Article, Block, Figure, Paragraph, Table

_BETWEEN: Final = "\n\n"
_WHOLE = Figure | Table
_ITEMS = msgspec.json.Decoder(list[int | dict[str, object]])


def text_and_layout(blocks: Sequence[Block]) -> tuple[str, str | None]:
    """Return the text of an article and its layout; None where its paragraphs tell all."""
    text = Article(title="", blocks=tuple(blocks)).text
    if _as_paragraphs(text) == tuple(blocks):
        return text, None
    return text, msgspec.json.encode([_item(block) for block in blocks]).decode()


def blocks_of(text: str, layout: str | None) -> tuple[Block, ...]:
    """Return the blocks of a stored article.

    Where the layout is not that of this text, which another program may have edited, they are the
    paragraphs of the text.
    """
    if layout is None:
        return _as_paragraphs(text)
    try:
        blocks = tuple(_blocks(text, _ITEMS.decode(layout)))
    except msgspec.MsgspecError:
        return _as_paragraphs(text)
    is_of_text = Article(title="", blocks=blocks).text == text
    return blocks if is_of_text else _as_paragraphs(text)


def _as_paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph(part) for part in text.split(_BETWEEN) if part)


def _item(block: Block) -> object:
    if isinstance(block, Paragraph) and block == Paragraph(block.text):
        return len(block.text)
    fields = msgspec.to_builtins(block)
    return fields if isinstance(block, _WHOLE) else {**fields, "text": len(block.text)}


def _blocks(text: str, items: Sequence[int | dict[str, object]]) -> Iterator[Block]:
    start = 0
    for item in items:
        fields = item if isinstance(item, dict) else {"type": "paragraph", "text": item}
        chars = fields.get("text")
        if isinstance(chars, int):
            fields = {**fields, "text": text[start : start + chars]}
        block = msgspec.convert(fields, Block)
        yield block
        if not isinstance(block, Figure) and block.text:
            start += len(block.text) + len(_BETWEEN)
