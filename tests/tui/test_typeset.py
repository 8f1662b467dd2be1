"""Emphasis, links and what a search finds, as they stand on the lines of an article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from gazette.article import Heading, ListItem, Paragraph, Quote, Span, Standfirst, ordered
from gazette.text import clean
from gazette.tui.links import filtered, links_of
from gazette.tui.typeset import Column, Manner, Piece, set_text, with_inks
from gazette.tui.typography import plain_spaces, wrap

A, B = "https://a.example/", "https://b.example/note?id=3"
TEXT = "Selon la note de la ville, « tout » est prêt."
NOTE = Span(6, 25, "link", B)


def set_lines(text, spans, width=72, manner=None):
    column = Column(width, links_of([Paragraph(text, spans)]))
    return list(set_text(text, spans, manner or Manner("text"), column, 0))


def test_links_are_numbered_and_what_is_set_apart_keeps_its_ink():
    [line] = set_lines(TEXT, (NOTE, Span(9, 13, "em"), Span(40, 44, "strong")))
    assert line.text == "Selon la note de la ville[1], « tout » est prêt."
    assert [(piece.ink, piece.text) for piece in line.pieces] == [
        ("text", "Selon "),
        ("text+link", "la "),
        ("text+em+link", "note"),
        ("text+link", " de la ville"),
        ("hint", "[1]"),
        ("text", ", « tout » est "),
        ("text+strong", "prêt"),
        ("text", "."),
    ]
    assert {piece.link for piece in line.pieces if "link" in piece.ink} == {1}


def test_no_number_is_parted_from_its_link():
    for width in range(12, 40):
        texts = [line.text for line in set_lines(TEXT, (NOTE,), width)]
        assert not [text for text in texts if text.startswith("[1]")]
        assert any("ville[1]," in text for text in texts)


def test_an_address_has_one_number_and_a_doubtful_one_none():
    blocks = (
        Standfirst("un deux", (Span(0, 2, "link", A), Span(3, 7, "link", B))),
        Heading("trois", 2, (Span(0, 5, "link", "javascript:alert(1)"),)),
        Quote("quatre", (Span(0, 6, "link", A),)),
        ListItem("cinq", spans=(Span(0, 4, "link", "https://é.example/\x1b]0;x\x07"),)),
        ListItem("six", spans=(Span(0, 3, "link", "https://gazette:secret@c.example/é"),)),
    )
    links = links_of(blocks)
    assert [(link.number, link.text, link.address) for link in links.listed] == [
        (1, "un", A),
        (2, "deux", B),
        (3, "six", "https://c.example/%C3%A9"),
    ]
    assert links.number(A) == 1
    assert links.number("javascript:alert(1)") == 0
    assert [links.address(number) for number in (0, 2, 4)] == ["", B, ""]


def test_a_list_of_links_follows_what_is_typed():
    links = links_of(
        [Paragraph("élu mer", (Span(0, 3, "link", A), Span(4, 7, "link", B)))]
        + [Paragraph("x", (Span(0, 1, "link", f"https://c.example/{n}"),)) for n in range(10)]
    ).listed
    assert [link.text for link in filtered(links, "ELU")] == ["élu"]
    assert [link.text for link in filtered(links, "b.example mer")] == ["mer"]
    assert [link.number for link in filtered(links, "1")] == [1, 10, 11, 12]
    assert [link.number for link in filtered(links, "12")] == [12]
    assert filtered(links, " ") == list(links)


def test_emphasis_in_a_standfirst_is_bold_for_it_is_in_italics_whole():
    [line] = set_lines("un deux", (Span(0, 2, "em"),), manner=Manner("standfirst"))
    assert line.pieces[0].ink == "standfirst+strong"


def test_spans_of_a_text_that_has_to_be_cleaned_are_let_go():
    [line] = set_lines("a\x1b[31mb", (Span(0, 1, "em"),))
    assert [(piece.ink, piece.text) for piece in line.pieces] == [("text", "ab")]


SPANS = st.lists(
    st.builds(
        Span,
        st.integers(0, 60),
        st.integers(0, 60),
        st.sampled_from(["em", "strong", "code", "link"]),
        st.sampled_from([A, B, "ftp:x"]),
    ),
    max_size=5,
)
TEXTS = st.text("ab é’«»:-—\u00a0\u202f\n漢👩‍👩‍👧e\u0301", max_size=60).map(clean)


@settings(max_examples=60)
@given(TEXTS, SPANS, st.integers(3, 30))
def test_lines_say_the_text_and_know_their_place_in_it(text, spans, width):
    kept = ordered(spans, len(text))
    lines = set_lines(text, kept, width)
    said = ["".join(piece.text for piece in line.pieces if piece.is_text) for line in lines]
    assert "".join("".join(said).split()) == "".join(plain_spaces(text).split())
    assert all(cell_len(line.text) <= width for line in lines)
    for line, words in zip(lines, said, strict=True):
        assert plain_spaces(text[line.at : line.at + len(words)]) == words
    if not any(span.kind == "link" for span in kept):
        assert tuple(line.text for line in lines) == wrap(text, width)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (0, 2, [("a+found", "un"), ("a", " "), ("b", "deux")]),
        (1, 5, [("a", "u"), ("a+found", "n "), ("b+found", "de"), ("b", "ux")]),
        (3, 7, [("a", "un "), ("b+found", "deux")]),
    ],
)
def test_marks_go_over_pieces(start, end, wanted):
    pieces = (Piece("a", "un "), Piece("b", "deux"))
    marked = with_inks(pieces, [(start, end, "found")])
    assert [(piece.ink, piece.text) for piece in marked] == wanted
