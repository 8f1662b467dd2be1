"""One article with its related cards and its cookie banner, in the markups that sites use."""

from html import escape

TITLE = "La halle aux grains rouvre ses portes"
PARAGRAPHS = (
    "Fermée depuis l’incendie de 2021, la halle aux grains rouvre samedi, avec un marché couvert"
    " au rez-de-chaussée et une salle de concert de huit cents places sous la charpente refaite.",
    "Les charpentiers ont travaillé quatorze mois sur le toit, dont les poutres de chêne viennent"
    " de trois forêts de la région ; il a fallu attendre deux hivers pour que le bois sèche.",
    "« On nous demandait du béton, nous avons tenu bon », se souvient l’architecte Maud Ferrand."
    " La ville a suivi, malgré un surcoût de deux millions d’euros que l’État a pris en charge.",
    "Une quarantaine de commerçants ont déjà signé. Les loyers, plafonnés pendant cinq ans, doivent"
    " permettre aux plus petits de s’installer au centre, d’où les prix les avaient chassés.",
    "Le premier concert aura lieu le 12 décembre. Les places sont parties en moins d’une heure.",
)
CARD_TITLES = (
    "Image générée par IA",
    "Le marché de Noël déménage sur les quais",
    "Rapporté par l’IA",
    "Incendie de la halle : le procès renvoyé au printemps",
    "Une forêt plantée pour les charpentes de demain",
)
CARD_TEXTS = (
    "Le tribunal a renvoyé au mois de mai le procès des deux entreprises qui travaillaient sur le"
    " toit le jour de l’incendie, à la demande de leurs assureurs, qui contestent l’expertise.",
    "Faute de place autour de la halle, les chalets du marché de Noël s’installeront cette année"
    " sur les quais, ce que les restaurateurs de la vieille ville apprennent avec colère.",
    "After two centuries of storage and trade, several grain halls across the country are being"
    " turned into concert venues, and their acoustics surprise the musicians who play there.",
)
COOKIES = (
    "Nous utilisons des cookies pour mesurer l’audience de ce site. Lisez notre politique de"
    " confidentialité pour en savoir plus."
)


def _card(number: int, text: str, *, tag: str = "div", inner: str = "p", title: str = "h3") -> str:
    link = f'<a href="/fr/a{number}">'
    if text in CARD_TITLES:
        return f'<{tag} class="c"><{title}>{link}{escape(text)}</a></{title}></{tag}>'
    picture = f'{link}<img src="/i{number}.jpg" alt=""></a>'
    return f'<{tag} class="c">{picture}<{inner}>{escape(text)}</{inner}></{tag}>'


def _cards(**tags: str) -> str:
    mixed = (*CARD_TITLES[:2], *CARD_TEXTS[:2], *CARD_TITLES[2:], CARD_TEXTS[2])
    return "\n".join(_card(number, text, **tags) for number, text in enumerate(mixed))


def _each(tag: str, texts: tuple[str, ...] = PARAGRAPHS) -> str:
    return "\n".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{TITLE} | Échos</title>'
        f'<meta property="og:title" content="{TITLE}"></head><body>'
        '<div class="t"><ul><li><a href="/">Accueil</a></li><li><a href="/v">Ville</a></li></ul>'
        "</div>"
        f'{body}<div class="fixed z-50"><h2>Ce site utilise des cookies</h2><p>{COOKIES}</p>'
        "<button>Refuser</button></div></body></html>"
    )


_H1 = f"<h1>{TITLE}</h1>"
MARKUPS = {
    "an aside": _page(
        f"<main><article>{_H1}{_each('p')}</article><aside>{_cards()}</aside></main>"
    ),
    "a heading and a grid": _page(
        f'<div>{_H1}{_each("p")}<div class="mt-4"><h2>Articles connexes</h2>{_cards()}</div></div>'
    ),
    "no heading": _page(f"<div>{_H1}{_each('p')}<div class='g'>{_cards()}</div></div>"),
    "no heading, no box": _page(f"<div>{_H1}{_each('p')}{_cards()}</div>"),
    "paragraphs without p": _page(
        f"<div>{_H1}{_each('div')}<div><div>Articles connexes</div>"
        f"<div>{_cards(inner='div', title='div')}</div></div></div>"
    ),
    "br br": _page(
        f"<div><b>{TITLE}</b><br><br>{'<br><br>'.join(map(escape, PARAGRAPHS))}<br><br>"
        f"<b>À lire aussi</b><br>{_cards(tag='span', inner='span', title='span')}</div>"
    ),
    "single br": _page(
        f"{_H1}<div>{'<br>'.join(map(escape, PARAGRAPHS))}</div><div>{_cards()}</div>"
    ),
    "custom elements": _page(
        f"<x-story><x-title>{TITLE}</x-title>{_each('x-par')}</x-story>"
        f"<x-more><x-title>À lire aussi</x-title>{_cards(tag='x-card')}</x-more>"
    ),
    "a label in bold": _page(
        f"<div>{_H1}{_each('p')}<p><strong>Sur le même sujet</strong></p><ul>"
        + "".join(f'<li><a href="/{text[:3]}">{escape(text)}</a></li>' for text in CARD_TITLES)
        + "</ul></div>"
    ),
    "one flat list": _page(
        f"<div>{_H1}{_each('p')}<h2>À lire aussi</h2>"
        f'<h3><a href="/1">{CARD_TITLES[1]}</a></h3><p>{CARD_TEXTS[1]}</p>'
        f'<h3><a href="/2">{CARD_TITLES[3]}</a></h3><p>{CARD_TEXTS[0]}</p></div>'
    ),
    "one flat list without links": _page(
        f"<div>{_H1}{_each('p')}<h2>Articles connexes</h2>{_each('p', CARD_TEXTS)}</div>"
    ),
    "cards that are articles": _page(
        f"<article>{_H1}{_each('p')}<section><h2>Vous aimerez aussi</h2>"
        f"{_cards(tag='article')}</section></article>"
    ),
    "whole cards as links": _page(
        f"<div>{_H1}{_each('p')}<div>"
        + "".join(f'<a href="/b"><div><p>{escape(text)}</p></div></a>' for text in CARD_TEXTS)
        + "</div></div>"
    ),
    "an English label": _page(
        f"<div>{_H1}{_each('p')}<section><h2>Related articles</h2>{_cards()}</section></div>"
    ),
    "a layout table": _page(
        f"<table><tr><td>{_H1}{_each('p')}</td><td><b>Lire aussi</b>{_cards()}</td></tr></table>"
    ),
    "plain text": "\n\n".join(
        (
            TITLE,
            *PARAGRAPHS,
            "Articles connexes",
            *CARD_TEXTS,
            *CARD_TITLES,
            "Gestion des cookies",
            COOKIES,
        )
    ),
}
