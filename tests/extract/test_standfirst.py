"""The standfirst, wherever a page has it: once, and first."""

from html import escape

import pytest

from gazette.article import Paragraph, Standfirst
from gazette.extract import extract_article
from tests.extract.markups import FERRY, HALLE, STORIES
from tests.extract.test_whole import _h1, _page, _ps

SUMMARY = {
    "fr": "Cinq ans après l’incendie, marché et concerts retrouvent le bâtiment de 1870, refait par"
    " des charpentiers de la région.",
    "en": "After a winter without a boat, the two islands get their post, their pupils and their"
    " sheep across again.",
}
NAMES = ("chapo", "standfirst", "dek", "article__chapeau", "sub-title", "strapline")
PICTURE = (
    '<figure><img src="/halle.jpg"><figcaption>La charpente, en mai. © Lou Marin</figcaption>'
    "</figure>"
)


def _meta(text):
    return (
        f'<meta name="description" content="{escape(text)}">'
        f'<meta property="og:description" content="{escape(text)}">'
    )


PLACES = {
    "a header": lambda s, t: (
        f'<article><header>{_h1(s)}<p class="chapo">{t}</p></header><div>{_ps(s.paragraphs)}</div>'
        "</article>"
    ),
    "a header without names": lambda s, t: (
        f"<div><div>{_h1(s)}<div>{t}</div></div><div>{_ps(s.paragraphs)}</div></div>"
    ),
    "a header of its own": lambda s, t: (
        f"<header><div>{_h1(s)}</div><div><p>{t}</p></div></header><main>{_ps(s.paragraphs)}</main>"
    ),
    "an h2": lambda s, t: f"<div>{_h1(s)}<h2>{t}</h2></div><div>{_ps(s.paragraphs)}</div>",
    "an h2 in the text": lambda s, t: f"<article>{_h1(s)}<h2>{t}</h2>{_ps(s.paragraphs)}</article>",
    "above the picture": lambda s, t: (
        f"<article>{_h1(s)}<p>{t}</p>{PICTURE}<div>{_ps(s.paragraphs)}</div></article>"
    ),
    "below the picture": lambda s, t: (
        f"<article>{_h1(s)}{PICTURE}<p><strong>{t}</strong></p><div>{_ps(s.paragraphs)}</div></article>"
    ),
    "the text, in bold": lambda s, t: (
        f"<article>{_h1(s)}<div><p><b>{t}</b></p>{_ps(s.paragraphs)}</div></article>"
    ),
    "before by-line and date": lambda s, t: (
        f"<div>{_h1(s)}<p>{t}</p><p>Par Lou Marin</p><p>Le 3 mai 2026 à 8h12</p></div>"
        f'<div class="article-body">{_ps(s.paragraphs)}</div>'
    ),
    "after by-line and date": lambda s, t: (
        f"<div>{_h1(s)}<p>Par Lou Marin</p><p>Le 3 mai 2026 à 8h12</p><div>{t}</div></div>"
        f'<div class="article-body">{_ps(s.paragraphs)}</div>'
    ),
    "far from the text": lambda s, t: (
        f'<div class="hero">{_h1(s)}<div class="standfirst">{t}</div></div>'
        '<div class="share"><a href="#">Facebook</a> <a href="#">X</a></div>'
        '<div class="grid"><div class="side"></div><div class="article-body">'
        f"{_ps(s.paragraphs)}</div></div>"
    ),
    "both header and text": lambda s, t: (
        f'<article><header>{_h1(s)}<p class="chapo">{t}</p></header><div><p><b>{t}</b></p>'
        f"{_ps(s.paragraphs)}</div></article>"
    ),
    "twice the header": lambda s, t: (
        f'<article><header>{_h1(s)}<p class="mobile-only">{t}</p><p class="desktop">{t}</p>'
        "</header>"
        f"<div>{_ps(s.paragraphs)}</div></article>"
    ),
    "a teaser box": lambda s, t: (
        f'<div class="article-teaser">{_h1(s)}<p class="teaser__text">{t}</p></div>'
        f'<div class="article-body">{_ps(s.paragraphs)}</div>'
    ),
    "above the title": lambda s, t: (
        f'<article><p class="chapo">{t}</p>{_h1(s)}<div>{_ps(s.paragraphs)}</div></article>'
    ),
    "a caption-like name": lambda s, t: (
        f'<article>{_h1(s)}<div class="article-meta"><p class="chapo">{t}</p></div>'
        f"<div>{_ps(s.paragraphs)}</div></article>"
    ),
    "a social header": lambda s, t: (
        f'<article>{_h1(s)}<div class="article-description">{t}</div><div class="share-bar">'
        f'<a href="#">Facebook</a></div><div>{_ps(s.paragraphs)}</div></article>'
    ),
    "a list item": lambda s, t: (
        f'<article>{_h1(s)}<ul class="summary"><li>{t}</li></ul><div>{_ps(s.paragraphs)}</div>'
        "</article>"
    ),
}


