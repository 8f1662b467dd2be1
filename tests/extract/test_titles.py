"""A title before or behind a site that the page does not name."""

from html import escape

import pytest

from gazette.extract import extract_article
from tests.extract.markups import HALLE
from tests.extract.test_bylines import STORIES

TITLES = (
    '<font size="5"><b>{title}</b></font><br><br>',
    "<p><b>{title}</b></p>",
    "<div>{title}</div>",
    "<center><big>{title}</big></center>",
    "<h3>{title}</h3>",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("document", ["{site} - {title}", "{site} | {title}", "{title} - {site}",
                                      "{site} : {title}", "{title} — {site}"])  # fmt: skip
@pytest.mark.parametrize("shown", TITLES)
def test_the_part_of_the_title_that_the_page_shows_is_the_title(shown, document, language):
    story = STORIES[language]
    site = {"fr": "Journal de Kerlann", "en": "The Skerra Messenger"}[language]
    written = document.format(site=site, title=story.title)
    page = (
        f'<html lang="{language}"><title>{escape(written)}</title><body>'
        f'<p><a href="/">{site}</a></p>'
        + shown.format(title=escape(story.title))
        + "".join(f"<p>{escape(p)}</p>" for p in story.paragraphs)
    )
    assert extract_article(page.encode()).title == story.title


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ("Halle aux grains - la ville paie deux millions", "Halle aux grains"),
        ("Direct - La halle rouvre", "Direct"),
        ("Gazette de la vallée de l’Orne - Halle : la réouverture en images",
         "Gazette"),
        ("La halle rouvre samedi - enfin", "La halle"),
    ],
)  # fmt: skip
def test_a_title_of_which_less_than_half_is_shown_stays_whole(document, line):
    page = f'<html lang="fr"><title>{document}</title><body><p>{line}</p>' + "".join(
        f"<p>{escape(p)}</p>" for p in HALLE.paragraphs
    )
    assert extract_article(page.encode()).title == document
