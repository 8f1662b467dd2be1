from datetime import UTC, datetime

import pytest

from gazette.extract.byline import is_byline
from gazette.extract.dates import date_in_url, parse_moment, parse_words
from gazette.extract.metadata import author_names, read_metadata
from gazette.extract.reader import read_page
from gazette.extract.titles import site_names, without_site

URL = "https://www.lecourrier.example/a/b.html"


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Le canal rouvre - Le Courrier", "Le canal rouvre"),
        ("Le canal rouvre | Région | Le Courrier", "Le canal rouvre | Région"),
        ("Le Courrier : le canal rouvre", "le canal rouvre"),
        ("Le canal rouvre - enfin", "Le canal rouvre - enfin"),
        ("Le canal de Saint-Maur rouvre", "Le canal de Saint-Maur rouvre"),
        ("Direct - Le canal rouvre | lecourrier.example", "Direct - Le canal rouvre"),
    ],
)
def test_the_site_is_cut_from_a_title_and_nothing_else(title, bare):
    assert without_site(title, site_names("Le Courrier", "lecourrier.example")) == bare


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["By Ada Quill and Tom Reeve"], ("Ada Quill", "Tom Reeve")),
        (["Par Jeanne Morvan et Luc Abadie"], ("Jeanne Morvan", "Luc Abadie")),
        (["Ada Quill", "Ada Quill"], ("Ada Quill",)),
        (["https://example.org/authors/ada"], ()),
        (["ada@example.org"], ()),
        ([], ()),
    ],
)
def test_a_by_line_gives_single_names(written, names):
    assert author_names(written) == names


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T07:30:00+01:00", datetime(2026, 11, 20, 6, 30, tzinfo=UTC)),
        ("2026-11-20T07:30:00.123Z", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("2026-11-20 07:30", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 07:30:00 GMT", datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        ("1er décembre 2026", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-13-45", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_stated_moment_is_read_in_utc(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Publié le 20 novembre 2026 à 7h30", (2026, 11, 20, 7, 30)),
        ("Publié le 20 nov. 2026 à 07h15", (2026, 11, 20, 7, 15)),
        ("Par Ada Quill, le 22 novembre 2026 à 14 h 05", (2026, 11, 22, 14, 5)),
        ("By Ada Quill | 22 November 2026, 14:05", (2026, 11, 22, 14, 5)),
        ("Mardi 3 mars 2026 - 12:00 (CET)", (2026, 3, 3, 11, 0)),
        ("Monday, November 2, 2026 at 3 p.m.", (2026, 11, 2, 15, 0)),
        ("9:28 PM EST, November 20, 2026", (2026, 11, 21, 2, 28)),
        ("Mis à jour le 3 févr. 2026", (2026, 2, 3)),
        ("November 20, 2026", (2026, 11, 20)),
        ("Nov. 20, 2026, 9:28 AM UTC", (2026, 11, 20, 9, 28)),
        ("Créé : 12.12.2026, 07h36", (2026, 12, 12, 7, 36)),
        ("Le 3 mai 2026, 45 personnes", (2026, 5, 3)),
        ("31 février 2026", None),
        ("en mai, fais ce qu’il te plaît", None),
    ],
)
def test_a_moment_in_words_is_read(line, moment):
    assert parse_words(line) == (datetime(*moment, tzinfo=UTC) if moment else None)


@pytest.mark.parametrize(
    "line",
    [
        "Par Ada Quill",
        "Par Ada Quill 23 novembre 2026 à 01 h 09",
        "By Ada Quill and Tom Reeve, staff writers",
        "Publié le 20 novembre 2026 à 7 h 15 | Par Jean Dupont, avec AFP",
        "Mis à jour le 3 mai 2026, 5 min de lecture",
        "20/11/2026",
    ],
)
def test_names_and_dates_alone_are_a_by_line(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Il a été élu le 20 mai 2017.",
        "Par Toutatis, le village résiste encore",
        "By May, the mill was closed",
        "Marie Curie et Paul Langevin",
        "In 2019 the mill closed",
    ],
)
def test_a_sentence_with_a_date_or_a_name_is_no_by_line(line):
    assert not is_byline(line)


def test_a_day_in_the_address_is_read():
    assert date_in_url("https://example.org/2026/03/04/a.html") == datetime(2026, 3, 4, tzinfo=UTC)
    assert date_in_url("https://example.org/1/2/3") is None


def test_line_breaks_inside_json_ld_strings_are_forgiven():
    page = read_page(
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "headline": "Le canal\nrouvre", "author": {"name": "Ada Quill"}}</script>'
    )
    about = read_metadata(page, URL)
    assert (about.title, about.authors) == ("Le canal rouvre", ("Ada Quill",))


def test_broken_json_ld_is_passed_over():
    about = read_metadata(read_page('<script type="application/ld+json">{{{</script>'), URL)
    assert about.title == ""


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/x", "/", "javascript:alert(1)", "", "http://[", "/a b"]
)
def test_a_canonical_address_that_cannot_be_is_not_taken(href):
    page = read_page(f'<link rel="canonical" href="{href}">')
    assert read_metadata(page, URL).url == URL


@pytest.mark.parametrize(
    ("shared", "title"),
    [
        ("Le canal rouvre aux péniches", "Le canal rouvre aux péniches"),
        ("Le canal rouvre enfin aux péniches * Le Courrier * A. Quill", None),
        ("Région : Le canal rouvre enfin aux péniches", None),
        ("Le canal rouvre enfin…", None),
        ("Le Courrier", None),
    ],
)
def test_the_title_is_what_the_page_is_shared_as_if_that_is_a_title(shared, title):
    heading = "Le canal rouvre enfin aux péniches"
    page = read_page(f'<meta property="og:title" content="{shared}"><h1>{heading}</h1>')
    assert read_metadata(page, URL).title == (title or heading)


def test_the_heading_that_the_title_confirms_is_the_title():
    page = read_page(
        "<title>Le canal rouvre enfin - Le Courrier</title>"
        "<h1>Le Courrier</h1><h1>Le canal rouvre enfin aux péniches</h1>"
    )
    assert read_metadata(page, URL).title == "Le canal rouvre enfin aux péniches"


def test_an_address_that_is_none_does_no_harm():
    assert (
        read_metadata(read_page("<h1>Le canal rouvre</h1>"), "http://[").title == "Le canal rouvre"
    )
