import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.article import (
    Article,
    Block,
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Standfirst,
    Table,
)
from gazette.store.layout import blocks_of, text_and_layout

# With what parts paragraphs, also inside a block; and letters outside the first plane.
TEXTS = st.text(st.sampled_from('aé \n𝔊"\\|'), max_size=8)
BLOCKS: Any = st.lists(
    st.one_of(
        st.builds(Paragraph, TEXTS),
        st.builds(Standfirst, TEXTS),
        st.builds(Quote, TEXTS),
        st.builds(Preformatted, TEXTS),
        st.builds(Heading, TEXTS, st.integers(2, 6)),
        st.builds(ListItem, TEXTS, st.none() | st.integers(0, 9), st.integers(0, 2)),
        st.builds(Figure, TEXTS, TEXTS, TEXTS),
        st.builds(Table, st.lists(st.lists(TEXTS, max_size=2).map(tuple), max_size=2).map(tuple)),
    ),
    max_size=6,
).map(tuple)


@given(BLOCKS)
def test_blocks_come_back_from_their_text_and_layout(blocks: tuple[Block, ...]) -> None:
    text, layout = text_and_layout(blocks)
    assert text == Article(title="", blocks=blocks).text
    assert blocks_of(text, layout) == blocks


def test_paragraphs_alone_need_no_layout_and_their_text_is_kept_once() -> None:
    assert text_and_layout((Paragraph("Un."), Paragraph("Deux."))) == ("Un.\n\nDeux.", None)
    text, layout = text_and_layout((Heading("Titre", 3), Paragraph("Un."), Quote("Deux.")))
    assert text == "Titre\n\nUn.\n\nDeux."
    assert json.loads(layout or "") == [
        {"type": "heading", "text": 5, "level": 3},
        3,
        {"type": "quote", "text": 5},
    ]


@pytest.mark.parametrize(
    "layout", ["", "[", "{}", "[1.5]", '[{"type":"x","text":2}]', "[-1]", "[2]"]
)
def test_a_layout_of_another_text_leaves_its_paragraphs(layout: str) -> None:
    assert blocks_of("Un.\n\nDeux.", layout) == (Paragraph("Un."), Paragraph("Deux."))
