"""What stands among an article's own lines and is not its text, in markup that says nothing."""

import re
from html import escape

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE

TOP = {
    "fr": (
        '<a href="/">Accueil</a> &gt; <a href="/ville">Ville</a>',
        "Par Maëlle Tanguy",
        "Publié le 20 novembre 2026 à 07h15, mis à jour à 9h02",
        "Par Maëlle Tanguy, le 22 novembre 2026 à 14 h 05",
        "Temps de lecture : 4 min",
        '<a href="#">Partager sur Facebook</a> <a href="#">Envoyer par e-mail</a>',
        "Écouter l’article",
    ),
    "en": (
        '<a href="/">Home</a> &gt; <a href="/news">News</a>',
        "By Owen Tarrant",
        "Published 20 November 2026, 07:15",
        "By Owen Tarrant | 22 November 2026, 14:05",
        "4 min read",
        '<a href="#">Share on Facebook</a> <a href="#">Email this</a>',
        "Listen to this article",
    ),
}
AMID = {
    "fr": (
        '<b>Lire aussi :</b> <a href="/x">Une forêt plantée pour les charpentes de demain</a>',
        '<a href="/x">À lire aussi : le procès de l’incendie renvoyé au printemps</a>',
        '» <a href="/x">Notre dossier sur les halles de la région</a>',
        "La suite après cette publicité",
        "Publicité",
        "© Maëlle Tanguy / Échos",
        "Crédit photo : Maëlle Tanguy",
    ),
    "en": (
        '<b>Read more:</b> <a href="/x">Storm closes the causeway for a third day</a>',
        '<a href="/x">READ ALSO: Sheep numbers fall again on both islands</a>',
        '&gt;&gt; <a href="/x">All our stories about the ferry</a>',
        "Story continues below advertisement",
        "Advertisement",
        "© Owen Tarrant / The Pier Post",
        "Photo: Owen Tarrant",
    ),
}
BOTTOM = {
    "fr": (
        'Mots-clés : <a href="/t">halle</a>, <a href="/t">marché</a>',
        '<a href="/1">Article précédent</a> <a href="/2">Article suivant</a>',
        "Soyez le premier à commenter",
        "Tous droits réservés",
        "Signaler une erreur",
        "Avec AFP",
    ),
    "en": (
        'Tags: <a href="/t">ferry</a>, <a href="/t">islands</a>',
        '<a href="/1">Previous article</a> <a href="/2">Next article</a>',
        "Be the first to comment",
        "All rights reserved",
        "Report an error",
        "Additional reporting by Morag Tait",
    ),
}
PLACES = {"top": (TOP, 0), "amid": (AMID, 2), "bottom": (BOTTOM, 5)}
CASES = [
    (story, line, place)
    for place, (lines, _) in PLACES.items()
    for story in (HALLE, FERRY)
    for line in lines[story.language]
]


def page_of(story, line, place, tag):
    parts = [f"<{tag}>{escape(text)}</{tag}>" for text in story.paragraphs]
    parts.insert(PLACES[place][1], f"<{tag}>{line}</{tag}>")
    body = f"<div><h1>{story.title}</h1>{''.join(parts)}</div>"
    return f"<html lang={story.language}><body>{body}</body></html>".encode()


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize(("story", "line", "place"), CASES)
def test_a_line_that_is_no_text_is_left_out(story, line, place, tag):
    article = extract_article(page_of(story, line, place, tag))
    assert article.paragraphs == story.paragraphs


@pytest.mark.parametrize("label", ["Publicité", "Partager", "Newsletter", "Annonce"])
def test_a_label_amid_the_text_takes_no_paragraph_with_it(label):
    link = '<p><a href="/x">Lire aussi : le procès renvoyé au printemps</a></p>'
    page = page_of(HALLE, f"{label}</p><p>{HALLE.paragraphs[2]}</p>{link}<p>", "amid", "p")
    assert extract_article(page).paragraphs == HALLE.paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "Par chance, la charpente n’avait pas brûlé entièrement, et les plans existaient encore.",
        "Publié en 1904, le premier règlement de la halle interdisait la vente du poisson.",
        "Photo de groupe, discours, ruban : l’inauguration a suivi le protocole.",
        "Lire les plans de l’époque a pris six mois à l’équipe.",
        "Partager la halle entre marchands et musiciens, tel est le pari.",
    ],
)
def test_a_sentence_that_begins_like_one_stays(line):
    assert line in extract_article(page_of(HALLE, line, "amid", "p")).paragraphs


CALENDAR = [
    f"{number}e étape : {10 + number} mars, {place}"
    for number, place in enumerate(("Brest", "Quimper", "Vannes", "Nantes", "Cholet"), start=1)
] * 3
COLUMN = "".join(
    f"<p>Dans ce coin du journal, on parle d’autre chose, du temps qu’il fait, {n} fois.</p>"
    for n in range(4)
)


