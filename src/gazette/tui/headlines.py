"""A story's row in the list: its headline, and who says so when.

Pure. Beside an article a story has two lines; in a narrow terminal that shows one pane at a time
it has one. Which width belongs to which form is for the list to say.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from rich.cells import cell_len

from gazette.i18n import Words
from gazette.model import StoryRow
from gazette.text import clean_line
from gazette.tui.render import STAR_MARK, UNREAD_MARK, Spans, cells_of, language_span
from gazette.tui.typography import fit, glue, pad, wrap

Snippet = tuple[tuple[str, bool], ...]
"""A few words of a story in pieces: text, and whether it is what was sought."""

_INDENT: Final = "   "
_SHORTEST_TAIL: Final = 14
"""Cells that a title keeps on its second line, however long the name of its source is."""
_SOURCE_WIDTH: Final = 14
_TAGS_WIDTH: Final = 14


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row needs to know beside its story."""

    words: Words
    now: datetime
    zone: tzinfo
    width: int


def two_lines(row: StoryRow, setting: Setting) -> tuple[Spans, Spans]:
    """Return a story as two lines of at most `width` cells, the first column a mark."""
    ink = "read" if row.read else "unread"
    title_width = setting.width - len(_INDENT) - 1
    first, *others = wrap(_title(row), title_width)
    age = _age(row, setting)
    source = _source(row, title_width - (_SHORTEST_TAIL if others else 0), age)
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
    """Return a story as one line of `width` cells: mark, time, language, title, source."""
    ink = "read" if row.read else "unread"
    when = setting.words.column_time(row.moment, setting.now, setting.zone)
    language = language_span(row.language)
    column = setting.words.column_width()
    room = setting.width - len(_INDENT) - column - 6 - _SOURCE_WIDTH
    return (
        _mark(row),
        ("meta", " " * max(0, column - cell_len(when)) + when + " "),
        (language[0], pad(language[1], 2) + " "),
        (ink, pad(_title(row), room)),
        ("meta", " " + fit(clean_line(row.feed_title), _SOURCE_WIDTH)),
    )


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


def day_rule(moment: datetime, setting: Setting) -> Spans:
    """Return the line that parts the days: a word and a thin rule."""
    word = setting.words.day(moment, setting.now, setting.zone)
    return (("meta", f" {word} "), ("rule", "─" * max(0, setting.width - cell_len(word) - 2)))


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
    if row.moment.astimezone(zone).date() < now.astimezone(zone).date():
        return words.clock_time(row.moment, zone)
    return words.age(row.moment, now, zone)


def _title(row: StoryRow) -> str:
    return clean_line(row.title) or "—"


def _mark(row: StoryRow) -> tuple[str, str]:
    if row.starred:
        return ("accent", f" {STAR_MARK} ")
    return ("accent", f" {UNREAD_MARK} ") if not row.read else ("text", _INDENT)


def _source(row: StoryRow, width: int, age: str) -> Spans:
    """Return language, source and age in at most `width` cells; the source is what gives way."""
    language = language_span(row.language)
    name = fit(clean_line(row.feed_title), width - cell_len(age) - cell_len(language[1]) - 4)
    told = f"{name} · {age}" if name else age
    return (language, ("meta", f" {told}")) if language[1] else (("meta", told),)
