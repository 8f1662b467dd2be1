"""A label and what it heads go, in whatever structure, and the article around them stays."""

import pytest

from gazette.extract import extract
from tests.extract.articles import ARTICLES
from tests.extract.surroundings import MARKUPS, WORDS, page_of

LABELS = {
    "fr": ("Articles connexes", "À lire aussi", "Pour aller plus loin", "Nos lecteurs ont aimé"),
    "en": ("Related articles", "Read more", "Further reading", "Picked by our team"),
}
# In each, one card: {title}, {summary}, {badge}.
STRUCTURES = {
    "a definition list": ("<dl><dt>{label}</dt>", '<dd><a href="/x">{title}</a></dd>', "</dl>"),
    "details": (
        "<details><summary>{label}</summary>",
        '<p><a href="/x">{title}</a></p>',
        "</details>",
    ),
    "a list with summaries": (
        "<p>{label}</p><ul>",
        '<li><a href="/x">{title}</a><p>{summary}</p></li>',
        "</ul>",
    ),
    "cards with pictures": (
        "<div><div>{label}</div>",
        '<div><a href="/x"><img src="/i.jpg"></a><div><span>{badge}</span><a href="/x">{title}</a>'
        "<p>{summary}</p></div></div>",
        "</div>",
    ),
    "cards without links": (
        "<div><div>{label}</div>",
        "<div><h4>{title}</h4><p>{summary}</p></div>",
        "</div>",
    ),
    "headings without links": ("<h4>{label}</h4>", "<h5>{title}</h5><p>{summary}</p>", ""),
    "cards that are links": (
        "<h4>{label}</h4>",
        '<a href="/x"><h5>{title}</h5><p>{summary}</p><span>{badge}</span></a>',
        "",
    ),
    "lines of a paragraph": ("<p><b>{label}</b>", '<br><a href="/x">{title}</a>', "</p>"),
    "bullets": ("<p>{label}</p>", '<p>• <a href="/x">{title}</a></p>', ""),
    "a table": (
        "<table><tr><th>{label}</th></tr>",
        '<tr><td><a href="/x"><img src="/i.jpg"></a></td><td><a href="/x">{title}</a></td></tr>',
        "</table>",
    ),
    "articles in a section": (
        "<section><header><h3>{label}</h3></header><div>",
        '<article><h4><a href="/x">{title}</a></h4><time>20/11/2026</time></article>',
        "</div></section>",
    ),
    "one line": ("<span class=b>{label}</span> ", '<a href="/x">{title}</a> • ', ""),
    "titles with times": (
        "<h4>{label}</h4>",
        '<p><time>11h30</time> <a href="/x">{title}</a></p>',
        "",
    ),
}


def _section(language, structure, label):
    begin, card, end = STRUCTURES[structure]
    words = WORDS[language]
    told = zip(words["titles"], words["summaries"], words["badges"], strict=False)
    cards = (card.format(title=t, summary=s, badge=b) for t, s, b in told)
    return "".join((begin.format(label=label), *cards, end))


@pytest.mark.parametrize("place", ["amid", "below", "behind"])
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])
def test_a_section_is_left_out_and_nothing_else(article, structure, place):
    page = page_of(article, "semantic").decode()
    for label in LABELS[article.language]:
        section = _section(article.language, structure, label)
        first = page.index("</p>") + len("</p>")
        places = {"amid": first, "below": page.index("</article>"), "behind": page.index("</main>")}
        whole = page[: places[place]] + section + page[places[place] :]
        extraction = extract(whole.encode())
        assert extraction.article.paragraphs == article.paragraphs
        # A line of links behind an article may be a menu as well.
        right = ("related", "boilerplate") if structure == "one line" else ("related",)
        removed = " ".join(p.text for p in extraction.removed if p.reason in right)
        assert WORDS[article.language]["titles"][0] in removed


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_heading_with_one_line_that_leads_away_below_keeps_its_text(markup):
    article = next(article for article in ARTICLES if article.name == "report")
    page = page_of(article, markup).decode()
    line = MARKUPS[markup].paragraph.format('Read more: <a href="/x">Storm closes the causeway</a>')
    text = article.blocks[3]
    place = page.index(text)
    start = page.rindex("<", 0, place) if markup not in ("br", "text") else place
    start = page.rindex("<div", 0, place) if markup == "generated classes" else start
    start = page.rindex("<tr", 0, place) if markup == "table rows" else start
    if markup == "text":
        line = "Read more: Storm closes the causeway\n\n"
    extraction = extract((page[:start] + line + page[start:]).encode())
    assert extraction.article.paragraphs == article.paragraphs
