"""The kept lines of a page → the blocks of an article."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from gazette.article import (
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Reason,
    Standfirst,
    Table,
)
from gazette.extract.draft import Draft, ends_sentence
from gazette.extract.metadata import absolute
from gazette.extract.page import NO_ELEMENT, Line, Page
from gazette.text import TEXT_LIMIT, TITLE_LIMIT, clean, clean_line

_KINDS: Final = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "item",
    "blockquote": "quote",
    "pre": "pre",
}
Kind = tuple[str, int]
# Letters with and without accents, dashes, quotation marks, currencies: composed and harmless.
_SOUND: Final = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2027\u202f\u2030-\u203a\u20ac]+")
_DOUBLE_SPACES: Final = tuple(a + b for a in " \u00a0\u202f" for b in " \u00a0\u202f")[1:]
"""Those of which one does not break; looked for only where there is such a space."""
_CELL_CHARS: Final = 300
_BOLD_HEADING_CHARS: Final = 120
_AROUND: Final = 40
"""Lines around a figure that tell where it stands."""
_CREDIT: Final = re.compile(r"^\W*(?:©|cr[eé]dits?\b|photo(?:s|graph)?\b|image\b|\(c\))", re.I)


def make_blocks(
    draft: Draft, kept: list[int], standfirsts: set[int], base: str
) -> tuple[Block, ...]:
    """Return the blocks of the lines `kept`, pictures with their captions at their places.

    `base` is the address to which the pictures' own are relative.
    """
    page = draft.page
    figures = _figures(draft, kept, base)
    numbers: dict[int, int] = {}
    tables = {e for e, tag in enumerate(page.tags) if tag == "table" and _is_data(page, e)}
    known: dict[int, Kind | None] = {}
    kinds = {number: _kind(page, page.lines[number], tables, known) for number in kept}
    blocks: list[Block] = []
    for group in _groups(draft, kept, kinds):
        while figures and figures[0][0] <= group[0]:
            blocks.append(figures.pop(0)[1])
        text = _cleaned("\n".join([page.lines[number].text for number in group]))
        if kinds[group[0]][0] == "table":
            blocks.append(Table(tuple(_rows(page, group))))
        elif group[0] in standfirsts and text:
            blocks.append(Standfirst(text))
        elif text:
            blocks.append(_block(page, group[0], text, kinds[group[0]], numbers))
    blocks.extend(figure for _, figure in figures)
    return tuple(blocks)


def _cleaned(text: str) -> str:
    """Return what `clean` does: nothing for nearly all paragraphs, which is seen at once."""
    if "  " in text or len(text) >= TEXT_LIMIT or not _SOUND.fullmatch(text):
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
    if kinds[number][0] == "table":
        return kinds[before] == kinds[number]
    upper, lower = draft.page.lines[before], draft.page.lines[number]
    if number != before + 1 or upper.block != lower.block or lower.breaks != 1:
        return False
    # Sites that write a page with single br end each paragraph as a sentence.
    return not (draft.prose[before] and draft.prose[number] and ends_sentence(upper.text))


def _block(page: Page, first: int, text: str, kind: Kind, numbers: dict[int, int]) -> Block:
    name, element = kind
    if name == "heading" and len(text) <= TITLE_LIMIT:
        return Heading(clean_line(text), max(2, int(page.tags[element][1])))
    if name == "item":
        return ListItem(text, _number(page, element, numbers), _depth(page, element))
    if name == "quote":
        return Quote(text)
    if name == "pre":
        return Preformatted(text)
    is_heading = _is_bold_heading(page.lines[first], text)
    return Heading(clean_line(text), 3) if is_heading else Paragraph(text)


def _kind(page: Page, line: Line, tables: set[int], known: dict[int, Kind | None]) -> Kind:
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
        if element in tables:
            found = "table", element
        elif (tag := page.tags[element]) in _KINDS and (found is None or found[0] != "table"):
            found = _KINDS[tag], element
        known[element] = found
    return found or ("paragraph", line.block)


def _is_bold_heading(line: Line, text: str) -> bool:
    whole = line.bold_chars >= 0.9 * len(line.text)
    return (
        whole and len(text) <= _BOLD_HEADING_CHARS and "\n" not in text and not ends_sentence(text)
    )


def _holder(page: Page, element: int, tag: str) -> int | None:
    return next((e for e in page.ancestors(element) if page.tags[e] == tag), None)


def _is_data(page: Page, table: int) -> bool:
    """Return whether a table holds data: rows and columns of cells, and no running text."""
    tags = page.tags[table : page.ends[table]]
    rows = tags.count("tr")
    if rows < 2 or tags.count("td") + tags.count("th") < 2 * rows:
        return False
    lines = page.lines[page.first[table] : page.last[table]]
    return bool(lines) and max(len(line.text) for line in lines) < _CELL_CHARS


def _rows(page: Page, group: list[int]) -> Iterator[tuple[str, ...]]:
    rows: dict[int, dict[int, str]] = {}
    for number in group:
        line = page.lines[number]
        row = _holder(page, line.block, "tr")
        cell = _holder(page, line.block, "td")
        cell = _holder(page, line.block, "th") if cell is None else cell
        cells = rows.setdefault(row if row is not None else -1, {})
        key = cell if cell is not None else -1
        cells[key] = f"{cells[key]} {line.text}" if key in cells else line.text
    for cells in rows.values():
        yield tuple(clean_line(text, 1_000) for text in cells.values())


def _number(page: Page, item: int, numbers: dict[int, int]) -> int | None:
    """Return the place of an item in its list; `numbers` keeps those of lists met before."""
    parent = page.parents[item]
    if parent < 0 or page.tags[parent] != "ol":
        return None
    if item not in numbers:
        items = (child for child in page.children(parent) if page.tags[child] == "li")
        numbers.update((child, place) for place, child in enumerate(items, start=1))
    return numbers[item]


def _depth(page: Page, item: int) -> int:
    lists = sum(page.tags[element] in ("ul", "ol") for element in page.ancestors(item))
    return max(0, lists - 1)


def _figures(draft: Draft, kept: list[int], base: str) -> list[tuple[int, Figure]]:
    """Return the pictures among the kept lines, each with the line it stands before."""
    page = draft.page
    if not kept or "figure" not in page.tags:
        return []
    found: list[tuple[int, Figure]] = []
    inside = set(kept)
    urls: dict[int, str] = {}
    for picture in page.pictures:
        if not kept[0] <= picture.line <= kept[-1] + _AROUND:
            continue
        for element in page.ancestors(picture.block):
            if page.tags[element] == "figure":
                urls.setdefault(element, absolute(base, picture.url) or "")
    for element, tag in enumerate(page.tags):
        if tag != "figure" or not kept[0] <= page.first[element] <= kept[-1] + 1:
            continue
        if not _stands_in_text(page, element, inside):
            continue
        lines = [
            clean_line(page.lines[i].text, 1_000)
            for i in range(page.first[element], page.last[element])
            if draft.marks[i] is Reason.CAPTION
        ]
        caption = " ".join(line for line in lines if not _CREDIT.match(line))
        credit = " ".join(line for line in lines if _CREDIT.match(line))
        if caption or element in urls:
            found.append((page.first[element], Figure(caption, credit, urls.get(element, ""))))
    return found


def _stands_in_text(page: Page, figure: int, kept: set[int]) -> bool:
    """Return whether what is around a figure is kept: those of cards and boxes are not."""
    for element in page.ancestors(page.parents[figure]):
        around = range(page.first[element], page.last[element])
        own = range(page.first[figure], page.last[figure])
        others = list(islice((i for i in around if i not in own), _AROUND))
        if others:
            return any(i in kept for i in others)
    return False