@pytest.mark.parametrize("is_described", [True, False], ids=["described", "not described"])
@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
@pytest.mark.parametrize("place", PLACES)
def test_the_standfirst_is_kept_once_from(place, story, is_described):
    text = SUMMARY[story.language]
    body = PLACES[place](story, escape(text))
    article = extract_article(_page(story, body, _meta(text) if is_described else "").encode())
    assert article.paragraphs == (text, *story.paragraphs)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells_a_short_standfirst(name):
    short = f'<p class="{name}">Un marché et des concerts</p>'
    body = f"<article>{_h1(HALLE)}{short}<div>{_ps(HALLE.paragraphs)}</div></article>"
    paragraphs = extract_article(_page(HALLE, body).encode()).paragraphs
    assert paragraphs == ("Un marché et des concerts", *HALLE.paragraphs)


@pytest.mark.parametrize("place", [p for p in PLACES if p not in ("a list item",)])
def test_a_standfirst_is_a_block_of_its_kind(place):
    body = PLACES[place](HALLE, escape(SUMMARY["fr"]))
    article = extract_article(_page(HALLE, body, _meta(SUMMARY["fr"])).encode())
    blocks = [block for block in article.blocks if isinstance(block, Standfirst)]
    assert blocks == [Standfirst(SUMMARY["fr"])]


def test_the_title_may_be_a_heading_of_any_rank():
    body = (
        f"<article><hgroup><h2>{HALLE.title}</h2></hgroup><div>{SUMMARY['fr']}</div>"
        f'<div class="article-body">{_ps(HALLE.paragraphs)}</div></article>'
    )
    paragraphs = extract_article(_page(HALLE, body).encode()).paragraphs
    assert paragraphs == (SUMMARY["fr"], *HALLE.paragraphs)


def test_the_teaser_of_another_story_is_no_standfirst():
    title = '<a href="/1">Le marché de Noël déménage</a>'
    card = f'<div class="teaser">{title}<p>{SUMMARY["fr"]}</p></div>'
    link = f'<p class="teaser"><a href="/1">{SUMMARY["fr"]}</a></p>'
    body = f"<article>{_h1(HALLE)}{card}{link}<div>{_ps(HALLE.paragraphs)}</div></article>"
    assert extract_article(_page(HALLE, body).encode()).paragraphs == HALLE.paragraphs


@pytest.mark.parametrize("story", [HALLE, FERRY], ids=["fr", "en"])
def test_an_unrelated_description_is_not_taken(story):
    about = {
        "fr": "Toute l’actualité du canal et de ses rives, en continu, par la rédaction des Échos.",
        "en": "All the news from the pier and the islands, written by people who live there.",
    }[story.language]
    body = (
        f'<div class="tagline"><p>{about}</p></div>'
        f"<article>{_h1(story)}{_ps(story.paragraphs)}</article>"
    )
    paragraphs = extract_article(_page(story, body, _meta(about)).encode()).paragraphs
    assert paragraphs == story.paragraphs


@pytest.mark.parametrize("story", [HALLE, FERRY], ids=["fr", "en"])
def test_a_description_cut_from_the_text_adds_nothing(story):
    cut = story.paragraphs[0][:110].rsplit(" ", 1)[0] + "…"
    body = f"<article>{_h1(story)}{_ps(story.paragraphs)}</article>"
    paragraphs = extract_article(_page(story, body, _meta(cut)).encode()).paragraphs
    assert paragraphs == story.paragraphs


APART = {
    "in bold": "<p><b>{}</b></p>",
    "a quotation": "<blockquote>{}</blockquote>",
    "a subheading": "<h2>{}</h2>",
    "an element of its own": "<div>{}</div>",
    "a class of its own": '<p class="x7">{}</p>',
    "above the by-line": "<p>{}</p><p>Par Lou Marin, le 3 mai 2026</p>",
}


def _blocks(story, first, description=""):
    body = f"<article>{_h1(story)}{first}{_ps(story.paragraphs)}</article>"
    return extract_article(_page(story, body, description).encode()).blocks


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_a_first_paragraph_that_is_set_apart_is_the_standfirst(story, apart):
    text = SUMMARY[story.language]
    first, *others = _blocks(story, APART[apart].format(text))
    assert first == Standfirst(text)
    assert not any(isinstance(block, Standfirst) for block in others)


@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_a_paragraph_that_says_the_description_in_other_order_is_the_standfirst(story):
    text = SUMMARY[story.language]
    described = _meta(f"Échos. {text}")
    assert _blocks(story, f"<p>{text}</p>", described)[0] == Standfirst(text)


@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_a_first_paragraph_like_the_others_is_none(story):
    blocks = _blocks(story, "")
    assert not any(isinstance(block, Standfirst) for block in blocks)


def test_the_first_paragraph_of_an_agencys_text_is_no_standfirst():
    text = f"KERLANN (AFP) - {SUMMARY['fr']}"
    assert _blocks(HALLE, f'<p class="first">{text}</p>')[0] == Paragraph(text)


def test_where_all_is_bold_nothing_is_set_apart():
    text = "".join(f"<p><b>{paragraph}</b></p>" for paragraph in HALLE.paragraphs)
    article = extract_article(_page(HALLE, f"<article>{_h1(HALLE)}{text}</article>").encode())
    assert not any(isinstance(block, Standfirst) for block in article.blocks)
