from hypothesis import given
from hypothesis import strategies as st

from gazette.store.snippets import CLOSES, OPENS, pieces_of, with_ligatures


def marked(text: str) -> str:
    return text.replace("[", OPENS).replace("]", CLOSES)


def plain(text: str) -> str:
    for ligature, letters in (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE")):
        text = text.replace(ligature, letters)
    return text


def test_a_snippet_comes_in_pieces_on_one_line() -> None:
    assert pieces_of(marked("…un\n\n[tramway] bleu")) == (
        ("…un ", False),
        ("tramway", True),
        (" bleu", False),
    )


def test_ligatures_come_back_from_the_text() -> None:
    whole = "Au début, une œuvre et le Coelacanthe, Œdipe, ex æquo, et la suite."
    told = marked("…une [oeuvre] et le Coelacanthe, OEdipe, ex [aequo]…")
    assert with_ligatures(told, whole) == marked(
        "…une [œuvre] et le Coelacanthe, Œdipe, ex [æquo]…"
    )


def test_what_is_not_in_the_text_stays_as_it_is() -> None:
    assert with_ligatures("oeuvre", "Ex æquo.") == "oeuvre"


@given(st.text("œŒæÆoeaOE …b", max_size=20), st.data())
def test_any_part_of_a_text_comes_back_as_it_was(whole: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(whole)))
    last = data.draw(st.integers(first, len(whole)))
    parts = (whole[:first], OPENS, whole[first:last], CLOSES, whole[last:])
    assert with_ligatures(f"…{plain(''.join(parts))}…", whole) == f"…{''.join(parts)}…"
