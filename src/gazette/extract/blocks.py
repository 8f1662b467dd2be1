"""The kept lines of a page → the blocks of an article."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gazette.article import (
    Block,
    Figure,
    Heading,
    ListItem,
    Marked,
    Paragraph,
    Preformatted,
    Quote,
    Standfirst,
    Table,
)
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.inline import SOUND, Links, with_spans
from gazette.extract.page import NO_ELEMENT, Line, Page
from gazette.text import TEXT_LIMIT, TITLE_LIMIT, clean, clean_line, clean_verbatim

_KINDS: Final = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "item",
    "blockquote": "quote",
    "pre": "pre",
    "table": "table",
    "caption": "paragraph",
    "dl": "glossary",
    "dt": "item",
    "dd": "item",
}
"""What the lines of an element are, if it is what its tag says."""
Kind = tuple[str, int]
_WHOLE: Final = frozenset(("table", "pre"))
"""One block, whatever it holds."""
_CELLS: Final = frozenset(("td", "th"))
_DEFINED: Final = frozenset(("dt", "dd"))
_LISTS: Final = frozenset(("ul", "ol", "dl"))
_ITEM_CHARS: Final = 1_500
"""A longer item is one of a layout."""
_DOUBLE_SPACES: Final = tuple(a + b for a in " \u00a0\u202f" for b in " \u00a0\u202f")[1:]
"""Those of which one does not break; looked for only where there is such a space."""
_CELL_CHARS: Final = 300
_BOLD_HEADING_CHARS: Final = 120


def make_blocks(
    draft: Draft,
    kept: list[int],
    standfirsts: set[int],
    figures: list[tuple[int, Figure]],
    links: Links,
) -> tuple[Block, ...]:
    """Return the blocks of the lines `kept`, and the figures, each before the line it names.

    `links` says where those of the page lead, and how many more are taken.
    """
    page = draft.page
    figures = figures.copy()
    items = _Items()
    known: dict[int, Kind | None] = {}
    kinds = {number: _kind(page, page.lines[number], known) for number in kept}
    blocks: list[Block] = []
    for group in _groups(draft, kept, kinds):
        while figures and figures[0][0] <= group[0]:
            blocks.append(figures.pop(0)[1])
        kind, element = kinds[group[0]]
        if kind == "table":
            blocks.append(Table(tuple(_rows(page, element, group))))
        elif kind == "pre":
            blocks.append(Preformatted(_verbatim(page, group)))
        elif text := _cleaned("\n".join([page.lines[number].text for number in group])):
            is_standfirst = group[0] in standfirsts
            block = (
                Standfirst(text)
                if is_standfirst
                else _block(page, group[0], text, kinds[group[0]], items)
            )
            lines = [page.lines[number] for number in group]
            is_plain = all(line.inline is None for line in lines)
            blocks.append(block if is_plain else with_spans(block, lines, links))
    blocks.extend(figure for _, figure in figures)
    return tuple(blocks)


def _cleaned(text: str) -> str:
    """Return what `clean` does: nothing for nearly all paragraphs, which is seen at once."""
    if "  " in text or len(text) >= TEXT_LIMIT or not SOUND.fullmatch(text):
        return clean(text)
    has_other = "\u00a0" in text or "\u202f" in text
    return clean(text) if has_other and any(pair in text for pair in _DOUBLE_SPACES) else text


def _groups(draft: Draft, kept: list[int], kinds: dict[int, Kind]) -> Iterator[list[int]]:
    """Yield the lines that make one block: broken by a single `<br>`, or cells of one table."""
    group: list[int] = []
    for number in kept:
        if group and not _belongs(draft, group[-1], number, kinds):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _belongs(draft: Draft, before: int, number: int, kinds: dict[int, Kind]) -> bool:
    if kinds[number][0] in _WHOLE:
        return kinds[before] == kinds[number]
    upper, lower = draft.page.lines[before], draft.page.lines[number]
    if number != before + 1 or upper.block != lower.block or lower.breaks != 1:
        return False
    # Sites that write a page with single br end each paragraph as a sentence.
    return not (draft.prose[before] and draft.prose[number] and ends_sentence(upper.text))


def _verbatim(page: Page, group: list[int]) -> str:
    lines = [page.lines[number] for number in group]
    text = "".join(["\n" * max(1, line.breaks) + line.text for line in lines])
    return clean_verbatim(text)


def _block(page: Page, first: int, text: str, kind: Kind, items: "_Items") -> Marked:
    name, element = kind
    if name == "heading" and len(text) <= TITLE_LIMIT:
        return Heading(clean_line(text), max(2, int(page.tags[element][1])))
    if name == "item" and element not in items.begun:
        items.begun.add(element)
        return ListItem(text, items.number(page, element), _depth(page, element))
    if name == "quote":
        return Quote(text)
    is_heading = _is_bold_heading(page.lines[first], text)
    return Heading(clean_line(text), 3) if is_heading else Paragraph(text)


def _kind(page: Page, line: Line, known: dict[int, Kind | None]) -> Kind:
    """Return what a line is, and the element that makes it so.

    `known` keeps what holds the elements met before: paragraphs are siblings.
    """
    path = []
    element = line.block
    while element != NO_ELEMENT and element not in known:
        path.append(element)
        element = page.parents[element]
    found = known.get(element)
    for element in reversed(path):
        if page.tags[element] in _KINDS:
            found = _inside(page, element, found)
        known[element] = found
    return found if found and found[0] != "glossary" else ("paragraph", line.block)


def _inside(page: Page, element: int, outer: Kind | None) -> Kind | None:
    """Return what the lines of an element are that stands in one of the kind `outer`."""
    tag = page.tags[element]
    kind = _KINDS[tag]
    if tag == "caption":
        return kind, element
    if outer is not None and outer[0] in _WHOLE and kind != "table":
        return outer
    is_kind = (
        _is_data(page, element)
        if tag == "table"
        else _is_glossary(page, element)
        if tag == "dl"
        else outer is not None and outer[0] in ("glossary", "item")
        if tag in _DEFINED
        else tag != "li" or _chars(page, element) <= _ITEM_CHARS
    )
    return (kind, element) if is_kind else outer


def _is_glossary(page: Page, element: int) -> bool:
    """Return whether a definition list has terms, and no running text as that of a layout."""
    lines = page.lines[page.first[element] : page.last[element]]
    tags = page.tags[element : page.ends[element]]
    return "dt" in tags and "dd" in tags and max((len(i.text) for i in lines), default=0) < 300


def _chars(page: Page, element: int) -> int:
    return sum(len(line.text) for line in page.lines[page.first[element] : page.last[element]])


def _is_bold_heading(line: Line, text: str) -> bool:
    whole = line.bold_chars >= 0.9 * len(line.text)
    return (
        whole and len(text) <= _BOLD_HEADING_CHARS and "\n" not in text and not ends_sentence(text)
    )


def _is_data(page: Page, table: int) -> bool:
    """Return whether a table holds data: rows and columns of cells, and no running text."""
    tags = page.tags[table : page.ends[table]]
    rows = tags.count("tr")
    if rows < 2 or tags.count("td") + tags.count("th") < 2 * rows:
        return False
    lines = page.lines[page.first[table] : page.last[table]]
    return bool(lines) and max(len(line.text) for line in lines) < _CELL_CHARS


def _rows(page: Page, table: int, group: list[int]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table whose lines `group` are kept.

    Names of clubs that are links are no links to stories: the cells of a table of which most is
    kept are all kept, also the empty ones, so that columns stand.
    """
    is_whole = 2 * len(group) >= page.last[table] - page.first[table]
    inside = frozenset(group)
    for row in range(table, page.ends[table]):
        if page.tags[row] != "tr":
            continue
        texts = [
            " ".join(
                page.lines[number].text
                for number in range(page.first[cell], page.last[cell])
                if is_whole or number in inside
            )
            for cell in page.children(row)
            if page.tags[cell] in _CELLS
        ]
        if any(texts):
            yield tuple(clean_line(text, 1_000) for text in texts)


@dataclass(slots=True)
class _Items:
    """What is known of lists met before."""

    begun: set[int] = field(default_factory=set)
    """The items of which a block was made: what else they hold has no sign of its own."""
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, page: Page, item: int) -> int | None:
        """Return the number that an item has in its list."""
        parent = page.parents[item]
        if parent < 0 or page.tags[parent] != "ol" or page.tags[item] != "li":
            return None
        if item not in self.numbers:
            items = [child for child in page.children(parent) if page.tags[child] == "li"]
            start, is_down = page.counts.get(parent, (None, False))
            first = start if start is not None else len(items) if is_down else 1
            step = -1 if is_down else 1
            self.numbers.update((child, first + step * n) for n, child in enumerate(items))
        return self.numbers[item]


def _depth(page: Page, item: int) -> int:
    lists = sum(page.tags[element] in _LISTS for element in page.ancestors(item))
    return max(0, lists - (page.tags[item] != "dd"))
