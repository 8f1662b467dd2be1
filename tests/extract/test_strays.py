"""Lines beside a text that no markup marks: who wrote it, when, in which rubric."""

from html import escape

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE

STORIES = {"fr": HALLE, "en": FERRY}
STANDFIRST = {
    "fr": "Cinq ans après l’incendie, le bâtiment retrouve marché, concerts et pigeons.",
    "en": "After a winter without a boat, the islands get their post and sheep again.",
}
SIGNED = {
    "fr": (
        "Lou Marin, à Saint-Brieuc",
        "Le Ponton avec AFP",
        "Rédaction web",
        "Service culture",
        "Article rédigé par Lou Marin",
        "Lou Marin, journaliste",
        "Lou Marin, cheffe adjointe, rédactrice",
        "il y a 2 heures",
        "Publié il y a trois jours",
        "Mis à jour hier à 9h14",
        "lou.marin@echos.example",
        "@loumarin",
        "L. M.",
        "L.M.",
        "Lou M.",
        "L. Marin",
    ),
    "en": (
        "Nell Harrow, in Leeds",
        "The Pier Post with Reuters",
        "Sports desk",
        "Staff reporters",
        "Nell Harrow, Local democracy reporter",
        "Nell Harrow, Local democracy reporter14 Mar 2026",
        "14 Mar 2026 Nell Harrow, Local democracy reporter",
        "2 hours ago",
        "Updated about an hour ago",
        "Yesterday at 9:14 am",
        "nell.harrow@pierpost.example",
        "@nharrow",
        "N. H.",
        "N.H.",
        "Nell H.",
    ),
}
BARE = {"fr": ("Lou Marin", "Lou Marin et Yves Le Goff"), "en": ("Nell Harrow",)}
LONE = {
    "fr": ("Vidéo", "En direct", "Écouter", "Réagir", "Vos réactions", "Sommaire", "À la une",
           "Recommandé"),
    "en": ("Video", "Live", "Listen", "Contents", "Recommended", "Top story"),
}  # fmt: skip
RUBRICS = {
    "fr": (
        "CULTURE",
        "Patrimoine",
        "VIE LOCALE",
        "Fait divers",
        "À Kerlann",
        "Ajouter aux favoris",
    ),
    "en": ("TRANSPORT", "Islands", "UK News", "Nell Harrow for The Pier Post", "Listen 5 mins"),
}
WRAPS = ("<p>{}</p>", "<div>{}</div>", "<div><span>{}</span></div>", "<span>{}</span>")


def _cases(lists):
    return [(language, line) for language, lines in lists.items() for line in lines]


def _page(language, *, top="", amid="", below="", head=""):
    story = STORIES[language]
    paragraphs = [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    body = "".join([paragraphs[0], amid, *paragraphs[1:]])
    standfirst = f'<p class="chapo">{escape(STANDFIRST[language])}</p>'
    return (
        f'<html lang="{language}"><head><title>{escape(story.title)}</title>{head}</head><body>'
        f'<nav><a href="/">Une</a><a href="/2">Sport</a></nav><article>'
        f"<h1>{escape(story.title)}</h1>{standfirst}{top}{body}{below}</article></body></html>"
    ).encode()


def _whole(language):
    return (STANDFIRST[language], *STORIES[language].paragraphs)


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize(("language", "line"), [*_cases(SIGNED), *_cases(BARE)])
def test_a_line_that_signs_is_left_out_below_the_standfirst(language, line, wrap):
    article = extract_article(_page(language, top=wrap.format(line)))
    assert article.paragraphs == _whole(language)


@pytest.mark.parametrize("wrap", WRAPS[:2])
@pytest.mark.parametrize(("language", "line"), [*_cases(SIGNED), *_cases(BARE)])
def test_a_line_that_signs_is_left_out_below_the_text(language, line, wrap):
    article = extract_article(_page(language, below=wrap.format(line)))
    assert article.paragraphs == _whole(language)


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("fr", "Lou Marin", ("Lou Marin",)),
        ("fr", "Lou Marin et Yves Le Goff", ("Lou Marin", "Yves Le Goff")),
        ("fr", "Lou Marin, à Paris", ("Lou Marin",)),
        ("fr", "Article rédigé par Lou Marin", ("Lou Marin",)),
        ("fr", "Lou Marin, journaliste", ("Lou Marin",)),
        ("en", "Nell Harrow", ("Nell Harrow",)),
        ("en", "Nell Harrow, Local democracy reporter", ("Nell Harrow",)),
        ("en", "Nell Harrow, Local democracy reporter14 Mar 2026", ("Nell Harrow",)),
        ("en", "14 Mar 2026 Nell Harrow, Local democracy reporter", ("Nell Harrow",)),
        ("fr", "Rédaction web", ()),
        ("fr", "il y a 2 heures", ()),
        ("fr", "L. M.", ()),
        ("fr", "À Kerlann", ()),
        ("en", "@nharrow", ()),
    ],
)
def test_the_author_is_whom_such_a_line_names(language, line, names):
    assert extract_article(_page(language, top=f"<div>{line}</div>")).authors == names


