import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.errors import ExtractError
from gazette.extract import extract_article
from tests.extract.markups import HALLE, MADE, PARAGRAPHS

PAGE = MADE["an aside"](HALLE)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty page"),
        (b" \n ", "empty page"),
        (b"%PDF-1.7 text text text", "not a text page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text page"),
        (b"a" * (8 * 1024 * 1024 + 1), "page larger than 8 MB"),
        (b"<html>" + b"<div>" * 8_001, "nested too deeply"),
        (b"<html>" + b"<b></b>" * 100_001, "too many elements"),
        (b"<html>" + b"<UL><LI>" * 4_100, "nested too deeply"),
        (
            b"<p " + b" ".join(b"a%d" % i for i in range(2_001)) + b">text",
            "a tag with too many attributes",
        ),
        (
            b"<p " + b" ".join(b"a%d='>'" % i for i in range(2_001)) + b">text",
            "a tag with too many attributes",
        ),
        (b"<html><body><p>Short.</p></body></html>", "no text that reads as one"),
    ],
)
def test_what_is_no_article_is_refused_with_its_kind(body, kind):
    with pytest.raises(ExtractError) as refused:
        extract_article(body)
    assert refused.value.data == {"kind": kind}


def test_a_consent_wall_is_not_an_article():
    wall = (
        "<html><head><title>Votre vie privée</title></head><body><div class='consent-wall'>"
        "<h1>Votre vie privée</h1><p>Nous et nos partenaires stockons des informations sur votre"
        " appareil, telles que les cookies, afin de mesurer l’audience et de choisir les annonces."
        "</p><p>Vous pouvez modifier vos choix à tout moment dans les paramètres.</p></div></body>"
    )
    with pytest.raises(ExtractError, match="consent"):
        extract_article(wall.encode())


def test_a_stray_nul_makes_no_page_binary():
    page = PAGE.replace("<head>", "<head>\x00", 1)
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_pages_of_two_bytes_a_character_are_read_with_and_without_a_mark(charset):
    assert extract_article(PAGE.encode(charset)).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_characters_hide_no_harm(charset):
    body = ("<html>" + "<div>" * 8_001).encode(charset)
    with pytest.raises(ExtractError, match="nested too deeply"):
        extract_article(body)


def test_many_siblings_are_not_deep():
    page = PAGE.replace("</main>", "<div></div>" * 3_000 + "</main>")
    assert extract_article(page.encode()).paragraphs == PARAGRAPHS


def test_a_long_plain_text_is_no_crowded_tag():
    text = "La halle\n\n" + "\n\n".join(f"{number} : {PARAGRAPHS[0]}" for number in range(90))
    assert len(extract_article(text.encode()).paragraphs) == 90


def test_deep_json_ld_does_no_harm():
    script = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert extract_article((script + PAGE).encode()).paragraphs == PARAGRAPHS


def test_comparisons_in_a_script_are_not_attributes():
    script = "<script>for(var i=0;i<n ;i++){" + " a = b;" * 2_400 + "}</script>"
    assert extract_article((script + PAGE).encode()).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    ("label", "codec"), [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-16", "utf-16")]
)
def test_the_charset_that_the_page_declares_is_read(label, codec):
    page = PAGE.replace('charset="utf-8"', f'charset="{label}"')
    assert extract_article(page.encode(codec)).paragraphs == PARAGRAPHS


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/abpdivh1 ='\"!-&;\x00\u00a0é\n"), max_size=400))
def test_any_bytes_give_an_article_or_an_extract_error(text):
    try:
        article = extract_article(text.encode())
    except ExtractError:
        return
    assert article.paragraphs
