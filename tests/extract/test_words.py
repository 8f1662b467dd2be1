"""The law of the extractor: it adds no word that the page lacks."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.errors import ExtractError
from gazette.extract import extract_article
from gazette.extract.reader import read_page

_TAGS = st.sampled_from(
    "p div span b a li ul h2 blockquote td tr table br pre section x-y em".split()
)
_WORDS = st.lists(
    st.sampled_from(
        "Le canal rouvre après trois ans de travaux ; « enfin », dit l’éclusier. Lire aussi :"
        " Publié le 3 mai 2026. By Ada Quill. Read more. coeur a\u00adb cœur".split(" ")
    ),
    min_size=1,
    max_size=25,
).map(" ".join)
_TREES = st.recursive(
    _WORDS,
    lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


def _words(text):
    return set(re.findall(r"\w+", text.replace("\u00ad", "")))


@settings(max_examples=80, deadline=None)
@given(_TREES)
def test_every_word_of_the_article_is_a_word_of_the_page(tree):
    body = f"<html><body>{tree}</body></html>"
    page_words = _words(" ".join(line.text for line in read_page(body).lines))
    try:
        article = extract_article(body.encode())
    except ExtractError:
        return
    assert _words(article.text) <= page_words
