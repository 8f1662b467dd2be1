"""A label amid a text takes only itself where the article goes on; comments and cards still go."""

import pytest

from gazette.extract import extract_article
from tests.extract.markups import FERRY, HALLE, Story

COUNTS = {
    "fr": ("12 commentaires", "0 commentaire", "Commentaires", "Commentaires (12)", "12 réactions"),
    "en": ("12 Comments", "Comments", "Leave a comment"),
}
RELATED = {
    "fr": ("Les plus lus", "À lire aussi", "Articles connexes"),
    "en": ("Most read", "Related articles", "Read more"),
}
SET = (
    "<p>{}</p>",
    "<div>{}</div>",
    "<span>{}</span>",
    "<h2>{}</h2>",
    "<div class=m><b>{}</b></div>",
)
PLACES = {
    "in line": "{before}{label}{after}",
    "in the header": "<header>{before}{label}</header>{after}",
    "before a body of its own": "{before}{label}<div class=b>{after}</div>",
    "after the by-line": "{before}<p>{byline}</p>{label}{after}",
    "in a box with the text": "{before}<div>{label}{after}</div>",
}
BYLINES = {"fr": "Par Maud Ferrand, le 22/12/2025", "en": "By Tom Ashby, 22 December 2025"}
AGAIN = {"fr": "Plus loin, encore ceci : ", "en": "And further on, there is this: "}
STORIES = [HALLE, FERRY]


def _paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def _long(story: Story) -> tuple[str, ...]:
    return *story.paragraphs, *(AGAIN[story.language] + text for text in story.paragraphs)


def _page(story: Story, body: str, behind: str = "") -> bytes:
    return (
        f"<html><head><title>{story.title}</title></head><body><article><h1>{story.title}</h1>"
        f"{body}</article>{behind}<footer><a href=/a>Contact</a></footer></body></html>"
    ).encode()


# A box that follows an article, and not only its standfirst, is a section.
@pytest.mark.parametrize(
    ("place", "before"),
    [(place, before) for place in PLACES for before in range(3 if "box" in place else 4)],
)
@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_a_label_before_most_of_the_text_takes_only_itself(story, before, place):
    texts = _long(story)
    for label in (*COUNTS[story.language], *RELATED[story.language]):
        for markup in SET:
            body = PLACES[place].format(
                before=_paragraphs(texts[:before]),
                label=markup.format(label),
                after=_paragraphs(texts[before:]),
                byline=BYLINES[story.language],
            )
            assert extract_article(_page(story, body)).paragraphs == texts


@pytest.mark.parametrize("before", [2, 3, 5, 8])
@pytest.mark.parametrize("story", STORIES, ids=[story.language for story in STORIES])
def test_a_number_of_comments_amid_the_text_takes_only_itself(story, before):
    texts = _long(story)
    for label in COUNTS[story.language]:
        for markup in SET:
            body = _paragraphs(texts[:before]) + markup.format(label) + _paragraphs(texts[before:])
            assert extract_article(_page(story, body)).paragraphs == texts


SAID = (
    "Je suis passé devant ce matin et je dois dire que le travail est magnifique, bravo à tous.",
    "Et les loyers alors ? Personne ne parle du prix au mètre carré, qui a doublé en trois ans.",
    "Vivement samedi ! Mes enfants attendent ce moment depuis des années, ils n’en dorment plus.",
)
COMMENTS = {
    "boxes": "<div class=c><b>{name}</b> <time>{date}</time>{text}<a href=#r>Répondre</a></div>",
    "bare boxes": "<div><div>{name}</div><div>{date}</div>{text}<div>Répondre</div></div>",
    "items": "<li><cite>{name}</cite> <span>{date}</span>{text}</li>",
    "in line": "<p><b>{name}</b></p><p>{date}</p>{text}",
    "articles": "<article><h4>{name}</h4>{text}<button>Répondre</button></article>",
    "names in bold": "<p><b>{name} :</b> {said}</p>",
}
NAMES = ("Jeanne D.", "lecteur33", "Marc Aurel", "Paulo", "Anne-Lise", "Nadia", "Zed", "Bob")


