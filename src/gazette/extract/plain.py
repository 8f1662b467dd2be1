"""Plain text → the same lists that an HTML page gives.

Rows become lines (a text wrapped at a width is unwrapped), lines become blocks, and the first
block that can be the title becomes the heading. Marks of text mail and Markdown are read: titles
underlined or after "#", items after "-", "*", "•" or a number, quotations after ">".
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from msgspec import Struct

from gazette.extract.byline import is_byline
from gazette.extract.draft import ends_sentence, prose_chars
from gazette.extract.page import Line, Page
from gazette.extract.plain_page import TextBlock, page_of
from gazette.extract.wording import wording

_ROW_ENDS: Final = re.compile(r"\r\n?|[\u2028\x85]")
_PAGE_ENDS: Final = re.compile(r"[\f\v\u2029]")
_UNSEEN: Final = str.maketrans("", "", "\u200b\ufeff\u2060")
_RULE: Final = re.compile(r"(?:[-_=*~•·#+—–]\s?){3,}")
_UNDERLINE: Final = re.compile(r"={3,}|-{3,}")
_NEARLY: Final = 4
"""Characters by which an underline may be longer or shorter than its heading."""
_HASHES: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_ITEM: Final = re.compile(r"(?:([-*·•‣▪◦●])|(\d{1,3})[.)])\s+(?=\S)")
_ONLY_ITEMS: Final = frozenset("•‣▪◦●")
_QUOTED: Final = re.compile(r"(?:>\s?)+")
_HEADING_CHARS: Final = 140
_BOX_LINES: Final = 3
_ADDRESS: Final = re.compile(r"<?(?:https?://|www\.)\S+>?", re.I)
_LINK: Final = re.compile(r"(!?)\[([^\[\]]{1,300})\]\([^()\s]{1,500}(?:\s\"[^\"]{0,200}\")?\)")
_BOLD: Final = re.compile(r"(?<!\w)\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*(?!\w)")

_WIDTHS: Final = (45, 200)
"""Characters a row, where a text was broken by its width and not by its writer."""
_SLACK: Final = 12
"""Characters by which a row may be shorter than it could be: some programs even rows out."""
_FULL_SHARE: Final = 0.6
_RUNNING_SHARE: Final = 0.5
"""Of the rows that go on with no capital: verse begins each with one."""
_WIDER_SHARE: Final = 0.5
"""Rows wider than the width to those that it has broken, at most: they come from elsewhere."""
_OUTLIERS: Final = 20
"""One row of so many may be wider: an address, a table."""
_FEW_EMPTY: Final = 10
"""Rows to an empty one where these do not part the blocks."""
_PROSE_ROW: Final = 80
"""Characters of a row that no verse has."""
_LONG_ROW: Final = 120
"""Characters of a row that is a paragraph."""


class _Row(Struct, frozen=True):
    text: str
    indent: int
    item: str = ""
    """The sign before it, or "1." where that is a number."""
    number: int = 0

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


class _Layout(Struct, frozen=True):
    """How the whole text is set."""

    width: int
    """Characters at which its rows were broken; 0 where they were not."""
    is_sparse: bool
    """It has next to no empty rows."""
    is_by_row: bool
    """Each row is a block."""


def read_plain(source: bytes | str, title: str = "") -> Page:
    """Return the lists of a text; bytes are UTF-8. `title` is known of one that does not begin so.

    The text is read as it is set: by the row, or by what stands between two empty rows.
    """
    text = source if isinstance(source, str) else source.decode("utf-8")
    groups = _groups(text)
    layout = _layout(groups)
    if layout.width and layout.is_sparse and len(groups[0]) > 1:
        groups[:1] = _first_parted(groups[0])
    parts = chain.from_iterable(map(_labelled, groups, [*groups[1:], []]))
    blocks = [block for part in parts for block in _blocks(part, layout)]
    return page_of(blocks, title)


def _groups(text: str) -> list[list[_Row]]:
    """Return the rows of a text, parted where one is empty or a rule."""
    text = _PAGE_ENDS.sub("\n\n", _ROW_ENDS.sub("\n", text)).translate(_UNSEEN)
    groups: list[list[_Row]] = [[]]
    for raw in text.split("\n"):
        row = raw.strip()
        if row and not (_RULE.fullmatch(row) and not (_UNDERLINE.fullmatch(row) and groups[-1])):
            indent = len(raw) - len(raw.lstrip()) if raw[0] != row[0] else 0
            groups[-1].append(_row(row.replace("\t", " "), indent))
        elif groups[-1]:
            groups.append([])
    groups = groups if groups[-1] else groups[:-1]
    return _with_lists(groups)


def _row(text: str, indent: int) -> _Row:
    found = _ITEM.match(text)
    if found is None:
        return _Row(text, indent)
    sign, number = found.groups()
    return _Row(text, indent, sign or "1.", int(number or 0))


def _with_lists(groups: list[list[_Row]]) -> list[list[_Row]]:
    """Return the rows, those that only seem items as text: an item of a list is not alone."""
    items = [(g, r) for g, group in enumerate(groups) for r, row in enumerate(group) if row.item]
    sure: set[tuple[int, int]] = set()
    for one, two in pairwise(items):
        upper, lower = groups[one[0]][one[1]], groups[two[0]][two[1]]
        is_run = upper.item == lower.item and _follows(groups, one, two)
        if is_run and (upper.item != "1." or lower.number == upper.number + 1):
            sure.update((one, two))
    for g, r in items:
        row = groups[g][r]
        if (g, r) not in sure and row.item not in _ONLY_ITEMS:
            groups[g][r] = _Row(row.text, row.indent)
    return groups


def _follows(groups: list[list[_Row]], one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Return whether nothing stands between two items but rows that go on with the first."""
    (group, row), (below, first) = one, two
    if below - group > 1 or (below > group and first > 0):
        return False
    rows = groups[group][row : first if below == group else None]
    return all(
        lower.indent > rows[0].indent
        or not lower.text[0].isupper()
        or (upper.width >= _WIDTHS[0] and lower.width <= upper.width + _SLACK)
        for upper, lower in pairwise(rows)
    )


