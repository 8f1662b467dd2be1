"""The words that stand around an article on the sample press's pages, in French and English."""

from typing import Final

from msgspec import Struct


class Chrome(Struct, frozen=True):
    """The words around an article."""

    menu: tuple[str, ...]
    related: str
    read_also: str
    same_subject: str
    share: str
    newsletter: str
    newsletter_text: str
    subscribe: str
    cookies: str
    accept: str
    refuse: str
    by: str
    published: str
    rights: str
    months: tuple[str, ...]
    date: str
    """A template: day, month and time."""


CHROME: Final = {
    "fr": Chrome(
        menu=("Accueil", "À la une", "Région", "Culture", "Sports", "Abonnez-vous"),
        related="Articles connexes",
        read_also="À lire aussi",
        same_subject="Sur le même sujet",
        share="Partager",
        newsletter="Notre lettre du matin",
        newsletter_text="Chaque jour à 7 heures, l’essentiel de l’actualité dans votre boîte mail.",
        subscribe="Je m’inscris",
        cookies="Avec nos partenaires, nous utilisons des cookies pour mesurer l’audience et"
        " personnaliser la publicité. Vous pouvez changer d’avis à tout moment.",
        accept="Tout accepter",
        refuse="Continuer sans accepter",
        by="Par",
        published="Publié le",
        rights="Tous droits réservés",
        months=tuple(
            "janvier février mars avril mai juin juillet août septembre octobre novembre"
            " décembre".split()
        ),
        date="{0.day} {month} {0.year} à {0:%H} h {0:%M}",
    ),
    "en": Chrome(
        menu=("Home", "Latest", "Community", "Culture", "Sport", "Subscribe"),
        related="Related articles",
        read_also="Read more",
        same_subject="More on this story",
        share="Share",
        newsletter="Get our morning briefing",
        newsletter_text="The day’s stories in your inbox at seven, Monday to Friday. It is free.",
        subscribe="Sign up",
        cookies="We and our partners use cookies to measure our audience and to show advertising"
        " that fits your interests. You can change your mind at any time.",
        accept="Accept all",
        refuse="Reject all",
        by="By",
        published="Published",
        rights="All rights reserved",
        months=tuple(
            "January February March April May June July August September October November"
            " December".split()
        ),
        date="{0.day} {month} {0.year}, {0:%H:%M}",
    ),
}
