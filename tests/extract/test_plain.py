"""Text without markup: however it is set, and whatever stands around it, the article comes out."""

import textwrap
from itertools import chain

import pytest

from gazette.article import Heading, ListItem, Paragraph, Quote
from gazette.errors import ExtractError
from gazette.extract import extract, extract_article
from gazette.extract.plain import read_plain
from tests.extract.articles import ARTICLES, Told

LOCKS = Told(
    "locks",
    "fr",
    "L’éclusier de Montreval prend sa retraite et n’est pas remplacé",
    (
        "Après trente-huit ans passés au bord du canal, Lucien Ferrand a remis vendredi les clés de"
        " la maison éclusière. La navigation, elle, continue : les portes s’ouvriront désormais à"
        " l’aide d’une télécommande que la capitainerie prête aux plaisanciers.",
        "« On me demandait l’heure, le temps, parfois un œuf », raconte-t-il. Le canal voit passer"
        " deux mille bateaux par an, moitié moins qu’en 1990, et le bras-de-la-tour est envasé"
        " depuis l’hiver.",
        "Les communes riveraines craignent pour le hameau. « Une écluse sans éclusier, c’est un"
        " passage à niveau sans garde-barrière », dit la maire, qui réclame un agent de mai à"
        " octobre.",
        "La maison sera mise en vente au printemps. Trois familles l’ont déjà visitée, et une"
        " association de bateliers voudrait y ouvrir un café.",
    ),
)
BEES = Told(
    "bees",
    "en",
    "Rooftop bees give Ardwick its first honey in sixty years",
    (
        "Four hives on the roof of the old tram depot in Ardwick have produced eleven kilos of"
        " honey, the first made inside the ring road since 1963, according to the town’s"
        " beekeepers.",
        "“Nobody believed there was anything for them to eat,” said Noor Whitcombe, who carried the"
        " boxes up the fire escape in March. Lime trees and railway brambles turned out to be more"
        " than enough.",
        "The council had feared complaints about stings and kept a well-known telephone number"
        " ready all summer. It rang twice, and both callers wanted to buy a jar.",
        "Next year the group hopes to add six more hives and to sell honey at the Saturday market"
        " to pay for a proper staircase.",
    ),
)
TOLD = {"fr": LOCKS, "en": BEES}

CONSENT = {
    "fr": (
        "Gestion des cookies",
        "Nous et nos partenaires utilisons des cookies pour mesurer l’audience et vous proposer"
        " des publicités adaptées. Vous pouvez modifier vos choix à tout moment.",
        "Tout refuser",
    ),
    "en": (
        "We value your privacy",
        "We and our partners use cookies to measure our audience and to show you personalised"
        " advertising. You can change your choices at any time.",
        "Reject all",
    ),
}
MENU = {
    "fr": ("Accueil", "Politique", "Économie", "Culture", "Sport"),
    "en": ("Home", "World", "Business", "Culture", "Sport"),
}
BYLINE = {
    "fr": ("Par Solène Auger", "Publié le 12 mars 2026 à 18h40"),
    "en": ("By Martha Oduya", "Published 12 March 2026 at 6:40 pm"),
}
SHARE = {
    "fr": ("Partager sur", "Facebook", "WhatsApp"),
    "en": ("Share this article", "Facebook", "WhatsApp"),
}
LABEL = {"fr": "À lire aussi", "en": "Related articles"}
INLINE = {
    "fr": "Lire aussi : Le vieux pont de Sarrenoy rouvre aux piétons",
    "en": "Read more: The old bridge at Penmarrick opens to walkers again",
}
CARDS = {
    "fr": (
        "Le vieux pont de Sarrenoy rouvre aux piétons",
        "À Belcastel, la crue emporte le marché de Noël",
        "Pourquoi les péniches manquent de pilotes",
    ),
    "en": (
        "The old bridge at Penmarrick opens to walkers again",
        "Flood takes the Christmas market at Low Haddon",
        "Why the barges are running out of pilots",
    ),
}
SUMMARIES = {
    "fr": (
        "Fermé depuis six ans, l’ouvrage a été consolidé par une entreprise de la vallée voisine.",
        "Les exposants, prévenus trop tard, ont perdu une bonne partie de leurs marchandises.",
        "La profession vieillit, et l’école qui la formait a fermé ses portes il y a quatre ans.",
    ),
    "en": (
        "Closed for six years, it has been made safe by a builder from the next valley.",
        "Stallholders who were warned too late have lost a good part of what they had to sell.",
        "The trade is growing old, and the school that taught it shut its doors four years ago.",
    ),
}