def test_a_journalist_named_below_the_text_is_its_author():
    assert extract_article(_page("fr", below="<p>Lou Marin, journaliste</p>")).authors == (
        "Lou Marin",
    )


def test_initials_beside_a_date_name_nobody():
    article = extract_article(_page("fr", top="<span>L. M.</span><span>22 déc. 2025</span>"))
    assert article.paragraphs == _whole("fr")
    assert article.authors == ()


def test_the_name_of_the_site_below_the_text_is_left_out():
    head = '<meta property="og:site_name" content="Le Ponton">'
    page = _page("fr", below="<ul><li>Le Ponton</li></ul>", head=head)
    assert extract_article(page).paragraphs == _whole("fr")


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize(("language", "line"), _cases(LONE))
def test_a_label_of_the_house_is_left_out_wherever_it_stands(language, line, wrap):
    for place in ("top", "amid"):
        page = _page(language, **{place: wrap.format(line)})
        assert extract_article(page).paragraphs == _whole(language)


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize(("language", "line"), _cases(RUBRICS))
def test_a_rubric_between_standfirst_and_text_is_left_out(language, line, wrap):
    article = extract_article(_page(language, top=wrap.format(line)))
    assert article.paragraphs == _whole(language)


def test_a_tag_of_the_page_is_left_out_above_the_second_paragraph():
    head = '<meta property="article:tag" content="Charpentes anciennes">'
    page = _page("fr", top="<p>Charpentes anciennes</p>", head=head)
    assert extract_article(page).paragraphs == _whole("fr")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        *[("fr", line) for line in ("Patrimoine", "Lou Marin", "Lou M.", "Le marché d’abord")],
        *[("en", line) for line in ("Islands", "Nell Harrow", "The first boat")],
    ],
)
def test_a_short_line_amid_the_text_may_be_a_subheading(language, line):
    paragraphs = extract_article(_page(language, amid=f"<p>{line}</p>")).paragraphs
    assert line in paragraphs


@pytest.mark.parametrize("line", ["<h3>Vidéo</h3>", "<h2>Sommaire</h2>", "<h3>Patrimoine</h3>"])
def test_a_heading_over_text_stays(line):
    text = line[4:-5]
    assert text in extract_article(_page("fr", amid=line)).paragraphs


@pytest.mark.parametrize(
    "line",
    ["Service minimum à l’école", "Lou Marin, cheffe et rédactrice", "Rédaction en chef", "Marin"],
)
def test_a_subheading_below_the_standfirst_stays(line):
    assert line in extract_article(_page("fr", top=f"<h2>{line}</h2>")).paragraphs


def test_a_person_whom_the_text_speaks_of_is_not_its_author():
    told = "Marin a dirigé le chantier de bout en bout, sans jamais hausser le ton sur personne."
    page = _page("fr", top="<p>Lou Marin</p>", amid=f"<p>{told}</p>")
    article = extract_article(page)
    assert "Lou Marin" in article.paragraphs
    assert article.authors == ()


def test_names_that_each_stand_over_a_paragraph_are_a_list_of_people():
    rest = "".join(f"<p>{name}</p><p>{told}</p>" for name, told in (
        ("Ève Talvas", "Elle charpente depuis quarante ans, et c’est sa dernière halle, dit-elle."),
        ("Yves Collin", "Il a compté les tuiles une à une, et il lui en manque toujours quatre."),
    ))  # fmt: skip
    paragraphs = extract_article(_page("fr", top="<p>Jeanne Aubin</p>", below=rest)).paragraphs
    assert "Jeanne Aubin" in paragraphs
    assert "Yves Collin" in paragraphs


def test_items_of_a_list_stay_whatever_they_say():
    page = _page("fr", amid="<ul><li>Vidéo</li><li>En direct</li><li>Lou Marin</li></ul>")
    paragraphs = extract_article(page).paragraphs
    assert {"Vidéo", "En direct", "Lou Marin"} <= set(paragraphs)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Vidéo : la charpente en trois minutes (1:42)"),
        ("fr", "Audio : les pigeons de la halle, 3 min 20"),
        ("en", "Video: the causeway from above (2:05)"),
        ("en", "Listen: a winter without a boat 12:30"),
    ],
)
def test_what_stands_under_a_player_is_a_caption(language, line):
    page = _page(language, amid=f"<div><video></video><p>{line}</p></div>")
    extraction = extract(page)
    assert extraction.article.paragraphs == _whole(language)
    assert any(line in piece.text for piece in extraction.removed)
