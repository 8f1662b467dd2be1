import pytest

from gazette.tui.fuzzy import best_first, cost

LINES = (
    "actualiser tous les flux",
    "marquer toute la liste comme lue",
    "masquer cet article",
    "élargir ce volet",
    "mettre en favori, ou retirer",
)


def found(typed: str) -> tuple[str, ...]:
    return best_first(LINES, typed, str)


def test_everything_is_found_where_nothing_was_typed() -> None:
    assert found("") == LINES
    assert found("  ") == LINES


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("elar", "élargir ce volet"),
        ("ÉLAR", "élargir ce volet"),
        ("flux tous", "actualiser tous les flux"),
        ("mtl", "marquer toute la liste comme lue"),
        ("fav", "mettre en favori, ou retirer"),
        ("quer cet", "masquer cet article"),
        ("tous", "actualiser tous les flux"),
    ],
)
def test_a_few_letters_find_a_line(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_what_is_not_there_is_not_found() -> None:
    assert found("xyz") == ()
    assert found("flux xyz") == ()


def test_the_beginning_of_a_word_goes_before_its_middle_and_that_before_scattered_letters() -> None:
    texts = ("a b c d", "xabcd", "z abcd", "abcd")
    assert best_first(texts, "abcd", str) == ("abcd", "z abcd", "xabcd", "a b c d")


def test_many_letters_alike_take_no_longer_than_others() -> None:
    assert cost("e " * 500, "e" * 60 + "x") is None  # of all ways to lay 60 e's, one is looked at
