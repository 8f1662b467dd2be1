"""Dispatches → web pages, in five markups that newspapers really use.

Each layout surrounds the text with what real pages have: menus, a cookie banner, a share bar,
links to other stories, a newsletter box, a by-line (`breaks`, being old, with the fewest). What
differs is how much the markup says of it, from elements with a meaning to a body parted by `<br>`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final, assert_never

from msgspec import Struct

from gazette.article import Figure, Heading, ListItem, Paragraph, Quote
from gazette.demo.chrome import CHROME, Chrome
from gazette.demo.dispatches import DispatchBlock, Masthead
from gazette.demo.syndication import Listed
from gazette.extract.dates import habits_of


class Page(Struct, frozen=True):
    """What a layout prints: a dispatch, its newspaper, and other stories to link to."""

    listed: Listed
    masthead: Masthead
    home: str
    related: tuple[Listed, ...]
    charset: str = "utf-8"


Layout = Callable[[Page], str]


def _chrome(page: Page) -> Chrome:
    return CHROME[page.masthead.language]


def _date(page: Page) -> str:
    # In the time of the newspaper's country, as newspapers do, and without saying so.
    zone = habits_of("", page.masthead.language).zone
    chrome, moment = _chrome(page), page.listed.published.astimezone(zone)
    return chrome.date.format(moment, month=chrome.months[moment.month - 1])


# --- the text -------------------------------------------------------------------------------


class Style(Struct, frozen=True):
    """The opening tag, without its brackets, that a layout gives to each kind of block."""

    paragraph: str = "p"
    heading: str = "h2"
    quote: str = "blockquote"
    figure: str = "figure"
    caption: str = "figcaption"
    credit: str = "span class=credit"


def _tag(opening: str, inner: str) -> str:
    return f"<{opening}>{inner}</{opening.split()[0]}>\n"


def _flow(page: Page, style: Style, inserts: Mapping[int, str]) -> str:
    """Return the article's blocks as HTML, with `inserts` set in after the n-th piece."""
    pieces = list(_pieces(page.listed.dispatch.blocks, style))
    return "".join(piece + inserts.get(n, "") for n, piece in enumerate(pieces, 1))


def _pieces(blocks: tuple[DispatchBlock, ...], style: Style) -> Iterator[str]:
    for list_tag, run in groupby(blocks, key=_list_tag):
        html = [_piece(block, style) for block in run]
        if list_tag:
            yield _tag(list_tag, "".join(html))
        else:
            yield from html


def _list_tag(block: DispatchBlock) -> str:
    if not isinstance(block, ListItem):
        return ""
    return "ul" if block.number is None else "ol"


def _piece(block: DispatchBlock, style: Style) -> str:
    match block:
        case Heading(text=text):
            return _tag(style.heading, escape(text))
        case Paragraph(text=text):
            return _tag(style.paragraph, escape(text))
        case Quote(text=text):
            return _tag(style.quote, _tag("p", escape(text)))
        case ListItem(text=text):
            return _tag("li", escape(text))
        case Figure(caption=caption, credit=credit):
            words = f"{escape(caption)} {_tag(style.credit, escape(credit))}"
            image = f'<img src="/image.svg" alt="{escape(caption)}" width="960" height="540">'
            return _tag(style.figure, image + _tag(style.caption, words))
    assert_never(block)


# --- what stands around it --------------------------------------------------------------------


def _document(page: Page, body: str, *, head: str = "") -> str:
    dispatch = page.listed.dispatch
    return f"""\
<!DOCTYPE html>
<html lang="{page.masthead.language}">
<head>
<meta charset="{page.charset}">
<title>{escape(dispatch.title)} - {escape(page.masthead.title)}</title>
<link rel="canonical" href="{page.listed.url}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}</head>
<body>
{body}</body>
</html>
"""


def _social_meta(page: Page) -> str:
    dispatch = page.listed.dispatch
    return f"""\
<meta name="description" content="{escape(dispatch.standfirst)}">
<meta name="author" content="{escape(dispatch.author)}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(dispatch.title)}">
<meta property="og:description" content="{escape(dispatch.standfirst)}">
<meta property="og:site_name" content="{escape(page.masthead.title)}">
<meta property="article:published_time" content="{page.listed.published.isoformat()}">
"""