@pytest.mark.parametrize("paragraphs", [1, 2, 3])
@pytest.mark.parametrize("markup", COMMENTS)
@pytest.mark.parametrize("length", [2, 3, 5])
def test_comments_longer_than_the_article_are_left_out(length, markup, paragraphs):
    said = [[f"{SAID[(i + k) % 3]} ({i})" for k in range(paragraphs)] for i in range(8)]
    date = "le 12 mars 2026 à 10h12"
    comments = "".join(
        COMMENTS[markup].format(name=name, date=date, text=_paragraphs(texts), said=" ".join(texts))
        for name, texts in zip(NAMES, said, strict=True)
    )
    texts = HALLE.paragraphs[:length]
    for label in COUNTS["fr"][0], COUNTS["fr"][2], COUNTS["fr"][3]:
        for box in ("{}", "<div>{}</div>"):
            section = box.format(f"<h2>{label}</h2>{comments}")
            page = _page(HALLE, _paragraphs(texts) + section)
            assert extract_article(page).paragraphs == texts


CARDS = {
    "picture": "<div><a href=/x><img src=/i.jpg></a><p>{title}</p>{badge}<p>{summary}</p></div>",
    "picture and summary": '<div><a href="/x"><img src="/i.jpg"></a>{badge}<p>{summary}</p></div>',
    "button": '<div class=card><img src="/i.jpg"><p>{title}</p>{badge}<p>{summary}</p>'
    '<a class=btn href="/x">Lire</a></div>',
    "heading": "<div class=card><img src=/i.jpg><div><h5>{title}</h5>{badge}<p>{summary}</p></div>"
    "</div>",
    "no link": "<div><p>{title}</p>{badge}<p>{summary}</p></div>",
    "bare": "<div><div>{title}</div>{badge}<div>{summary}</div></div>",
    "items": "<ul><li><span>{title}</span> <span>{summary}</span></li></ul>",
    "rows": "<table><tr><td><img src=/i.jpg></td><td>{title}<br>{summary}</td></tr></table>",
    "elements": "<x-card><x-line>{title}</x-line>{badge}<x-line>{summary}</x-line></x-card>",
    "title, then link": "<p>{title}</p>{badge}<p><a href=/x>{summary}</a></p>",
}
FLAT = {
    "paragraphs": "<p>{title}</p>{badge}<p>{summary}</p>",
    "breaks": "<p>{title}<br>{summary}</p>",
}
BODIES = {
    "paragraphs": "<p>{}</p>",
    "bare": "<div>{}</div>",
    "sections": "<section><p>{}</p></section>",
    "breaks": "{}<br><br>",
}


def _section(markup: str, label: str, cards: int = 3) -> str:
    """Return a label and cards that nothing holds together; every second one has no title."""
    told = [text for text in HALLE.cards if len(text) > 100]
    titles = [text for text in HALLE.cards if 30 < len(text) < 100]
    drawn = (
        markup.format(title=titles[i % 3], summary=told[i % 3], badge="<p>Rapporté par l’IA</p>")
        for i in range(cards)
    )
    return label + "".join(drawn)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("markup", [*CARDS, *FLAT])
@pytest.mark.parametrize("heading", SET)
def test_cards_without_a_box_end_the_article(heading, markup, body):
    text = "".join(BODIES[body].format(paragraph) for paragraph in HALLE.paragraphs)
    section = _section({**CARDS, **FLAT}[markup], heading.format("Articles connexes"))
    whole = (
        "<div class=m><h1>{}</h1>{}{}</div>{}<div><a href=/a>Contact</a> <a href=/b>Aide</a></div>"
    )
    for inside, behind in ((section, ""), ("", section)):
        page = whole.format(HALLE.title, text, inside, behind)
        article = extract_article(f"<html><body>{page}</body></html>".encode())
        assert article.paragraphs == HALLE.paragraphs
        assert not article.ai_disclosed


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("markup", [name for name in CARDS if name != "title, then link"])
@pytest.mark.parametrize("before", [2, 5, 8, 9])
def test_the_article_goes_on_behind_cards_without_a_box(before, markup, body):
    texts = _long(HALLE)
    blocks = [BODIES[body].format(text) for text in texts]
    for cards in 1, 3:
        for label in RELATED["fr"]:
            section = _section(CARDS[markup], f"<h3>{label}</h3>", cards)
            page = _page(HALLE, "".join((*blocks[:before], section, *blocks[before:])))
            article = extract_article(page)
            assert article.paragraphs == texts
            assert not article.ai_disclosed
