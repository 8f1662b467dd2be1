"""Damaged pages: an article or an `ExtractError`, and never a word that the page lacks."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.errors import ExtractError
from gazette.extract import extract
from gazette.extract.guard import is_markup, page_source
from gazette.extract.plain import read_plain
from gazette.extract.reader import read_page
from tests.extract.markups import HALLE, MADE, STORIES
from tests.extract.test_blocks import BLOCKS, PICTURES
from tests.extract.test_live import ENTRIES, MARKUPS
from tests.extract.test_whole import PARTS, _h1, _page, _ps

PAGES = [
    *(make(story) for make in MADE.values() for story in STORIES),
    *(_page(HALLE, make(HALLE, HALLE.paragraphs)) for make in PARTS.values()),
    *(
        _page(HALLE, f"<article>{_h1(HALLE)}{_ps(HALLE.paragraphs)}{html}</article>")
        for html, _ in (*BLOCKS.values(), *PICTURES.values())
    ),
    *(
        _page(HALLE, "".join(make(*entry) for entry in ENTRIES["fr"]))
        for make in MARKUPS.values()
    ),
]  # fmt: skip
SOUP = (
    "<p>",
    "</p>",
    "<div class='a'>",
    "</div>",
    "<table><tr><td>",
    "</table>",
    "<ul><li>",
    "<ol start=7 reversed>",
    "<dl><dt>",
    "<dd>",
    "<pre>",
    "<blockquote>",
    "<footer>",
    "<figure><img src=/a>",
    "<figcaption>",
    "<a href=/x>",
    "</a>",
    "<h1>",
    "<h2>",
    "<x-y>",
    "<template>",
    "<select><option>",
    "<svg>",
    "<math>",
    "<textarea>",
    "<title>",
    "<noscript>",
    "<frameset>",
    "<br>",
    "<b>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&nbsp;&#0;&#xD800;&",
    "\x00",
    "\ufeff",
    "11h40 ",
    "© Lou Marin / AFP",
    '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"',
    "</script>",
    "<plaintext>",
    "<body hidden>",
    "<base href='x:'>",
)
CUTS = st.tuples(
    st.sampled_from(["delete", "repeat", "move", "wrap", "end", "soup", "bytes"]),
    st.floats(0, 1),
    st.floats(0, 0.3),
    st.sampled_from(SOUP),
)


def _damaged(page, cuts):
    body = page.encode()
    for kind, place, share, soup in cuts:
        start = int(place * len(body))
        stop = min(len(body), start + int(share * len(body)))
        piece = body[start:stop]
        match kind:
            case "delete":
                body = body[:start] + body[stop:]
            case "repeat":
                body = body[:stop] + piece + body[stop:]
            case "move":
                body = body[:start] + body[stop:] + piece
            case "wrap":
                body = body[:start] + soup.encode() * 3 + piece + body[stop:]
            case "end":
                body = body[: max(start, 1)]
            case "soup":
                body = body[:start] + soup.encode() + body[start:]
            case "bytes":
                body = body[:start] + bytes(255 - byte for byte in piece[:40]) + body[start:]
    return body


def _words(text):
    return set(re.findall(r"\w+", text))


def _invented(body):
    """Return the words of an article that its page lacks; none where there is no article."""
    try:
        extraction = extract(body, url="https://example.org/a.html")
    except ExtractError:
        return set()
    source = page_source(body, None)
    page = read_page(source) if is_markup(source) else read_plain(source)
    said = " ".join([*(line.text for line in page.lines), *page.json_ld])
    article = extraction.article
    assert article.paragraphs
    assert all(text == text.strip("\n") for text in article.paragraphs)
    return _words(article.text) - _words(
        "".join(c for c in said if c.isprintable() or c in "\n\xa0\u202f")
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PAGES), st.lists(CUTS, min_size=1, max_size=5))
def test_a_damaged_page_gives_its_own_words_or_an_error(page, cuts):
    assert _invented(_damaged(page, cuts)) == set()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from((*SOUP, *HALLE.paragraphs, *HALLE.cards)), max_size=60))
def test_soup_gives_its_own_words_or_an_error(pieces):
    assert _invented("".join(pieces).encode()) == set()
