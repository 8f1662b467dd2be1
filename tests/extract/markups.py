"""Two articles with their cards and consent text, and the markups in which sites set them."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import cycle


@dataclass(frozen=True)
class Story:
    """An article and what stands around it."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    cards: tuple[str, ...]
    """Titles, badges and summaries of other articles, in the order of the page."""
    label: str
    """What stands over the cards."""
    consent_title: str
    consent: str
    refuse: str
    menu: tuple[str, ...]
    site: str


HALLE = Story(
    language="fr",
    title="La halle aux grains rouvre ses portes",
    paragraphs=(
        "Fermée depuis l’incendie de 2021, la halle aux grains rouvre samedi, avec un marché"
        " couvert au rez-de-chaussée et une salle de concert de huit cents places sous la"
        " charpente refaite.",
        "Les charpentiers ont travaillé quatorze mois sur le toit, dont les poutres de chêne"
        " viennent de trois forêts de la région ; il a fallu attendre deux hivers pour que le bois"
        " sèche.",
        "« On nous demandait du béton, nous avons tenu bon », se souvient l’architecte Maud"
        " Ferrand. La ville a suivi, malgré un surcoût de deux millions d’euros que l’État a pris"
        " en charge.",
        "Une quarantaine de commerçants ont déjà signé. Les loyers, plafonnés pendant cinq ans,"
        " doivent permettre aux plus petits de s’installer au centre, d’où les prix les avaient"
        " chassés.",
        "Le premier concert aura lieu le 12 décembre. Les places sont parties en moins d’une"
        " heure.",
    ),
    cards=(
        "Image générée par IA",
        "Le marché de Noël déménage sur les quais",
        "Le tribunal a renvoyé au mois de mai le procès des deux entreprises qui travaillaient sur"
        " le toit le jour de l’incendie, à la demande de leurs assureurs, qui contestent"
        " l’expertise.",
        "Faute de place autour de la halle, les chalets du marché de Noël s’installeront cette"
        " année sur les quais, ce que les restaurateurs de la vieille ville apprennent avec"
        " colère.",
        "Rapporté par l’IA",
        "Incendie de la halle : le procès renvoyé au printemps",
        "Une forêt plantée pour les charpentes de demain",
        "After two centuries of storage and trade, several grain halls across the country are"
        " being turned into concert venues, and their acoustics surprise the musicians who play"
        " there.",
    ),
    label="Articles connexes",
    consent_title="Ce site utilise des cookies",
    consent="Nous utilisons des cookies pour mesurer l’audience de ce site. Lisez notre politique"
    " de confidentialité pour en savoir plus.",
    refuse="Refuser",
    menu=("Accueil", "Ville", "Culture"),
    site="Échos",
)
FERRY = Story(
    language="en",
    title="Island ferry returns after a winter in dry dock",
    paragraphs=(
        "The ferry that carries the post, the schoolchildren and most of the sheep between the two"
        " islands will sail again on Monday, five months after a rope stopped both of its"
        " propellers.",
        "Divers cut away the last of the nylon in August, but the shafts had bent. The yard in"
        " Cullen had to wait eleven weeks for a casting that only one foundry in the country still"
        " makes.",
        "“We lived out of a rowing boat,” said Morag Tait, who keeps the shop at the pier. “You"
        " learn what people really need. It turns out to be tobacco, batteries and yeast.”",
        "The council paid £410,000 for the repair and will decide in March whether to order a"
        " second vessel. Fares stay as they are until then.",
        "The first crossing is at 7.40 in the morning.",
    ),
    cards=(
        "Storm closes the causeway for a third day",
        "AI-generated image",
        "The council has voted to keep the school at the north end open for two more years, after"
        " parents showed that the bus would take longer than the lessons it leads to.",
        "Reported by AI",
        "Why the foundry at Cullen has outlived its rivals",
        "A retired engineer has spent nine winters drawing every boat that ever served the"
        " islands, and the archive in the town has now bought the lot for its new reading room.",
        "Les deux îles attendent leur bateau depuis cinq mois, et l’on s’y est remis à la rame"
        " pour le courrier, les moutons et les enfants de l’école, racontent les habitants.",
        "Sheep numbers fall again",
    ),
    label="Related articles",
    consent_title="We value your privacy",
    consent="We and our partners use cookies to measure our audience and to show advertising that"
    " fits your interests. You can change your mind at any time.",
    refuse="Reject all",
    menu=("Home", "News", "Culture"),
    site="The Pier Post",
)
STORIES = (HALLE, FERRY)
_LONG = 90
"""Characters from which a card's text is its summary."""


