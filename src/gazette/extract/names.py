"""What a page writes as its author → single names, without label, role, address or house.

Metadata and by-lines in the text both pass here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from typing import Final

from gazette.text import AUTHOR_LIMIT, clean_line, fold

NAMES_MOST: Final = 20
"""More are no by-line."""
_WRITTEN_CHARS: Final = 500
_WORDS_MOST: Final = 7
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_WRITTEN: Final = re.compile(r"(?<!\w)(?:textes?|text|words|récit)\b", re.I)
_ADDRESS: Final = re.compile(r"\S*(?:://|@|\bwww\.)\S*")
_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LABEL: Final = re.compile(
    r"^(?:(?:(?:publiée?|écrite?|rédigée?|postée?|réalisée?|signée?|proposée?|propos recueillis"
    r"|textes?|un (?:article|texte|récit|reportage)|une enquête|posted|written|reported|published"
    r"|story|words|text|analysis|created)\s+)?(?:by|par)\b\s*:?"
    r"|(?:auteure?s?|authors?|textes?|text|words|rédaction|journalistes?|reporters?|de|from)\s*:"
    r"|(?:textes? et photos?|(?:text|words) (?:and|&) (?:photos|pictures|images))\s*(?::|by\b|de\b)"
    r"|(?:auteure?|author|textes?)\s"
    r"|(?:de )?(?:notre|nos) (?:correspondante?s?|envoyée?s? spéciale?s?)\b[^,:]*[,:])\s*",
    re.I,
)
_AROUND: Final = ' \u00a0\u202f.:-–—<>"*_'
_AND: Final = re.compile(r"(\s*[,;/|&•·]\s*|\s+[-–—]\s+|\s+(?:and|et|und|y)\s+)", re.I)
_JOINS: Final = re.compile(r"\s*&\s*|\s+\w+\s+")
"""What stands between two who wrote together; behind a comma may be the house of the first."""
_PICTURES: Final = re.compile(
    r"(?<!\bet )(?<!\band )(?<![&+] )(?<!\w)(?:photos?|photograph(?:s|y|ies?)|images?|pictures?"
    r"|illustrations?|vid[ée]os?|dessins?)\s*(?::|(?:par|by|de)\b).*",
    re.I | re.S,
)
_PICTURED: Final = re.compile(
    r"(?:^|[,;/|&]|\b(?:et|and)\b)[^,;/|&()]{3,60}\((?:photos?|images?|illustrations?|pictures?|dessins?"
    r"|vid[ée]os?)\)",
    re.I,
)
_PICTURE_LETTERS: Final = re.compile(r"phot|imag|pict|illus|vid|dessin", re.I)
_WITH: Final = re.compile(r"(?:^|[\s,(]+)(?:avec|with)\s+(?:(?:the|l[’']|les)\s?)?", re.I)
# Where they write from or for: "Ada Quill in Brussels", "Jeanne Morvan, pour Le Courrier".
_PLACE: Final = re.compile(r"^(\S+ \S.*?)\s+(?:in|à|at|en|[Ff]or|[Pp]our)\s+(?=[A-ZÀ-Þ]).*")
_ROLES: Final = frozenset(
    "journaliste journalist reporter reporters correspondent correspondant correspondante editor"
    " writer columnist contributor producer critic chroniqueur chroniqueuse editorialiste redacteur"
    " redactrice photographe photographer photojournalist author auteur auteure blogger blogueur"
    " pigiste stagiaire anchor analyst".split()
)
_WRITERS: Final = _ROLES - frozenset(
    "photographe photographer photojournalist author auteur auteure blogger blogueur producer"
    " critic contributor anchor analyst stagiaire".split()
)
_KINDS_OF_ROLES: Final = frozenset(
    "senior chief staff political health business economics science technology sports sport arts"
    " culture foreign world national local crime education environment climate deputy associate"
    " assistant managing executive contributing special investigative guest freelance city news"
    " features digital video data diplomatic security affairs legal transport grand".split()
)
# What a part of a by-line after a name begins with that is no name.
_NO_NAME: Final = frozenset(
    "senior staff professor lecturer phd md fellow director head founder ceo president university"
    " universite institut institute school college center centre department our notre envoye"
    " envoyee journaliste correspondant correspondante redacteur redactrice chef professeur"
    " professeure chercheur chercheuse maitre directeur directrice service services grand"
    " chroniqueur editorialiste economiste updated published publie mis le the photo photos"
    " photographies illustration video jr sr iii".split()
)
_PARTICLES: Final = frozenset(
    "de d du des la le van von der den di da dos el al bin ibn ter".split()
)
_NOBODY: Final = frozenset(
    "admin administrator administrateur webmaster root user author auteur unknown anonymous null"
    " none undefined nan na test guest editor wordpress wpadmin siteadmin true false".split()
)
_AGENCIES: Final = frozenset(
    "afp agencefrancepresse reuters ap associatedpress theassociatedpress belga ats keystoneats dpa"
    " efe ansa pa pamedia upi lapressecanadienne presscanadienne thecanadianpress bloomberg".split()
)
# Words of a newspaper or another house, in folded text, that are next to nobody's name.
_HOUSE_WORDS: Final = frozenset(
    "presse press journal journaux gazette tribune herald times news newspapers magazine media"
    " medias radio television tv agence agency courrier depeche quotidien hebdo hebdomadaire revue"
    " observer chronicle examiner inquirer gazetteer newsroom publications editions fondation"
    " foundation association service services initiative".split()
)
_ARTICLES: Final = frozenset("le la les the l".split())
_LEAST_HOUSE: Final = 6
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_STAFF: Final = re.compile(r"\b(?:staff|redaction|newsroom|editorial)\b")
_VOWEL: Final = re.compile(r"[aeiouy]")


def letters(text: str) -> str:
    """Return what two spellings of a name share: its letters and figures, folded."""
    plain = text.lower() if text.isascii() else fold(text)
    return plain if plain.isalnum() else _NO_LETTERS.sub("", plain)


def author_names(written: Iterable[str], houses: Collection[str] = ()) -> tuple[str, ...]:
    """Return single names from by-lines such as "By A, B and C".

    `houses` are the `letters` of what the publisher may call itself: it is not the author of what
    it publishes. An agency is, in its own house too.
    """
    names: dict[str, str] = {}
    for text in written:
        for name in _parts(text, houses):
            names.setdefault(letters(name), name)
        if len(names) >= NAMES_MOST:
            break
    return tuple(names.values())[:NAMES_MOST]


def _parts(text: str, houses: Collection[str]) -> Iterator[str]:
    plain = _plain(text)
    if not plain:
        return
    head, *tails = _WITH.split(plain, maxsplit=1)
    found = list(_people(head, houses))
    if not found and tails:
        found = list(_people(tails[0], houses))
    if not found and _STAFF.search(fold(plain)) and len(plain.split()) <= _WORDS_MOST:
        found = [plain] if letters(plain) not in houses else []
    yield from found


def _plain(text: str) -> str:
    """Return what is written without markup, addresses, brackets and labels."""
    text = text[: _WRITTEN_CHARS * 4]
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "@" in text or "//" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    text = without_pictures(clean_line(text, _WRITTEN_CHARS))
    if "(" in text or "[" in text:
        text = _BRACKETS.sub("", text).strip() or text.strip("()[] ")
    return _LABEL.sub("", _LABEL.sub("", text))


def without_pictures(text: str) -> str:
    """Return a by-line without who took or drew the pictures, before the text or after it."""
    if not _PICTURE_LETTERS.search(text):
        return text
    if "(" in text:
        text = _PICTURED.sub("", text).strip()
    found = _PICTURES.search(text)
    if not found:
        return text
    if before := text[: found.start()].rstrip(" ,;|/·•–—-("):
        return before
    written = _WRITTEN.search(text)
    return text[written.start() :] if written else ""


def _people(text: str, houses: Collection[str]) -> Iterator[str]:
    pieces = _AND.split(text)
    for place, part in enumerate(pieces[::2]):
        name = _LABEL.sub("", part.strip(_AROUND + "'")) if place else part.strip(_AROUND)
        if place and not _JOINS.fullmatch(pieces[2 * place - 1]) and _is_house(name, houses):
            continue
        name = _without_role(name, is_first=place == 0)
        key = letters(name)
        if not 1 < len(name) <= AUTHOR_LIMIT or len(name.split()) > _WORDS_MOST or key.isdigit():
            continue
        if not key or key in _NOBODY or (key in houses and key not in _AGENCIES):
            continue
        yield _in_usual_case(name) if name.isupper() else name


def is_agency(name: str) -> bool:
    """Return whether a name is that of a news agency."""
    return letters(name) in _AGENCIES


def is_role(text: str) -> bool:
    """Return whether a text says what somebody is at a paper: "Senior Reporter", "journaliste"."""
    words = fold(text).split()
    return bool(words) and (words[0] in _ROLES or words[-1] in _ROLES)


def writes(text: str) -> bool:
    """Return whether a text is the role of somebody who writes: no photographer, no critic."""
    words = fold(text).split()
    return bool(words) and (words[0] in _WRITERS or words[-1] in _WRITERS)


def _is_house(name: str, houses: Collection[str]) -> bool:
    """Return whether what stands behind a person's name is where that person works."""
    key = letters(name)
    if key in _AGENCIES:
        return False
    words = fold(name).replace("'", " ").split()
    if not _HOUSE_WORDS.isdisjoint(words) or (len(words) > 1 and words[0] in _ARTICLES):
        return True
    return len(key) >= _LEAST_HOUSE and any(house.startswith(key) for house in houses)


