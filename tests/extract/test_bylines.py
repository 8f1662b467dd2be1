"""Who signs a page that names its authors nowhere but in its text."""

from html import escape

import pytest

from gazette.extract import extract_article
from gazette.extract.byline import is_byline
from gazette.extract.persons import is_person
from tests.extract.markups import FERRY, HALLE

STORIES = {"fr": HALLE, "en": FERRY}
STANDFIRST = {
    "fr": "Cinq ans après l’incendie, le bâtiment retrouve marché et concerts.",
    "en": "After a winter without a boat, the islands get their post again.",
}


def page_of(language, *, top="", above="", inside="", below="", head=""):
    """Return a page with `top` between its title and text, `inside` before the last paragraph."""
    story = STORIES[language]
    paragraphs = [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    text = "".join([*paragraphs[:-1], inside, paragraphs[-1]])
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)}</title>{head}</head><body>"
        f'<nav><a href="/">Une</a><a href="/2">Sport</a></nav><main>{above}'
        f"<h1>{escape(story.title)}</h1>{top}{text}{below}</main></body></html>"
    ).encode()


def authors_of(language, top, **places):
    return extract_article(page_of(language, top=top, **places)).authors


# --- a bare name beside a date ---


@pytest.mark.parametrize(
    ("language", "top", "names"),
    [
        ("fr", "<p>Mardi 8 décembre 2026 - Lou Marin</p>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin, le 8 décembre 2026 à 7h15</p>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin · 8 décembre 2026</p>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin</p><p>8 décembre 2026</p>", ["Lou Marin"]),
        ("fr", "<p>Publié le 8 décembre 2026</p><p>Lou Marin</p>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin et Yves Le Goff | 08/12/2026</p>", ["Lou Marin", "Yves Le Goff"]),
        ("fr", "<div>Lou Marin <time datetime='2026-12-08'>hier</time></div>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin</p><p>Publié le 08/12/2026 à 07:15, mis à jour à 09:00</p>",
         ["Lou Marin"]),
        ("fr", "<p>{0}</p><div>Lou Marin</div><div>8 décembre 2026</div>", ["Lou Marin"]),
        ("fr", "<p>8 décembre 2026 à 7h15 — Lou Marin, journaliste</p>", ["Lou Marin"]),
        ("fr", "<p>Lou Marin, AFP - 8 décembre 2026</p>", ["Lou Marin", "AFP"]),
        ("en", "<p>Nell Harrow, 17 February 2026, 8.20am</p>", ["Nell Harrow"]),
        ("en", "<p>Nell Harrow · 12 March 2026</p>", ["Nell Harrow"]),
        ("en", "<div><span>Nell Harrow</span><span>Feb 3, 2026, 3:15 PM EST</span></div>",
         ["Nell Harrow"]),
        ("en", "<p>March 12, 2026 | Nell Harrow</p>", ["Nell Harrow"]),
        ("en", "<p>Nell Harrow</p><p>5 min read</p>", ["Nell Harrow"]),
        ("en", "<p>Nell Harrow and Tom O’Brien</p><p>Updated 12 March 2026</p>",
         ["Nell Harrow", "Tom O’Brien"]),
        ("en", "<div><a href='/n'>Nell Harrow</a></div><div>Thu 12 Mar 2026 17.31 GMT</div>",
         ["Nell Harrow"]),
        ("en", "<p>Nell Harrow, senior reporter - 12 March 2026</p>", ["Nell Harrow"]),
        ("en", "<div><img src='/n.jpg' alt='Nell Harrow'>Nell Harrow<br>12 March 2026</div>",
         ["Nell Harrow"]),
    ],
)  # fmt: skip
def test_a_name_alone_beside_the_date_is_the_authors(language, top, names):
    assert list(authors_of(language, top.format(STANDFIRST[language]))) == names


