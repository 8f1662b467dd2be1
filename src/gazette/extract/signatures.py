"""The names that one line signs an article with: behind "Par", before a role, beside a date.

Where on the page such a line may stand is the business of `byline`.
"""

import re
from typing import Final

from gazette.extract.dates import MOMENT
from gazette.extract.names import is_agency, is_role, writes
from gazette.extract.persons import CAPITAL, NAMES, is_person
from gazette.text import fold

BY: Final = re.compile(
    r"(?:^|(?<=[\s|·•,–—-]))(?i:(?:posted |written |reported |story |(?:words|text|story)"
    r" (?:and|&) (?:pictures|photos|photographs|photography|images) |words |text )?by"
    r"|(?:(?:article |texte )?(?:écrite? |publiée? |rédigée? |signée? |proposée? )"
    r"|propos recueillis |recueillis? |textes?(?: et photos)? |un article de |une enquête de "
    r"|un reportage de )?(?:par|de)"
    r"|auteure?s?|author|textes?(?: et photos)?|words)(?:\s*:\s*|\s+)"
    rf"({NAMES})"
)
# From where somebody writes: "in Leeds", "à Bruxelles", "at the Royal Court".
_FROM: Final = (
    r"(?:,?\s+(?:in|at|from|à|au|aux|en|depuis)\s+(?:l[ae]s?\s|the\s|[ld][’'])?"
    rf"{CAPITAL}(?:,?\s+(?:(?:and|et|de|du|des|of|la)\s+)?{CAPITAL}){{0,3}})"
)
_PLACE: Final = re.compile(_FROM)
_WORK: Final = (
    r"correspondante?s?(?:\s+permanente?s?)?|envoyée?s?\s+spéciale?s?|journalistes?|correspondents?"
    r"|reporters?"
)
# Lines that are this and nothing else: "By A in Leeds", "De notre correspondante à Bruxelles, A",
# "A, envoyée spéciale à Kiev", "A (avec AFP)".
_WHOLE: Final = (
    re.compile(rf"(?i:(?:par|by)\s*:?)\s+({NAMES}){_FROM}"),
    re.compile(
        r"(?i:(?:d[e’']\s*|from\s+)?(?:notre|nos|our)\s+(?:(?:own|special|foreign)\s+)?"
        rf"(?:{_WORK})){_FROM}?(?:\s*[,:–—-]\s*|\s+)({NAMES})"
    ),
    re.compile(
        rf"({NAMES})(?:,\s*|\s+[-–—|]\s+|\s*\()(?i:(?:(?:notre|our|[a-z]+)\s+)?(?:{_WORK})"
        rf"|staff writer){_FROM}?\)?"
    ),
    re.compile(
        rf"({NAMES})\s*[,(]?\s*(?i:avec|with)\s+(?i:the\s+|les\s+|l[’'])?(?:agences|agencies|AFP"
        r"|Reuters|AP|Associated Press|Agence France-Presse|Belga|ATS|Keystone-ATS|PA|Bloomberg"
        r"|La Presse canadienne|The Canadian Press)(?:(?:\s*[,/&]\s*|\s+(?:et|and)\s+)\w+)?\)?"
    ),
)
# "A, à Bruxelles" is no more than that; "A à Bruxelles" may be a caption.
_WHOLE_FROM: Final = re.compile(rf"({NAMES})(?=,){_FROM}")
_WHOLE_ROLE: Final = re.compile(rf"({NAMES})(?:,\s*|\s+[-–—|]\s+|\s*\()([^()|]{{6,60}}?)\)?")
_INITIALS: Final = re.compile(
    r"[(\[—–-]?\s?(?:(?:[A-ZÀ-Ý]\.[ -]?){2,4}|[A-ZÀ-Ý][a-zà-ÿ’]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)? [A-ZÀ-Ý]\."
    r"|[A-ZÀ-Ý]\. ?[A-ZÀ-Ý][\w’-]{2,})[)\]]?"
)
_GLUED: Final = re.compile(r"(?<=[a-zà-ÿ])(?=\d{1,2}[ /.])")
"""Where a date has no space before it, as in two cells of a row."""
_WHOLE_CHARS: Final = 120
_SIGNED: Final = re.compile(rf"[—–-]\s*({NAMES})\.?")
# What else a by-line is made of, in folded text.
_WORDS_BESIDE: Final = (
    "publie publiee publies mis a jour mise en ligne modifie modifiee cree ecrit poste redige"
    " actualise paru parue published updated posted modified created first last on le la at et and"
    " il y ago maj date article temps de lecture reading time read minutes? mins? mn heures?"
    " hours? jours? days? hier yesterday today in pour for with avec afp reuters ap redaction"
    " journaliste correspondante? staff writers? reporters? correspondents? editors? senior by par"
)
_BESIDE: Final = re.compile(
    rf"\b(?:{_WORDS_BESIDE.replace(' ', '|')})\b"
    r"|\d{1,2}\s*(?:h|:)\s*\d\d|\d{1,2}\s*(?:min|mn|h|am|pm)\b|\b\d{1,2}\b"
)
DIGIT: Final = re.compile(r"\d")
_PARTS: Final = re.compile(r"\s*[|·•,]\s*|\s+[-–—/]\s+|\s*[()]\s*")
_JOINED: Final = re.compile(r"\s+(?:et|and|&)\s+")
# What may stand between a name and a date that no sign parts: "Ada Quill le 3 mai".
_LEADING: Final = frozenset("publie published updated posted maj".split())