def _labelled(group: list[_Row], below: list[_Row]) -> list[list[_Row]]:
    """Return the rows, a label parted from those below it if there is more that it heads.

    What stands with it is its box, unless that is one title, or another stands `below`.
    """
    if len(group) < 2 or wording().section(group[0].text) is None:
        return [group]
    title = below[0].text if below else ""
    goes_on = 0 < len(title) <= _HEADING_CHARS and not ends_sentence(title)
    return [group[:1], group[1:]] if goes_on or len(group) < _BOX_LINES else [group]


def _layout(groups: list[list[_Row]]) -> _Layout:
    width = _width(groups)
    rows = sum(map(len, groups))
    is_sparse = (len(groups) - 1) * _FEW_EMPTY <= rows
    long = sum(len(row.text) >= _PROSE_ROW for group in groups for row in group)
    return _Layout(width, is_sparse, not width and is_sparse and long > 1)


def _first_parted(group: list[_Row]) -> list[list[_Row]]:
    """Return the first row, the title, parted from a text that no empty row parts from it."""
    return [group] if group[1].text[0].islower() else [group[:1], group[1:]]


def _width(groups: list[list[_Row]]) -> int:
    """Return the width at which a text was broken into rows, 0 if it was not.

    There nearly each row is as long as it could be, and the next one goes on with a small letter.
    """
    pairs = [
        (upper, lower)
        for group in groups
        for upper, lower in pairwise(group)
        if upper.width >= _WIDTHS[0]
        and not lower.item
        and not ends_sentence(upper.text)
        and not _ADDRESS.fullmatch(lower.text)
    ]
    widths = sorted(upper.width for upper, lower in pairs if not lower.text[0].isupper())
    if len(widths) < 2 or len(widths) < _RUNNING_SHARE * len(pairs):
        return 0
    width = widths[len(widths) - 1 - len(widths) // _OUTLIERS]
    full = sum(_is_full(upper, lower, width) for upper, lower in pairs)
    wider = sum(row.width > width + _SLACK for group in groups for row in group)
    is_wrapped = full >= _FULL_SHARE * len(pairs) and wider <= _WIDER_SHARE * len(pairs)
    return width if is_wrapped and width <= _WIDTHS[1] else 0


def _is_full(upper: _Row, lower: _Row, width: int) -> bool:
    """Return whether the first word of a row would hardly have had room in the one above."""
    word = lower.text.partition(" ")[0]
    has_room = upper.width + 1 + len(word) <= width - _SLACK
    return not has_room and lower.width <= width + _SLACK and not _ADDRESS.fullmatch(lower.text)


def _blocks(group: list[_Row], layout: _Layout) -> Iterator[TextBlock]:
    """Yield the blocks of the rows between two empty ones."""
    start = 0
    while start < len(group):
        end, block = _marked(group, start)
        if block is not None:
            yield block
        elif group[start].item:
            end = _item_end(group, start, layout)
            yield _item(group[start:end], layout)
        else:
            end = _text_end(group, start)
            yield from _texts(group[start:end], layout)
        start = end


def _marked(group: list[_Row], start: int) -> tuple[int, TextBlock | None]:
    """Return the heading or quotation that begins at a row, and the row after it."""
    row = group[start]
    if found := _HASHES.match(row.text):
        text = row.text[found.end() :]
        bare = text.rstrip("#")
        text = bare.rstrip() if bare[-1:].isspace() else text
        return start + 1, TextBlock(f"h{len(found[1])}", [_line(text)])
    if start + 1 < len(group) and (level := _underlined(group, start)):
        return start + 2, TextBlock(level, [_line(row.text)])
    if _UNDERLINE.fullmatch(row.text):
        return start + 1, TextBlock("", [])
    if not row.text.startswith(">") or (start and group[start - 1].text.startswith(">")):
        return start, None
    end = start
    while end < len(group) and group[end].text.startswith(">"):
        end += 1
    quoted = [_QUOTED.sub("", row.text, count=1) for row in group[start:end]]
    whole = " ".join(filter(None, quoted))
    # An arrow leads to another article.
    if whole and prose_chars(Line(whole, 0)) and not _is_led(whole):
        parts = "\n".join(quoted).split("\n\n")
        return end, TextBlock(
            "blockquote", [_line(_one(part.split("\n"))) for part in parts if part]
        )
    return start, None


def _underlined(group: list[_Row], start: int) -> str:
    """Return the tag of the heading that a row is by the row of signs below it."""
    text, below = group[start].text, group[start + 1].text
    if not _UNDERLINE.fullmatch(below) or len(text) > _HEADING_CHARS or text.endswith("."):
        return ""
    is_alone = start == 0
    if not is_alone and abs(len(below) - len(text)) > _NEARLY:
        return ""
    return "h1" if below[0] == "=" else "h2"


def _is_led(text: str) -> bool:
    phrases = wording()
    return phrases.label(text) is not None or phrases.leads(text.partition(":")[0])


def _item_end(group: list[_Row], start: int, layout: _Layout) -> int:
    """Return the row after an item and the rows that go on with it."""
    end = start + 1
    while end < len(group) and not group[end].item:
        upper, lower = group[end - 1], group[end]
        is_inside = lower.indent > group[start].indent
        if not is_inside and not (layout.width and _is_full(upper, lower, layout.width)):
            break
        end += 1
    return end


def _item(rows: list[_Row], layout: _Layout) -> TextBlock:
    sign = _ITEM.match(rows[0].text)
    assert sign is not None
    first = _Row(rows[0].text[sign.end() :], rows[0].indent + sign.end())
    lines = list(_joined([first, *rows[1:]], layout))
    tag = "ol" if rows[0].item == "1." else "ul"
    return TextBlock(tag, _broken(lines), rows[0].number)


def _text_end(group: list[_Row], start: int) -> int:
    """Return the row after those that are neither marked nor items."""
    end = start + 1
    while end < len(group) and not group[end].item and _marked(group, end) == (end, None):
        end += 1
    return end


def _texts(rows: list[_Row], layout: _Layout) -> Iterator[TextBlock]:
    """Yield the blocks of rows of text: one, unless their form tells of several."""
    lines = list(_joined(rows, layout))
    start = 0
    if len(lines) > 1 and not layout.is_by_row and wording().section(lines[0]):
        start = len(lines)
        yield TextBlock("p", _broken(lines))
    for number in range(start + 1, len(lines)):
        above = lines[number - 1]
        is_paragraph = len(above) >= _LONG_ROW or len(lines[number]) >= _LONG_ROW
        if layout.is_by_row or is_paragraph:
            yield TextBlock("p", _broken(lines[start:number]))
            start = number
    if start < len(lines):
        yield TextBlock("p", _broken(lines[start:]))


def _joined(rows: Sequence[_Row], layout: _Layout) -> Iterator[str]:
    """Yield the lines of rows: each row, or those together that a width has parted."""
    pairs = list(pairwise(rows))
    full = [_goes_on(*pair, layout, is_first=not n) for n, pair in enumerate(pairs)]
    wide = sum(upper.width >= layout.width - 2 * _SLACK for upper, _ in pairs)
    is_flowing = 2 * sum(full) >= wide > 0
    if len(pairs) < 2 and is_flowing and is_byline(rows[1].text):
        is_flowing = False
    line = [rows[0].text]
    for (upper, lower), is_full in zip(pairs, full, strict=True):
        goes_on = is_full or (lower.text[0].islower() and not ends_sentence(upper.text))
        if is_flowing and goes_on and lower.indent <= upper.indent + 1:
            line.append(lower.text)
        else:
            yield _one(line)
            line = [lower.text]
    yield _one(line)


def _goes_on(upper: _Row, lower: _Row, layout: _Layout, *, is_first: bool) -> bool:
    """Return whether a row was broken by the width.

    What may be a title over its text, or a paragraph's last row, needs more proof.
    """
    width = layout.width
    is_end = ends_sentence(upper.text)
    may_end = layout.is_sparse if is_end else is_first and lower.text[0].isupper()
    return width > 0 and _is_full(upper, lower, width + may_end * _SLACK)


def _one(rows: Sequence[str]) -> str:
    """Return rows as one line; a compound that was parted at its hyphen has no space there."""
    pieces = [rows[0]]
    for upper, lower in pairwise(rows):
        is_compound = upper[-1:] == "-" and upper[-2:-1].isalpha() and lower[:1].islower()
        pieces.append(lower if is_compound else f" {lower}")
    return "".join(pieces)


def _broken(lines: Sequence[str]) -> list[Line]:
    """Return lines of one block, a break between two."""
    made = [_line(text) for text in lines]
    for line in made[1:]:
        line.breaks = 1
    return made


def _line(text: str) -> Line:
    """Return a line without the signs of Markdown, its links counted."""
    if _ADDRESS.fullmatch(text):
        return Line(text, 0, links=1, link_chars=len(text))
    links = link_chars = 0
    if "](" in text:
        shown = [found[2] for found in _LINK.finditer(text) if not found[1]]
        links, link_chars = len(shown), sum(map(len, shown))
        text = _LINK.sub(lambda found: "" if found[1] else found[2], text).strip()
    is_bold = False
    if "**" in text:
        is_bold = _BOLD.fullmatch(text) is not None
        text = _BOLD.sub(r"\1", text)
    return Line(text, 0, links, link_chars, len(text) if is_bold else 0)
