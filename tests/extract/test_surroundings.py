"""Articles come out whole and alone, whatever stands around them and in whatever markup."""

import re
from dataclasses import replace
from html import unescape
from random import Random

import pytest

from gazette.extract import extract, extract_article
from tests.extract.articles import ARTICLES
from tests.extract.surroundings import BOXED, MARKUPS, PIECES, Piece, page_of

NAMES = list(MARKUPS)


def _cases():
    """Yield each piece in two markups, with another article each; those of many forms in one."""
    for language, pieces in PIECES.items():
        told = [article for article in ARTICLES if article.language == language]
        for number, (kind, piece) in enumerate(pieces):
            names = BOXED if kind == "boxed" else NAMES
            for turn in range(1 if kind in ("label", "inline") else 2):
                markup = names[(number * 2 + turn * 5 + number // 9) % len(names)]
                article = told[(number + turn) % len(told)]
                # In bare text nothing tells a heading from one title more.
                is_vague = kind == "label amid" and markup == "text" and article.name == "list"
                if not is_vague:
                    label = f"{kind}-{piece.place}-{piece.parts[0][:40]}-{article.name}-{markup}"
                    yield pytest.param(article, markup, piece, id=label)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])
def test_an_article_alone_comes_out_whole(article, markup):
    found = extract_article(page_of(article, markup))
    assert found.title == article.title
    assert found.paragraphs == article.paragraphs


@pytest.mark.parametrize(("article", "markup", "piece"), _cases())
def test_what_is_set_around_an_article_is_left_out_with_its_reason(article, markup, piece):
    extraction = extract(page_of(article, markup, (piece,)))
    assert extraction.article.title == article.title
    assert extraction.article.paragraphs == article.paragraphs
    if piece.reasons:
        text = unescape(re.sub("<[^>]+>", "", piece.parts[0].lstrip("#@! ")))[:150]
        reasons = {removed.reason for removed in extraction.removed if text in removed.text}
        assert reasons & set(piece.reasons)


TOGETHER = (
    *("top", "top", "amid", "inline", "newsletter", "paywall"),
    *("bottom", "follow", "label", "comments", "cookies"),
)
"""A page's usual surroundings, in their order."""


def _some(language, seed):
    """Return some of the usual pieces, drawn with a seed."""
    rng = Random(seed)
    return tuple(
        rng.choice([piece for kind, piece in PIECES[language] if kind == wanted])
        for wanted in TOGETHER
        if rng.random() < 0.6
    )


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])
def test_an_article_among_all_of_it_comes_out_whole(article, markup, turn):
    pieces = _some(article.language, f"{article.name} {markup} {turn}")
    found = extract_article(page_of(article, markup, pieces))
    assert found.title == article.title
    assert found.paragraphs == article.paragraphs


