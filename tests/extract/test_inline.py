"""Emphasis and links stay inside the paragraphs, and cost no character of the text."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.article import SPANS_MOST, Figure, Heading, ListItem, Paragraph, Quote, Span, ordered
from gazette.extract import extract_article
from tests.extract.markups import HALLE
from tests.extract.test_whole import _h1, _page, _ps

ADDRESS = "https://example.org/ville/halle.html"
TEXT = HALLE.paragraphs


def block_of(middle, *, url=ADDRESS):
    """Return the one block that `middle` gives amid the paragraphs of an article."""
    article = article_of(middle, url=url)
    [block] = [block for block in article.blocks if getattr(block, "text", "") not in TEXT]
    return block


def article_of(middle, *, head="", url=ADDRESS):
    """Return the article of a page with `middle` amid its paragraphs."""
    body = f"<article>{_h1(HALLE)}<div>{_ps(TEXT[:2])}{middle}{_ps(TEXT[2:])}</div></article>"
    return extract_article(_page(HALLE, body, head).encode(), url)


def links_of(article):
    """Return where the links in an article's paragraphs lead."""
    return [span.url for block in article.blocks for span in getattr(block, "spans", ())]


def said(block):
    """Return what is set apart in a block, as it reads."""
    return [
        (span.kind, block.text[span.start : span.end], *filter(None, [span.url]))
        for span in block.spans
    ]


@pytest.mark.parametrize(
    ("middle", "wanted"),
    [
        (
            "<p>Le toit, <em>tout en chêne</em>, a été <strong>refait</strong> en un an.</p>",
            [("em", "tout en chêne"), ("strong", "refait")],
        ),
        (
            '<p>Selon <a href="https://mairie.example/note?id=3">la note de la ville</a>, oui.</p>',
            [("link", "la note de la ville", "https://mairie.example/note?id=3")],
        ),
        (
            '<p>Selon <a href="note.html">la note</a> et <a href="/avis/">un avis</a>, oui.</p>',
            [
                ("link", "la note", "https://example.org/ville/note.html"),
                ("link", "un avis", "https://example.org/avis/"),
            ],
        ),
        (
            '<p>Il a dit <a href="/a"><i>sans <b>un</b> mot</i></a> de plus, en partant.</p>',
            [
                ("em", "sans un mot"),
                ("link", "sans un mot", "https://example.org/a"),
                ("strong", "un"),
            ],
        ),
        (
            "<p>Tapez <code>gazette</code>, puis <kbd>q</kbd> pour quitter la page.</p>",
            [("code", "gazette"), ("code", "q")],
        ),
        (
            "<p>Un <b>mot</b> <b>puis un autre</b>, dit-elle en riant de bon cœur.</p>",
            [("strong", "mot puis un autre")],
        ),
        (
            "<p>\n   Une\n   ligne  <em> pleine\n de   blancs </em> dans la\n page.\n</p>",
            [("em", "pleine de blancs")],
        ),
        (
            "<p>Un vers\u00ad <em>en\u00ad fin</em>,<br>"
            "puis un <strong>autre\u200b</strong><br>vers</p>",
            [("em", "en fin"), ("strong", "autre")],
        ),
        ("<p>Rien <em> </em> n’est <b></b> mis en avant dans cet alinéa-là.</p>", []),
    ],
)
def test_what_a_page_sets_apart_is_found_in_the_text(middle, wanted):
    assert said(block_of(middle)) == wanted


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "#notes",
        "halle.html",
        "halle.html#notes",
        "https://",
        "https://x.example/\x1b]0;x",
        "https://x.example/" + "a" * 2_000,
        "",
    ],
)
def test_a_link_that_leads_to_no_other_page_is_text(href):
    block = block_of(f'<p>On en parle <a href="{escape(href)}">par ici</a>, dit-on, beaucoup.</p>')
    assert block == Paragraph("On en parle par ici, dit-on, beaucoup.")


def test_lists_quotations_and_headings_keep_theirs():
    assert said(block_of("<ul><li>Voir <a href='/b'>le plan</a> des lieux</li></ul>")) == [
        ("link", "le plan", "https://example.org/b")
    ]
    quote = block_of("<blockquote>Nous avons <em>tenu</em> bon, malgré tout.</blockquote>")
    assert isinstance(quote, Quote)
    assert said(quote) == [("em", "tenu")]
    heading = block_of("<h2><strong>Une <em>belle</em> fête</strong></h2>")
    assert heading == Heading("Une belle fête", 2, (Span(4, 9, "em"),))


def test_a_page_cannot_multiply_its_links():
    links = "".join(f"<a href='{n}'>{n}</a> mot " for n in range(900))
    block = block_of(f"<p>{links}</p>", url="https://example.org/" + "a" * 1_900 + "/b.html")
    assert len(block.spans) == SPANS_MOST
    assert block_of("<p>" + "<b>a</b> b " * 1_500 + "</p>").spans == ()
    items = "".join(f"<li>Un mot <a href='/{n}'>et {n}</a> de plus</li>" for n in range(1_000))
    body = f"<article>{_h1(HALLE)}{_ps(TEXT)}<ul>{items}</ul></article>"
    article = extract_article(_page(HALLE, body).encode(), ADDRESS)
    spans = [
        span for block in article.blocks if isinstance(block, ListItem) for span in block.spans
    ]
    assert len(spans) == 500


