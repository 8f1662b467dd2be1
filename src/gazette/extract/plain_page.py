"""The blocks of a plain text → the lists of `page`, with the first that can be it as its title."""

from dataclasses import dataclass, field

from gazette.extract.headline import find_headline, first_sentence
from gazette.extract.page import NO_SORT, Line, Page


@dataclass(slots=True)
class TextBlock:
    """One block of the text: its tag, and its lines as their writer broke them."""

    tag: str
    lines: list[Line] = field(default_factory=list)
    number: int = 0


def page_of(blocks: list[TextBlock], title: str) -> Page:
    """Return the page of a text; `title` is known of one that does not begin so."""
    told, blocks = _titled(blocks, title)
    page = Page(title=told)
    body = _begin(page, "body", -1)
    above: TextBlock | None = None
    items = body
    for block in blocks:
        is_item = block.tag in ("ul", "ol")
        is_same = above is not None and above.tag == block.tag
        if is_item and not is_same:
            items = _begin(page, block.tag, body)
            page.counts[items] = (block.number or None, False)
        element = _begin(page, "li" if is_item else block.tag, items if is_item else body)
        for line in block.lines:
            line.block = element
            page.lines.append(line)
        _end(page, element)
        if is_item:
            _end(page, items)
        above = block
    _end(page, body)
    return page


def _titled(blocks: list[TextBlock], title: str) -> tuple[str, list[TextBlock]]:
    """Return the title of a text that has no heading for it, and its blocks."""
    blocks = [b for b in blocks if any(line.text for line in b.lines)]
    for block in blocks:
        block.lines = [line for line in block.lines if line.text]
    if title:
        return "", [TextBlock("h1", [Line(title, 0)]), *map(_lowered, blocks)]
    named = next((n for n, block in enumerate(blocks[:60]) if block.tag == "h1"), None)
    number, text = (
        (named, None) if named is not None else find_headline([block.lines for block in blocks])
    )
    if number is None:
        return first_sentence(blocks[text].lines[0].text) if text is not None else "", blocks
    found = blocks[number]
    rest = [TextBlock(found.tag if found.tag != "h1" else "p", found.lines[1:])]
    return "", [
        *map(_lowered, blocks[:number]),
        TextBlock("h1", found.lines[:1]),
        *(rest if found.lines[1:] else []),
        *map(_lowered, blocks[number + 1 :]),
    ]


def _lowered(block: TextBlock) -> TextBlock:
    """Return a block that is not the title: a text has one."""
    return TextBlock("h2", block.lines) if block.tag == "h1" else block


def _begin(page: Page, tag: str, parent: int) -> int:
    page.tags.append(tag)
    page.parents.append(parent)
    page.names.append("")
    page.sorts.append(NO_SORT)
    page.ends.append(len(page.tags))
    page.first.append(len(page.lines))
    page.last.append(len(page.lines))
    return len(page.tags) - 1


def _end(page: Page, element: int) -> None:
    page.ends[element] = len(page.tags)
    page.last[element] = len(page.lines)
