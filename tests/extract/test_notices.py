"""Notices go and articles about such things stay: the same words, said to the reader or not."""

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE

FRENCH_NOTICES = [
    ("newsletter", "Chaque matin, recevez l’essentiel de l’actualité dans votre boîte mail."),
    ("newsletter", "Inscrivez-vous gratuitement à notre infolettre hebdomadaire."),
    ("newsletter", "Notre sélection d’articles dans votre boîte de réception, tous les vendredis."),
    ("cookies", "Avec nos partenaires, nous utilisons des cookies afin de personnaliser la page."),
    ("cookies", "Ce site web a recours à des traceurs ; vous pouvez à tout moment les refuser."),
    (
        "paywall",
        "La suite est réservée aux abonnés. Abonnez-vous pour 1 € par mois, sans engagement.",
    ),
    ("paywall", "Il vous reste 61 % de cet article à lire."),
    (
        "paywall",
        "Profitez d’un accès illimité à tous nos articles : abonnez-vous dès 2 € par mois.",
    ),
    ("share", "Suivez-nous sur WhatsApp : rejoignez notre chaîne pour ne rien manquer."),
    ("share", "Téléchargez notre application gratuite sur l’App Store et Google Play."),
    ("comments", "Connectez-vous pour laisser un commentaire et rejoindre la discussion."),
    (
        "boilerplate",
        "Notre indépendance dépend de votre soutien : faites un don, chaque euro compte.",
    ),
    (
        "boilerplate",
        "Votre compte est utilisé sur un autre appareil ; on ne lit que sur un à la fois.",
    ),
]
ENGLISH_NOTICES = [
    ("newsletter", "The day’s stories in your inbox every morning. It is free."),
    (
        "newsletter",
        "Join 40,000 readers: get our weekly briefing by email, and unsubscribe any time.",
    ),
    ("cookies", "This website uses cookies and similar technologies to improve your experience."),
    ("cookies", "By clicking “Accept all” you agree to our use of cookies for analytics."),
    ("paywall", "Subscribe today for unlimited access to this story: $1 for the first month."),
    ("paywall", "Already a member? Log in to keep reading this article with your account."),
    ("share", "Download our free app from the App Store or Google Play for breaking news alerts."),
    ("share", "Follow us on WhatsApp and Facebook, and never miss our latest stories."),
    (
        "comments",
        "You must be logged in to post a comment; see our community rules for discussion.",
    ),
    ("advert", "We may earn a commission when you buy through links on our site."),
    ("boilerplate", "Our journalism depends on readers like you. Please make a donation today."),
]
FRENCH_TEXT = [
    "La CNIL a infligé vendredi une amende de 40 millions d’euros à un moteur de recherche qui"
    " déposait des cookies sans recueillir le consentement des internautes.",
    "Pour l’autorité, refuser les cookies doit être aussi simple que de les accepter, y compris"
    " pour la mesure d’audience.",
    "« Nous utilisons des cookies comme tout le monde », se défend l’éditeur, selon qui ses"
    " partenaires respectent le choix des visiteurs.",
    "Chaque matin, la newsletter du maire arrive dans les boîtes aux lettres électroniques des"
    " habitants, qui ne la lisent guère.",
    "Le journal compte désormais 610 000 abonnés, dont la moitié paie moins de dix euros par mois.",
    "L’application a été téléchargée deux millions de fois, puis Facebook l’a copiée.",
    "L’association vit de dons : l’an dernier, chaque adhérent a versé 34 euros en moyenne.",
    "Pour soutenir les agriculteurs, la région avance une partie des aides de l’an prochain.",
    "Il vous reste trois jours pour visiter l’exposition, qui part ensuite à Lyon.",
    "Les commentaires sous la vidéo étaient si violents que la chaîne les a fermés.",
]
ENGLISH_TEXT = [
    "Regulators fined the search engine £40 million for setting advertising cookies on millions of"
    " phones before anyone had agreed to them.",
    "Under the new law people must be able to reject cookies as easily as they accept them.",
    "You open your inbox every morning and find two hundred newsletters that nobody reads.",
    "The paper has 610,000 subscribers, half of whom pay less than ten pounds a month.",
    "The app was downloaded two million times before Facebook copied it.",
    "Donations kept the journal alive; the average reader sent £34 last year.",
    "Donate blood twice a year and you may never need to ask who it went to, the nurse says.",
    "Manage your expectations: the pier opens at seven and the tea is gone by eight.",
    "Support our fishermen, the placard read; nobody at the harbour had painted it.",
    "Comments under the video were so violent that moderators closed the discussion.",
]


def page_of(story, *, notice="", text=(), wrap="<p>{}</p>"):
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    more = [f"<p>{line}</p>" for line in text]
    body = "".join((first, wrap.format(notice) if notice else "", *more, *rest))
    return f"<html><body><main><h1>{story.title}</h1>{body}</main></body></html>".encode()


@pytest.mark.parametrize(
    "wrap", ["<p>{}</p>", "<div><p>{}</p></div>", "<div><h4>Info</h4>{}</div>"]
)
@pytest.mark.parametrize(
    ("story", "reason", "notice"),
    [(HALLE, *notice) for notice in FRENCH_NOTICES]
    + [(FERRY, *notice) for notice in ENGLISH_NOTICES],
)
def test_a_notice_amid_the_text_is_left_out(story, reason, notice, wrap):
    extraction = extract(page_of(story, notice=notice, wrap=wrap))
    assert extraction.article.paragraphs == story.paragraphs
    assert any(p.reason == reason and notice in p.text for p in extraction.removed)


@pytest.mark.parametrize(("story", "text"), [(HALLE, FRENCH_TEXT), (FERRY, ENGLISH_TEXT)])
def test_an_article_about_such_things_is_kept_whole(story, text):
    paragraphs = extract_article(page_of(story, text=text)).paragraphs
    assert paragraphs == (story.paragraphs[0], *text, *story.paragraphs[1:])


@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<div><p>{}</p></div>", "<section>{}</section>"])
@pytest.mark.parametrize(
    ("story", "line"),
    [(HALLE, line) for line in FRENCH_TEXT] + [(FERRY, line) for line in ENGLISH_TEXT],
)
def test_a_paragraph_about_such_things_is_kept(story, line, wrap):
    assert line in extract_article(page_of(story, notice=line, wrap=wrap)).paragraphs


@pytest.mark.parametrize(
    ("heading", "text", "button"),
    [
        ("Le rendez-vous du vendredi", "Dix histoires choisies pour vous.", "Je m’inscris"),
        ("Un mot avant de lire", "Quelques fichiers sont gardés chez vous.", "Tout accepter"),
        ("The Friday note", "Ten stories chosen for you.", "Sign up"),
        ("Keep us afloat", "We have no owner and no debts.", "Donate"),
    ],
)
def test_a_box_that_ends_in_a_telling_button_is_left_out(heading, text, button):
    box = f"<div><h3>{heading}</h3><p>{text}</p><button>{button}</button></div>"
    article = extract_article(page_of(HALLE, notice=box, wrap="{}"))
    assert article.paragraphs == HALLE.paragraphs
