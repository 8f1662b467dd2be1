import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.extract.names import NAMES_MOST, author_names
from gazette.text import AUTHOR_LIMIT, clean_line

HOUSES = {"lecourrier", "lecourrierfr"}


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ada Quill and Tom Reeve", ("Ada Quill", "Tom Reeve")),
        ("Par Jeanne Morvan et Luc Abadie", ("Jeanne Morvan", "Luc Abadie")),
        ("Ada Quill, Tom Reeve & Luc Abadie", ("Ada Quill", "Tom Reeve", "Luc Abadie")),
        ("Propos recueillis par Ada Quill", ("Ada Quill",)),
        ("Auteur Ada Quill", ("Ada Quill",)),
        ("Written by: Ada Quill", ("Ada Quill",)),
        ("Ada Quill, journaliste", ("Ada Quill",)),
        ("Ada Quill - correspondante à Bruxelles", ("Ada Quill",)),
        ("De notre correspondante à Bruxelles, Ada Quill", ("Ada Quill",)),
        ("Ada Quill, Senior Reporter", ("Ada Quill",)),
        ("Ada Quill Senior Reporter", ("Ada Quill",)),
        ("Ada Quill, Professor of Law, University of Leeds", ("Ada Quill",)),
        ("Ada Quill in Brussels", ("Ada Quill",)),
        ("Ada Quill, à Bruxelles", ("Ada Quill",)),
        ("Ada Quill avec AFP", ("Ada Quill",)),
        ("Ada Quill (with Reuters)", ("Ada Quill",)),
        ("Ada Quill (aq)", ("Ada Quill",)),
        ("ADA QUILL", ("Ada Quill",)),
        ("JEAN-LUC DE LA TOUR", ("Jean-Luc de la Tour",)),
        ("Ada Quill, ada quill, ADA QUILL", ("Ada Quill",)),
        ("Jean de La Fontaine et Charles d’Orléans", ("Jean de La Fontaine", "Charles d’Orléans")),
        ("AFP", ("AFP",)),
        ("Par AFP", ("AFP",)),
        ("Ada Quill, AFP", ("Ada Quill", "AFP")),
        ("The Associated Press", ("The Associated Press",)),
        ("Le Courrier avec AFP", ("AFP",)),
        ("Par Ada Quill, La Presse estrienne", ("Ada Quill",)),
        ("Ada Quill, Le Quotidien du Lac", ("Ada Quill",)),
        ("Ada Quill, L’Écho des Marches", ("Ada Quill",)),
        ("Ada Quill - Agence de la Vallée", ("Ada Quill",)),
        ("Ada Quill / Radio Littoral", ("Ada Quill",)),
        ("Ada Quill, Courrier", ("Ada Quill",)),
        ("Ada Quill, The Harbour Light", ("Ada Quill",)),
        ("Ada Quill, Yorkshire Press", ("Ada Quill",)),
        ("Ada Quill | Local Democracy Reporting Service", ("Ada Quill",)),
        ("Ada Quill, Tom Reeve, Hill Country News", ("Ada Quill", "Tom Reeve")),
        ("Ada Quill, La Presse canadienne", ("Ada Quill", "La Presse canadienne")),
        ("Ada Quill et Radio Littoral", ("Ada Quill", "Radio Littoral")),
        ("Ada Quill, Jean Le Goff", ("Ada Quill", "Jean Le Goff")),
        ("La Presse estrienne", ("La Presse estrienne",)),
        ("Text: Ada Quill, Photos: Tom Reeve", ("Ada Quill",)),
        ("Texte Ada Quill, photos de Tom Reeve", ("Ada Quill",)),
        ("Ada Quill (texte) et Tom Reeve (photos)", ("Ada Quill",)),
        ("Photos : Tom Reeve", ()),
        ("Texte et photos : Ada Quill", ("Ada Quill",)),
        ("Ada Quill For The Harbour Light", ("Ada Quill",)),
        ("La rédaction", ("La rédaction",)),
        ("Staff Reporter", ("Staff Reporter",)),
        ("Le Courrier", ()),
        ("lecourrier.fr", ()),
        ("journaliste", ()),
        ("admin", ()),
        ("105092", ()),
        ("https://example.org/authors/ada", ()),
        ("ada@example.org", ()),
        ("ada@example.org (Ada Quill)", ("Ada Quill",)),
        ("Ada Quill <ada@example.org>", ("Ada Quill",)),
        ("<a href='/ada'>Ada Quill</a>", ("Ada Quill",)),
        ("Ada Quill &amp; Tom Reeve", ("Ada Quill", "Tom Reeve")),
        ("", ()),
        (" , ; ", ()),
    ],
)
def test_a_by_line_gives_single_names(written, names):
    assert author_names([written], HOUSES) == names


def test_ten_thousand_authors_are_bounded():
    assert len(author_names(f"Ada Quill{n}" for n in range(10_000))) == NAMES_MOST
    assert len(author_names([", ".join(f"Ada Quill{n}" for n in range(100_000))])) == NAMES_MOST


@given(st.lists(st.text(), max_size=5), st.booleans())
def test_names_are_clean_and_short(written, has_houses):
    for name in author_names(written, HOUSES if has_houses else ()):
        assert 0 < len(name) <= AUTHOR_LIMIT
        assert name == clean_line(name)
