"""Live pages: each short entry is kept, and the list of their headlines is not."""

import pytest

from gazette.article import Heading
from gazette.errors import ExtractError
from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE
from tests.extract.test_whole import _page, _ps

TITLES = {
    "fr": "Tempête : suivez la situation en direct",
    "en": "Storm: follow the situation live",
}
ENTRIES = {
    "fr": (
        ("11h40", "Le pont est rouvert", "Les voitures passent de nouveau."),
        ("11h15", "Le Léon sans courant", "Le réseau est coupé, selon le gestionnaire."),
        ("10h50", "Les trains arrêtés", "Aucun départ avant midi."),
        ("10h20", "Une rafale à 142 km/h", "Elle a été mesurée à Ouessant."),
        ("9h55", "Les écoles fermées", "Le rectorat l’annonce à l’instant."),
        ("9h30", "Le port au calme", "Les ferries restent à quai, et personne ne s’en plaint."),
        ("9h", "Bonjour à tous", "Bienvenue dans ce direct, tenu jusqu’au soir."),
    ),
    "en": (
        ("11:40 am", "Bridge open again", "Cars are crossing once more."),
        ("11:15 am", "Two thousand homes dark", "The grid is down, the operator says."),
        ("10:50 am", "Trains stopped", "No departures before noon."),
        ("10.20am", "A gust of 88 mph", "It was measured at the point."),
        ("9:55 GMT", "Schools shut", "The council has just said so."),
        ("9:30", "Calm in the harbour", "The ferries stay where they are, and nobody complains."),
        ("9 a.m.", "Good morning to all", "Welcome to our live page, open until tonight."),
    ),
}
SHARE = '<div><a href="#">Facebook</a> <a href="#">WhatsApp</a></div>'
MARKUPS = {
    "articles": lambda t, h, p: (
        f'<article class="entry"><time>{t}</time><h3>{h}</h3><p>{p}</p></article>'
    ),
    "boxes to share": lambda t, h, p: (
        f'<div class="post"><span class="time">{t}</span><h2>{h}</h2><p>{p}</p>{SHARE}</div>'
    ),
    "list items": lambda t, h, p: f"<li><div>{t}</div><div><h4>{h}</h4><div>{p}</div></div></li>",
    "headings": lambda t, h, p: f"<section><h3>{t} {h}</h3><p>{p}</p></section>",
    "flat headings": lambda t, h, p: f"<h3>{t} {h}</h3><p>{p}</p>",
    "one line each": lambda t, h, p: f"<p><strong>{t}</strong> – {h}. {p}</p>",
    "rows": lambda t, h, p: f"<tr><td>{t}</td><td><b>{h}</b><p>{p}</p></td></tr>",
    "links to themselves": lambda t, h, p: f'<div><a href="#e">{t}</a><h3>{h}</h3><p>{p}</p></div>',
}
SUMMARIES = {
    "no summary": lambda entries: "",
    "linked headlines": lambda entries: (
        "<ul>" + "".join(f'<li><a href="#{h}">{h}</a></li>' for _, h, _ in entries) + "</ul>"
    ),
    "bare headlines": lambda entries: (
        "<div><h2>En bref</h2><ul>"
        + "".join(f"<li>{h}</li>" for _, h, _ in entries)
        + "</ul></div>"
    ),
}


def _live(language, markup, summary):
    story = HALLE if language == "fr" else FERRY
    entries = ENTRIES[language]
    feed = "".join(MARKUPS[markup](*entry) for entry in entries)
    wrap = {"list items": "ul", "rows": "table"}.get(markup, "div")
    body = (
        f"<main><h1>{TITLES[language]}</h1>{SUMMARIES[summary](entries)}"
        f'<{wrap} class="direct">{feed}</{wrap}></main>'
    )
    return _page(story, body).replace(story.title, TITLES[language])


@pytest.mark.parametrize("summary", SUMMARIES)
@pytest.mark.parametrize("language", ENTRIES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_each_entry_is_kept_and_no_headline_twice(markup, language, summary):
    text = extract_article(_live(language, markup, summary).encode()).text
    words = [word for entry in ENTRIES[language] for part in entry[1:] for word in part.split()]
    said = text.replace(" – ", " ").replace(" | ", " ")
    for clock, heading, told in ENTRIES[language]:
        assert said.count(heading) == 1
        assert said.count(told) == 1
        said = said.replace(clock, "")
    assert len(said.replace(". ", " ").split()) == len(words)


def test_a_time_that_stands_alone_is_no_text():
    extraction = extract(_live("fr", "articles", "no summary").encode())
    assert extraction.article.blocks[0] == Heading("Le pont est rouvert", 3)
    assert any(piece.reason == "byline" and "11h40" in piece.text for piece in extraction.removed)


def test_a_ticker_of_headlines_is_no_live_page():
    rows = "".join(f'<li>{t} <a href="/{t}">{h} – {p}</a></li>' for t, h, p in ENTRIES["fr"])
    body = f"<h1>{HALLE.title}</h1><div>{_ps(HALLE.paragraphs)}</div><div><ul>{rows}</ul></div>"
    assert extract_article(_page(HALLE, body).encode()).paragraphs == HALLE.paragraphs
    with pytest.raises(ExtractError):
        extract_article(f"<html><body><h1>Le fil</h1><ul>{rows}</ul></body></html>".encode())
