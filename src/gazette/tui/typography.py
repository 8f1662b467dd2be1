"""Lines of text as a newspaper sets them: where a line may break, and how wide it is.

Pure. Widths are terminal cells, so that Chinese, emoji and combining accents keep the margin.
Breaking follows French rules (no line begins with » or : and none ends with « or between a number
and its unit), which do English no harm.
"""

import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, split_graphemes

from gazette.text import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

ELLIPSIS: Final = "…"
Place = tuple[int, int]
"""Where in a text something begins and ends."""
_JOINER: Final = "\u200d"
_AS_PLAIN_SPACE: Final = str.maketrans({NO_BREAK_SPACE: " ", NARROW_NO_BREAK_SPACE: " "})
# What may follow a number and belongs to it: signs, metric units, time, and words of magnitude.
_UNIT = (
    r"(?:[%‰°€$£¥]|[kKmcdhM]?[mgWsB]\b|[kMGT]?[oB]\b|[kmM]?[Ww]h\b|km/h|km²|m²|m³|ha\b|°C|min\b|h\b"
    r"|euros?\b|dollars?\b|livres?\b|pounds?\b|millions?\b|milliards?\b|billions?\b|trillions?\b"
    r"|ans?\b|years?\b|heures?\b|hours?\b|minutes?\b|secondes?\b|seconds?\b|jours?\b|days?\b"
    r"|hectares?\b|litres?\b|degrés?\b|degrees?\b|kilos?\b|points?\b|mètres?\b|metres?\b|kilomètres?\b|kilometres?\b|miles?\b|tonnes?\b|bn\b|mn\b|Md€|M€|\d{3}\b)"
)
_MONTH = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# Every alternative begins behind a blank, so that the search goes from one blank to the next:
# a third of the time that it takes from letter to letter.
_GLUE = re.compile(
    " (?:"
    r"(?<=[«‹] )"
    r"|(?=[»›:;!?%‰])"
    rf"|(?<=\d )(?={_UNIT})"
    rf"|(?:(?<=\b\d )|(?<=\b\d\d )|(?<=\b1er ))(?={_MONTH})"
    rf"|(?<=\d[ {NO_BREAK_SPACE}{NARROW_NO_BREAK_SPACE}]h )(?=\d\d\b)"
    r"|(?<=\bn° )(?=\d)"
    r"|(?:(?<=\bM\. )|(?<=\bMM\. )|(?<=\bMme )|(?<=\bMlle )|(?<=\bMgr )|(?<=\bDr ))(?=[A-ZÀ-Þ])"
    r"|(?<=^[—–] )"
    ")"
)
_BLANKS_TOGETHER = re.compile(" {2,}")
# A line may break at plain spaces, after a long dash, and after a hyphen between two long words
# ("peut-être" may be parted, "est-il" not).
_BREAKS = re.compile(r"( +)|[—–](?=\w)|(?<=\w{3})-(?=\w{3})")
_NUMBER_AND_WORD = re.compile(r"(?<=\d) +(?=[^\W\d])")
_BLANKS: Final = f" {NO_BREAK_SPACE}"
_OPENING: Final = f"「『（〈《【〔“‘([{{«‹ {NO_BREAK_SPACE}{NARROW_NO_BREAK_SPACE}"
_NO_BREAK_AFTER: Final = frozenset("「『（〈《【〔“‘([{«‹" + _BLANKS)
_NO_BREAK_BEFORE: Final = frozenset("、。，．・：；？！」』）〉》】〕”’)]}»›…ー%‰" + _BLANKS)
# What French and English are written in: known to take one cell a character, without a look at
# each of them.
_ONE_CELL_EACH = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205e\u20ac]*")


def glue(text: str) -> str:
    """Return `text` with no-break spaces where a line must not break, and single blanks."""
    return _GLUE.sub(NO_BREAK_SPACE, _BLANKS_TOGETHER.sub(" ", text))


