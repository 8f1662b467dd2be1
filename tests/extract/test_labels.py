"""A label that only a style sheet parts from what stands behind it."""

from html import escape

import pytest

from gazette.extract import extract_article
from tests.extract.markups import HALLE
from tests.extract.test_bylines import STANDFIRST, STORIES, page_of

LABELS = {
    "bold": "<div><b>{label}</b>{text}</div>",
    "strong in a paragraph": "<p><strong>{label}</strong>{text}</p>",
    "emphasis": "<p><em>{label}</em>{text}</p>",
    "a link": "<div><a href='/x'>{label}</a>{text}</div>",
    "a span": "<h3><span class='x'>{label}</span>{text}</h3>",
    "two spans": "<div><span>{label}</span><span>{text}</span></div>",
    "a span in bold": "<p><b><span>{label}</span></b>{text}</p>",
    "bold and a span": "<p><b>{label}</b><span>{text}</span></p>",
    "italics": "<h2><i>{label}</i>{text}</h2>",
    "a mark": "<p><mark>{label}</mark>{text}</p>",
}


@pytest.mark.parametrize(("language", "label"), [("fr", "Patrimoine"), ("en", "The islands")])
@pytest.mark.parametrize("markup", LABELS)
def test_a_glued_label_is_parted_from_the_standfirst(markup, language, label):
    top = LABELS[markup].format(label=label, text=STANDFIRST[language])
    article = extract_article(page_of(language, top=top))
    assert article.paragraphs == (STANDFIRST[language], *STORIES[language].paragraphs)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><b>You</b>Tube a retiré la vidéo de la halle, vue trois fois.</p>",
         "YouTube a retiré la vidéo de la halle, vue trois fois."),
        ("<p><span>L</span>es poutres de chêne viennent de trois forêts de la région.</p>",
         "Les poutres de chêne viennent de trois forêts de la région."),
        ("<p><b>Maud Ferrand</b>, architecte, a dessiné la charpente de la halle.</p>",
         "Maud Ferrand, architecte, a dessiné la charpente de la halle."),
        ("<p><b>Le toit</b> Les poutres de chêne viennent de trois forêts de la région.</p>",
         "Le toit Les poutres de chêne viennent de trois forêts de la région."),
        ("<p>Selon <b>Maud</b> les poutres de chêne viennent de trois forêts voisines.</p>",
         "Selon Maud les poutres de chêne viennent de trois forêts voisines."),
        ("<p><b>MAUD</b>Les poutres de chêne viennent de trois forêts de la région.</p>",
         "MAUDLes poutres de chêne viennent de trois forêts de la région."),
        ("<p>Mac<!-- -->Donald rouvrira sous la halle, à la place de l’ancienne criée.</p>",
         "MacDonald rouvrira sous la halle, à la place de l’ancienne criée."),
    ],
)  # fmt: skip
def test_what_is_one_sentence_stays_one(markup, text):
    article = extract_article(page_of("fr", inside=markup))
    assert text in article.paragraphs


def test_a_title_in_spans_is_one_line():
    story = HALLE
    page = (
        '<html lang="fr"><title>Patrimoine La halle aux grains rouvre samedi ses portes</title>'
        "<body><main><h1><span>Patrimoine</span><span>La halle aux grains rouvre samedi ses portes"
        "</span></h1>" + "".join(f"<p>{escape(p)}</p>" for p in story.paragraphs)
    )
    article = extract_article(page.encode())
    assert article.title == "Patrimoine La halle aux grains rouvre samedi ses portes"
