import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from gazette.text import TEXT_LIMIT
from gazette.tui.typography import fit, fit_middle, glue, pad, plain_spaces, wrap

TEXTS = st.text(
    alphabet="ab é«»:;!?%0123日本語「」。👩‍🚀🇫🇷❤#\ufe0fe\u0301 -—\u00a0\u202f", max_size=80
)


def lines_at_all_widths(text: str) -> set[str]:
    return {line for width in range(8, 40) for line in wrap(text, width)}


@pytest.mark.parametrize("sign", ["»", ":", ";", "!", "?", "%"])
def test_no_line_begins_with(sign: str) -> None:
    text = f"un mot « deux mots » et trois {sign} quatre cinq {sign} six"
    assert not any(line.startswith(sign) for line in lines_at_all_widths(text))


def test_no_line_ends_with_an_opening_guillemet() -> None:
    text = "il a dit « oui » puis « non » et encore « peut »"
    assert not any(line.endswith("«") for line in lines_at_all_widths(text))


@pytest.mark.parametrize(
    "text",
    "86 millions|10 000 €|12 %|6 h|3,20 m|40 km/h|8 h 30|8\u00a0h 30|15 mars|1er août|8 May".split(
        "|"
    ),
)
def test_a_number_keeps_its_unit(text: str) -> None:
    for width in range(len(text), 30):
        lines = wrap(f"Il y en a eu {text} depuis hier", width)
        assert any(plain_spaces(text) in line for line in lines)


def test_a_number_does_not_hold_an_ordinary_word() -> None:
    assert wrap("les 12 mairies", 8) == ("les 12", "mairies")
    assert wrap("en 2026 mars fut froid", 9) == ("en 2026", "mars fut", "froid")


def test_a_hyphen_may_part_two_long_words_only() -> None:
    assert wrap("le porte-bonheur", 10) == ("le porte-", "bonheur")
    assert wrap("dit-il encore", 5) == ("dit-i", "l", "encor", "e")


def test_line_breaks_stay() -> None:
    assert wrap("un\ndeux\n\ntrois", 20) == ("un", "deux", "", "trois")


def test_a_word_that_is_too_long_is_cut() -> None:
    assert wrap("abcdefgh", 3) == ("abc", "def", "gh")


@pytest.mark.parametrize(
    "piece", ["a", "-x", "abc-", "日", "e\u0301", "👩\u200d🚀", "\u200d", " ", "mot ", "12 %"]
)
@pytest.mark.parametrize("width", [1, 72])
def test_a_text_of_the_greatest_length_is_wrapped_in_one_go(piece: str, width: int) -> None:
    # Each line used to measure all that was left: these took from ten seconds to minutes.
    text = piece * (TEXT_LIMIT // len(piece))
    lines = wrap(text, width)
    assert max(map(cell_len, lines)) <= width
    if cell_len(piece.strip()) <= width:
        assert sum(len("".join(line.split())) for line in lines) == len("".join(text.split()))


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert wrap("日本語の文です。", 14) == ("日本語の文で", "す。")


def test_no_break_spaces_are_shown_as_spaces() -> None:
    assert wrap("12\u202f000\u00a0€", 20) == ("12 000 €",)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(2, 30))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_no_character_but_blanks(text: str, width: int) -> None:
    def letters(part: str) -> str:
        return "".join(part.split())

    assert letters("".join(wrap(text, width))) == letters(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_gluing_changes_only_the_kind_of_blanks(text: str) -> None:
    assert plain_spaces(glue(text)).replace(" ", "") == plain_spaces(text).replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(0, 30))
def test_padded_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(pad(text, width)) == width


def test_what_is_cut_says_so() -> None:
    assert fit("une phrase", 6) == "une p…"
    assert fit("日本語", 4) == "日…"


@pytest.mark.parametrize("width", range(2, 24))
def test_what_is_cut_ends_with_no_mark_that_opens(width: int) -> None:
    assert not fit("Le « Journal » (du “soir”)", width).rstrip("…").endswith(("«", "(", "“", " "))


def test_an_address_is_cut_in_its_middle() -> None:
    assert fit_middle("https://journal.example/2026/11/une", 21) == "https://jo…026/11/une"


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(0, 30))
def test_what_is_cut_in_its_middle_fits(text: str, width: int) -> None:
    assert cell_len(fit_middle(text, width)) <= width