@pytest.mark.parametrize(
    ("language", "top"),
    [
        ("fr", "<p>Saint-Malo, le 8 décembre 2026</p>"),
        ("fr", "<p>Vie Locale</p><p>8 décembre 2026</p>"),
        ("fr", "<p>Vie locale - 8 décembre 2026</p>"),
        ("fr", "<p>Grand Format</p><p>8 décembre 2026</p>"),
        ("fr", "<p>Le Courrier</p><p>8 décembre 2026</p>"),
        ("fr", "<p>Ouest Hebdo Presse - 8 décembre 2026</p>"),
        ("fr", "<p>Faits Divers | 8 décembre 2026</p>"),
        ("fr", "<p>La Rochelle</p><p>8 décembre 2026</p>"),
        ("fr", "<p>8 décembre 2026</p><p>Maud Ferrand</p>"),
        ("fr", "<p>8 décembre 2026</p><img src='/m.jpg' alt='Une poutre'><p>Rose Aubry</p>"),
        ("fr", "<p>8 décembre 2026</p><figure><img src='/m.jpg'>"
               "<figcaption>Rose Aubry</figcaption></figure>"),
        ("fr", "<p>8 décembre 2026</p><p><a href='/t'>Rose Aubry</a></p>"),
        ("fr", "<p>Rose Aubry</p>"),
        ("fr", "<p>8 décembre 2026</p><p>Rose Aubry raconte la halle</p>"),
        ("en", "<p>New York</p><p>12 March 2026</p>"),
        ("en", "<p>Hong Kong, 12 March 2026</p>"),
        ("en", "<p>Breaking News</p><p>12 March 2026</p>"),
        ("en", "<p>World News | 12 March 2026</p>"),
        ("en", "<p>The Harbour Light</p><p>12 March 2026</p>"),
        ("en", "<p>Real Estate · 12 March 2026</p>"),
        ("en", "<p>Share Article</p><p>12 March 2026</p>"),
        ("en", "<p>City Council</p><p>March 12, 2026, 3:15 PM</p>"),
        ("en", "<p>Nell Harrow</p>"),
        ("en", "<p>Photo: Nell Harrow</p><p>12 March 2026</p>"),
        ("en", "<p>Nell Harrow was seen on 12 March 2026</p>"),
        ("en", "<p>12 March 2026</p><ul><li>Sport</li><li>Long Read</li></ul>"),
        ("en", "<p>12 March 2026</p><div class='tags'><a href='/t'>Harbour Board</a></div>"),
    ],
)  # fmt: skip
def test_what_is_no_author_beside_the_date_is_none(language, top):
    assert authors_of(language, top) == ()


def test_nobody_is_an_author_for_a_name_beside_a_date_elsewhere():
    dated = "<div><b>Rose Aubry</b> 8 décembre 2026</div>"
    assert authors_of("fr", "", below=f"<p>Fin.</p>{dated}") == ()
    assert authors_of("fr", "", inside=dated) == ()
    assert authors_of("fr", "", above=dated) == ()


def test_who_the_page_is_tagged_with_is_not_its_author():
    head = '<meta property="article:tag" content="Rose Aubry">'
    top = "<p>Rose Aubry</p><p>8 décembre 2026</p>"
    assert authors_of("fr", top) == ("Rose Aubry",)
    assert authors_of("fr", top, head=head) == ()


@pytest.mark.parametrize(
    "text",
    ["Lou Marin", "Jean-Yves Le Goff", "Anna van der Berg", "Tom O’Brien", "J. K. Hale",
     "Charles d’Orval", "Maria del Pino", "Ève Marchandise"],
)  # fmt: skip
def test_a_person_is_told_by_the_words(text):
    assert is_person(text)


@pytest.mark.parametrize(
    "text",
    ["New York", "Los Angeles", "South Africa", "Le Havre", "Grand Format", "Breaking News",
     "La Gazette", "The Herald", "Mon Compte", "Text Size", "More About", "Premier League",
     "Lou", "lou marin", "Lou Marin écrit", "Publié Hier", "Haute Couture", "Read More"],
)  # fmt: skip
def test_what_is_no_person_is_told_by_the_words(text):
    assert not is_person(text)