WORDS = st.text("aé ’\u00a0\u00ad\n\t<b", max_size=8)
MARKS = st.sampled_from(["em", "strong", "code", "a", "span"])
PIECES = st.recursive(
    st.lists(WORDS.map(escape), max_size=3).map("".join),
    lambda inner: st.builds("<{0}>{1}</{0}>{2}".format, MARKS, inner, inner),
    max_leaves=6,
)


@settings(max_examples=40)
@given(PIECES)
def test_spans_are_inside_the_text_and_begin_and_end_with_it(markup):
    block = block_of(f"<p>Au début du mot {markup} et puis la fin de cet alinéa, assez long.</p>")
    places = [(span.start, span.end) for span in block.spans]
    assert places == sorted(places)
    for start, end in places:
        piece = block.text[start:end]
        assert piece
        assert piece == piece.strip()


@given(
    st.lists(
        st.builds(
            Span,
            st.integers(-5, 40),
            st.integers(-5, 40),
            st.sampled_from(["em", "link"]),
            st.sampled_from(["", "https://a.example/", "https://b.example/"]),
        ),
        max_size=8,
    )
)
def test_ordered_spans_of_one_kind_never_overlap(spans):
    kept = ordered(spans, 30)
    assert ordered(kept, 30) == kept
    for kind in ("em", "link"):
        places = [place for s in kept if s.kind == kind for place in (s.start, s.end)]
        assert places == sorted(places)
        assert all(0 <= place <= 30 for place in places)


CANONICAL = "https://www.example.org/2026/halle"


@pytest.mark.parametrize(
    ("base", "joined"),
    [
        ("", "https://example.org/ville/"),
        ('<base target="_blank">', "https://example.org/ville/"),
        ('<base href="https://cdn.example.com/fr/x">', "https://cdn.example.com/fr/"),
        ('<base href="/fr/">', "https://example.org/fr/"),
        ('<base href="//pages.example.org">', "https://pages.example.org/"),
        ('<base target="_top"><base href="/un/"><base href="/deux/">', "https://example.org/un/"),
        ('<base href="javascript:alert(1)"><base href="/fr/">', "https://example.org/ville/"),
        ('<base href="data:text/html,x">', "https://example.org/ville/"),
        ('<base href="file:///etc/">', "https://example.org/ville/"),
        ('<base href="http://[">', "https://example.org/ville/"),
        ('<base href="https://">', "https://example.org/ville/"),
        ('<base href="/a b/\x1b]0;x">', "https://example.org/ville/"),
        (f'<base href="/{"a" * 2_100}/">', "https://example.org/ville/"),
        ("<base href>", "https://example.org/ville/"),
    ],
    ids=range(14),
)
def test_addresses_are_relative_to_where_the_page_is_or_to_its_base(base, joined):
    head = f'{base}<link rel="canonical" href="{CANONICAL}"><meta property="og:image" content="g">'
    middle = "<figure><img src='toit.jpg'><figcaption>Le toit, hier.</figcaption></figure>"
    middle += "<p>Selon <a href='note.html'>la note</a> de la ville, et elle seule, oui.</p>"
    article = article_of(middle, head=head)
    assert article.url == CANONICAL
    assert article.image == f"{joined}g"
    assert [block.url for block in article.blocks if isinstance(block, Figure)] == [
        f"{joined}toit.jpg"
    ]
    assert links_of(article) == [f"{joined}note.html"]


def test_a_base_amid_the_text_counts_as_one_in_the_head():
    block = block_of('<base href="/fr/"><p>Selon <a href="note">la note</a>, et elle seule.</p>')
    assert said(block) == [("link", "la note", "https://example.org/fr/note")]


@pytest.mark.parametrize("href", [ADDRESS, f"{CANONICAL}#notes", "halle.html#notes", "#notes"])
def test_a_link_to_the_page_by_either_of_its_addresses_is_text(href):
    head = f'<link rel="canonical" href="{CANONICAL}">'
    middle = f"<p>On en parle <a href='{href}'>par ici</a>, dit-on, depuis bien longtemps.</p>"
    article = article_of(middle, head=head)
    assert article.url == CANONICAL
    assert links_of(article) == []


def test_addresses_of_a_page_from_nowhere_are_relative_to_the_one_it_states():
    head = f'<link rel="canonical" href="{CANONICAL}">'
    middle = "<p>Selon <a href='note'>la note</a> de la ville, et elle seule, oui.</p>"
    article = article_of(middle, head=head, url="")
    assert links_of(article) == ["https://www.example.org/2026/note"]