def by_paragraph(parts):
    """One row a line, empty rows between blocks; rows of one block stand together."""
    return "\n\n".join("\n".join(part) for part in parts)


def by_row(parts):
    """No empty row at all, as a browser gives the text that it shows."""
    return "\n".join("\n".join(part) for part in parts)


def wrapped(width):
    def form(parts):
        return "\n\n".join("\n".join(textwrap.fill(row, width) for row in part) for part in parts)

    return form


def with_form_feeds(parts):
    head, *rest = by_paragraph(parts).split("\n\n")
    return f"{head}\n\f\n" + "\n\n".join(rest)


FORMS = {
    "by paragraph": by_paragraph,
    "by row": by_row,
    "wrapped at 66": wrapped(66),
    "wrapped at 72": wrapped(72),
    "wrapped at 80": wrapped(80),
    "wrapped at 100": wrapped(100),
    "CRLF": lambda parts: by_paragraph(parts).replace("\n", "\r\n"),
    "CRLF, wrapped": lambda parts: wrapped(72)(parts).replace("\n", "\r\n"),
    "CRLF, by row": lambda parts: by_row(parts).replace("\n", "\r\n"),
    "CR": lambda parts: by_paragraph(parts).replace("\n", "\r"),
    "form feed": with_form_feeds,
    "trailing spaces": lambda parts: by_paragraph(parts).replace("\n", "  \n"),
    "spaces in empty rows": lambda parts: by_paragraph(parts).replace("\n\n", "\n \t\u00a0\n"),
    "indented": lambda parts: textwrap.indent(by_paragraph(parts), "    "),
    "indented, wrapped": lambda parts: textwrap.indent(wrapped(70)(parts), "\t"),
    "three empty rows": lambda parts: by_paragraph(parts).replace("\n\n", "\n\n\n\n"),
    "rules between": lambda parts: by_paragraph(parts).replace("\n\n", "\n\n* * *\n\n", 1),
}


def alone(told):
    return [(told.title,), *((block,) for block in told.blocks)]


def after_consent(told):
    title, text, refuse = CONSENT[told.language]
    return [(title,), (text, refuse), *alone(told)]


def after_menu(told):
    return [MENU[told.language], *alone(told)]


def after_menu_in_a_row(told):
    return [(" ".join(MENU[told.language]),), *alone(told)]


def after_bars(told):
    return [(" | ".join(MENU[told.language]),), *alone(told)]


def after_way(told):
    return [(" > ".join(MENU[told.language][i] for i in (0, 3)),), *alone(told)]


def after_house(told):
    house = {"fr": "Le Courrier du Canal", "en": "The Ardwick Echo"}[told.language]
    return [(house,), MENU[told.language], *alone(told)]


def after_date(told):
    return [BYLINE[told.language], *alone(told)]


def with_head(told):
    title, *text = alone(told)
    return [title, BYLINE[told.language], SHARE[told.language], *text]


def with_inline(told):
    parts = alone(told)
    return [*parts[:3], (INLINE[told.language],), *parts[3:]]


def before_cards(told):
    code = told.language
    cards = zip(CARDS[code], SUMMARIES[code], strict=True)
    return [*alone(told), (LABEL[code],), *cards]


def before_titles(told):
    code = told.language
    return [*alone(told), (LABEL[code],), *((card,) for card in CARDS[code])]


