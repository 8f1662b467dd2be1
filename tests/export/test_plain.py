"""Stories as plain text: lines that fit, and what the blocks are still to be seen."""

from gazette.article import Figure, Heading, ListItem, Paragraph, Preformatted, Quote, Table
from gazette.export.plain import text
from tests.builders import NOW, make_story
from tests.export.test_epub import full_time, make_imprint, odd_stories


def test_a_story_is_title_by_line_blocks_and_address() -> None:
    blocks = (
        Heading("Le fleuve", 2),
        Paragraph("Il monte.\nEncore."),
        ListItem("un"),
        ListItem("deux", number=2, depth=1),
        Quote("Du jamais vu."),
        Preformatted("a  b\n c"),
        Table((("x", "y"),)),
        Figure("Le pont.", "AFP"),
    )
    lines = text([make_story(blocks=blocks, published=NOW)], make_imprint()).split("\n")
    assert lines == [
        "Titre",
        f"Ève Martin · Le Journal · {full_time(NOW)}",
        *("", "Le fleuve", "", "Il monte.", "Encore."),
        *("", "- un", "  2. deux", "", "> Du jamais vu."),
        *("", "    a  b", "     c", "", "x | y", "", "Le pont. — AFP"),
        *("", "https://journal.example/articles/1", ""),
    ]


def test_empty_lines_of_a_block_stay_and_a_cell_is_one_line() -> None:
    blocks = (Paragraph("a\n\nb"), Quote("c\n\nd"), Table((("e\nf", "g"),)))
    lines = text([make_story(blocks=blocks)], make_imprint()).split("\n")[2:]
    assert lines[:11] == ["", "a", "", "b", "", "> c", ">", "> d", "", "e f | g", ""]


def test_lines_fit_a_letter_and_long_words_stay_whole() -> None:
    word = "x" * 90
    written = text([make_story(blocks=(Paragraph(f"{'mot ' * 60}{word}"),))], make_imprint())
    assert word in written.split("\n")
    assert max(len(line) for line in written.split("\n") if line != word) <= 72


def test_stories_follow_each_other_whatever_they_hold() -> None:
    written = text(odd_stories(), make_imprint())
    assert written.count("—" * 12) == len(odd_stories()) - 1
    assert "Sans titre" in written
    assert "javascript:" not in written
