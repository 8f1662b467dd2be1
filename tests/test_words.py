"""Words are those that SQLite's full-text index sees; forms of one word are found as one."""

import sqlite3

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazette.words import spans, stems, words

LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
ODD = "aZ09'’-_.«œÆéÉe\u0301\u0345\u00a0ßİıſΣςЙй東京क्ष\u200d\u200b\ufeff\ufffe🤖😀\x00\x1c"
TEXTS = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=60
)


def are_forms(one: str, other: str) -> bool:
    return not set(stems(one)).isdisjoint(stems(other))


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab('t', 'instance')")
    return db


def indexed(db: sqlite3.Connection, text: str) -> list[str]:
    """Return the words that FTS5 makes of a text, ligatures written out first."""
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    db.execute("DELETE FROM t")
    db.execute("INSERT INTO t (x) VALUES (?)", (text,))
    return [term for (term,) in db.execute("SELECT term FROM v ORDER BY offset")]


@given(TEXTS)
@example("L’œuvre d'ÉTÉ, aujourd’hui")
@example("a\u0301\u0301b \u0301c d\u0301")
@settings(max_examples=400, deadline=None)
def test_words_are_those_of_the_full_text_index(index: sqlite3.Connection, text: str) -> None:
    assert words(text) == indexed(index, text)


@given(TEXTS)
@example("a\u0301\u0301b \u0301c d\u0301 \u0301")
def test_each_word_is_found_again_where_it_stands(text: str) -> None:
    assert [words(text[start:end]) for start, end in spans(text)] == [[w] for w in words(text)]


# All that Unicode has given out, and the first of each row beyond.
CHARACTERS = [*range(0xD800), *range(0xE000, 0x33480), *range(0x33480, 0x110000, 0x100)]


def test_each_character_is_what_the_full_text_index_takes_it_for(index: sqlite3.Connection) -> None:
    text = " ".join(f"a{chr(code)}b" for code in CHARACTERS if chr(code) not in LIGATURES)
    ours, theirs = words(text), indexed(index, text)
    assert [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]] == []
    assert len(ours) == len(theirs)


@pytest.mark.parametrize("letter", ["a", "é", "東", "𐐨"])
def test_a_word_is_cut_where_the_full_text_index_cuts_it(
    index: sqlite3.Connection, letter: str
) -> None:
    index.text_factory = lambda raw: raw.decode(errors="ignore")  # it cuts through characters
    text = letter * 40_000
    try:
        assert words(text) == indexed(index, text)
    finally:
        index.text_factory = str


@given(TEXTS)
def test_folding_words_again_changes_nothing(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


def test_ligatures_and_elisions_are_split_and_written_out() -> None:
    assert words("L'été, l’ŒUVRE d'Æsop") == ["l", "ete", "l", "oeuvre", "d", "aesop"]


def test_lone_surrogates_part_words() -> None:
    assert words("un\ud800deux") == ["un", "deux"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("elections", "election"),
        ("electing", "elected"),
        ("journaux", "journal"),
        ("chevaux", "cheval"),
        ("generale", "generaux"),
        ("premiere", "premiers"),
        ("publiee", "publier"),
        ("votee", "votes"),
        ("countries", "country"),
        ("running", "runs"),
        ("universites", "universite"),
        ("loi", "lois"),
        ("law", "laws"),
    ],
)
def test_inflected_forms_are_forms_of_one_word(one: str, other: str) -> None:
    assert are_forms(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("univers", "universite"),
        ("university", "universe"),
        ("organe", "organisation"),
        ("actif", "activite"),
        ("russe", "russie"),
        ("pas", "passer"),
        ("the", "these"),
        ("via", "vie"),
        ("car", "care"),
        ("as", "asses"),
        ("2026", "202"),
        ("covid19", "covid19s"),
    ],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert not are_forms(one, other)


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=10))
@example("dying")
@example("yields")
def test_a_stem_begins_as_its_word_does(word: str) -> None:
    assert all(tag.partition(":")[2][0] == word[0] for tag in stems(word) if ":" in tag)


@given(st.text(st.sampled_from("aeioustrnlv9é"), max_size=12))
def test_every_word_is_a_form_of_itself_and_its_stems_are_tagged(word: str) -> None:
    assert are_forms(word, word)
    assert all(tag.startswith(("fr:", "en:", "=")) for tag in stems(word))
