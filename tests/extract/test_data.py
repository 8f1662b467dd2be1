"""The text in a page's data: a witness beside what shows, and the source where nothing does."""

import json
from html import escape

import pytest

from gazette.errors import ExtractError
from gazette.extract import extract_article
from tests.extract.markups import FERRY, HALLE, STORIES
from tests.extract.test_whole import _cards, _h1, _page, _ps

BY_LANGUAGE = pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
SHELL = '<div id="root"></div><noscript>Please enable JavaScript.</noscript>'


def _json_ld(story, body, **more):
    data = {"@type": "NewsArticle", "headline": story.title, "articleBody": body, **more}
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, data]}
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'


def _shell(story, scripts):
    return (
        f'<html lang="{story.language}"><head><title>{story.title}</title></head>'
        f"<body>{SHELL}{scripts}</body></html>"
    )


# --- as the source ---

WRITTEN = {
    "empty lines": lambda p: "\n\n".join(p),
    "single line breaks": lambda p: "\n".join(p),
    "breaks of another system": lambda p: "\r\n\r\n".join(p),
    "HTML": lambda p: "".join(f"<p>{text}</p>" for text in p),
    "escaped HTML": lambda p: escape("".join(f"<p>{text}</p>" for text in p)),
    "br": lambda p: "<br><br>".join(p),
}


@BY_LANGUAGE
@pytest.mark.parametrize("written", WRITTEN)
def test_a_text_that_is_only_in_json_ld_is_the_article(written, story):
    page = _shell(story, _json_ld(story, WRITTEN[written](story.paragraphs)))
    article = extract_article(page.encode())
    assert article.title == story.title
    assert article.paragraphs == story.paragraphs
    assert article.language == story.language


def test_a_text_in_json_ld_is_taken_where_the_page_shows_its_first_lines():
    shown = f"<article>{_h1(HALLE)}{_ps(HALLE.paragraphs[:1])}</article>"
    page = _page(HALLE, shown, _json_ld(HALLE, "\n\n".join(HALLE.paragraphs)))
    assert extract_article(page.encode()).paragraphs == HALLE.paragraphs


def _blocks(story):
    return [{"type": "text", "content": text} for text in story.paragraphs]


def _tree(story):
    return [
        {"nodeType": "paragraph", "children": [{"text": text[:30]}, {"text": text[30:], "b": True}]}
        for text in story.paragraphs
    ]


STATES = {
    "blocks": lambda s: {"headline": {"basic": s.title}, "content_elements": _blocks(s)},
    "strings": lambda s: {"title": s.title, "body": list(s.paragraphs)},
    "a tree": lambda s: {"title": s.title, "body": {"content": _tree(s)}},
    "HTML": lambda s: {"title": {"rendered": s.title}, "content": {"rendered": _ps(s.paragraphs)}},
    "HTML in blocks": lambda s: {
        "title": s.title,
        "components": [{"kind": "p", "html": f"<p>{text}</p>"} for text in s.paragraphs],
    },
}
OTHER = {
    "menu": [{"title": "Accueil", "url": "/"}, {"title": "Ville", "url": "/v"}],
    "latest": [
        {"title": f"Une autre histoire {n}", "url": f"/{n}", "text": "Un résumé assez long. " * 9}
        for n in range(9)
    ],
    "next": {"title": "Une autre histoire", "body": ["Un texte qui est plus long. " * 20] * 9},
}


@BY_LANGUAGE
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__STATE__ = {};</script>",
        "<script>var state={}\nstart(state)</script>",
    ],
)
def test_a_text_that_is_only_in_a_state_is_the_article(script, state, story):
    data = {"props": {"page": {**OTHER, "story": STATES[state](story)}}}
    page = _shell(story, script.replace("{}", json.dumps(data)))
    assert extract_article(page.encode()).paragraphs == story.paragraphs


def test_a_text_that_is_only_in_a_stream_is_the_article():
    text = _ps(HALLE.paragraphs)
    row = {"story": {"title": HALLE.title, "content": "$1f"}, "next": OTHER}
    rows = f'1:["$","div"]\n1f:T{len(text.encode()):x},{text}2:["$","$L3",{json.dumps(row)}]\n'
    half = len(rows) // 2
    scripts = "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece])})</script>"
        for piece in (rows[:half], rows[half:])
    )
    assert extract_article(_shell(HALLE, scripts).encode()).paragraphs == HALLE.paragraphs


def test_stories_in_the_state_of_a_front_page_are_no_article():
    data = {"title": "Échos", **OTHER}
    page = (
        f"<html><head><title>Échos</title></head><body>{SHELL}"
        f'<script type="application/json">{json.dumps(data)}</script></body></html>'
    )
    with pytest.raises(ExtractError):
        extract_article(page.encode())


@pytest.mark.parametrize("state", ["{", "[" * 50_000, '{"title": 1e999}', '{"a": "' + "x" * 5_000])
def test_a_broken_state_does_no_harm(state):
    page = _shell(HALLE, f'<script type="application/json">{state.ljust(500)}</script>')
    with pytest.raises(ExtractError):
        extract_article(page.encode())


# --- as a witness ---


@pytest.mark.parametrize(
    ("story", "other"), [(HALLE, FERRY), (FERRY, HALLE)], ids=["fr beside en", "en beside fr"]
)
def test_of_two_texts_the_stated_one_is_the_article(story, other):
    body = (
        f'<div class="article-body">{_ps(other.paragraphs * 2)}</div><div>{_cards(other) * 9}</div>'
        f'<div class="comments">{_ps(story.paragraphs)}</div>'
    )
    stated = _json_ld(story, " ".join(story.paragraphs))
    assert extract_article(_page(story, body).encode()).paragraphs == other.paragraphs
    assert extract_article(_page(story, body, stated).encode()).paragraphs == story.paragraphs


@BY_LANGUAGE
@pytest.mark.parametrize(
    "statement",
    [
        lambda s: s.paragraphs[0],
        lambda s: "\n".join(s.paragraphs[:3]),
        lambda s: " ".join(s.paragraphs)[:500] + "…",
        lambda s: "Read about boats, barns and other things that float or burn. " * 20,
        lambda s: "{{ body }}" * 100,
    ],
    ids=["one paragraph", "three paragraphs", "cut", "something else", "a template"],
)
def test_a_statement_of_less_takes_nothing_away(statement, story):
    body = f"<article>{_h1(story)}{_ps(story.paragraphs)}<div>{_cards(story)}</div></article>"
    page = _page(story, body, _json_ld(story, statement(story)))
    assert extract_article(page.encode()).paragraphs == story.paragraphs


def test_a_text_that_the_page_shows_in_part_is_that_part():
    body = (
        f'<div class="article-body">{_ps(FERRY.paragraphs * 2)}</div><div>{_cards(FERRY) * 9}</div>'
        f'<div class="comments">{_ps(HALLE.paragraphs)}</div>'
    )
    behind = [f"{n}. Ce que seuls les abonnés peuvent lire de cette histoire." for n in range(20)]
    stated = _json_ld(HALLE, "\n\n".join((*HALLE.paragraphs, *behind)))
    assert extract_article(_page(HALLE, body, stated).encode()).paragraphs == HALLE.paragraphs


def test_an_empty_body_does_not_keep_names_from_being_refused():
    page = (
        '<html><body><div class="article-text"></div><div class="sticky-box">'
        f"<div>{_ps(HALLE.paragraphs)}</div></div><p>Aucun commentaire pour le moment.</p></body>"
    )
    assert extract_article(page.encode()).paragraphs == HALLE.paragraphs
