"""What the full-text index marks of a story → a snippet as it is shown."""

import re
from typing import Final

OPENS, CLOSES = "\x02", "\x03"
"""Around a match; no stored text holds these."""
_MARKS: Final = (OPENS, CLOSES)
_AROUND: Final = f"…{OPENS}{CLOSES}"
_BLANKS = re.compile(r"\s+")
_LIGATURE = re.compile("[œŒæÆ]")
_LIGATURES: Final = {"oe": "œ", "ae": "æ"}
_PAIR = re.compile("oe|ae", re.IGNORECASE)


def pieces_of(marked: str) -> tuple[tuple[str, bool], ...]:
    """Return a snippet in pieces: text, and whether it is a match."""
    start, *rest = marked.split(OPENS)
    found = [(start, False)]
    for piece in rest:
        match, _, text = piece.partition(CLOSES)
        found += [(match, True), (text, False)]
    return tuple((_BLANKS.sub(" ", text), is_match) for text, is_match in found if text)


def with_ligatures(marked: str, whole: str) -> str:
    """Return a snippet with the œ and æ of the text it is from; the index has none."""
    if not _LIGATURE.search(whole):
        return marked
    plain = marked.strip(_AROUND).replace(OPENS, "").replace(CLOSES, "")
    pattern = _PAIR.sub(
        lambda pair: f"(?:{pair[0]}|{_LIGATURES[pair[0].lower()]})", re.escape(plain)
    )
    place = re.search(pattern, whole, re.IGNORECASE)
    if not place:
        return marked
    kept = []
    letters = iter(place[0])
    is_second = False  # the second letter of what one ligature stands for
    cut = len(marked) - len(marked.lstrip(_AROUND)), len(marked.rstrip(_AROUND))
    for number, character in enumerate(marked):
        if character in _MARKS or not cut[0] <= number < cut[1]:
            kept.append(character)
        elif is_second:
            is_second = False
        else:
            kept.append(next(letters))
            is_second = bool(_LIGATURE.match(kept[-1]))
    return "".join(kept)