def _json_ld(page: Page) -> str:
    dispatch = page.listed.dispatch
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": dispatch.title,
        "description": dispatch.standfirst,
        "datePublished": page.listed.published.isoformat(),
        "inLanguage": page.masthead.language,
        "author": [{"@type": "Person", "name": dispatch.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": page.masthead.title},
        "mainEntityOfPage": page.listed.url,
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>\n'


def _links(page: Page, template: str) -> str:
    """Return `template` filled in for each story that the page links to."""
    return "".join(
        template.format(
            url=other.url,
            title=escape(other.dispatch.title),
            standfirst=escape(other.dispatch.standfirst),
        )
        for other in page.related
    )


def _menu(page: Page, template: str) -> str:
    items = (escape(word) for word in _chrome(page).menu)
    return "".join(template.format(home=page.home, word=word) for word in items)


# --- the layouts ----------------------------------------------------------------------------


def semantic(page: Page) -> str:
    """Print with elements and class names that say what they hold, and JSON-LD."""
    chrome, dispatch = _chrome(page), page.listed.dispatch
    newsletter = f"""\
<aside class="newsletter-signup" aria-label="{chrome.newsletter}">
<h3>{chrome.newsletter}</h3><p>{chrome.newsletter_text}</p>
<form action="/newsletter"><input type="email" name="email">
<button>{chrome.subscribe}</button></form>
</aside>
"""
    note = _tag('p class="ai-disclosure"', escape(dispatch.ai_note)) if dispatch.ai_note else ""
    body = f"""\
<div id="cookie-banner" role="dialog" class="cookie-consent"><p>{chrome.cookies}</p>
<button>{chrome.accept}</button><button>{chrome.refuse}</button></div>
<header class="site-header"><a href="{page.home}">{escape(page.masthead.title)}</a>
<nav><ul>{_menu(page, '<li><a href="{home}">{word}</a></li>')}</ul></nav></header>
<main>
<article>
<header>
<h1>{escape(dispatch.title)}</h1>
<p class="standfirst">{escape(dispatch.standfirst)}</p>
<p class="byline">{chrome.by} <a rel="author" href="{page.home}">{escape(dispatch.author)}</a>,
<time datetime="{page.listed.published.isoformat()}">{_date(page)}</time></p>
<ul class="share"><li><a href="#">{chrome.share}</a></li><li><a href="#">E-mail</a></li></ul>
</header>
<div class="article-body">
{_flow(page, Style(), {2: newsletter})}{note}</div>
</article>
<aside class="related"><h2>{chrome.read_also}</h2>
<ul>{_links(page, '<li><a href="{url}">{title}</a></li>')}</ul></aside>
</main>
<footer><p>© {escape(page.masthead.title)}. {chrome.rights}.</p></footer>
"""
    return _document(page, body, head=_social_meta(page) + _json_ld(page))


def utility(page: Page) -> str:
    """Print with utility classes, which say how a thing looks and nothing of what it is."""
    chrome, dispatch = _chrome(page), page.listed.dispatch
    style = Style(
        paragraph='p class="mb-5 text-lg leading-8 text-slate-800"',
        heading='h2 class="mt-10 mb-3 text-2xl font-semibold"',
        quote='blockquote class="my-8 border-l-4 pl-6 italic"',
        figure='figure class="my-8 overflow-hidden rounded-xl"',
        caption='figcaption class="mt-2 text-sm text-slate-500"',
        credit='span class="uppercase tracking-wide"',
    )
    card = (
        '<div class="rounded-xl border p-4"><a class="block" href="{url}"><h3 class="font-medium">'
        '{title}</h3><p class="mt-1 text-sm text-slate-500">{standfirst}</p></a></div>\n'
    )
    note = f'<p class="mt-8 text-sm italic">{escape(dispatch.ai_note)}</p>\n'
    body = f"""\
<div id="__next">
<div class="sticky top-0 flex items-center justify-between px-6 py-3">
<a class="text-xl font-bold" href="{page.home}">{escape(page.masthead.title)}</a>
<div class="flex gap-4">{_menu(page, '<a class="text-sm" href="{home}">{word}</a>')}</div></div>
<div class="mx-auto max-w-3xl px-4 py-12">
<h1 class="text-4xl font-bold tracking-tight">{escape(dispatch.title)}</h1>
<p class="mt-4 text-xl text-slate-600">{escape(dispatch.standfirst)}</p>
<div class="mt-6 flex items-center gap-3 text-sm text-slate-500">
<span>{chrome.by} {escape(dispatch.author)}</span><span>{_date(page)}</span></div>
<div class="mt-10">
{_flow(page, style, {})}{note if dispatch.ai_note else ""}</div>
<div class="mt-12 flex gap-2"><button class="rounded-full border px-4 py-2">{chrome.share}</button>
</div></div>
<div class="mx-auto mt-16 max-w-5xl px-4">
<h2 class="text-xl font-bold">{chrome.related}</h2>
<div class="mt-6 grid gap-6 md:grid-cols-3">
{_links(page, card)}</div></div>
<div class="fixed inset-x-0 bottom-0 z-50 bg-white p-6 shadow-2xl">
<p class="text-sm">{chrome.cookies}</p>
<div class="mt-4 flex gap-3"><button class="rounded px-4 py-2">{chrome.accept}</button>
<button class="rounded px-4 py-2">{chrome.refuse}</button></div></div>
</div>
"""
    return _document(page, body, head=_social_meta(page))


def soup(page: Page) -> str:
    """Print with `div` for everything, captions in plain paragraphs, links amid the text."""
    chrome, dispatch = _chrome(page), page.listed.dispatch
    style = Style(
        heading='div class="intertitre"',
        quote='div class="citation"',
        figure='div class="bloc-image"',
        caption='p class="legende"',
    )
    aside = '<p class="lire"><strong>{label} :</strong> <a href="{url}">{title}</a></p>\n'
    first = page.related[0]
    amid = aside.format(label=chrome.read_also, url=first.url, title=escape(first.dispatch.title))
    note = f'<div class="mention">{escape(dispatch.ai_note)}</div>\n'
    body = f"""\
<div id="top"><div class="logo"><a href="{page.home}">{escape(page.masthead.title)}</a></div>
<div class="menu">{_menu(page, '<span><a href="{home}">{word}</a></span> ')}</div></div>
<div id="page"><div class="col-gauche">
<div class="fil-ariane"><a href="{page.home}">{chrome.menu[0]}</a> &gt; {chrome.menu[2]}</div>
<h1 class="titre">{escape(dispatch.title)}</h1>
<div class="infos">{chrome.published} {_date(page)} | {chrome.by} {escape(dispatch.author)}</div>
<div class="chapo">{escape(dispatch.standfirst)}</div>
<div class="partage"><a href="#">Facebook</a> <a href="#">WhatsApp</a> <a href="#">E-mail</a></div>
<div class="texte">
{_flow(page, style, {3: amid})}{note if dispatch.ai_note else ""}</div>
<div class="bloc"><div class="bloc-titre">{chrome.same_subject}</div>
{_links(page, '<div class="vignette"><a href="{url}">{title}</a></div>')}</div>
</div><div class="col-droite"><div class="bloc-titre">{chrome.newsletter}</div>
<p>{chrome.newsletter_text}</p></div></div>
<div id="cnil"><div class="cnil-texte">{chrome.cookies} <a href="#">{chrome.accept}</a></div></div>
<div id="bas">© {escape(page.masthead.title)} - {chrome.rights}</div>
"""
    return _document(page, body)


def breaks(page: Page) -> str:
    """Print the whole text in one cell, its paragraphs parted by `<br>`, as around 2003."""
    chrome, dispatch = _chrome(page), page.listed.dispatch
    text = "<br><br>\n".join(_broken(block) for block in dispatch.blocks)
    body = f"""\
<table width="100%" cellpadding="4"><tr>
<td width="160" valign="top"><b>{escape(page.masthead.title)}</b><br>
{_menu(page, '<a href="{home}">{word}</a><br>')}</td>
<td valign="top">
<h1>{escape(dispatch.title)}</h1>
<i>{chrome.by} {escape(dispatch.author)}, {_date(page)}</i><br><br>
<b>{escape(dispatch.standfirst)}</b><br><br>
{text}<br><br>
<b>{chrome.read_also} :</b><br>
{_links(page, '- <a href="{url}">{title}</a><br>')}</td>
</tr></table>
<center><small>{escape(page.masthead.title)}, {chrome.rights}</small></center>
"""
    return _document(page, body)


def _broken(block: DispatchBlock) -> str:
    match block:
        case Heading(text=text):
            return f"<b>{escape(text)}</b>"
        case Quote(text=text):
            return f"<i>{escape(text)}</i>"
        case ListItem(text=text, number=number):
            return f"{'-' if number is None else f'{number}.'} {escape(text)}"
        case Figure(caption=caption, credit=credit):
            return f'<img src="/image.svg" alt=""><br><small>{escape(caption)} ({credit})</small>'
        case Paragraph(text=text):
            return escape(text)
    assert_never(block)


def elements(page: Page) -> str:
    """Print with a site's own elements, and a newsletter box and link cards amid the text."""
    chrome, dispatch = _chrome(page), page.listed.dispatch
    card = '<site-card><a href="{url}">{title}</a></site-card>\n'
    cards = f"""\
<site-rail heading="{chrome.related}"><h3>{chrome.related}</h3>
{_links(page, card)}</site-rail>
"""
    newsletter = f"""\
<site-newsletter><h3>{chrome.newsletter}</h3><p>{chrome.newsletter_text}</p>
<button>{chrome.subscribe}</button></site-newsletter>
"""
    note = f"<site-note><p>{escape(dispatch.ai_note)}</p></site-note>\n"
    body = f"""\
<site-header><a href="{page.home}">{escape(page.masthead.title)}</a>
<nav>{_menu(page, '<a href="{home}">{word}</a> ')}</nav></site-header>
<site-story>
<story-headline><h1>{escape(dispatch.title)}</h1></story-headline>
<story-deck><p>{escape(dispatch.standfirst)}</p></story-deck>
<story-meta><span>{chrome.by} {escape(dispatch.author)}</span>
<time datetime="{page.listed.published.isoformat()}">{_date(page)}</time></story-meta>
<story-tools><button>{chrome.share}</button><button>Bookmark</button></story-tools>
<story-text>
{_flow(page, Style(), {2: cards, 4: newsletter})}{note if dispatch.ai_note else ""}</story-text>
</site-story>
<site-consent><p>{chrome.cookies}</p><button>{chrome.accept}</button>
<button>{chrome.refuse}</button></site-consent>
<site-footer><p>© {escape(page.masthead.title)}. {chrome.rights}.</p></site-footer>
"""
    return _document(page, body, head=_social_meta(page) + _json_ld(page))


LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.__name__: layout for layout in (semantic, utility, soup, breaks, elements)
}
