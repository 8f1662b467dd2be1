"""The one sanitiser: what may be stored and what may be shown.

Feeds and pages are hostile until they have passed through `clean` or `clean_line`. What comes
out holds no control, escape, bidirectional or invisible tag character, so that no text can move
a cursor, set a title or reorder a line. No-break spaces stay: French typography needs them.

`decode` turns bytes of unknown charset into text; HTML is the business of `markup`.
"""

import codecs
import re
import unicodedata
from typing import Final

TITLE_LIMIT: Final = 300
AUTHOR_LIMIT: Final = 100
GUID_LIMIT: Final = 500
SUMMARY_LIMIT: Final = 2_000
TEXT_LIMIT: Final = 200_000
URL_LIMIT: Final = 2_000

NO_BREAK_SPACE: Final = "\u00a0"
NARROW_NO_BREAK_SPACE: Final = "\u202f"

# Whole escape sequences go, not only their first character, or "[31m" would stay to be read.
# Each class excludes what begins a sequence, so that a text full of unfinished ones is still
# read once.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9b-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
)
_LINE_BREAK = re.compile("\r\n?|\x85|[\x0b\x0c\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# One space that may stay as it is, as nearly all may, is no match: a text is not rewritten word
# by word.
_SPACES = re.compile(
    "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}|[\t\u1680\u2000-\u200a\u205f\u3000]"
)
_PLAIN_SPACES = re.compile("[ \t\u1680\u2000-\u200a\u205f\u3000]")
_BLANK_LINES = re.compile("\n{3,}")
# Nearly every text is this already, and one search tells.
_SOUND = re.compile("[\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*")
_RAGGED = re.compile(
    "[ \u00a0\u202f]{2}|[\t\u1680\u2000-\u200a\u205f\u3000]|[ \u00a0\u202f]\n|\n[ \u00a0\u202f]"
    "|\n\n\n"
)
# Scripts without combining marks, and the marks' own blocks left out: text of these alone is
# not walked character by character.
_MAY_COMBINE = re.compile("[^\x00-\u02ff\u1e00-\u1fff\u2000-\u20cf\u2100-\u2cee\u3000-\u3029]")
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")
_MARKS_IN_A_ROW: Final = 4
_TAB: Final = 4


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` fit to be stored and shown, line breaks kept, at most `limit` characters.

    Paragraphs are parted by one empty line; spaces are folded; the result is in NFC.
    """
    text = _printable(text[: limit * 4])
    if _RAGGED.search(text):
        lines = (_SPACES.sub(_one_space, line).strip() for line in text.split("\n"))
        text = _BLANK_LINES.sub("\n\n", "\n".join(lines))
    return text.strip()[:limit].strip()


def clean_verbatim(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` fit to be stored and shown, its line breaks and spaces kept as they are.

    For code and verse. Tabs become spaces; empty lines at either end and spaces at the end of a
    line go.
    """
    text = _printable(text[: limit * 4])
    lines = (_PLAIN_SPACES.sub(" ", line.expandtabs(_TAB)).rstrip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")[:limit].rstrip()


def clean_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return `text` on one line, fit to be stored and shown, at most `limit` characters.

    A text that is cut ends in "…".
    """
    text = _printable(text[: limit * 8]).replace("\n", " ")
    line = _SPACES.sub(_one_space, text).strip()
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return line


def fold(text: str) -> str:
    """Return `text` for comparing: no accents, no case, œ as oe, æ as ae, ’ as '."""
    if text.isascii():
        return text.lower()
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    if plain.isascii():
        return plain
    parts = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    if not _MAY_COMBINE.search(parts):
        return parts
    return "".join(c for c in parts if not unicodedata.combining(c))


def decode(body: bytes, *, declared: str | None = None) -> str:
    """Return the text of `body`, whatever it says of its own charset.

    Order: byte-order mark; a declared charset that UTF-8 could be mistaken for; strict UTF-8;
    UTF-8 whose emoji are written as surrogates, as Java and some databases do; UTF-8 with a few
    damaged bytes (at most 2 % of the non-ASCII ones); the declared charset, with latin-1 and
    ASCII read as windows-1252; windows-1252. Never raises.
    """
    for mark, marked in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(marked, "replace")
    charset = _charset(declared)
    if charset in _SEVEN_BIT_OR_WIDE:
        return body.decode(charset, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        if joined := _with_pairs_joined(body):
            return joined
        text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= _non_ascii_characters(text) * 0.02:
        return text
    return body.decode(charset or "windows-1252", "replace")


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Their bytes are valid UTF-8 (seven bits each) or full of NULs, so the label decides.
_SEVEN_BIT_OR_WIDE: Final = frozenset(
    ("iso2022_jp", "iso2022_kr", "hz", "utf-16-le", "utf-16-be", "utf-16")
)
# The web's reading of these labels (WHATWG Encoding Standard, "Names and labels").
_AS_WINDOWS_1252: Final = frozenset(("ascii", "iso8859-1", "utf-8", "utf-7"))

# Python's own, for names of hosts and for source code.
_NO_CHARSETS: Final = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape"))


def _charset(label: str | None) -> str | None:
    """Return Python's name of a declared charset; None where it is unknown or tells nothing."""
    try:
        name = codecs.lookup((label or "").strip("\"' \t").lower()).name
        b"a".decode(name, "replace")  # "base64" is known, but makes no text; b"" would pass
    except (LookupError, ValueError, TypeError):
        return None
    return None if name in _AS_WINDOWS_1252 or name in _NO_CHARSETS else name


def _with_pairs_joined(body: bytes) -> str:
    """Return the text of UTF-8 in which surrogates are encoded (CESU-8); "" if it is not that."""
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return ""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _non_ascii_characters(text: str) -> int:
    return sum(1 for c in text if c > "\x7f")


def _printable(text: str) -> str:
    if (text.isascii() and text.isprintable()) or _SOUND.fullmatch(text):
        return text
    is_sound = _FORBIDDEN.search(text) is None  # as nearly every text is: two passes less
    if not is_sound:
        text = _ESCAPE.sub("", text)
    text = _LINE_BREAK.sub("\n", text)
    if not is_sound:
        text = _FORBIDDEN.sub("", text)
    # Before the marks are counted: some characters stand for two of them.
    text = unicodedata.normalize("NFC", text)
    return _few_marks(text) if _MAY_COMBINE.search(text) else text


def _few_marks(text: str) -> str:
    """Drop combining marks beyond the fourth in a row: stacks of them crash terminals."""
    kept, row = [], 0
    for character in text:
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if row <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _one_space(run: re.Match[str]) -> str:
    spaces = run.group()
    if _PLAIN_SPACES.search(spaces):
        return " "
    return spaces[0]
