"""Pages without an article: each is refused, and what it is instead is said."""

import json

import pytest

from gazette.errors import ExtractError
from gazette.extract import extract_article
from tests.extract.markups import HALLE

STORIES = {
    "fr": (
        (
            "La halle rouvre ses portes",
            "Fermée depuis cinq ans, elle accueille de nouveau marché et concerts, sous "
            "une charpente refaite.",
        ),
        (
            "Le marché de Noël déménage",
            "Faute de place, les chalets s’installeront cette année sur les quais, ce que "
            "regrettent les restaurateurs.",
        ),
        (
            "Le procès est renvoyé",
            "Les assureurs contestent l’expertise, et le tribunal a fixé une nouvelle "
            "audience au mois de mai prochain.",
        ),
        (
            "Une forêt pour les charpentes",
            "Mille chênes ont été plantés cet hiver par des bénévoles, qui ne les verront "
            "pas abattre.",
        ),
        (
            "Le canal rouvre aux péniches",
            "La première est passée à l’aube avec six cents tonnes de graviers, devant une "
            "centaine de riverains.",
        ),
        (
            "Les écoles fermées lundi",
            "Le rectorat attend une rafale à cent quarante kilomètres à l’heure, et "
            "demande aux familles de rester chez elles.",
        ),
        (
            "Un phare à vendre",
            "La mise à prix est de trente mille euros, et l’acheteur devra entretenir la "
            "lampe pendant vingt ans.",
        ),
        (
            "Le pain a changé de goût",
            "Un boulanger raconte comment le blé ancien est revenu dans la vallée, et "
            "pourquoi il coûte plus cher.",
        ),
    ),
    "en": (
        (
            "Island ferry returns",
            "After a winter in dry dock the boat is back, and the sheep can travel to "
            "market again on Mondays.",
        ),
        (
            "Storm closes the causeway",
            "For a third day nobody can drive to the mainland, and the shop has run out of "
            "tobacco and of yeast.",
        ),
        (
            "Sheep numbers fall again",
            "There were nine hundred fewer at the count in October, and farmers say that "
            "the winter was to blame.",
        ),
        (
            "Why the foundry outlived its rivals",
            "It still casts propeller shafts by hand, and has orders for the next three "
            "years from yards abroad.",
        ),
        (
            "School to stay open",
            "The council has voted to keep it for two more years, after parents timed the "
            "bus with a stopwatch.",
        ),
        (
            "A lighthouse for sale",
            "Bids start at thirty thousand pounds, and the buyer must look after the lamp "
            "for twenty years.",
        ),
        (
            "Old wheat, new bread",
            "A baker tells how a forgotten grain came back to the valley, and why a loaf "
            "of it costs twice as much.",
        ),
        (
            "Archive buys nine winters of drawings",
            "A retired engineer has drawn every boat that served the islands, and the town "
            "will show them all.",
        ),
    ),
}
SITE = {"fr": "Échos du canal", "en": "The Pier Post"}


def _html(language, body, title=""):
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title or SITE[language]}</title></head><body>"
        f'<div><a href="/">Home</a> <a href="/v">News</a></div>{body}</body></html>'
    )


# --- lists of stories: a front page, a section, a tag, search results ---

CARDS = {
    "linked titles and summaries": lambda h, t, n: (
        f'<div><h2><a href="/{n}">{h}</a></h2><p>{t}</p></div>'
    ),
    "articles": lambda h, t, n: (
        f'<article><h3><a href="/{n}">{h}</a></h3><p>{t}</p><time>3 mai</time></article>'
    ),
    "whole cards as links": lambda h, t, n: f'<a href="/{n}"><h3>{h}</h3><p>{t}</p></a>',
    "list items": lambda h, t, n: f'<li><a href="/{n}">{h}</a> {t}</li>',
    "pictures": lambda h, t, n: (
        f'<div><a href="/{n}"><img src="/{n}.jpg"></a><h3><a href="/{n}">{h}</a></h3><p>{t}</p>'
        "</div>"
    ),
    "linked summaries": lambda h, t, n: (
        f'<div><h2><a href="/{n}">{h}</a></h2><p><a href="/{n}">{t}</a></p></div>'
    ),
    "a link to read on": lambda h, t, n: (
        f'<div><h2>{h}</h2><p>{t}</p><p><a href="/{n}">Lire la suite</a></p></div>'
    ),
    "flat": lambda h, t, n: f'<h3><a href="/{n}">{h}</a></h3><p>{t}</p>',
    "linked first words": lambda h, t, n: f'<p><a href="/{n}">{h}</a> – {t}</p>',
    "rows": lambda h, t, n: (
        f'<table><tr><td><a href="/{n}">{h}</a></td></tr><tr><td>{t}</td></tr></table>'
    ),
}
HEADS = {
    "fr": (
        "",
        "<h1>Échos du canal</h1>",
        "<h1>Culture</h1>",
        "<h1>8 résultats pour « halle »</h1>",
    ),
    "en": ("", "<h1>The Pier Post</h1>", "<h1>Culture</h1>", "<h1>Search results for “ferry”</h1>"),
}


