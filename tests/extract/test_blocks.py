"""What a page sets as lists, quotations, headings, code and tables comes out as such."""

import pytest

from gazette.article import (
    Figure,
    Heading,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Standfirst,
    Table,
)
from gazette.extract import extract_article
from gazette.extract.figures import split_credit
from tests.extract.markups import HALLE
from tests.extract.test_whole import _h1, _page, _ps

TEXT = HALLE.paragraphs
OAK = "Il est en chêne, comme celui de 1870, et pèse trois cents tonnes."
CAPTION = "La charpente refaite, vue de la galerie, en mai."


def _blocks(middle, lead=""):
    """Return the blocks that `middle` and `lead` give amid the paragraphs of an article."""
    body = f"<article>{_h1(HALLE)}{lead}<div>{_ps(TEXT[:2])}{middle}{_ps(TEXT[2:])}</div></article>"
    article = extract_article(_page(HALLE, body).encode(), "https://example.org/a.html")
    blocks = [block for block in article.blocks if getattr(block, "text", "") not in TEXT]
    assert [t for t in article.paragraphs if t in TEXT] == list(TEXT)
    return blocks


def _items(*items):
    return [ListItem(text, number, depth) for text, number, depth in items]


BLOCKS = {
    "a list in a list": (
        "<ul><li>Un toit<ul><li>chêne</li><li>ardoise<ul><li>d’Angers</li></ul></li></ul></li>"
        "<li>Un sol</li></ul>",
        _items(
            ("Un toit", None, 0),
            ("chêne", None, 1),
            ("ardoise", None, 1),
            ("d’Angers", None, 2),
            ("Un sol", None, 0),
        ),
    ),
    "numbers in numbers": (
        "<ol><li>Le toit<ol><li>chêne</li><li>ardoise</li></ol></li><li>Le sol</li></ol>",
        _items(("Le toit", 1, 0), ("chêne", 1, 1), ("ardoise", 2, 1), ("Le sol", 2, 0)),
    ),
    "numbers that go on": (
        '<ol start="3"><li>Le toit</li><li>Le sol</li></ol>',
        _items(("Le toit", 3, 0), ("Le sol", 4, 0)),
    ),
    "numbers that count down": (
        "<ol reversed><li>Le toit</li><li>Le sol</li></ol>",
        _items(("Le toit", 2, 0), ("Le sol", 1, 0)),
    ),
    "numbers that say nothing": (
        '<ol start="trois"><li>Le toit</li><li>Le sol</li></ol>',
        _items(("Le toit", 1, 0), ("Le sol", 2, 0)),
    ),
    "an item of two paragraphs": (
        f"<ul><li><p>Le toit.</p><p>{OAK}</p></li><li><p>Le sol.</p></li></ul>",
        [*_items(("Le toit.", None, 0)), Paragraph(OAK), *_items(("Le sol.", None, 0))],
    ),
    "definitions": (
        "<dl><dt>Halle</dt><dd>Un marché couvert.</dd><dt>Grain</dt><dd>Ce qu’on y vend.</dd></dl>",
        _items(
            ("Halle", None, 0),
            ("Un marché couvert.", None, 1),
            ("Grain", None, 0),
            ("Ce qu’on y vend.", None, 1),
        ),
    ),
    "a quotation and its source": (
        "<blockquote><p>Nous avons tenu.</p><footer>— Maud Ferrand, <cite>Mémoires</cite></footer>"
        "</blockquote>",
        [Quote("Nous avons tenu."), Quote("— Maud Ferrand, Mémoires")],
    ),
    "a quotation set as a figure": (
        f"<figure><blockquote><p>{OAK}</p></blockquote><figcaption>Maud</figcaption></figure>",
        [Figure("Maud"), Quote(OAK)],
    ),
    "lines of a quotation": (
        "<blockquote>Nous avons tenu,<br>malgré tout.</blockquote>",
        [Quote("Nous avons tenu,\nmalgré tout.")],
    ),
    "headings of each rank": (
        "".join(f"<h{n}>Le toit {n}</h{n}><p>{n}. {OAK}</p>" for n in range(2, 7)),
        [
            block
            for n in range(2, 7)
            for block in (Heading(f"Le toit {n}", n), Paragraph(f"{n}. {OAK}"))
        ],
    ),
    "a heading in bold": (
        f"<p><strong>Un chantier hors norme</strong></p><p>{OAK}</p>",
        [Heading("Un chantier hors norme", 3), Paragraph(OAK)],
    ),
    "code": (
        "<pre><code>def f(x):\n    if x:\n\n        return  1\n\treturn 0\n</code></pre>",
        [Preformatted("def f(x):\n    if x:\n\n        return  1\n    return 0")],
    ),
    "coloured code": (
        "<pre><span>a</span> = <span>1</span>\n<span>if</span> a:\n  <span>b</span>\n</pre>",
        [Preformatted("a = 1\nif a:\n  b")],
    ),
    "code with breaks": (
        "<pre>un<br>  deux<br><br>trois</pre>",
        [Preformatted("un\n  deux\n\ntrois")],
    ),
    "code set as a figure": ("<figure><pre>x = 1</pre></figure>", [Preformatted("x = 1")]),
    "a table": (
        "<table><caption>Les ventes</caption><thead><tr><th>An</th><th>Blé</th><th>Orge</th></tr>"
        "</thead><tbody><tr><th>1870</th><td>12</td><td></td></tr>"
        "<tr><td>1871</td><td>14<br>15</td><td>3</td></tr></tbody></table>",
        [
            Paragraph("Les ventes"),
            Table((("An", "Blé", "Orge"), ("1870", "12", ""), ("1871", "14 15", "3"))),
        ],
    ),
    "a table of links": (
        "<table><tr><th>Club</th><th>Points</th></tr><tr><td><a href='/a'>Lorient</a></td>"
        "<td>12</td></tr><tr><td><a href='/b'>Brest</a></td><td>9</td></tr></table>",
        [Table((("Club", "Points"), ("Lorient", "12"), ("Brest", "9")))],
    ),
    "a table set as a figure": (
        "<figure><table><tr><th>An</th><th>Blé</th></tr><tr><td>1870</td><td>12</td></tr></table>"
        "</figure>",
        [Table((("An", "Blé"), ("1870", "12")))],
    ),
    "a table that is a layout": (
        f"<table><tr><td>{OAK}</td></tr><tr><td>Le bois vient de trois forêts.</td></tr></table>",
        [Paragraph(OAK), Paragraph("Le bois vient de trois forêts.")],
    ),
    "verse": (
        "<p>Sous le pont Mirabeau coule la Seine<br>Et nos amours</p>",
        [Paragraph("Sous le pont Mirabeau coule la Seine\nEt nos amours")],
    ),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_blocks_keep_what_they_are(kind):
    html, blocks = BLOCKS[kind]
    assert _blocks(html) == blocks


def test_items_that_hold_the_article_are_no_items():
    body = f"{_h1(HALLE)}<ul><li>{_ps(TEXT * 2)}</li></ul>".replace(TEXT[4], OAK, 1)
    article = extract_article(_page(HALLE, body).encode())
    assert not any(isinstance(block, ListItem) for block in article.blocks)


# --- pictures ---

URL = "https://example.org/h.jpg"
FIGURE = Figure(CAPTION, "© Lou Marin / Échos", URL)
PICTURES = {
    "a figure": (
        f'<figure><img src="/h.jpg"><figcaption>{CAPTION} <span class="credit">© Lou Marin / Échos'
        "</span></figcaption></figure>",
        FIGURE,
    ),
    "a figure with a linked picture": (
        f'<figure><a href="/big.jpg"><img src="/h.jpg"></a><figcaption>{CAPTION}</figcaption>'
        "</figure>",
        Figure(CAPTION, "", URL),
    ),
    "a figure loaded late": (
        '<figure><img src="data:image/gif;base64,R0" data-src="/h.jpg"><noscript><img src="/h.jpg">'
        f"</noscript><figcaption>{CAPTION}</figcaption></figure>",
        Figure(CAPTION, "", URL),
    ),
    "a figure without words": ('<figure><img src="/h.jpg" alt="x"></figure>', Figure("", "", URL)),
    "a film": (
        f'<figure><video src="/v.mp4"></video><figcaption>{CAPTION}</figcaption></figure>',
        Figure(CAPTION),
    ),
    "names": (
        f'<div class="image"><img src="/h.jpg"><p class="caption">{CAPTION}</p>'
        '<p class="credit">Lou Marin</p></div>',
        Figure(CAPTION, "Lou Marin", URL),
    ),
    "a box of a blog": (
        '<div class="wp-caption alignnone"><a href="/big.jpg"><img src="/h.jpg"></a>'
        f'<p class="wp-caption-text">{CAPTION}</p></div>',
        Figure(CAPTION, "", URL),
    ),
    "a caption beside the picture": (
        f'<picture><img src="/h.jpg"></picture><p class="legende">{CAPTION}</p>',
        Figure(CAPTION, "", URL),
    ),
    "two lines without names": (
        f'<div><img src="/h.jpg"><div>{CAPTION}</div><div>© Lou Marin / Échos</div></div>',
        FIGURE,
    ),
    "one line in italics": (
        f'<div><img src="/h.jpg"><em>{CAPTION} © Lou Marin / Échos</em></div>',
        FIGURE,
    ),
    "a paragraph after a paragraph": (
        f'<p><img src="/h.jpg"></p><p><em>{CAPTION} © Lou Marin / Échos</em></p>',
        FIGURE,
    ),
}


@pytest.mark.parametrize("place", ["amid the text", "above the text"])
@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_a_figure_and_no_text(picture, place):
    html, figure = PICTURES[picture]
    assert (_blocks(html) if place == "amid the text" else _blocks("", html)) == [figure]


def test_pictures_of_cards_and_icons_are_no_figures():
    card = '<div class="card"><a href="/1"><img src="/1.jpg"><p>Le marché déménage</p></a></div>'
    icon = '<p><img src="/pixel.gif" width="1" height="1"></p>'
    assert _blocks(card * 3 + icon) == []


def test_a_paragraph_beside_a_picture_is_text():
    assert _blocks(f'<div><img src="/h.jpg"><p>{OAK}</p></div>') == [Paragraph(OAK)]


def test_a_standfirst_below_the_picture_is_no_caption():
    lead = f'{PICTURES["a figure"][0]}<p class="chapo">{OAK}</p>'
    assert _blocks("", lead) == [FIGURE, Standfirst(OAK)]


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        (f"{CAPTION} © Lou Marin", CAPTION, "© Lou Marin"),
        (f"{CAPTION} Photo : Lou Marin / AFP", CAPTION, "Photo : Lou Marin / AFP"),
        (f"{CAPTION} (Crédit : Lou Marin)", CAPTION, "Crédit : Lou Marin"),
        (f"{CAPTION} (Lou Marin/AFP)", CAPTION, "Lou Marin/AFP"),
        (f"{CAPTION} Lou Marin / AFP", CAPTION, "Lou Marin / AFP"),
        (f"{CAPTION} | Photo by Lou Marin", CAPTION, "Photo by Lou Marin"),
        ("Photograph: Owen Tarrant/Reuters", "", "Photograph: Owen Tarrant/Reuters"),
        ("© Owen Tarrant / The Pier Post", "", "© Owen Tarrant / The Pier Post"),
        (CAPTION, CAPTION, ""),
        ("Les photos de la halle (1870)", "Les photos de la halle (1870)", ""),
        ("The image of the ferry that we all know", "The image of the ferry that we all know", ""),
    ],
)
def test_a_credit_is_told_from_its_caption(text, caption, credit):
    assert split_credit(text) == (caption, credit)
