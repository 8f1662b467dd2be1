import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import Figure, Heading, ListItem, Paragraph, Quote
from gazette.demo.dispatches import mastheads, parse_blocks, typeset
from gazette.demo.layouts import LAYOUTS


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("« Oui »", "«\u00a0Oui\u00a0»"),
        ("Une chose : deux", "Une chose\u00a0: deux"),
        ("Quoi ? Rien ; tout !", "Quoi\u202f? Rien\u202f; tout\u202f!"),
        ("40 % de 1 950 €", "40\u202f% de 1\u202f950\u202f€"),
        ("1 200 000 fois", "1\u202f200\u202f000 fois"),
        ("en 2031 300 voix", "en 2031 300 voix"),
        ("le bac\nest « là »", "le bac est «\u00a0là\u00a0»"),
    ],
)
def test_french_gets_its_no_break_spaces(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


def test_english_keeps_its_spaces() -> None:
    assert typeset("Really ? 1 950", "en") == "Really ? 1 950"


@settings(max_examples=50)
@given(st.text("a1 «»:;!?%€\n\u00a0\u202f"))
def test_setting_twice_is_setting_once(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


def test_each_mark_makes_its_kind_of_block() -> None:
    text = """
One line
and the next.

## A heading

> A quotation
> of two lines.

- first
- second,
  longer

1. one
2. two

[A caption | A credit]
"""
    assert list(parse_blocks(text, "en")) == [
        Paragraph("One line and the next."),
        Heading("A heading"),
        Quote("A quotation of two lines."),
        ListItem("first"),
        ListItem("second, longer"),
        ListItem("one", number=1),
        ListItem("two", number=2),
        Figure(caption="A caption", credit="A credit"),
    ]


def test_newspapers_come_in_order_with_the_newest_story_first() -> None:
    papers = mastheads()
    assert papers[0].title == "Le Courrier des Rives"
    for paper in papers:
        ages = [dispatch.age for dispatch in paper.dispatches]
        assert ages == sorted(ages)


def test_every_layout_is_used() -> None:
    used = {dispatch.layout for paper in mastheads() for dispatch in paper.dispatches}
    assert used == set(LAYOUTS)


def test_the_texts_hold_no_invisible_space_and_no_straight_apostrophe() -> None:
    folders = (files("gazette.demo") / "pages").iterdir()
    texts = [file.read_text("utf-8") for folder in folders for file in folder.iterdir()]
    assert len(texts) > 30
    for text in texts:
        assert not re.search("[\u00a0\u202f\u2009]", text)
        assert not re.search(r"\w'\w", text)
