"""Words are found in an article whatever their accents, case and the ends of lines."""

import pytest

from gazette.article import Figure, Paragraph, Quote, Span, Table
from gazette.i18n import words
from gazette.tui.find import find, passages
from gazette.tui.links import links_of
from gazette.tui.place import TOP, line_of, place_at, position_of
from gazette.tui.render import article_lines
from gazette.tui.typeset import Column
from tests.tui.press import BLOCKS, NOW, PARIS
from tests.tui.test_render import make_story

TEXT = (
    "L’œuvre d’Anne est là : 12 % de la Loire déborde encore,"
    " mais Porte-Parole et maire se taisent."
)
LINKED = Paragraph("La Loire monte, dit-on.", (Span(3, 8, "link", "https://a.example/"),))


def set_story(width, *blocks):
    story = make_story(blocks=blocks)
    column = Column(width, links_of(blocks))
    return article_lines(story, words("fr"), column, {}, zone=PARIS, now=NOW)


def found(typed, width, *blocks):
    """Return what is found of `typed`, as the lines have it."""
    lines = set_story(width, *blocks)
    return [
        "|".join(lines[line].text[start:end] for line, start, end in match)
        for match in find(passages(lines), typed)
    ]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("oeuvre", ["œuvre"]),
        ("LA", ["là", "la"]),
        ("deborde", ["déborde"]),
        ("l'œu", ["L’œu"]),
        ("  12 %  de ", ["12 % de"]),
        ("absent", []),
        ("  ", []),
    ],
)
def test_accents_case_ligatures_and_blanks_do_not_matter(typed, wanted):
    assert found(typed, 200, Paragraph(TEXT)) == wanted


@pytest.mark.parametrize("width", range(10, 60))
def test_what_goes_over_the_end_of_a_line_is_found(width):
    for typed in ("la loire deborde encore", "porte-parole et maire"):
        [match] = found(typed, width, Paragraph(TEXT))
        assert match.replace("-|", "-").replace("|", " ").lower().replace("é", "e") == typed


def test_numbers_of_links_and_bars_are_no_text():
    assert found("loire monte", 72, LINKED) == ["Loire[1] monte"]
    assert found("[1]", 72, LINKED) == []
    assert found("un deux", 6, Quote("un deux")) == ["un|deux"]
    assert found("3 heures", 72, LINKED) == []


def test_titles_captions_and_tables_are_searched_too():
    blocks = (Figure("Le quai"), Table((("Gien", "stable"), ("Tours", "en baisse"))))
    assert [found(typed, 72, *blocks) for typed in ("titre", "QUAI", "baisse")] == [
        ["titre"],
        ["quai"],
        ["baisse"],
    ]


@pytest.mark.parametrize("width", [24, 46, 72])
def test_a_position_is_kept_whatever_the_width(width):
    lines = set_story(72, *BLOCKS)
    text = make_story(blocks=BLOCKS).text
    for line in lines:
        if line.block < 0 or not line.pieces or isinstance(BLOCKS[line.block], Figure):
            continue
        position = position_of((line.block, line.at), BLOCKS)
        first = next(piece.text for piece in line.pieces if piece.is_text or piece.ink == "rule")
        if not isinstance(BLOCKS[line.block], Table):
            assert text[position:].replace("\u202f", " ").replace("\u00a0", " ").startswith(first)
        place = place_at(position, BLOCKS)
        assert place == ((line.block, line.at) if position else TOP)
        narrow = set_story(width, *BLOCKS)
        shown = narrow[line_of(place, narrow)]
        assert position == 0 or shown.block == line.block
        assert shown.at <= line.at


def test_a_position_beyond_the_text_is_its_top():
    assert place_at(10**9, BLOCKS) == TOP
    assert place_at(-1, BLOCKS) == TOP
    assert place_at(5, ()) == TOP
    assert position_of((len(BLOCKS), 0), BLOCKS) == len(make_story(blocks=BLOCKS).text) + 2