def plain_spaces(text: str) -> str:
    """Return `text` with ordinary spaces: some terminal fonts lack the narrow no-break one."""
    return text.translate(_AS_PLAIN_SPACE)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return the lines of `text`, each at most `width` cells; an empty text is one empty line.

    A line break in `text` stays one. A word wider than the line is cut; a grapheme wider than the
    line is left out. Takes time in proportion to the text, also where that has no blank.
    """
    glued, places = broken(text, width)
    return tuple(plain_spaces(glued[begin:end]) for begin, end in places)


def broken(text: str, width: int) -> tuple[str, list[Place]]:
    """Return `text` with no-break spaces, and where in that each of its lines begins and ends.

    Text in which no two spaces stand side by side keeps its length.
    """
    parts = [glue(part) for part in text.split("\n")]
    places: list[Place] = []
    start = 0
    for part in parts:
        inner = part.lstrip(" ")
        begin = start + len(part) - len(inner)
        places += [(begin + a, begin + b) for a, b in _wrapped(inner.rstrip(" "), max(1, width))]
        start += len(part) + 1
    return "\n".join(parts), places


def fit(text: str, width: int) -> str:
    """Return `text` cut to at most `width` cells, with "…" where something was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    cells, _ = _measured(text)
    # A mark that opens would be left without what it opens.
    return text[: _reach(cells, 0, width - 1)].rstrip(_OPENING) + ELLIPSIS


def fit_middle(text: str, width: int) -> str:
    """Return `text` cut in its middle to at most `width` cells: both ends of an address tell."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    cells, _ = _measured(text)
    room = width - 1
    end = next(place for place, used in enumerate(cells) if used >= cells[-1] - room // 2)
    return text[: _reach(cells, 0, room - room // 2)] + ELLIPSIS + text[end:]


def bind_numbers(text: str) -> str:
    """Return `text` with each number bound to the word that it counts."""
    return _NUMBER_AND_WORD.sub(NO_BREAK_SPACE, text)


def pad(text: str, width: int) -> str:
    """Return `text` cut or filled with blanks to exactly `width` cells."""
    # A joiner at the end would swallow the blank after it.
    text = fit(text, width).rstrip(_JOINER)
    return text + " " * (width - cell_len(text))


def _wrapped(text: str, width: int) -> list[Place]:
    cells, ideographs = _measured(text)
    lines: list[Place] = []
    # Where the line begins, the last place where it may end, and where the next would begin.
    begin = end = resume = 0
    for stop, go_on in (*_breaks(text, cells, ideographs), (len(text), len(text))):
        if cells[stop] - cells[begin] > width and end > begin:
            lines.append((begin, end))
            begin = resume
        while cells[stop] - cells[begin] > width:
            cut = _reach(cells, begin, width)
            if cut > begin:
                lines.append((begin, cut))
            begin = cut if cut > begin else _next_grapheme(cells, begin)
        end, resume = stop, go_on
    return [*lines, (begin, len(text))] if begin < len(text) or not lines else lines


def _measured(text: str) -> tuple[Sequence[int], list[int]]:
    """Return how many cells stand before each place of `text`, and where ideographs may part.

    The places are those of the characters and the end; inside a grapheme there are -1 cells.
    """
    if _ONE_CELL_EACH.fullmatch(text):
        return range(len(text) + 1), []
    cells = [-1] * (len(text) + 1)
    cells[0] = used = 0
    ideographs: list[int] = []
    was_wide = False
    # A letter before the text: a joiner at its beginning then counts as `cell_len` counts it.
    for start, _, width in split_graphemes("x" + text)[0][1:]:
        place = start - 1
        is_wide = width > 1
        if (is_wide or was_wide) and place and _may_part(text[place - 1], text[place]):
            ideographs.append(place)
        cells[place] = used
        used += width
        was_wide = is_wide
    cells[len(text)] = used
    return cells, ideographs


def _may_part(before: str, after: str) -> bool:
    """Say whether a line may end between two characters of which one is wide."""
    return before not in _NO_BREAK_AFTER and after not in _NO_BREAK_BEFORE


def _breaks(text: str, cells: Sequence[int], ideographs: list[int]) -> list[tuple[int, int]]:
    """Return where a line may end and where the next one then begins, from left to right."""
    # A dash and a hyphen stay on the line that they end.
    found = [m.span() if m[1] else (m.end(), m.end()) for m in _BREAKS.finditer(text)]
    if ideographs:  # Chinese and Japanese know no blanks
        found = sorted([*found, *((place, place) for place in ideographs)])
    return [(stop, go_on) for stop, go_on in found if cells[stop] >= 0 <= cells[go_on]]


def _reach(cells: Sequence[int], begin: int, width: int) -> int:
    """Return the last place that a line of `width` cells reaches; `begin` where nothing fits."""
    reached = begin
    for place in range(begin + 1, len(cells)):
        if cells[place] - cells[begin] > width:
            break
        if cells[place] >= 0:
            reached = place
    return reached


def _next_grapheme(cells: Sequence[int], place: int) -> int:
    return next(after for after in range(place + 1, len(cells)) if cells[after] >= 0)