def before_list(told):
    code = told.language
    return [*alone(told), (LABEL[code],), tuple(f"- {card}" for card in CARDS[code])]


def before_bullets(told):
    code = told.language
    return [*alone(told), (LABEL[code], *(f"• {card}" for card in CARDS[code]))]


def before_addresses(told):
    code = told.language
    cards = ((c, f"https://example.org/{n}") for n, c in enumerate(CARDS[code]))
    return [*alone(told), (LABEL[code],), *cards]


def before_bare_addresses(told):
    addresses = tuple(f"https://example.org/{n}" for n in range(3))
    return [*alone(told), (LABEL[told.language],), addresses]


def before_consent(told):
    title, text, refuse = CONSENT[told.language]
    return [*alone(told), (title,), (text, refuse)]


def amid_all(told):
    code = told.language
    title, *text = with_inline(told)
    return [
        MENU[code],
        title,
        BYLINE[code],
        SHARE[code],
        *text,
        *before_cards(told)[len(told.blocks) + 1 :],
        *before_consent(told)[len(told.blocks) + 1 :],
    ]


AROUND = (
    alone,
    after_consent,
    after_menu,
    after_menu_in_a_row,
    after_bars,
    after_way,
    after_house,
    after_date,
    with_head,
    with_inline,
    before_cards,
    before_titles,
    before_list,
    before_bullets,
    before_addresses,
    before_bare_addresses,
    before_consent,
    amid_all,
)


@pytest.mark.parametrize("language", TOLD)
@pytest.mark.parametrize("around", AROUND, ids=lambda around: around.__name__)
@pytest.mark.parametrize("form", FORMS)
def test_exactly_the_article_comes_out(form, around, language):
    told = TOLD[language]
    article = extract_article(FORMS[form](around(told)).encode())
    assert article.title == told.title
    assert article.paragraphs == told.blocks
    assert article.language == language


@pytest.mark.parametrize("told", ARTICLES, ids=[told.name for told in ARTICLES])
@pytest.mark.parametrize("form", FORMS)
def test_articles_of_every_shape_come_out_whole(form, told):
    blocks = (block.removeprefix("# ").removeprefix("> ") for block in told.blocks)
    parts = [(text,) for text in (told.title, told.standfirst, *blocks) if text]
    article = extract_article(FORMS[form](parts).encode())
    assert article.title == told.title
    assert article.paragraphs == told.paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "Solène Auger",
        "Réservé aux abonnés",
        "Écouter l’article",
        "Lecture : 4 min",
        "Société",
        "AFP",
    ],
)
@pytest.mark.parametrize("form", ["by paragraph", "by row"])
def test_what_stands_over_the_title_is_not_the_title(form, line):
    article = extract_article(FORMS[form]([(line,), *alone(LOCKS)]).encode())
    assert article.title == LOCKS.title
    assert article.paragraphs == LOCKS.blocks


@pytest.mark.parametrize("rows", [0, 1, 2, 4, 6])
@pytest.mark.parametrize("language", TOLD)
def test_a_label_and_its_cards_may_stand_in_one_piece(rows, language):
    told, code = TOLD[language], language
    cards = list(chain(*zip(CARDS[code], SUMMARIES[code], strict=True)))
    parts = [(LABEL[code], *cards[:rows]), *((card,) for card in cards[rows:])]
    for form in ("by paragraph", "by row"):
        article = extract_article(FORMS[form]([*alone(told), *parts]).encode())
        assert article.paragraphs == told.blocks


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_a_label_and_its_card_amid_the_text_are_left_out_in_one_piece(told):
    code = told.language
    box = (LABEL[code], CARDS[code][0], SUMMARIES[code][0])
    parts = alone(told)
    article = extract_article(by_paragraph([*parts[:3], box, *parts[3:]]).encode())
    assert article.paragraphs == told.blocks