# --- pieces -------------------------------------------------------------------------------------


def _each(story: Story, tag: str, names: str = "") -> str:
    attributes = f' class="{names}"' if names else ""
    return "\n".join(f"<{tag}{attributes}>{escape(text)}</{tag}>" for text in story.paragraphs)


def _cards(
    story: Story,
    *,
    tag: str = "div",
    inner: str = "p",
    title: str = "h3",
    names: str = "c",
    linked: bool = True,
) -> str:
    """Return the cards: a title is a link, a summary stands after a linked picture."""
    made = []
    for number, text in enumerate(story.cards):
        link = f'<a href="/fr/a{number}">' if linked else "<b>"
        end = "</a>" if linked else "</b>"
        if len(text) < _LONG:
            body = f"<{title}>{link}{escape(text)}{end}</{title}>"
        else:
            picture = f'{link}<img src="/i{number}.jpg" alt="">{end}' if linked else ""
            body = f"{picture}<{inner}>{escape(text)}</{inner}>"
        made.append(f'<{tag} class="{names}">{body}</{tag}>')
    return "\n".join(made)


def _consent(story: Story, heading: str = "h2") -> str:
    return (
        f'<div class="fixed z-50"><{heading}>{story.consent_title}</{heading}>'
        f"<p>{escape(story.consent)}</p><button>{story.refuse}</button></div>"
    )


def _bare_consent(story: Story, tag: str = "p") -> str:
    return "".join(
        f"<{tag}>{escape(text)}</{tag}>" for text in (story.consent_title, story.consent)
    )


def _page(story: Story, body: str, *, before: str = "", after: str | None = None) -> str:
    menu = "".join(f'<li><a href="/{number}">{w}</a></li>' for number, w in enumerate(story.menu))
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">'
        f"<title>{story.title} | {story.site}</title>"
        f'<meta property="og:title" content="{story.title}"></head><body>{before}'
        f'<div class="t"><ul>{menu}</ul></div>{body}'
        f"{_consent(story) if after is None else after}</body></html>"
    )


def _h1(story: Story) -> str:
    return f"<h1>{story.title}</h1>"


def _broken(story: Story, between: str) -> str:
    return between.join(map(escape, story.paragraphs))


def _links(story: Story, wrap: str = "li") -> str:
    return "".join(
        f'<{wrap}><a href="/{number}">{escape(text)}</a></{wrap}>'
        for number, text in enumerate(story.cards)
        if len(text) < _LONG
    )