@pytest.mark.parametrize("head", range(4), ids=["no head", "front", "section", "search"])
@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("wrap", ["div", "main"])
def test_a_list_of_stories_is_no_article(card, language, head, wrap):
    cards = "".join(CARDS[card](h, t, n) for n, (h, t) in enumerate(STORIES[language]))
    body = f"<{wrap}>{HEADS[language][head]}<div>{cards}</div></{wrap}>"
    with pytest.raises(ExtractError) as refused:
        extract_article(_html(language, body).encode())
    assert refused.value.data["kind"] in ("no text that reads as one", "a list of stories")


def test_a_list_of_stories_in_the_data_does_not_make_a_list_an_article():
    things = [{"@type": "NewsArticle", "headline": h} for h, _ in STORIES["fr"]]
    data = json.dumps({"@type": "ItemList", "itemListElement": things})
    cards = "".join(CARDS["flat"](h, t, n) for n, (h, t) in enumerate(STORIES["fr"]))
    page = _html("fr", f'<script type="application/ld+json">{data}</script>{cards}')
    assert _kind(page) == "a list of stories"


def test_the_front_page_may_call_itself_an_article():
    meta = '<meta property="og:type" content="article">'
    cards = "".join(CARDS["articles"](h, t, n) for n, (h, t) in enumerate(STORIES["fr"]))
    assert _kind(_html("fr", meta + cards), "https://example.org/") == "a list of stories"


@pytest.mark.parametrize(
    ("names", "head"), [("", ""), ("", "<h1>La semaine en brèves</h1>")], ids=["none", "heading"]
)
def test_an_article_with_a_link_in_some_paragraphs_is_no_list(names, head):
    linked = [p.replace(" de ", ' <a href="/1">de la page</a> ', 1) for p in HALLE.paragraphs[:2]]
    text = "".join(f"<p>{p}</p>" for p in (*linked, *HALLE.paragraphs[2:]))
    more = '<p><a href="/x">Le marché de Noël déménage</a></p>'
    page = _html("fr", f'{head}<div class="{names}">{text}{more}{text}{more}</div>')
    assert len(extract_article(page.encode()).paragraphs) >= 5


# --- walls, errors, checks ---

ABOUT = {
    "fr": "Créez gratuitement votre compte pour lire trois articles par mois, suivre vos sujets et"
    " commenter l’actualité avec les autres lecteurs de notre communauté.",
    "en": "Create your free account to read three stories a month, to follow the subjects that you"
    " care about and to talk about the news with the other readers.",
}
GONE = {
    "fr": "La page que vous cherchez a été déplacée ou n’existe plus. Vérifiez l’adresse, ou"
    " revenez à l’accueil, où vous retrouverez toute l’actualité de la vallée et de ses communes.",
    "en": "The page that you are looking for has been moved or does not exist any more. Check the"
    " address, or go back to the front page, where all the news of the islands is to be found.",
}
CHECK = {
    "fr": "Nous vérifions la sécurité de votre connexion avant de vous laisser continuer. Cela peut"
    " prendre quelques secondes ; activez JavaScript et les cookies si rien ne se passe.",
    "en": "The site needs to review the security of your connection before you can go on. This may"
    " take a few seconds; enable JavaScript and cookies if nothing happens after that time.",
}
FORM = (
    '<form action="/login"><label>E-mail</label><input name="email"><label>Mot de passe</label>'
    '<input type="password" name="p"><button>OK</button>'
    '<a href="/lost">Mot de passe oublié ?</a></form>'
)
CONSENT = {
    "fr": (
        "Avec votre accord, nos partenaires et nous utilisons des cookies ou technologies"
        " similaires pour stocker et consulter des informations personnelles comme votre visite"
        " sur ce site.",
        "Vous pouvez retirer votre consentement ou vous opposer aux traitements fondés sur"
        " l’intérêt légitime à tout moment dans notre politique de confidentialité.",
        "Publicités et contenu personnalisés, mesure de performance des publicités et du contenu,"
        " études d’audience et développement de services.",
    ),
    "en": (
        "With your consent, we and our 842 partners use cookies and similar technologies to store,"
        " access and process personal data like your visit on this website.",
        "You can withdraw your consent or object to data processing based on legitimate interest at"
        " any time by clicking on “Learn more” or in our privacy policy.",
        "Personalised advertising and content, advertising and content measurement, audience"
        " research and services development.",
    ),
}


