"""Lines of text as a newspaper sets them: where a line may break, and how wide it is.

Pure. Widths are terminal cells, so that Chinese, emoji and combining accents keep the margin.
Breaking follows French rules (no line begins with » or : and none ends with « or between a number
and its unit), which do English no harm.
"""

import re
from typing import Final

from rich.cells import cell_len, split_graphemes

from gazette.text import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

ELLIPSIS: Final = "…"
_JOINER: Final = "\u200d"
_AS_PLAIN_SPACE: Final = str.maketrans({NO_BREAK_SPACE: " ", NARROW_NO_BREAK_SPACE: " "})
# What may follow a number and belongs to it: signs, metric units, time, and words of magnitude.
_UNIT = (
    r"(?:[%‰°€$£¥]|[kKmcdhM]?[mgWsB]\b|[kMGT]?[oB]\b|[kmM]?[Ww]h\b|km/h|km²|m²|m³|ha\b|°C|min\b|h\b"
    r"|euros?\b|dollars?\b|livres?\b|pounds?\b|millions?\b|milliards?\b|billions?\b|trillions?\b"
    r"|ans?\b|years?\b|heures?\b|hours?\b|minutes?\b|secondes?\b|seconds?\b|jours?\b|days?\b"
    r"|hectares?\b|litres?\b|degrés?\b|degrees?\b|kilos?\b|points?\b|mètres?\b|metres?\b|kilomètres?\b|kilometres?\b|miles?\b|tonnes?\b|bn\b|mn\b|Md€|M€|\d{3}\b)"
)
_GLUE = re.compile(
    r"(?<=[«‹]) +"
    r"| +(?=[»›:;!?%‰])"
    rf"|(?<=\d) +(?={_UNIT})"
    r"|(?<=\bn°) +(?=\d)"
    r"|(?:(?<=\bM\.)|(?<=\bMM\.)|(?<=\bMme)|(?<=\bMlle)|(?<=\bMgr)|(?<=\bDr)) +(?=[A-ZÀ-Þ])"
    r"|(?<=^[—–]) +"
)
# A line may break at plain spaces, after a long dash, and after a hyphen between two long words
# ("peut-être" may be parted, "est-il" not).
_BREAKS = re.compile(r"( +)|(?<=[—–])(?=\w)|(?<=\w{3}-)(?=\w{3})")
_OPENING: Final = frozenset("「『（〈《【〔“‘([{«‹")
_CLOSING: Final = frozenset("、。，．・：；？！」』）〉》】〕”’)]}»›…ー%‰")


def glue(text: str) -> str:
    """Return `text` with no-break spaces where a line must not break."""
    return _GLUE.sub(NO_BREAK_SPACE, text)


def plain_spaces(text: str) -> str:
    """Return `text` with ordinary spaces: some terminal fonts lack the narrow no-break one."""
    return text.translate(_AS_PLAIN_SPACE)


def wrap(text: str, width: int, *, first_indent: int = 0) -> tuple[str, ...]:
    """Return the lines of `text`, each at most `width` cells; an empty text is one empty line.

    The first line is shorter by `first_indent`. A line break in `text` stays one. A word wider
    than the line is cut; a grapheme wider than the line is left out.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrapped(glue(part), max(1, width), 0 if lines else first_indent)
    return tuple(plain_spaces(line) for line in lines)


def fit(text: str, width: int) -> str:
    """Return `text` cut to at most `width` cells, with "…" where something was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    kept = _head(text, width - 1)[0].rstrip()
    # A stray joiner binds its neighbours, so that a whole may be wider than its parts.
    while kept and cell_len(kept + ELLIPSIS) > width:
        kept = kept[:-1]
    return kept + ELLIPSIS


def pad(text: str, width: int) -> str:
    """Return `text` cut or filled with blanks to exactly `width` cells."""
    # A joiner at the end would swallow the blank after it.
    text = fit(text, width).rstrip(_JOINER)
    return text + " " * (width - cell_len(text))


def _wrapped(text: str, width: int, first_indent: int) -> list[str]:
    lines: list[str] = []
    line, room = "", max(1, width - first_indent)
    for space, word in _words(text):
        if cell_len(line) + cell_len(space) + cell_len(word) <= room:
            line += (space if line else "") + word
            continue
        if line:
            lines.append(line)
            room = width
        while cell_len(word) > room:
            head, word = _head(word, room)
            if head:
                lines.append(head)
            room = width
        line = word
    return [*lines, line] if line or not lines else lines


def _words(text: str) -> list[tuple[str, str]]:
    """Return the unbreakable pieces of `text`, each with the blanks before it."""
    pieces: list[tuple[str, str]] = []
    start, space = 0, ""
    for match in _BREAKS.finditer(text):
        if match.start() > start:
            pieces += _parted_ideographs(space, text[start : match.start()])
        space = match.group(1) or ""
        start = match.end()
    return pieces + _parted_ideographs(space, text[start:]) if text[start:] else pieces


def _parted_ideographs(space: str, word: str) -> list[tuple[str, str]]:
    """Return `word`, parted between wide characters: Chinese and Japanese know no blanks."""
    if word.isascii() or cell_len(word) == len(word):
        return [(space, word)]
    spans, _ = split_graphemes(word)
    pieces: list[tuple[str, str]] = []
    current, was_wide = "", False
    for start, end, cells in spans:
        grapheme, is_wide = word[start:end], cells > 1
        may_break = (is_wide or was_wide) and grapheme[0] not in _CLOSING and current
        if (
            may_break
            and current[-1] not in _OPENING
            and NO_BREAK_SPACE not in current[-1] + grapheme
        ):
            pieces.append((space, current))
            current, space = "", ""
        current += grapheme
        was_wide = is_wide
    return [*pieces, (space, current)]


def _head(text: str, width: int) -> tuple[str, str]:
    """Return the graphemes of `text` that fit in `width` cells, and the rest.

    Where not even the first one fits it is dropped, so that whoever loops comes to an end.
    """
    spans, _ = split_graphemes(text)
    used = 0
    for start, end, cells in spans:
        if used + cells > width:
            return (text[:start], text[start:]) if start else ("", text[end:])
        used += cells
    return text, ""