def _summaries(story: Story, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{escape(t)}</{tag}>" for t in story.cards if len(t) >= _LONG)


# --- markups ------------------------------------------------------------------------------------

Markup = Callable[[Story], str]
MADE: dict[str, Markup] = {
    "an aside": lambda s: _page(
        s, f"<main><article>{_h1(s)}{_each(s, 'p')}</article><aside>{_cards(s)}</aside></main>"
    ),
    "a heading and a grid": lambda s: _page(
        s,
        f'<div>{_h1(s)}{_each(s, "p")}<div class="mt-4"><h2>{s.label}</h2>{_cards(s)}</div></div>',
    ),
    "no heading": lambda s: _page(
        s, f"<div>{_h1(s)}{_each(s, 'p')}<div class='g'>{_cards(s)}</div></div>"
    ),
    "no heading, no box": lambda s: _page(s, f"<div>{_h1(s)}{_each(s, 'p')}{_cards(s)}</div>"),
    "paragraphs without p": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'div')}<div><div>{s.label}</div>"
        f"<div>{_cards(s, inner='div', title='div')}</div></div></div>",
    ),
    "br br": lambda s: _page(
        s,
        f"<div><b>{s.title}</b><br><br>{_broken(s, '<br><br>')}<br><br><b>{s.label}</b><br>"
        f"{_cards(s, tag='span', inner='span', title='span')}</div>",
    ),
    "single br": lambda s: _page(
        s, f"{_h1(s)}<div>{_broken(s, '<br>')}</div><div>{_cards(s)}</div>"
    ),
    "custom elements": lambda s: _page(
        s,
        f"<x-story><x-title>{s.title}</x-title>{_each(s, 'x-par')}</x-story>"
        f"<x-more><x-title>{s.label}</x-title>{_cards(s, tag='x-card')}</x-more>",
    ),
    "a label in bold": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<p><strong>{s.label}</strong></p><ul>{_links(s)}</ul></div>",
    ),
    "one flat list": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<h2>{s.label}</h2>"
        + "".join(
            f'<h3><a href="/{text[:3]}">{escape(text)}</a></h3>'
            if len(text) < _LONG
            else f"<p>{escape(text)}</p>"
            for text in s.cards
        )
        + "</div>",
    ),
    "one flat list without links": lambda s: _page(
        s, f"<div>{_h1(s)}{_each(s, 'p')}<h2>{s.label}</h2>{_summaries(s)}</div>"
    ),
    "cards that are articles": lambda s: _page(
        s,
        f"<article>{_h1(s)}{_each(s, 'p')}<section><h2>{s.label}</h2>"
        f"{_cards(s, tag='article')}</section></article>",
    ),
    "whole cards as links": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<div>"
        + "".join(f'<a href="/b"><div><p>{escape(text)}</p></div></a>' for text in s.cards)
        + "</div></div>",
    ),
    "a section with its own heading": lambda s: _page(
        s, f"<div>{_h1(s)}{_each(s, 'p')}<section><h2>{s.label}</h2>{_cards(s)}</section></div>"
    ),
    "a layout table": lambda s: _page(
        s,
        f"<table><tr><td>{_h1(s)}{_each(s, 'p')}</td><td><b>{s.label}</b>{_cards(s)}</td></tr>"
        "</table>",
    ),
    "a layout table, one cell a row": lambda s: _page(
        s,
        f"<table width=600><tr><td>{_h1(s)}</td></tr>"
        + "".join(f"<tr><td>{escape(text)}</td></tr>" for text in s.paragraphs)
        + f"<tr><td><b>{s.label}</b></td></tr>"
        + "".join(f'<tr><td><a href="/c">{escape(text)}</a></td></tr>' for text in s.cards)
        + "</table>",
    ),
    "cells and br": lambda s: _page(
        s,
        f'<table><tr><td width="70%"><font size=5>{s.title}</font><br><br>'
        f"{_broken(s, '<br><br>')}<br><br><b>{s.label} :</b><br>"
        + "".join(f'- <a href="/c">{escape(t)}</a><br>' for t in s.cards if len(t) < _LONG)
        + "</td></tr></table>",
    ),
    "a definition list": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<dl><dt>{s.label}</dt>"
        + "".join(f'<dd><a href="/c">{escape(text)}</a></dd>' for text in s.cards)
        + "</dl></div>",
    ),
    "a definition list of teasers": lambda s: _page(
        s,
        f"<main>{_h1(s)}{_each(s, 'p')}<p>{s.label}</p><dl>"
        + "".join(
            f'<dt><a href="/c">{escape(text)}</a></dt>'
            if len(text) < _LONG
            else f"<dd>{escape(text)}</dd>"
            for text in s.cards
        )
        + "</dl></main>",
    ),
    "a label in a span": lambda s: _page(
        s,
        f"<main><section>{_h1(s)}{_each(s, 'p')}<div><span>{s.label}</span></div>"
        f"{_cards(s, title='span', inner='span')}</section></main>",
    ),
    "a label in a paragraph": lambda s: _page(
        s, f"<section>{_h1(s)}{_each(s, 'p')}<p>{s.label}</p>{_summaries(s)}</section>"
    ),
    "a label in a button": lambda s: _page(
        s,
        f"<main>{_h1(s)}{_each(s, 'p')}<details><summary><button>{s.label}</button></summary>"
        f"{_cards(s)}</details></main>",
    ),
    "a label with a colon, in capitals": lambda s: _page(
        s, f"<div>{_h1(s)}{_each(s, 'p')}<h4>{s.label.upper()} :</h4><ul>{_links(s)}</ul></div>"
    ),
    "a label that is a link": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<div><a href='/all'>{s.label}</a></div>"
        f"<div>{_cards(s)}</div></div>",
    ),
    "everything in one section": lambda s: _page(
        s,
        f"<section>{_h1(s)}{_each(s, 'p')}<h2>{s.label}</h2>{_cards(s)}"
        f"{_bare_consent(s)}</section>",
        after="",
    ),
    "everything in paragraphs": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<p>{s.label}</p>"
        + "".join(f"<p>{escape(text)}</p>" for text in s.cards)
        + f"{_bare_consent(s)}<p>{s.refuse}</p></div>",
        after="",
    ),
    "everything in bare divs": lambda s: _page(
        s,
        f"<div><div>{s.title}</div>{_each(s, 'div')}<div>{s.label}</div>"
        + "".join(f"<div>{escape(text)}</div>" for text in s.cards)
        + f"{_bare_consent(s, 'div')}<div>{s.refuse}</div></div>",
        after="",
    ),
    "everything with br": lambda s: _page(
        s,
        f"{_h1(s)}{_broken(s, '<br><br>')}<br><br>{s.label}<br><br>"
        f"{'<br><br>'.join(map(escape, s.cards))}<br><br>"
        f"{s.consent_title}<br><br>{escape(s.consent)}<br>{s.refuse}",
        after="",
    ),
    "spans set as blocks": lambda s: _page(
        s,
        f"<div>{_h1(s)}"
        + "".join(f'<span class="block mb-4">{escape(t)}</span><br>' for t in s.paragraphs)
        + f"</div><div><h2>{s.label}</h2>{_cards(s)}</div>",
    ),
    "a div around each paragraph": lambda s: _page(
        s,
        f"<div>{_h1(s)}"
        + "".join(f"<div><p>{escape(text)}</p></div>" for text in s.paragraphs)
        + f"<div><h2>{s.label}</h2></div><div>{_cards(s)}</div></div>",
    ),
    "a random class on each element": lambda s: _page(
        s,
        f'<div class="css-1a2b"><h1 class="css-9z">{s.title}</h1>'
        + "".join(
            f'<p class="css-{number}x7">{escape(text)}</p>'
            for number, text in enumerate(s.paragraphs)
        )
        + f'<div class="css-77"><div class="css-8">{s.label}</div>'
        + "".join(
            f'<div class="css-{number}q"><a href="/{number}"><div>{escape(text)}</div></a></div>'
            for number, text in enumerate(s.cards)
        )
        + "</div></div>",
    ),
    "cards in the article element": lambda s: _page(
        s, f"<main><article>{_h1(s)}{_each(s, 'p')}{_cards(s, tag='section')}</article></main>"
    ),
    "cards before the article": lambda s: _page(
        s,
        f"<div><div><h2>{s.label}</h2>{_cards(s)}</div><main>{_h1(s)}{_each(s, 'p')}</main></div>",
    ),
    "cards amid the article": lambda s: _page(
        s,
        f"<article>{_h1(s)}"
        + _each(s, "p").replace(
            "</p>\n<p>", f"</p><div><h3>{s.label}</h3><ul>{_links(s)}</ul></div><p>", 1
        )
        + "</article>",
    ),
    "cards that are list items": lambda s: _page(
        s, f"<article>{_h1(s)}{_each(s, 'p')}<ol>{_cards(s, tag='li')}</ol></article>"
    ),
    "badges on cards": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}<h3>{s.label}</h3><div>"
        + "".join(
            f'<div><a href="/{number}"><h4>{escape(text)}</h4></a>'
            f"<span>{badge}</span><time>20/11/2026</time></div>"
            for number, (text, badge) in enumerate(
                zip(s.cards, cycle(("Rapporté par l’IA", "AI-generated")), strict=False)
            )
        )
        + "</div></div>",
    ),
    "cards without links": lambda s: _page(
        s,
        f"<main>{_h1(s)}{_each(s, 'p')}<section><h2>{s.label}</h2>"
        f"{_cards(s, linked=False)}</section></main>",
    ),
    "cards whose links are scripts": lambda s: _page(
        s,
        f"<main>{_h1(s)}{_each(s, 'p')}<div><h2>{s.label}</h2>"
        + "".join(f'<div role="link" tabindex="0"><p>{escape(text)}</p></div>' for text in s.cards)
        + "</div></main>",
    ),
    "consent before the article": lambda s: _page(
        s,
        f"<main>{_h1(s)}{_each(s, 'p')}<div><h2>{s.label}</h2>{_cards(s)}</div></main>",
        before=f"<div>{_bare_consent(s)}<button>{s.refuse}</button></div>",
        after="",
    ),
    "consent inside main, without a box": lambda s: _page(
        s,
        f"<main><h4>{s.consent_title}</h4><p>{escape(s.consent)}</p><button>{s.refuse}</button>"
        f"{_h1(s)}{_each(s, 'p')}<aside>{_cards(s)}</aside></main>",
        after="",
    ),
    "consent as the last paragraph": lambda s: _page(
        s, f"<article>{_h1(s)}{_each(s, 'p')}<p>{escape(s.consent)}</p></article>", after=""
    ),
    "consent in spans and links": lambda s: _page(
        s,
        f"<div>{_h1(s)}{_each(s, 'p')}</div><div><span>{s.consent_title}</span>"
        f'<span>{escape(s.consent)}</span> <a href="#">{s.refuse}</a></div>',
        after="",
    ),
    "a heading above each level": lambda s: _page(
        s,
        f"<div><h2>{s.title}</h2>{_each(s, 'p')}</div><h2>{s.label}</h2>"
        f"<div>{_cards(s, title='h2')}</div>",
    ),
    "paragraphs in list items": lambda s: _page(
        s, f"<div>{_h1(s)}<div>{_each(s, 'p')}</div></div><ul><li>{s.label}</li>{_links(s)}</ul>"
    ),
    "a form with hidden fields": lambda s: _page(
        s,
        f'<form id="aspnetForm"><input type="hidden" value="x"><div>{_h1(s)}{_each(s, "p")}</div>'
        f"<div><h3>{s.label}</h3>{_cards(s)}</div></form>",
    ),
    "upper case and unclosed": lambda s: _page(
        s,
        f"<DIV><H1>{s.title}</H1>"
        + "".join(f"<P>{escape(text)}" for text in s.paragraphs)
        + f"<H3>{s.label}</H3><UL>"
        + "".join(f'<LI><A HREF="/c">{escape(text)}</A>' for text in s.cards)
        + "</UL></DIV>",
    ),
    "plain text": lambda s: "\n\n".join(
        (s.title, *s.paragraphs, s.label, *s.cards, s.consent_title, f"{s.consent}\n{s.refuse}")
    ),
    "plain text, cards in one block": lambda s: "\n\n".join(
        (s.title, *s.paragraphs, s.label, "\n".join(s.cards), s.consent_title, s.consent)
    ),
}
PARAGRAPHS = HALLE.paragraphs
COOKIES = HALLE.consent
CARD_TEXTS = tuple(text for text in HALLE.cards if len(text) >= _LONG)
