"""Snippets: a few words around most of what was sought, as they were written."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazette.query import Phrase, Word
from gazette.store.snippets import Pieces, Snippets
from gazette.words import spans, words

FILLER = " ".join(f"n{number}" for number in range(40))


def shown(pieces: Pieces) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


def snippet(texts: Sequence[str], sought: Sequence[Word | Phrase]) -> Pieces:
    return Snippets(sought).of(texts)


def of_text(text: str, *sought: Word | Phrase) -> str:
    return shown(snippet(("", "", "", text), sought))


@pytest.mark.parametrize(
    ("text", "node", "wanted"),
    [
        ("Un\n\ntramway bleu.", Word("tramway"), "Un [tramway] bleu."),
        ("Les « Élections » d’été", Word("election"), "Les « [Élections] » d’été"),
        ("Une ŒUVRE, ex æquo", Phrase(("oeu",), None, is_prefix=True), "Une [ŒUVRE], ex æquo"),
        ("de la de la de", Phrase(("de", "la", "de")), "[de la de la de]"),
        (
            "l’état d’urgence",
            Phrase(("etat", "d", "u"), None, is_prefix=True),
            "l’[état d’urgence]",
        ),
        ("retraite et re", Phrase(("re",)), "retraite et [re]"),
        ("un pont", Word("tunnel"), ""),
    ],
)
def test_what_was_sought_is_marked(text: str, node: Word | Phrase, wanted: str) -> None:
    assert of_text(text, node) == wanted


def test_a_snippet_is_24_words_with_the_match_in_the_middle() -> None:
    told = of_text(f"{FILLER} tramway, {FILLER}", Word("tramway"))
    assert told == f"…{' '.join(FILLER.split()[-11:])} [tramway], {' '.join(FILLER.split()[:12])}…"


def test_the_place_with_most_of_what_was_sought_is_shown() -> None:
    text = f"pont {FILLER} tunnel, pont"
    assert of_text(text, Word("pont"), Word("tunnel")).endswith("n39 [tunnel], [pont]")


def test_a_word_of_the_title_is_marked_in_the_title_alone() -> None:
    texts = ("Le pont", "Ève Pont", "Un pont.", "Pont.")
    assert shown(snippet(texts, (Word("pont", "title"),))) == "Le [pont]"
    assert shown(snippet(texts, (Word("pont", "author"),))) == "Ève [Pont]"
    assert shown(snippet(("Le tunnel", "", "Un pont.", ""), (Word("pont"),))) == "Un [pont]."


SOUGHT = st.one_of(
    st.sampled_from("election vie the".split()).map(Word),
    st.sampled_from([Phrase(("la", "vie")), Phrase(("e",), None, is_prefix=True)]),
)
TEXTS = st.lists(st.sampled_from("élections la vie œ the e\u0301 — « \n the, x".split(" "))).map(
    " ".join
)


@given(TEXTS, st.lists(SOUGHT, min_size=1, max_size=3))
@example("x " * 30, [Phrase(("x",) * 28)])
def test_a_snippet_is_a_part_of_the_text(text: str, sought: list[Word | Phrase]) -> None:
    pieces = snippet(("", "", "", text), sought)
    told = "".join(piece for piece, _ in pieces)
    assert "".join(told.strip("…").split()) in "".join(text.split())
    assert len(list(spans(told))) <= 24
    assert not pieces or any(is_match for _, is_match in pieces)
    assert all(words(piece) for piece, is_match in pieces if is_match)
