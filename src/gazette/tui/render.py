"""A story → the lines of its article, at the width of its column.

Pure. Inks are names, which a widget looks up in `gazette.tcss`. Every text passes the sanitiser
once more, because here is where it meets the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final, assert_never

from rich.cells import cell_len

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
from gazette.i18n import NN_, Words
from gazette.model import Story
from gazette.text import clean_line
from gazette.tui.media import label, media_of
from gazette.tui.typeset import Column, Line, Manner, Picture, Piece, set_text
from gazette.tui.typography import bind_numbers, pad, wrap

Span = tuple[str, str]
"""The name of an ink, and text."""
Spans = tuple[Span, ...]

UNREAD_MARK: Final = "•"
STAR_MARK: Final = "★"
TEXT_WIDTH: Final = 72
"""Cells of the longest line: what a newspaper reader's eye follows without losing the next one."""
# Words a minute of silent reading, French and English alike (Brysbaert 2019: 238 for English,
# 214 for French).
_WORDS_A_MINUTE: Final = 225
_GAP: Final = "  "
_BETWEEN_CELLS: Final = " | "
"""As in a table's text."""
_TAIL_WIDTH: Final = len(" · fr  ★ •")
_NARROWEST_CELL: Final = 6

# What a reader may miss or be glad to be rid of, in this order. Menus, captions, the title set
# twice and the like are left out of the article too, and nobody cares.
NAMED_REASONS: Final[dict[str, tuple[str, str]]] = {
    Reason.RELATED: NN_("{n} related article", "{n} related articles"),
    Reason.COOKIES: NN_("cookie banner", "{n} cookie banners"),
    Reason.NEWSLETTER: NN_("newsletter box", "{n} newsletter boxes"),
    Reason.ADVERT: NN_("advertisement", "{n} advertisements"),
    Reason.COMMENTS: NN_("comments", "{n} comment sections"),
    Reason.SHARE: NN_("share bar", "{n} share bars"),
    Reason.PAYWALL: NN_("subscription box", "{n} subscription boxes"),
}


_NO_PICTURE: Final = Picture()
_PLAIN: Final = Manner("text")
_BAR: Final = (Piece("bar", "│ ", is_text=False),)
_QUOTED: Final = Manner("quote", _BAR, _BAR, indent=2)


def article_lines(
    story: Story,
    words: Words,
    column: Column,
    keys: Mapping[str, str],
    *,
    zone: tzinfo,
    now: datetime,
) -> tuple[Line, ...]:
    """Return the whole article as lines that fit the column; `keys` is what to press for what."""
    lines = [Line((Piece("title", line),)) for line in wrap(clean_line(story.title), column.width)]
    lines += [Line(), *_about(story, words, column.width, zone, now)]
    lines += _text_lines(story.blocks, column)
    last = len(story.blocks)
    for note in _notes(story, words, keys):
        lines.append(Line(block=last))
        lines += [_told("hint", line, last) for line in wrap(note, column.width)]
    return tuple(lines)


@lru_cache(maxsize=4)
def _text_lines(blocks: tuple[Block, ...], column: Column) -> tuple[Line, ...]:
    """Return the lines of an article's text.

    They are kept: with a mark, or a minute later, only the line above them is another one.
    """
    lines: list[Line] = []
    previous: Block | None = None
    for index, block in enumerate(blocks):
        drawn = list(_block_lines(block, column, index))
        if drawn and not (isinstance(block, ListItem) and isinstance(previous, ListItem)):
            lines.append(Line(block=index))
        lines += drawn
        previous = block
    return tuple(lines)


def reading_minutes(story: Story) -> int:
    """Return how many minutes the text takes to read, at least 1; 0 where there is none."""
    count = sum(len(paragraph.split()) for paragraph in story.paragraphs)
    return max(1, round(count / _WORDS_A_MINUTE)) if count else 0


