"""What sites set around and into an article, in many wordings, and the markups they set it in.

A part of a piece is a text: "# " before it makes a label, "@ " a link of its own, "! " a button.
"""

import re
import tomllib
from dataclasses import dataclass
from html import escape, unescape
from itertools import chain
from pathlib import Path

from tests.extract.articles import Told


@dataclass(frozen=True)
class Piece:
    """Something that is not the article."""

    reasons: tuple[str, ...]
    place: str
    """top, amid or after."""
    parts: tuple[str, ...]


FOLDER = Path(__file__).parent.parent / "data" / "surroundings"
WORDS = {code: tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")) for code in ("fr", "en")}
_KINDS = {
    "newsletter": (("newsletter", "boilerplate"), ("amid", "after")),
    "app": (("share", "newsletter", "boilerplate"), ("amid", "after")),
    "follow": (("share", "related", "newsletter"), ("amid", "after")),
    "sponsor": (("advert", "boilerplate"), ("amid",)),
    "paywall": (("paywall", "newsletter"), ("amid", "after")),
    "top": ((), ("top",)),
    "credit": (("caption", "byline", "related"), ("amid",)),
    "bottom": ((), ("after",)),
    "comments": (("comments",), ("after",)),
    "house": (("boilerplate", "paywall", "comments", "share"), ("amid", "after")),
    "cookies": (("cookies",), ("top", "amid", "after")),
    "boxed": (("newsletter", "share"), ("amid", "after")),
    "amid": ((), ("amid",)),
    "below": ((), ("after",)),
}
"""The reasons that are right for a kind, none where any is, and where it stands."""


def pieces_of(language: str) -> list[tuple[str, Piece]]:
    """Return every piece in a language, with its kind."""
    words = WORDS[language]
    titles, summaries = words["titles"], words["summaries"]
    found: list[tuple[str, Piece]] = []
    for number, label in enumerate(words["inline"]):
        title = titles[number % len(titles)]
        link = f'<a href="/x">{title}</a>'
        lines = (
            f"{label} : {link}",
            f"<strong>{label} :</strong> {link}",
            f'<a href="/x">{label} : {title}</a>',
            f"<em>{label} &gt; {link}</em>",
        )
        found += [("inline", Piece(("related",), "amid", (line,))) for line in lines]
    for number, label in enumerate(words["labels"]):
        turned = titles[number % 4 :] + titles[: number % 4]
        cards = [f"@ {title}" for title in turned[:3]]
        rows = list(zip(cards, words["badges"], summaries, strict=True))
        told = [part for card, _, summary in rows for part in (card, summary)]
        badged = [part for row in rows for part in row]
        found.append(("label amid", Piece(("related",), "amid", (f"# {label}", *cards))))
        for parts in (cards, told, badged, summaries):
            found.append(("label", Piece(("related",), "after", (f"# {label}", *parts))))
    for kind, (reasons, places) in _KINDS.items():
        for text in words[kind]:
            found += [(kind, Piece(reasons, place, tuple(text.split("|")))) for place in places]
    return found


PIECES = {language: pieces_of(language) for language in WORDS}


# --- markups ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Markup:
    """How a site writes a page: a template for each part."""

    paragraph: str = "<p>{}</p>"
    heading: str = "<h2>{}</h2>"
    quote: str = "<blockquote><p>{}</p></blockquote>"
    item: str = "<ul><li>{}</li></ul>"
    title: str = "<h1>{}</h1>"
    label: str = "<h3>{}</h3>"
    link: str = '<p><a href="/y">{}</a></p>'
    button: str = "<button>{}</button>"
    box: str = "<div>{}</div>"
    page: str = "<main><article>{}</article></main>"


BOXED = ("semantic", "utility classes", "bare divs", "custom elements", "generated classes")
MARKUPS = {
    "semantic": Markup(box="<aside>{}</aside>", label="<h2>{}</h2>"),
    "utility classes": Markup(
        paragraph='<p class="mb-4 leading-7">{}</p>',
        heading='<h2 class="text-2xl font-bold">{}</h2>',
        label='<div class="text-xl font-bold">{}</div>',
        link='<div class="rounded p-2"><a href="/y"><img src="/i.jpg" alt=""><h3>{}</h3></a></div>',
        box='<div class="mt-8 grid gap-4">{}</div>',
        page='<div class="mx-auto max-w-3xl px-4">{}</div>',
    ),
    "bare divs": Markup(
        paragraph="<div>{}</div>",
        heading="<div><b>{}</b></div>",
        quote="<div>{}</div>",
        item="<div>{}</div>",
        label="<div>{}</div>",
        link='<div><a href="/y">{}</a></div>',
        button="<div><button>{}</button></div>",
        page="<div>{}</div>",
    ),
    "flat paragraphs": Markup(
        heading="<p><strong>{}</strong></p>",
        label="<p><strong>{}</strong></p>",
        box="{}",
        page="<div>{}</div>",
    ),
    "br": Markup(
        paragraph="{}<br><br>",
        heading="<b>{}</b><br><br>",
        quote="{}<br><br>",
        item="{}<br><br>",
        label="<b>{}</b><br><br>",
        link='<a href="/y">{}</a><br><br>',
        box="{}",
        page="<div>{}</div>",
    ),
    "custom elements": Markup(
        paragraph="<x-par>{}</x-par>",
        heading="<x-head>{}</x-head>",
        quote="<x-quote>{}</x-quote>",
        item="<x-item>{}</x-item>",
        label="<x-label>{}</x-label>",
        link='<x-card><a href="/y">{}</a></x-card>',
        button="<x-button><button>{}</button></x-button>",
        box="<x-box>{}</x-box>",
        page="<x-story>{}</x-story>",
    ),
    "table rows": Markup(
        paragraph="<tr><td>{}</td></tr>",
        heading="<tr><td><b>{}</b></td></tr>",
        quote="<tr><td>{}</td></tr>",
        item="<tr><td>{}</td></tr>",
        title="<tr><td><h1>{}</h1></td></tr>",
        label="<tr><td><b>{}</b></td></tr>",
        link='<tr><td><a href="/y">{}</a></td></tr>',
        button="<tr><td><button>{}</button></td></tr>",
        box="{}",
        page="<table width=600>{}</table>",
    ),
    "generated classes": Markup(
        paragraph='<div class="css-1x9k"><p class="css-77a">{}</p></div>',
        heading='<div class="css-1x9k"><h3 class="css-0b">{}</h3></div>',
        label='<div class="css-lbl0"><span>{}</span></div>',
        link='<li class="css-q1"><a class="css-q2" href="/y"><span>{}</span></a></li>',
        box='<section class="css-zz9">{}</section>',
        page='<section class="css-root">{}</section>',
    ),
    "text": Markup(
        *["{}\n\n"] * 8,
        box="{}",
        page="{}",
    ),
}  # fmt: skip


def page_of(told: Told, markup: str, pieces: tuple[Piece, ...] = ()) -> bytes:
    """Return a page that holds an article and what is around it."""
    style = MARKUPS[markup]
    blocks = [_block(style, block) for block in told.blocks]
    first = next(i for i, block in enumerate(told.blocks) if block[0] not in "#->") + 1
    lead = [style.paragraph.format(_safe(told.standfirst))] if told.standfirst else []
    parts = {
        "top": [style.title.format(_safe(told.title))],
        "standfirst": lead,
        "amid": blocks[:first],
        "after": blocks[first:],
    }
    for piece in pieces:
        parts[piece.place].append(style.box.format("".join(_part(style, p) for p in piece.parts)))
    body = style.page.format("".join(chain(*parts.values())))
    if markup == "text":
        return unescape(re.sub("<[^>]+>", "", body)).encode()
    return (
        f'<!doctype html><html lang="{told.language}"><head><meta charset="utf-8">'
        f"<title>{_safe(told.title)}</title></head><body>{body}</body></html>"
    ).encode()


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _block(style: Markup, block: str) -> str:
    kinds = {"# ": style.heading, "> ": style.quote, "- ": style.item}
    template = kinds.get(block[:2])
    return template.format(_safe(block[2:])) if template else style.paragraph.format(_safe(block))


def _part(style: Markup, part: str) -> str:
    kinds = {"# ": style.label, "@ ": style.link, "! ": style.button}
    template = kinds.get(part[:2])
    return template.format(part[2:]) if template else style.paragraph.format(part)