OWN_HEADINGS = {
    "fr": (
        "Comment refuser les cookies ?",
        "Un abonnement pour quoi faire ?",
        "Les commentaires en question",
        "La publicité, un mal nécessaire",
        "Les dons, une ressource fragile",
        "Lire autrement",
        "Le choix du conseil",
        "Une application contestée",
        "L’auteur",
        "Des lettres et des chiffres",
        "Articles 5 et 6 de la loi",
        "Partager l’eau",
        "En direct du port",
        "Vers un nouveau dossier",
    ),
    "en": (
        "How to reject cookies",
        "Who reads the comments?",
        "Advertising, a necessary evil",
        "A gift that costs nothing",
        "Reading in the dark",
        "The council’s choice",
        "An app nobody wanted",
        "The author",
        "Letters from the front",
        "Article 5 of the treaty",
        "Sharing the water",
        "Live from the harbour",
        "A popular decision",
        "What to read into it",
    ),
}
OWN_LINES = {
    "fr": (
        "L’application sera gratuite pour les habitants, payante pour les autres.",
        "Il a laissé un commentaire sous la vidéo : « Je reviendrai. »",
        "La suite de l’histoire est connue de tous.",
        "Chaque matin, il reçoit cent courriels et n’en lit aucun.",
        "Les abonnés du réseau d’eau paieront deux euros de plus par mois.",
        "Selon le journal, la moitié des dons vient de l’étranger.",
        "Notre avenir dépend de l’eau, répète-t-il à qui veut l’entendre.",
        "« Nous avons besoin de vous », a-t-il lancé aux bénévoles.",
        "Vous partez vers le nord, et vous suivez la rivière jusqu’au pont.",
        "Les droits de reproduction ont été vendus avec la maison.",
        "Le port de Kerlann/Saint-Ronan, c’est dix bateaux et autant de familles.",
        "Lire, écrire, compter : le programme n’a pas changé.",
        "Photo après photo, on voit la digue reculer.",
        "Jeanne Aubin est institutrice au bourg depuis 1998 et ne compte pas partir.",
    ),
    "en": (
        "The app will be free for islanders and cost everyone else two pounds.",
        "He left a comment under the video: “I will be back.”",
        "The rest of the story is known to everyone here.",
        "Every morning he gets a hundred emails and reads none of them.",
        "Subscribers to the water scheme will pay two pounds more a month.",
        "Half of the donations, the paper says, come from abroad.",
        "Our future depends on the water, he tells anyone who will listen.",
        "“We need your help,” she told the volunteers.",
        "You head north and follow the river as far as the bridge.",
        "The rights were sold with the house.",
        "Share prices at the yard fell by a third in a morning.",
        "Reading, writing and counting: the lessons have not changed.",
        "Photograph after photograph shows the wall giving way.",
        "Isobel Crane is a teacher in the village and has no plans to leave.",
    ),
}


@pytest.mark.parametrize("markup", ["semantic", "flat paragraphs", "br", "bare divs"])
@pytest.mark.parametrize(
    ("article", "block"),
    [
        (article, block)
        for article, language in ((ARTICLES[0], "fr"), (ARTICLES[-1], "en"))
        for block in (*(f"# {text}" for text in OWN_HEADINGS[language]), *OWN_LINES[language])
    ],
)
def test_what_only_sounds_like_them_stays(article, block, markup):
    blocks = (*article.blocks[:1], block, *article.blocks[1:])
    told = replace(article, blocks=blocks)
    assert extract_article(page_of(told, markup)).paragraphs == told.paragraphs


@pytest.mark.parametrize("label", ["Réactions", "Articles connexes", "Notre newsletter gratuite"])
def test_a_page_of_labels_is_read_once(label):
    # Each was once compared with all that follow: 80 seconds.
    article = ARTICLES[0]
    labels = f"<p>{label}</p>" * 20_000
    text = "".join(f"<p>{block}</p>" for block in article.blocks)
    page = f"<html><body><main><h1>{article.title}</h1>{text}</main>{labels}</body></html>"
    assert extract_article(page.encode()).paragraphs == article.paragraphs


FORMS = (
    "{label} {link}",
    "{label} | {link}",
    "→ {label} {link}",
    "► {label} : {link}",
    "<strong>{label}</strong> {link}",
    "<strong>{label}</strong><br>{link}",
    "{label} : « {link} »",
    "({label} : {link})",
    "{label} : {link}.",
    "[{label} : {link}]",
    "{label} - {link}",
    "{label} : {link} ; {link}",
    "{label} : {link} et {link}",
    "{label}&nbsp;: {link} (20/11/2026)",
    "{label} :<br>- {link}<br>- {link}",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "label", ["Lire aussi", "À LIRE", "Lire l’analyse", "Read more", "See also"]
)
def test_a_line_that_leads_away_is_told_in_every_form(label, form):
    link = '<a href="/x">Pourquoi les écluses ferment en février</a>'
    piece = Piece((), "amid", (form.format(label=label, link=link),))
    for markup in NAMES[:-1]:
        assert extract_article(page_of(ARTICLES[2], markup, (piece,))).paragraphs == (
            ARTICLES[2].paragraphs
        )
