"""A story's row in the list: its headline, and who says so when.

Pure. Beside an article a story has two lines; in a narrow terminal that shows one pane at a time
it has one. Which width belongs to which form is for the list to say.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from msgspec import Struct
from rich.cells import cell_len

from gazette.i18n import Words
from gazette.model import StoryRow
from gazette.text import clean_line
from gazette.tui.render import (
    STAR_MARK,
    TEXT_WIDTH,
    UNREAD_MARK,
    Spans,
    cells_of,
    language_span,
)
from gazette.tui.typography import fit, glue, pad, wrap

Snippet = tuple[tuple[str, bool], ...]
"""A few words of a story in pieces: text, and whether it is what was sought."""

MARK_WIDTH: Final = 3
"""Cells that the marks take at the beginning of a row."""
_INDENT: Final = " " * MARK_WIDTH
_SHORTEST_TAIL: Final = 14
"""Cells that a title keeps on its second line, however long the name of its source is."""
_SOURCE_WIDTH: Final = 14
_SOURCE_FROM: Final = 56
"""Columns from which a row of one line names its source: below, its title would be cut to 25."""
_TIME_FROM: Final = 40
_TAGS_WIDTH: Final = 14
_EMPTY_MARGIN: Final = 2
_LEAST_RULE: Final = 8
"""Cells of the rule behind the name of a feed, with the blanks around that."""


class Setting(Struct, frozen=True):
    """What a row needs to know beside its story."""

    words: Words
    now: datetime
    zone: tzinfo
    width: int
    is_by_feed: bool = False
    """Feeds stand above the rows that are of them, instead of days."""


def two_lines(row: StoryRow, setting: Setting) -> tuple[Spans, Spans]:
    """Return a story as two lines of at most `width` cells, the first column a mark."""
    ink = "read" if row.read else "unread"
    title_width = setting.width - len(_INDENT) - 1
    first, *others = wrap(_title(row), title_width)
    age = _age(row, setting)
    room = title_width - (_SHORTEST_TAIL if others else 0)
    source = _source(row, room, age, is_named=not setting.is_by_feed)
    if not others:
        return (_mark(row), (ink, first)), (("text", _INDENT), *source)
    room = title_width - cells_of(source) - 1
    tail = fit(glue(" ".join(others)), room)
    return (_mark(row), (ink, first)), (
        ("text", _INDENT),
        (ink, tail),
        ("text", " " * (room + 1 - cell_len(tail))),
        *source,
    )


def one_line(row: StoryRow, setting: Setting) -> Spans:
    """Return a story as one line of `width` cells: marks, time, language, title, source.

    Where there is little room, the source goes first, then the time.
    """
    ink = "read" if row.read else "unread"
    language = language_span(row.language)
    source_width = _source_width(setting.width)
    spans = [_mark(row)]
    if setting.width >= _TIME_FROM:
        when = setting.words.column_time(row.moment, setting.now, setting.zone)
        column = setting.words.column_width()
        spans.append(("meta", " " * max(0, column - cell_len(when)) + when + " "))
    spans.append((language[0], pad(language[1], 2) + " "))
    room = setting.width - cells_of(tuple(spans)) - source_width - 1
    spans.append((ink, pad(_title(row), room) if room > 0 else ""))
    if source_width:
        spans.append(("meta", " " + _source_name(row, source_width - 1)))
    return tuple(spans)


def _source_width(width: int) -> int:
    """Return how many cells the source takes at the end of a line, with the blank before it."""
    if width < _SOURCE_FROM:
        return 0
    return 1 + max(_SOURCE_WIDTH, width // 6)


def snippet_line(snippet: Snippet, width: int) -> Spans:
    """Return why a story was found: a few words, in which the first match is in sight."""
    room = width - len(_INDENT) - 1
    spans: list[tuple[str, str]] = [("text", _INDENT)]
    for piece, is_match in _beginning_near_match(snippet, room):
        shown = fit(piece, room)
        spans.append(("accent" if is_match else "meta", shown))
        room -= cell_len(shown)
    return tuple(spans)


def _beginning_near_match(snippet: Snippet, room: int) -> Snippet:
    """Return a snippet without what stands too far ahead of its first match."""
    if not snippet or snippet[0][1]:
        return snippet
    (ahead, _), *rest = snippet
    match = cell_len(rest[0][0]) if rest else 0
    if cell_len(ahead) + match <= room:
        return snippet
    words = ahead.rstrip().split(" ")
    kept: list[str] = []
    while words and cell_len(" ".join((words[-1], *kept))) < (room - match) // 2:
        kept.insert(0, words.pop())
    gap = " " if ahead.endswith(" ") else ""
    return ((f"… {' '.join(kept)}{gap}" if kept else "… ", False), *rest)


def row_line(row: StoryRow, setting: Setting, *, height: int, part: int, found: Snippet) -> Spans:
    """Return a line of a row of so many lines, counted from 0; `found` is what a search shows."""
    if height == 1:
        return one_line(row, setting)
    return snippet_line(found, setting.width) if part == 2 else two_lines(row, setting)[part]


def section_rule(section: datetime | str, setting: Setting) -> Spans:
    """Return the line that parts days, or feeds: a word and a thin rule."""
    if isinstance(section, str):
        word = fit(clean_line(section), max(0, setting.width - _LEAST_RULE))
    else:
        word = setting.words.day(section, setting.now, setting.zone)
    return (("meta", f" {word} "), ("rule", "─" * max(0, setting.width - cell_len(word) - 2)))


def empty_lines(sentences: Sequence[str], width: int, height: int) -> tuple[Spans, ...]:
    """Return the lines of an empty list, in its middle and a third down: what is so, what to do."""
    told = [
        ("meta" if number else "heading", line)
        for number, sentence in enumerate(sentences)
        for line in wrap(sentence, min(width - 2 * _EMPTY_MARGIN, TEXT_WIDTH))
    ]
    above = max(0, min(height // 3, height - len(told)))
    centred = [(("text", " " * ((width - cell_len(t)) // 2)), (ink, t)) for ink, t in told]
    return (*(() for _ in range(above)), *centred)


def _age(row: StoryRow, setting: Setting) -> str:
    """Return a story's tags, and how old it is.

    That is the hour before today, because the rule above names the day.
    """
    when = _when(row, setting)
    if not row.tags:
        return when
    tags = fit(", ".join(clean_line(tag) for tag in row.tags), _TAGS_WIDTH)
    return f"{tags} · {when}"


def _when(row: StoryRow, setting: Setting) -> str:
    words, now, zone = setting.words, setting.now, setting.zone
    if not setting.is_by_feed and row.moment.astimezone(zone).date() < now.astimezone(zone).date():
        return words.clock_time(row.moment, zone)
    return words.age(row.moment, now, zone)


def _title(row: StoryRow) -> str:
    return clean_line(row.title) or "—"


def _mark(row: StoryRow) -> tuple[str, str]:
    marks = ("" if row.read else UNREAD_MARK) + (STAR_MARK if row.starred else "")
    # One mark stands in the middle of its column, two of them before the blank.
    return (
        "accent" if marks else "text",
        f"{marks:^{MARK_WIDTH}}" if len(marks) < 2 else f"{marks} ",
    )


def _source_name(row: StoryRow, width: int) -> str:
    """Return the feed's name in at most `width` cells, and how many other feeds have the story."""
    others = f" {told}" if (told := _others(row)) else ""
    name = fit(clean_line(row.feed_title), width - cell_len(others))
    return fit(name + others, width)


def _others(row: StoryRow) -> str:
    return f"+{len(row.also_in)}" if row.also_in else ""


def _source(row: StoryRow, width: int, age: str, *, is_named: bool) -> Spans:
    """Return language, source and age in at most `width` cells; the source is what gives way."""
    language = language_span(row.language)
    room = width - cell_len(age) - cell_len(language[1]) - 4
    name = _source_name(row, room) if is_named else _others(row)
    told = f"{name} · {age}" if name else age
    return (language, ("meta", f" {told}")) if language[1] else (("meta", told),)