def removed_line(removed: Sequence[tuple[str, int]], words: Words) -> str:
    """Return the line that says what the extractor left out; empty if nothing worth a word."""
    _, counts = words, dict(removed)
    pieces = [
        bind_numbers(_.plural(*forms, counts[reason]))
        for reason, forms in NAMED_REASONS.items()
        if counts.get(reason)
    ]
    return _("removed: {pieces}").format(pieces=", ".join(pieces)) if pieces else ""


def cells_of(spans: Spans) -> int:
    """Return how many cells a row of spans takes."""
    return sum(cell_len(text) for _, text in spans)


def language_span(language: str | None) -> Span:
    """Return the two letters of a story's language in its colour."""
    return (language if language in ("fr", "en") else "meta", clean_line(language or "", 3))


def marks(*, starred: bool, read: bool) -> str:
    """Return the marks of a story outside the list, where there is room for both."""
    return " ".join(
        mark for mark, is_set in ((STAR_MARK, starred), (UNREAD_MARK, not read)) if is_set
    )


def _told(ink: str, text: str, block: int = -1) -> Line:
    """Return a line that tells of the article and is none of it."""
    return Line((Piece(ink, text, is_text=False),), block)


def _about(story: Story, words: Words, width: int, zone: tzinfo, now: datetime) -> Iterator[Line]:
    """Yield the line of source, date, reading time, language and marks, and who wrote it."""
    _ = words
    parts = [_source(story, words), _.when(story.published or story.fetched, now, zone)]
    if minutes := reading_minutes(story):
        parts.append(_("{n} min read").format(n=minutes))
    # Room for language and marks, whether they are there or not: a mark is to move no line.
    *above, last = wrap(" · ".join(part for part in parts if part), width - _TAIL_WIDTH)
    yield from (_told("meta", line) for line in above)
    language: Spans = (("meta", " · "), language_span(story.language)) if story.language else ()
    set_marks = marks(starred=story.starred, read=story.read)
    spans = (("meta", last), *language, ("accent", f"  {set_marks}" if set_marks else ""))
    yield Line(tuple(Piece(ink, text, is_text=False) for ink, text in spans))
    if story.authors:
        byline = _("by {names}").format(names=", ".join(map(clean_line, story.authors)))
        yield from (_told("meta", line) for line in wrap(byline, width))
    for badge in _badges(story, words):
        yield from (_told("accent", line) for line in wrap(badge, width))


def _source(story: Story, words: Words) -> str:
    """Return the feed that brought the story, and the others that did."""
    _ = words
    source = clean_line(story.feed_title)
    if not story.also_in:
        return source
    others = ", ".join(map(clean_line, story.also_in))
    return _("{feed} (also in {others})").format(feed=source, others=others)


def _badges(story: Story, words: Words) -> Iterator[str]:
    """Yield what a reader should know of the text before reading it."""
    _ = words
    if story.changed:
        yield _("Changed since it first appeared")
    if story.ai_disclosed:
        notice = _("The page says that a machine wrote this: “{wording}”")
        yield notice.format(wording=clean_line(story.ai_wording or "…"))


def _notes(story: Story, words: Words, keys: Mapping[str, str]) -> Iterator[str]:
    """Yield what stands below the article: what is missing, and what was left out."""
    _ = words
    if story.article == "pending":
        yield _("The full text has not been fetched yet: {fetch_view} fetches it.").format(**keys)
    elif story.article == "failed":
        yield _(
            "The full text could not be had ({problem}): {open_browser} opens the page,"
            " {fetch_view} tries again."
        ).format(problem=clean_line(words.stored(story.article_error or "?")), **keys)
    elif not story.blocks:
        yield _("The feed gives only this title: {open_browser} opens the page.").format(**keys)
    for medium in media_of(story):
        attached = _("Attached: {medium}; {open_attachment} plays it.")
        yield attached.format(medium=label(medium, words), **keys)
    if removed := removed_line(story.removed, words):
        yield removed


