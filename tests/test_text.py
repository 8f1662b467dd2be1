import codecs
import encodings.aliases
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazette.text import clean, clean_line, clean_verbatim, decode, fold

ODD = (
    "\x1b\x07\x08\x9b\x9d\x9c\x85\r\n\t \u00a0\u202f\u2028\u202e\u2066\u200b"
    "\u200d\ufeff\u0301\u0344\U000e0041"
)
HOSTILE = st.text(st.one_of(st.sampled_from(ODD + "[]31m;eé<"), st.characters()), max_size=80)
ALLOWED_CONTROLS = {"\n"}
CODECS = sorted(set(encodings.aliases.aliases.values()) - {"mbcs", "oem"})


def controls_in(text: str) -> set[str]:
    bidi = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in bidi}


@given(HOSTILE)
@example("e" + "\u0344" * 9)
@example("\x1b\x1b[31m[31mrouge")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(HOSTILE)
def test_no_control_character_survives(text: str) -> None:
    assert controls_in(clean(text)) <= ALLOWED_CONTROLS
    assert not controls_in(clean_line(text))


@given(HOSTILE, st.integers(min_value=1, max_value=20))
def test_the_limit_holds(text: str, limit: int) -> None:
    assert len(clean(text, limit)) <= limit
    assert len(clean_line(text, limit)) <= limit


@given(HOSTILE)
def test_marks_never_pile_up(text: str) -> None:
    assert not re.search("[\u0300-\u0362]{5}", unicodedata.normalize("NFC", clean(text)))


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=20), st.sampled_from(CODECS)))
@settings(max_examples=300)
def test_decoding_never_raises(body: bytes, declared: str | None) -> None:
    assert isinstance(decode(body, declared=declared), str)


@pytest.mark.parametrize("codec", CODECS)
def test_no_codec_of_python_makes_decoding_raise(codec: str) -> None:
    body = b"\xe9t\xe9 \\x1b\\N{DIGIT ONE} \xff\xfe&AOk- ~{<:~}"
    assert "\x1b" not in decode(body, declared=codec)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_utf8_is_read_as_utf8_whatever_single_byte_charset_is_declared(text: str) -> None:
    body = text.encode()
    if not body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(body, declared="iso-8859-1") == text


def test_no_break_spaces_of_french_stay() -> None:
    assert clean_line("Où\u202f? «\u00a0Là\u00a0»") == "Où\u202f? «\u00a0Là\u00a0»"


def test_whole_escape_sequences_go() -> None:
    assert (
        clean_line("\x1b[31;5mrouge\x1b[0m \x1b]8;;http://x.example/\x1b\\ici\x07") == "rouge ici"
    )


@pytest.mark.parametrize("opening", ["\x1b]", "\x1b[", "\x9d", "\x90a", "\x9b0"])
def test_sequences_that_never_end_do_not_stall(opening: str) -> None:
    text = clean(opening * 200_000)
    assert not controls_in(text)


def test_a_cut_line_says_so() -> None:
    assert clean_line("abcdef", 4) == "abc…"


def test_paragraphs_are_parted_by_one_empty_line() -> None:
    assert clean("un\n\n \n\ndeux\r\ntrois") == "un\n\ndeux\ntrois"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "klingon", "base64", "utf-7"])
def test_windows_1252_is_read_under_any_wrong_label(declared: str | None) -> None:
    body = "Été à Nîmes – l’œuvre".encode("cp1252")
    assert decode(body, declared=declared) == "Été à Nîmes – l’œuvre"


def test_one_damaged_byte_does_not_spoil_the_rest() -> None:
    body = ("été " * 40).encode() + b"\xff" + ("œuvre " * 20).encode()
    assert decode(body).startswith("été été")


def test_emoji_written_as_surrogates_are_joined() -> None:
    body = "Été 😀".encode("utf-16-le")
    cesu = b"".join(
        chr(int.from_bytes(body[i : i + 2], "little")).encode("utf-8", "surrogatepass")
        for i in range(0, len(body), 2)
    )
    assert decode(cesu) == "Été 😀"


def test_folding_knows_ligatures_and_apostrophes() -> None:
    assert fold("L’Œuvre d’été") == "l'oeuvre d'ete"


def test_verbatim_text_keeps_its_spaces() -> None:
    assert clean_verbatim("\n  a\t=  1 \n\n\n\n    b\x07\n\n") == "  a =  1\n\n\n\n    b"


@given(HOSTILE)
def test_verbatim_text_is_as_safe_as_any(text: str) -> None:
    cleaned = clean_verbatim(text)
    assert controls_in(cleaned) <= ALLOWED_CONTROLS
    assert clean_verbatim(cleaned) == cleaned