@pytest.mark.parametrize("language", TOLD)
@pytest.mark.parametrize(
    "charset", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_the_article_comes_out_of_bytes_in(charset, language):
    told = TOLD[language]
    article = extract_article(FORMS["CRLF"](amid_all(told)).encode(charset))
    assert article.title == told.title
    assert article.paragraphs == told.blocks


def test_who_and_when_are_read_over_and_under_the_title():
    for around in (after_date, with_head):
        article = extract_article(by_paragraph(around(LOCKS)).encode())
        assert article.authors == ("Solène Auger",)
        assert article.published is not None
        assert article.published.isoformat().startswith("2026-03-12T")


def test_what_was_left_out_is_told_with_its_reason():
    removed = extract(by_row(amid_all(BEES)).encode()).removed
    reasons = {piece.reason for piece in removed}
    assert {"title", "related", "cookies", "byline"} <= reasons


@pytest.mark.parametrize(
    "title",
    [
        "Cookies : ce que changent les nouvelles règles",
        "Partager l’eau, un métier",
        "World Health Business",
        "Tendances : le retour du vinyle",
        "Home Office rejects plan for a second ferry",
        "« Nous n’avons rien vu venir »",
        "Les cookies, mode d’emploi pour refuser",
        "Séismes",
        "Pourquoi ?",
    ],
)
def test_the_first_line_is_the_title_where_text_follows_it(title):
    for text in ("\n\n".join((title, *LOCKS.blocks)), "\n".join((title, *LOCKS.blocks))):
        article = extract_article(text.encode())
        assert article.title == title
        assert article.paragraphs == LOCKS.blocks


def test_a_title_before_a_consent_text_stays_the_title():
    title, text, refuse = CONSENT["fr"]
    parts = [(LOCKS.title,), (title,), (text, refuse), *((block,) for block in LOCKS.blocks)]
    article = extract_article(by_paragraph(parts).encode())
    assert (article.title, article.paragraphs) == (LOCKS.title, LOCKS.blocks)


def test_a_text_without_a_title_has_its_first_sentence_for_one_and_is_whole():
    article = extract_article("\n\n".join(LOCKS.blocks).encode())
    assert article.title == (
        "Après trente-huit ans passés au bord du canal, Lucien Ferrand a remis vendredi les clés"
        " de la maison éclusière."
    )
    assert article.paragraphs == LOCKS.blocks


def test_a_long_first_sentence_is_cut_between_words():
    article = extract_article("\n\n".join(BEES.blocks).encode())
    assert len(article.title) <= 141
    assert article.title.endswith("…")
    assert BEES.blocks[0].startswith(article.title[:-1] + " ")
    assert article.paragraphs == BEES.blocks


def test_a_text_after_a_consent_text_has_no_title_of_it():
    title, text, refuse = CONSENT["fr"]
    parts = [(title,), (text, refuse), *((block,) for block in LOCKS.blocks)]
    article = extract_article(by_paragraph(parts).encode())
    assert article.title.startswith("Après trente-huit ans")
    assert article.paragraphs == LOCKS.blocks


@pytest.mark.parametrize(
    "head",
    [
        f"{LOCKS.title}\n{'=' * len(LOCKS.title)}",
        f"{LOCKS.title}\n{'-' * len(LOCKS.title)}",
        f"{LOCKS.title}\n-----",
        f"# {LOCKS.title}",
        f"# {LOCKS.title} #",
        f"Un mot de la maison\n\n# {LOCKS.title}",
        f"=====\n{LOCKS.title}\n=====",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_title_may_be_marked(head, gap):
    article = extract_article(gap.join((head, *LOCKS.blocks)).encode())
    assert article.title == LOCKS.title
    assert article.paragraphs == LOCKS.blocks


@pytest.mark.parametrize("mark", ["## {0}", "### {0} ###", "{0}\n-------------", "**{0}**"])
def test_subheadings_are_headings(mark):
    one, two, *rest = BEES.blocks
    head = mark.format("What they eat")
    article = extract_article("\n\n".join((BEES.title, one, head, two, *rest)).encode())
    assert article.paragraphs == (one, "What they eat", two, *rest)
    assert isinstance(article.blocks[1], Heading)


def test_a_second_heading_of_the_first_rank_is_a_subheading():
    one, two, *rest = BEES.blocks
    text = "\n\n".join((f"# {BEES.title}", one, "# What they eat", two, *rest))
    article = extract_article(text.encode())
    assert article.title == BEES.title
    assert article.blocks[1] == Heading("What they eat", 2)


LIST = ("un agent de mai à octobre", "une drague avant l’été", "un panneau en trois langues")


@pytest.mark.parametrize("sign", ["- ", "* ", "• ", "· ", "-\t"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_signs_make_items(sign, gap):
    one, two, *rest = LOCKS.blocks
    items = gap.join(sign + item for item in LIST)
    article = extract_article("\n\n".join((LOCKS.title, one, two, items, *rest)).encode())
    assert article.paragraphs == (one, two, *LIST, *rest)
    assert article.blocks[2:5] == tuple(ListItem(item) for item in LIST)


@pytest.mark.parametrize("form", ["{}. ", "{}) "])
@pytest.mark.parametrize("start", [1, 8])
def test_numbers_make_items(form, start):
    one, two, *rest = LOCKS.blocks
    items = "\n".join(form.format(n) + item for n, item in enumerate(LIST, start))
    article = extract_article("\n\n".join((LOCKS.title, one, two, items, *rest)).encode())
    assert article.blocks[2:5] == tuple(ListItem(item, n) for n, item in enumerate(LIST, start))


def test_items_follow_the_line_that_announces_them():
    one, *rest = LOCKS.blocks
    text = "\n\n".join((LOCKS.title, one, "Elle veut :\n- " + "\n- ".join(LIST), *rest))
    article = extract_article(text.encode())
    assert article.paragraphs == (one, "Elle veut :", *LIST, *rest)


def test_a_wrapped_item_is_one_line():
    one, two, *rest = LOCKS.blocks
    items = [textwrap.fill(item, 64, initial_indent="- ", subsequent_indent="  ") for item in rest]
    texts = [textwrap.fill(text, 64) for text in (LOCKS.title, one, two)]
    article = extract_article("\n\n".join((*texts, "\n".join(items))).encode())
    assert article.title == LOCKS.title
    assert article.paragraphs == LOCKS.blocks
    assert [type(block) for block in article.blocks[2:]] == [ListItem, ListItem]


@pytest.mark.parametrize(
    "line",
    [
        "- Et vous, que ferez-vous de ces journées où personne ne vous demandera rien ?",
        "1. Ce chiffre ouvre une phrase, et non une liste : rien ne le suit, ni deux ni trois.",
    ],
)
def test_a_sign_alone_makes_no_list(line):
    one, *rest = LOCKS.blocks
    article = extract_article("\n\n".join((LOCKS.title, one, line, *rest)).encode())
    assert article.blocks[1] == Paragraph(line)


@pytest.mark.parametrize("width", [1_000, 60])
def test_a_quotation_is_one(width):
    one, two, *rest = BEES.blocks
    quoted = textwrap.indent(textwrap.fill(two, width), "> ")
    texts = [textwrap.fill(text, width) for text in (BEES.title, one)]
    after = [textwrap.fill(text, width) for text in rest]
    article = extract_article("\n\n".join((*texts, quoted, *after)).encode())
    assert article.paragraphs == BEES.blocks
    assert article.blocks[1] == Quote(two)


def test_an_arrow_to_another_article_is_no_quotation():
    one, *rest = LOCKS.blocks
    text = "\n\n".join((LOCKS.title, one, f"> {INLINE['fr']}", *rest))
    assert extract_article(text.encode()).paragraphs == LOCKS.blocks


VERSE = (
    "Le canal dort sous les feuillages,\nLes chalands ne vont nulle part,\n"
    "Un héron compte les nuages\nEt le dernier bateau s’en va tard."
)
ADDRESS = "Association des bateliers\n3, quai des Tanneurs\nMontreval"


@pytest.mark.parametrize("form", ["by paragraph", "wrapped at 72", "wrapped at 80"])
@pytest.mark.parametrize("lines", [VERSE, ADDRESS], ids=["verse", "address"])
def test_lines_that_their_writer_broke_stay_so(lines, form):
    title, one, two, *rest = alone(LOCKS)
    article = extract_article(FORMS[form]([title, one, two, (lines,), *rest]).encode())
    if form != "by paragraph":
        # What wraps a text would wrap verse too.
        text = FORMS[form]([title, one, two, ("@",), *rest]).replace("@", lines)
        article = extract_article(text.encode())
    assert article.paragraphs == (*LOCKS.blocks[:2], lines, *LOCKS.blocks[2:])


def test_a_compound_parted_at_its_hyphen_is_whole_again():
    text = textwrap.fill(LOCKS.blocks[1], 72)
    broken = next(
        width for width in range(60, 90) if "-\n" in textwrap.fill(LOCKS.blocks[1], width)
    )
    text = "\n\n".join(textwrap.fill(part, broken) for part in (LOCKS.title, *LOCKS.blocks))
    assert "-\n" in text
    assert extract_article(text.encode()).paragraphs == LOCKS.blocks


@pytest.mark.parametrize(
    ("told", "width"),
    [(LOCKS, 57), (LOCKS, 60), (LOCKS, 78), (LOCKS, 90), (BEES, 74), (BEES, 88), (BEES, 106)],
)
def test_paragraphs_wrapped_without_empty_rows_are_told_by_their_last_row(told, width):
    text = "\n".join((told.title, *(textwrap.fill(block, width) for block in told.blocks)))
    article = extract_article(text.encode())
    assert article.title == told.title
    assert article.paragraphs == told.blocks


def test_links_of_markdown_are_shown_as_their_words():
    one, *rest = LOCKS.blocks
    linked = one.replace("maison éclusière", "[maison éclusière](https://example.org/maison)")
    cards = "\n".join(f"- [{card}](https://example.org/x)" for card in CARDS["fr"])
    text = "\n\n".join((f"# {LOCKS.title}", linked, *rest, f"## {LABEL['fr']}", cards))
    assert extract_article(text.encode()).paragraphs == LOCKS.blocks


def test_stars_around_words_go_and_others_stay():
    one, *rest = BEES.blocks
    told = "The depot counts 2**6 lockers, and **four hives** now stand above them, says __init__."
    text = "\n\n".join((BEES.title, told, one, *rest))
    assert extract_article(text.encode()).paragraphs[0] == (
        "The depot counts 2**6 lockers, and four hives now stand above them, says __init__."
    )


def test_an_address_that_the_text_announces_stays():
    one, two, *rest = BEES.blocks
    asked = "Whoever wants to help with the hives can write to the group at its own address:"
    text = "\n\n".join((BEES.title, one, asked, "https://example.org/bees", two, *rest))
    paragraphs = extract_article(text.encode()).paragraphs
    assert paragraphs == (one, asked, "https://example.org/bees", two, *rest)


def test_a_stated_title_is_not_looked_for():
    page = read_plain("Accueil\n\nUn texte.", "Ce que la page dit")
    assert page.text(page.tags.index("h1")) == "Ce que la page dit"
    assert [line.text for line in page.lines[1:]] == ["Accueil", "Un texte."]


@pytest.mark.parametrize(
    "text", ["\ufeff", "\u200b\n\n\u00a0", "=====\n", "- \n* \n", "#\n##\n", ">"]
)
def test_a_text_of_nothing_is_refused(text):
    with pytest.raises(ExtractError):
        extract_article(text.encode())


@pytest.mark.parametrize("piece", ["a\n", "- a\n", "> a\n", "=\n", "# a\n", "[a](", "**a", "> > "])
def test_a_long_text_of_signs_is_read_in_bounded_steps(piece):
    page = read_plain(piece * 20_000)
    assert sum(len(line.text) for line in page.lines) <= len(piece) * 20_000