def _walls(language):
    consent = "".join(f"<p>{text}</p>" for text in CONSENT[language])
    is_french = language == "fr"
    title = "Connexion" if is_french else "Log in"
    gone = "Page introuvable" if is_french else "Page not found"
    wait = "Un instant…" if is_french else "Just a moment..."
    buttons = (
        "<button>Tout accepter</button><button>Continuer sans accepter</button>"
        if is_french
        else "<button>Accept all</button><button>Reject all</button>"
    )
    return {
        "a page to log in": [
            ("", f"<h1>{title}</h1><p>{ABOUT[language]}</p>{FORM}"),
            (title, f"<div><p>{ABOUT[language]}</p>{FORM}</div>"),
            ("", FORM),
        ],
        "an error page": [
            ("", f"<h1>{gone}</h1><p>{GONE[language]}</p>"),
            (f"404 - {SITE[language]}", f"<div>{GONE[language]}</div>"),
            (f"{gone} | {SITE[language]}", f"<main><p>{GONE[language]}</p></main>"),
        ],
        "a check that the reader is no robot": [
            (wait, f"<h1>example.org</h1><p>{CHECK[language]}</p>"),
            ("", f"<h1>{wait}</h1><p>{CHECK[language]}</p>"),
        ],
        "only a consent notice": [
            ("", f"<div>{consent}{buttons}</div>"),
            ("", f'<h1>{SITE[language]}</h1><div class="x"><div>{consent}</div>{buttons}</div>'),
            ("", f'<div id="didomi-host">{consent}{buttons}</div>'),
            (HALLE.title, f"<h1>{HALLE.title}</h1><section>{consent}{buttons}</section>"),
        ],
    }


def _kind(page, url=""):
    with pytest.raises(ExtractError) as refused:
        extract_article(page if isinstance(page, bytes) else page.encode(), url)
    return refused.value.data["kind"]


@pytest.mark.parametrize(
    ("kind", "title", "body", "language"),
    [
        (kind, title, body, language)
        for language in SITE
        for kind, pages in _walls(language).items()
        for title, body in pages
    ],
)
def test_what_stands_in_the_place_of_an_article_is_named(kind, title, body, language):
    assert _kind(_html(language, body, title)) == kind


@pytest.mark.parametrize(
    "title", ["Recherche : un vaccin", "Maintenance d’un phare", "404 marches"]
)
def test_an_article_may_have_such_a_word_in_its_title(title):
    text = "".join(f"<p>{p}</p>" for p in HALLE.paragraphs)
    article = extract_article(_html("fr", f"<h1>{title}</h1>{text}", title).encode())
    assert article.paragraphs == HALLE.paragraphs


# --- any bytes ---


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><frameset cols='20%,80%'><frame src='a'></frameset></html>", "a page of frames"),
        (b"<!doctype html><html><head><title>A</title></head><body></body></html>", "empty page"),
        (b"<html><body><script>start()</script><div id=app></div></body></html>", "empty page"),
        (b"<html><body><noscript>You need to enable JavaScript.</noscript></body>", "empty page"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>", "not a text page"),
        (b"\r\n%PDF-1.4\n1 0 obj\n<</Type/Catalog>>", "not a text page"),
        (b"\xef\xbb\xbf%PDF-1.4\n1 0 obj\n<</Type/Catalog>>", "not a text page"),
        (bytes(range(256)) * 64, "not a text page"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "not a text page"),
        (b"\x1f\x8b\x08\x00" + b"abc" * 99, "not a text page"),
        (b'{"error": "not found", "code": 404}', "no text that reads as one"),
    ],
)
def test_bytes_that_hold_no_article_are_refused(body, kind):
    assert _kind(body) == kind


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_page_may_end_anywhere(cut):
    text = "".join(f"<p>{p}</p>" for p in HALLE.paragraphs)
    page = _html("fr", f"<article><h1>{HALLE.title}</h1><div>{text}</div></article>", HALLE.title)
    body = page.encode()
    try:
        article = extract_article(body[: len(body) * cut // 100])
    except ExtractError:
        return
    whole = " ".join(HALLE.paragraphs)
    assert all(paragraph.rstrip("\ufffd") in whole for paragraph in article.paragraphs)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "shift_jis", "nonsense", "utf-16"])
def test_a_wrong_charset_loses_no_paragraph(declared):
    text = "".join(f"<p>{p}</p>" for p in HALLE.paragraphs)
    page = _html("fr", f"<h1>{HALLE.title}</h1>{text}").replace("utf-8", declared, 1)
    article = extract_article(page.encode())
    assert len(article.paragraphs) == len(HALLE.paragraphs)
