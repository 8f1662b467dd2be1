from datetime import UTC, datetime

import pytest

from gazette.extract.dates import date_in_url, parse_moment, parse_words
from gazette.extract.metadata import author_names, read_metadata, without_site
from gazette.extract.page import read_page

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
    assert without_site(title, "Le Courrier", "lecourrier.example") == bare


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
    ("line", "day"),
    [
        ("Publié le 20 novembre 2026 à 7h30", (2026, 11, 20)),
        ("Mis à jour le 3 févr. 2026", (2026, 2, 3)),
        ("November 20, 2026", (2026, 11, 20)),
        ("Nov. 20, 2026, 9:28 AM UTC", (2026, 11, 20)),
        ("Créé : 12.12.2026, 07h36", (2026, 12, 12)),
        ("31 février 2026", None),
        ("en mai, fais ce qu’il te plaît", None),
    ],
)
def test_a_day_in_words_is_read(line, day):
    assert parse_words(line) == (datetime(*day, tzinfo=UTC) if day else None)


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