def _without_role(name: str, *, is_first: bool) -> str:
    """Return a name without role or place behind it; "" for what is a role alone."""
    if letters(name) in _AGENCIES:
        return name
    if " " not in name:
        return "" if fold(name) in _ROLES or (name.islower() and not is_first) else name
    if found := _PLACE.match(name):
        name = found[1]
    words = name.split()
    folded = fold(name).replace("'", " ").split()
    if not is_first:
        if folded[0] in _NO_NAME or folded[-1] in _ROLES:
            return ""
        if name[0].islower() and folded[0] not in _PARTICLES:
            return ""
    elif fold(words[-1]) in _ROLES or (folded[0] in _NO_NAME and folded[0] in _ROLES):
        words.pop()
        while words and fold(words[-1]) in _KINDS_OF_ROLES:
            words.pop()
        return " ".join(words) if len(words) > 1 else ""
    return name


def _in_usual_case(name: str) -> str:
    """Return a name that is written in capitals as others are; "AFP" and "BBC" stay."""
    words = name.split()
    if len(words) == 1:
        return name
    return " ".join(_usual(word, is_first=place == 0) for place, word in enumerate(words))


def _usual(word: str, *, is_first: bool) -> str:
    plain = fold(word)
    if not _VOWEL.search(plain):
        return word
    if plain in _PARTICLES and not is_first:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda run: run[0].capitalize(), word)
