"""Stories as one HTML page: what the blocks say and nothing that a text says."""

from selectolax.lexbor import LexborHTMLParser

from gazette.article import Paragraph, Span
from gazette.export.html import page
from tests.builders import make_story
from tests.export.test_epub import make_imprint, odd_stories

TAGS = set(
    "html head meta title style body article h1 h2 h3 h4 h5 h6 p br a span em strong code"
    " blockquote ul ol li pre table tbody tr td figure figcaption".split()
)


def test_a_page_has_the_story_s_text_links_and_language() -> None:
    text = "Voir la préfecture ici."
    link = Span(8, 18, "link", "https://a.example/?a=1&b=2")
    written = page([make_story(blocks=(Paragraph(text, (link,)),))], make_imprint()).decode()
    assert written.startswith("<!DOCTYPE html>\n<html")
    parsed = LexborHTMLParser(written)
    assert parsed.css_first("html").attributes["lang"] == "fr"
    assert parsed.css_first("title").text() == parsed.css_first("h1").text() == "Titre"
    assert text in [node.text() for node in parsed.css("p")]
    links = {node.text(): node.attributes["href"] for node in parsed.css("a")}
    assert links["préfecture"] == "https://a.example/?a=1&b=2"
    assert links["Lire la page"] == "https://journal.example/articles/1"


def test_several_stories_are_one_page_under_the_paper_s_name() -> None:
    stories = [make_story(title=title, guid=title) for title in ("Un", "Deux")]
    parsed = LexborHTMLParser(page(stories, make_imprint()))
    assert [node.text() for node in parsed.css("article h1")] == ["Un", "Deux"]
    assert parsed.css_first("title").text().startswith("gazette,")


def test_no_text_becomes_markup_and_nothing_is_loaded() -> None:
    parsed = LexborHTMLParser(page(odd_stories(), make_imprint()))
    assert {node.tag for node in parsed.css("*")} <= TAGS
    assert all(
        node.attributes["href"].startswith(("http://", "https://")) for node in parsed.css("a")
    )
    assert parsed.css_first("h1").text().startswith("<b>&amp;]]></p>")
    assert "url(" not in parsed.css_first("style").text()


def test_what_is_written_to_the_left_says_so() -> None:
    parsed = LexborHTMLParser(page(odd_stories(), make_imprint()))
    assert parsed.css_first("article[lang=ar]").attributes["dir"] == "rtl"
    assert "dir" not in parsed.css_first("article[lang=fr]").attributes