# --- by-lines with a place, a role, an agency ---


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("en", "By Nell Harrow in Leeds", ["Nell Harrow"]),
        ("en", "By Nell Harrow and Tom Reeve in New York", ["Nell Harrow", "Tom Reeve"]),
        ("en", "From our correspondent in Leeds, Nell Harrow", ["Nell Harrow"]),
        ("en", "Nell Harrow, Health correspondent", ["Nell Harrow"]),
        ("en", "Nell Harrow (with AP)", ["Nell Harrow"]),
        ("en", "Words: Nell Harrow Photographs: Tom Reeve", ["Nell Harrow"]),
        ("en", "Words and pictures by Nell Harrow", ["Nell Harrow"]),
        ("en", "Text by Nell Harrow, photos by Tom Reeve", ["Nell Harrow"]),
        ("en", "By Nell Harrow, Yorkshire Press", ["Nell Harrow"]),
        ("en", "By Nell Harrow, The Harbour Light", ["Nell Harrow"]),
        ("fr", "De notre correspondante à Bruxelles, Lou Marin", ["Lou Marin"]),
        ("fr", "De notre envoyé spécial à Saint-Malo, Lou Marin", ["Lou Marin"]),
        ("fr", "Lou Marin, envoyée spéciale à Kiev", ["Lou Marin"]),
        ("fr", "Lou Marin (correspondant à Bruxelles)", ["Lou Marin"]),
        ("fr", "Propos recueillis par Lou Marin", ["Lou Marin"]),
        ("fr", "Lou Marin (avec AFP)", ["Lou Marin"]),
        ("fr", "Lou Marin et Luc Abadie, avec l’AFP", ["Lou Marin", "Luc Abadie"]),
        ("fr", "Par Lou Marin à Bruxelles", ["Lou Marin"]),
        ("fr", "Texte : Lou Marin  Photos : Luc Abadie", ["Lou Marin"]),
        ("fr", "Photos : Luc Abadie - Texte : Lou Marin", ["Lou Marin"]),
        ("fr", "Texte et photos : Lou Marin", ["Lou Marin"]),
        ("fr", "Par Lou Marin, La Presse estrienne", ["Lou Marin"]),
    ],
)  # fmt: skip
def test_a_by_line_with_a_place_or_a_role_gives_its_names(language, line, names):
    article = extract_article(page_of(language, top=f"<p>{line}</p>"))
    assert list(article.authors) == names
    assert line not in article.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Photographs: Tom Reeve"),
        ("en", "Jane Austen in Bath"),
        ("en", "Nell Harrow with Tom Reeve"),
        ("en", "Our correspondent in Leeds"),
        ("en", "Harbour Board, a special correspondent’s view"),
        ("en", "By Wednesday in Leeds"),
        ("fr", "Photos : Luc Abadie"),
        ("fr", "Rose Aubry à Bruxelles"),
        ("fr", "Rose Aubry avec son chien"),
        ("fr", "De notre correspondante à Bruxelles"),
        ("fr", "Par beau temps à Bruxelles"),
        ("fr", "Vie Locale (avec AFP)"),
    ],
)  # fmt: skip
def test_a_place_or_a_companion_makes_no_author(language, line):
    assert authors_of(language, f"<p>{line}</p>") == ()


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("fr", "— Lou Marin", ["Lou Marin"]),
        ("fr", "– Lou Marin et Luc Abadie", ["Lou Marin", "Luc Abadie"]),
        ("en", "— Nell Harrow", ["Nell Harrow"]),
        ("en", "- Nell Harrow and Tom Reeve", ["Nell Harrow", "Tom Reeve"]),
    ],
)
def test_a_dash_and_a_name_under_the_text_sign_it(language, line, names):
    assert list(authors_of(language, "", below=f"<p>{line}</p>")) == names


@pytest.mark.parametrize("line", ["— Vie Locale", "— Le Courrier", "— Lire la suite", "— Fin"])
def test_a_dash_and_no_name_sign_nothing(line):
    assert authors_of("fr", "", below=f"<p>{line}</p>") == ()


def test_the_source_of_a_quotation_is_not_the_author():
    quoted = "<blockquote><p>« Le bois se souvient de tout. »</p><p>— Rose Aubry</p></blockquote>"
    assert authors_of("fr", "", below=quoted) == ()
    assert authors_of("fr", "", inside=quoted) == ()


@pytest.mark.parametrize(
    "line",
    ["By Ada Quill in Leeds", "De notre correspondante à Bruxelles, Ada Quill",
     "Ada Quill (avec AFP)", "Texte : Ada Quill Photos : Luc Abadie",
     "Ada Quill, envoyée spéciale à Kiev"],
)  # fmt: skip
def test_a_by_line_with_a_place_is_no_text(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    ["By Ada Quill in a hurry", "Jane Austen in Bath", "Photos : Luc Abadie",
     "Notre correspondante à Bruxelles a vu Ada Quill", "Ada Quill avec son frère"],
)  # fmt: skip
def test_words_with_a_name_and_a_place_are_text(line):
    assert not is_byline(line)