def _block_lines(block: Block, column: Column, index: int) -> Iterator[Line]:
    match block:
        case Standfirst(text=text, spans=spans):
            yield from set_text(text, spans, Manner("standfirst"), column, index)
        case Heading(text=text, spans=spans):
            yield from set_text(text, spans, Manner("heading"), column, index)
        case Paragraph(text=text, spans=spans):
            yield from set_text(text, spans, _PLAIN, column, index)
        case Quote(text=text, spans=spans):
            yield from set_text(text, spans, _QUOTED, column, index)
        case ListItem(text=text, spans=spans):
            yield from set_text(text, spans, _as_item(block), column, index)
        case Preformatted(text=text):
            yield from _verbatim_lines(text, column.width, index)
        case Table(rows=rows):
            yield from _table_lines(rows, column, index)
        case Figure(caption=caption, credit=credit):
            picture = column.pictures.get(index, _NO_PICTURE)
            yield from (Line(block=index, row=row) for row in range(picture.lines))
            parts = [clean_line(part, 2_000) for part in (caption, credit) if part]
            if parts:
                yield from set_text(" — ".join(parts), (), Manner("caption"), column, index)
            for line in wrap(picture.note, column.width) if picture.note else ():
                yield _told("hint", line, index)
        case _:
            assert_never(block)


def _as_item(item: ListItem) -> Manner:
    indent = "  " * min(item.depth, 4)
    mark = f"{indent}•" if item.number is None else f"{indent}{item.number}."
    hang = len(mark) + 1
    first, others = (Piece("meta", text, is_text=False) for text in (f"{mark} ", " " * hang))
    return Manner("text", (first,), (others,), hang)


def _verbatim_lines(text: str, width: int, index: int) -> Iterator[Line]:
    at = 0
    for line in text.split("\n"):
        for piece in _cut(line, width - 2):
            yield Line((Piece("text", "  " + piece),), index, at)
        at += len(line) + 1


def _cut(line: str, width: int) -> Iterator[str]:
    """Yield a line of preformatted text in pieces that fit, its own blanks kept."""
    text = line.expandtabs(4)
    blanks = len(text) - len(text.lstrip(" "))
    room = max(1, width - blanks)
    for piece in wrap(clean_line(text, 2_000), room):
        yield " " * min(blanks, width - 1) + piece


def _table_lines(rows: Sequence[Sequence[str]], column: Column, index: int) -> Iterator[Line]:
    """Yield a table in columns; where they would be too narrow, one line after another a row."""
    width, at = column.width, 0
    cells = [[clean_line(cell) for cell in row] for row in rows if any(row)]
    count = max(map(len, cells), default=0)
    widths = _column_widths(cells, count, width - len(_GAP) * (count - 1))
    if not widths:
        for row in cells:
            for line in wrap(" · ".join(filter(None, row)), width):
                yield Line((Piece("text", line),), index, at)
            at += len(_BETWEEN_CELLS.join(row)) + 1
        return
    for number, row in enumerate(cells):
        ink = "text" if number or len(cells) == 1 else "heading"
        columns = [wrap(cell, w) for cell, w in zip(row, widths, strict=False)]
        for height in range(max(map(len, columns), default=0)):
            texts = (column[height] if height < len(column) else "" for column in columns)
            line = _GAP.join(pad(text, w) for text, w in zip(texts, widths, strict=False))
            yield Line((Piece(ink, line.rstrip()),), index, at)
        if number == 0 and len(cells) > 1:
            rule = "─" * (sum(widths) + len(_GAP) * (count - 1))
            yield Line((Piece("rule", rule, is_text=False),), index, at)
        at += len(_BETWEEN_CELLS.join(row)) + 1


def _column_widths(cells: Sequence[Sequence[str]], count: int, room: int) -> list[int]:
    """Return how wide each column is, the widest cut until all fit; [] where they do not."""
    if room < count:
        return []
    widths = [
        min(room, max((cell_len(row[i]) for row in cells if i < len(row)), default=0))
        for i in range(count)
    ]
    while sum(widths) > room:
        widest = max(range(count), key=widths.__getitem__)
        widths[widest] -= 1
        if widths[widest] < _NARROWEST_CELL:
            return []
    return widths