def test_a_page_of_short_lines_is_read_to_its_end():
    lines = "".join(f"<p>{line} ({number})</p>" for number, line in enumerate(CALENDAR))
    page = (
        "<html><body><h1>Le calendrier du tour</h1>"
        f'<div class="article-body">{lines}</div><aside class="sidebar">{COLUMN}</aside></body>'
    )
    paragraphs = extract_article(page.encode()).paragraphs
    assert paragraphs == tuple(f"{line} ({number})" for number, line in enumerate(CALENDAR))


def test_a_table_of_results_is_kept_whole():
    rows = "".join(f"<tr><td>{n}</td><td>Coureur {n}</td><td>{90 - n}</td></tr>" for n in range(40))
    page = (
        "<html><body><h1>Le classement du tour</h1><div class='article-body'>"
        "<p>Voici le classement après la douzième étape, qui finissait hier soir à Brest.</p>"
        f"<table>{rows}</table></div></body>"
    )
    first, table = extract_article(page.encode()).paragraphs
    assert first.startswith("Voici")
    assert table.splitlines() == [f"{n} | Coureur {n} | {90 - n}" for n in range(40)]


@pytest.mark.parametrize("credit", ["", "<div>REUTERS</div>"])
@pytest.mark.parametrize("caption", ["La charpente vue du beffroi", "Maud Ferrand, architecte"])
def test_the_words_below_a_picture_are_its_caption(caption, credit):
    picture = f'</div><div><img src="/x.jpg" alt=""></div><div>{caption}</div>{credit}<div>'
    extraction = extract(page_of(HALLE, picture, "amid", "div"))
    assert extraction.article.paragraphs == HALLE.paragraphs
    assert any(caption in p.text for p in extraction.removed if p.reason == "caption")


@pytest.mark.parametrize(
    "below", ["<h3>Le toit refait</h3>", "<p>Le toit a été refait en chêne, poutre à poutre.</p>"]
)
def test_a_heading_or_a_sentence_below_a_picture_stays(below):
    page = page_of(HALLE, f'<img src="/x.jpg" alt=""></p>{below}<p>', "amid", "p")
    assert len(extract_article(page).paragraphs) == len(HALLE.paragraphs) + 1


@pytest.mark.parametrize(
    "line",
    [
        'Elle organise aussi <a href="/x">des ateliers et des visites de chantier le samedi</a>.',
        '<a href="mailto:halle@ville.example">halle@ville.example</a>',
    ],
)
def test_a_sentence_with_a_long_link_and_an_address_stay(line):
    asked = "<p>La ville a ouvert une adresse pour les commerçants qui cherchent une place :</p>"
    page = page_of(HALLE, f"</p>{asked}<p>{line}", "amid", "p")
    text = re.sub("<[^>]+>", "", line)
    assert text in extract_article(page).paragraphs


def test_a_last_sentence_without_its_full_stop_stays():
    line = "Sans elle, la vieille ville n’aurait plus de marché"
    assert extract_article(page_of(HALLE, line, "bottom", "p")).paragraphs[-1] == line


@pytest.mark.parametrize(
    "line",
    [
        "Owen Tarrant contributed reporting from Cullen.",
        "Pier Post writers Morag Tait and Owen Tarrant contributed to this report.",
        "Owen Tarrant is a reporter at The Pier Post, where he covers the sea and the ports.",
        "© 2026 The Pier Post. All rights reserved.",
    ],
)
def test_who_wrote_it_is_no_paragraph(line):
    extraction = extract(page_of(FERRY, line, "bottom", "p"))
    assert extraction.article.paragraphs == FERRY.paragraphs
    assert any(line in p.text for p in extraction.removed if p.reason in ("byline", "caption"))


def test_the_title_in_a_player_is_still_the_title():
    line = f"{HALLE.title} Lecture en cours"
    extraction = extract(page_of(HALLE, f"</p><h5>{line}</h5><p>", "amid", "p"))
    assert extraction.article.paragraphs == HALLE.paragraphs
    assert any(line in p.text for p in extraction.removed if p.reason == "title")


@pytest.mark.parametrize(
    ("story", "caption"),
    [
        (HALLE, "La charpente avant la pose des tuiles, le 5 mai 2026 à Kerlann."),
        (HALLE, "Des pigeons sur la poutre maîtresse, le 12 juin 2026."),
        (FERRY, "The ferry at her winter berth, on 5 March 2026 in Pollen Bay."),
    ],
)
def test_a_sentence_that_dates_the_picture_in_its_paragraph_is_a_caption(story, caption):
    shown = f'<img src="/p.jpg"><span>{caption}</span>'
    page = page_of(story, shown, "amid", "p")
    extraction = extract(page)
    assert extraction.article.paragraphs == story.paragraphs
    assert any(piece.reason == "caption" for piece in extraction.removed)


def test_a_paragraph_beside_a_floating_picture_is_text():
    text = "Elle appelle les charpentiers à tenir une assemblée dès samedi."
    page = page_of(HALLE, f'<img src="/p.jpg">{text}', "amid", "p")
    assert text in extract_article(page).paragraphs