def names_of_whole(text: str) -> str:
    """Return the names of a line that says who wrote from where, or with which agency."""
    if len(text) > _WHOLE_CHARS:
        return ""
    found = next(filter(None, (form.fullmatch(text) for form in _WHOLE)), None)
    return found[1] if found and _are_persons(found[1]) else ""


def names_beside_text(text: str) -> str:
    """Return the names of a line that, at either end of a text, says who wrote it as what.

    "A, à Bruxelles" and "A, deputy editor" amid it may be somebody of whom it tells.
    """
    if names := names_of_whole(text):
        return names
    if len(text) > _WHOLE_CHARS:
        return ""
    found = _WHOLE_FROM.fullmatch(text)
    if found is None and (found := _WHOLE_ROLE.fullmatch(text)) and not writes(found[2]):
        return ""
    return found[1] if found and _are_persons(found[1]) else ""


def is_initials(text: str) -> bool:
    """Return whether a text is a name that is not written out: "L. M.", "Lou M.", "L. Marin"."""
    return "." in text and _INITIALS.fullmatch(text) is not None


def lone_names(text: str) -> tuple[str, ...]:
    """Return the names of a line that is nothing but names of persons."""
    names = tuple(name for part in text.split(",") for name in _JOINED.split(part.strip()))
    return names if all(map(is_person, names)) else ()


def signed_below(text: str) -> str:
    """Return the names of a line that is a dash and names."""
    found = _SIGNED.fullmatch(text) if len(text) <= _WHOLE_CHARS else None
    return found[1] if found and _are_persons(found[1]) else ""


def bare_names(text: str) -> tuple[str, bool]:
    """Return the names that a line has beside dates and roles alone, and whether it has a date."""
    undated, dates = _undated(_GLUED.sub(" ", text))
    is_dated = dates > 0
    names: list[str] = []
    for part in _PARTS.split(undated):
        name, rest = _without_leading(part.strip(" -–—/:"))
        is_dated = is_dated or DIGIT.search(rest) is not None
        if _are_persons(name) or (names and is_agency(name)):
            names.append(name)
        elif name and not (is_beside(part) or (names and (is_role(name) or is_role(part)))):
            return "", False
    return ", ".join(names), is_dated


def is_work(text: str) -> bool:
    """Return whether a text behind a name says no more than when, from where or as what."""
    text = text.strip(" |·•,–—-")
    return is_beside(text) or is_role(text) or _PLACE.fullmatch(f" {text}") is not None


def is_beside(text: str) -> bool:
    """Return whether a text has nothing but dates and the words that go with them."""
    plain = fold(text)
    if DIGIT.search(plain):
        plain = MOMENT.sub(" ", plain)
    return not any(map(str.isalnum, _BESIDE.sub(" ", plain)))


def _undated(text: str) -> tuple[str, int]:
    """Return a line with a sign in the place of each date, and how many there were."""
    plain = fold(text) if DIGIT.search(text) else ""
    if len(plain) != len(text):
        return text, 0
    pieces, last = [], 0
    for found in MOMENT.finditer(plain):
        pieces.append(text[last : found.start()])
        last = found.end()
    return " | ".join([*pieces, text[last:]]), len(pieces)


def _without_leading(part: str) -> tuple[str, str]:
    """Return a part without the words that lead to a date or say how long ago, and these."""
    words = part.split()
    last = len(words)
    while last and _is_leading(words[last - 1]):
        last -= 1
    return " ".join(words[:last]), " ".join(words[last:])


def _is_leading(word: str) -> bool:
    plain = fold(word).strip(":.")
    # Day and Page are names of people.
    is_plain = word.islower() or word.isdigit()
    return plain in _LEADING or (is_plain and _BESIDE.fullmatch(plain) is not None)


def _are_persons(written: str) -> bool:
    return bool(lone_names(written))
