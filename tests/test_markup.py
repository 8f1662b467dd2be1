import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.markup import html_to_line, html_to_text

FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            "<p> </p> <br> <b> </b> <div> </div> <script> </script> <![CDATA[ <!-- --> &amp; &#27;"
            " &#x9b; &lt;b&gt; < > & \" ' <td> <ul><li> <select><option> <a\thref='x'> </a".split(
                " "
            )
        ),
        st.text(max_size=8),
    ),
    max_size=20,
).map("".join)


@given(FRAGMENTS)
def test_what_comes_out_is_clean(html: str) -> None:
    text = html_to_text(html)
    assert {c for c in text if unicodedata.category(c) == "Cc"} <= {"\n"}
    assert "\n" not in html_to_line(html)
    assert len(html_to_text(html, 2_000)) <= 2_000


@given(st.text(st.characters(categories=["L", "N"]), max_size=40))
def test_text_without_markup_stays(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert html_to_line(text) == composed
    assert html_to_line(f"<b>{text}</b>") == composed


def test_paragraphs_and_breaks_are_kept() -> None:
    html = "<p>Un <b>mot</b>,\n deux.</p><p>Trois<br>quatre</p>"
    assert html_to_text(html) == "Un mot, deux.\n\nTrois\nquatre"


def test_scripts_and_styles_are_silent() -> None:
    assert html_to_text("a<script>b</script><style>c</style><svg><text>d</text></svg>e") == "ae"


def test_a_less_than_sign_is_no_tag() -> None:
    assert html_to_line("5 < 6 &amp; 7 > 3") == "5 < 6 & 7 > 3"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "fond" + "</div>" * 100_000,
        "<p>fond<a " + "x='1' " * 100_000 + ">",
        "fond" + "<ul><li>" * 50_000,
    ],
    ids=["nested", "attributes", "lists"],
)
def test_what_would_keep_the_parser_busy_is_read_without_it(html: str) -> None:
    assert html_to_text(html) == "fond"


def test_many_line_breaks_are_no_nesting() -> None:
    html = "un<br><img src=x><p>" * 3_000
    assert html_to_text(html).split() == ["un"] * 3_000
