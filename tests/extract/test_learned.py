"""Learned boilerplate: what returns on many stories goes, what writers write again stays."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from gazette.article import Extraction, Reason, Trace
from gazette.extract import PageRules, extract
from gazette.extract.learned import fingerprint, repeated_lines, seen_page
from tests.extract.made_site import ENGLISH, FRENCH, Language, MadePage, boilerplate, made_site

NOW = datetime(2026, 11, 27, tzinfo=UTC)
if TYPE_CHECKING:
    from gazette.model import SeenPage

BOTH = pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])


class Site:
    """What a fetcher remembers of one site."""

    def __init__(self) -> None:
        self.seen: list[SeenPage] = []

    def read(self, number: int, html: bytes) -> Extraction:
        """Extract a page by what is known, and learn from it."""
        extraction = self.look(html)
        assert extraction.trace is not None
        page = seen_page(number, "fanal.example", extraction.trace, self.seen, now=NOW)
        self.seen = [*(other for other in self.seen if other.id != number), page]
        return extraction

    def look(self, html: bytes) -> Extraction:
        rules = PageRules(repeated=repeated_lines(self.seen))
        return extract(html, rules=rules, learn=True)

    def knows(self, *lines: str) -> list[bool]:
        repeated = repeated_lines(self.seen)
        return [fingerprint(line) in repeated for line in lines]


def score(pages: Iterable[MadePage], extractions: Iterable[Extraction]) -> tuple[float, float]:
    """Return precision and recall, in characters of whole lines."""
    kept = right = wanted = 0
    for page, extraction in zip(pages, extractions, strict=True):
        lines = extraction.article.paragraphs
        kept += sum(map(len, lines))
        right += sum(len(line) for line in page.lines if line in lines)
        wanted += sum(map(len, page.lines))
    return right / kept, right / wanted


@BOTH
def test_precision_rises_to_one_on_the_made_site_and_recall_stays_one(words: Language) -> None:
    pages, site = made_site(words), Site()
    before = score(pages, [extract(page.html) for page in pages])
    during = score(pages, [site.read(number, page.html) for number, page in enumerate(pages)])
    after = score(pages, [site.look(page.html) for page in pages])
    assert before[0] < 0.6
    assert during[0] > 0.89
    assert after[0] == 1.0
    assert before[1] == during[1] == after[1] == 1.0
    assert site.knows(*boilerplate(words)) == [True] * 4


@BOTH
def test_reading_the_site_again_and_again_changes_nothing(words: Language) -> None:
    pages, site = made_site(words), Site()
    for _ in range(3):
        for number, page in enumerate(pages):
            site.read(number, page.html)
    assert repeated_lines(site.seen) == set(map(fingerprint, boilerplate(words)))
    assert len(site.seen) == len(pages)


@BOTH
def test_what_is_removed_says_why(words: Language) -> None:
    pages, site = made_site(words), Site()
    for number, page in enumerate(pages):
        site.read(number, page.html)
    for page in pages:
        pieces = [p for p in site.look(page.html).removed if p.reason is Reason.REPEATED]
        assert {piece.text[:50] for piece in pieces} & {line[:50] for line in boilerplate(words)}
        assert not any(line[:50] in piece.text for line in page.lines for piece in pieces)


@BOTH
def test_updates_of_one_story_are_one_story(words: Language) -> None:
    site = Site()
    pages = [page for page in made_site(words) if page.story == "landslip"]
    for number, page in enumerate(pages):
        site.read(number, page.html)
    assert {page.story for page in site.seen} == {0}
    assert not repeated_lines(site.seen)


# --- lines that are given as they are -------------------------------------------------------

STORIES = (
    ("La halle de Montrevel ferme", "Les charpentes de Montrevel ont cédé sous la neige."),
    ("Le tram d’Aubersac repart", "Les aiguillages ont gelé, dit Yanis Kerbrat, conducteur."),
    ("Fanfares à Roquefeuille", "Agathe Morvan dirige cent trombones et autant de tambours."),
    ("Bastien Lacroze et ses meules", "Les caves de Valserine sentent la présure et le foin."),
    ("Nichées de busards", "Trois couvées de hérons ont réussi dans les roselières, note Péron."),
    ("Coralie Vasseur souffle", "La verrerie de Bréhannec cuit ses carafes au bois de hêtre."),
    ("Un rideau pour Chalançon", "Iris Montaigu a cousu les costumes et repeint les décors."),
    ("Comète au col d’Orcières", "Les coupoles resteront ouvertes, promet Hélène Zuccari."),
    ("Dentelles et fuseaux", "Blanche Ollier forme douze brodeuses dans son atelier de Retournac."),
    ("Truffes : petite récolte", "Les caveurs de Lalbenque rentrent avec des paniers vides."),
)


def article(title: str, *lines: str) -> bytes:
    text = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    return f"<html lang=fr><title>{title}</title><main><h1>{title}</h1>{text}".encode()


def read(site: Site, stories: Sequence[tuple[str, str]], *lines: str) -> Site:
    """Read one page a story, each with the same further lines."""
    for title, line in stories:
        more = f"{line} Et ceci, qui ne dit rien, a été dit {len(site.seen)} fois, ni plus ni un"
        more += (
            " peu de plus, à qui a bien pu le lire ; et si ce qui suit n’en dit pas plus, il en va"
        )
        more += (
            " de même de la fin, où l’on ne dit que ceci : tout est dit, et il n’y a rien de neuf."
        )
        site.read(len(site.seen), article(title, line, more, *lines))
    return site


BOX = "Le Fanal est composé à la main, rue aux Herbes, et sort des presses chaque vendredi."


def test_three_stories_are_too_few_and_so_is_a_page_that_is_fetched_again() -> None:
    site = read(Site(), STORIES[:3], BOX)
    for number in range(3):
        title, line = STORIES[number]
        site.read(number, article(title, line, "Une phrase de plus a été ajoutée ce soir.", BOX))
    assert site.knows(BOX) == [False]
    assert read(site, STORIES[3:8], BOX).knows(BOX) == [True]


def test_what_few_of_the_sites_stories_say_stays() -> None:
    site = read(Site(), STORIES[:4], BOX)
    read(site, [(f"{a} {n}", f"{b} {n}") for n in (1, 2) for a, b in STORIES])
    assert site.knows(BOX) == [False]


def test_a_short_sentence_must_be_in_half_of_the_stories() -> None:
    short = "Une enquête a été ouverte mardi."
    assert read(read(Site(), STORIES[:4], short), STORIES[4:]).knows(short) == [False]
    assert read(Site(), STORIES, short).knows(short) == [True]


def test_few_words_headings_and_titles_are_never_learned() -> None:
    heading, bold = "Ce que disent les voisins du quartier", "Ce que le maire de la ville répond"
    few = "Oui, anticonstitutionnellement !"
    site = Site()
    for number, (title, line) in enumerate(STORIES):
        last = f"{line} Il y a dit {number} fois la même chose, et rien de plus que cela, le soir."
        lines = (line, f"<h3>{heading}</h3>", BOX, f"<p><b>{bold}</b>", few, last)
        kept = site.read(number, article(title, *lines)).article.paragraphs
        assert {heading, bold, few} < set(kept)
    assert site.knows(heading, bold, few, BOX) == [False, False, False, True]


def test_pages_that_share_some_text_are_one_story_if_it_is_what_they_are_about() -> None:
    shared, site = FRENCH.running[:2], Site()
    first = (
        *shared,
        *(f"Le barrage de Sarrans a été bâti en 19{n}0 par des mineurs." for n in "345"),
    )
    second = (*shared, *(f"À Sarrans, {n} familles de plus ont quitté la Lozère." for n in "345"))
    site.read(1, article("La route du barrage coupée", *first))
    site.read(2, article("Lozère : des familles quittent Sarrans", *second))
    assert [page.story for page in site.seen] == [1, 1]
    both = read(Site(), STORIES[:2], *boilerplate(FRENCH)[:2])
    assert [page.story for page in both.seen] == [0, 1]


@pytest.mark.parametrize(("stories", "towns"), [(10, 10), (10, 6), (6, 3)])
def test_what_is_about_the_stories_that_repeat_it_stays(stories: int, towns: int) -> None:
    """Stories about as many places, and a paragraph on the plan that concerns many of them."""
    names = (
        *("Montrevel", "Aubersac", "Roquefeuille", "Valserine", "Péron", "Bréhannec"),
        *("Chalançon", "Orcières", "Retournac", "Lalbenque"),
    )
    plan = f"Le plan concerne surtout, et dans cet ordre, {', '.join(names[:towns])}."
    assert read(Site(), STORIES[:stories], plan).knows(plan) == [False]
    assert read(Site(), STORIES[:stories], BOX).knows(BOX) == [True]


@BOTH
def test_the_background_of_an_affair_stays_however_much_it_fills_the_site(words: Language) -> None:
    html = {page.title: page for page in made_site(words)}
    site = Site()
    for number, (title, one, two) in enumerate(words.affair):
        site.read(number, html[title].html)
        more = f"<p>{one}<p>{two}<p>{words.background}"
        again = f"<title>{title} : {number}</title><h1>{title} : {number}</h1>{more}"
        site.read(10 + number, again.encode())
    assert site.knows(words.background) == [False]


def test_what_one_affair_says_of_nothing_in_particular_stays() -> None:
    """A quotation that shares no word with the rest: only the stories tell that they are one."""
    quote = "« On ne peut pas toujours gagner, mais il faut savoir pourquoi on a joué ce jour-là. »"
    sentences = (
        "Paul Ferrandon nie avoir vidé les comptes de Marvejols.",
        "Les successions de Marvejols ont disparu, redit Ferrandon.",
        "La comptable de Ferrandon cite onze clients, dont deux à Marvejols.",
        "Six ans requis contre Ferrandon, l’ancien notaire de Marvejols.",
        "Ferrandon fait appel ; à Marvejols, personne ne s’en étonne.",
        "Le fonds remboursera les clients de Ferrandon, à Marvejols et ailleurs.",
    )
    site = read(Site(), [(f"Ferrandon, jour {n}", s) for n, s in enumerate(sentences)], quote)
    assert site.knows(quote) == [False]
    assert read(Site(), STORIES, quote).knows(quote) == [True]


def test_a_description_that_is_the_sites_own_is_no_standfirst() -> None:
    site = read(Site(), STORIES, BOX)
    title, line = "Le marché couvert sera rénové", "Les travaux du marché dureront dix mois."
    html = article(
        title, f"<div>{BOX}</div>", line, f"{line} Le conseil l’a voté hier soir, à {9} heures."
    )
    described = html.replace(b"<main>", f'<meta name=description content="{BOX}"><main>'.encode())
    assert site.look(described).article.paragraphs[0] == line


def test_a_page_of_nothing_but_repeated_lines_keeps_them() -> None:
    lines = [f"{BOX} Numéro {n}, {'tout ' * n}à la main." for n in range(3)]
    rules = PageRules(repeated=frozenset(map(fingerprint, lines)))
    kept = extract(article("Le Fanal", *lines), rules=rules).article
    assert kept.paragraphs == tuple(lines)


def test_repeated_text_longer_than_any_box_is_left_where_it_outweighs_the_rest() -> None:
    lines = [f"{BOX} Numéro {n} : {'encore et toujours ' * 20}." for n in range(7)]
    own = [line for _, line in STORIES[:3]]
    for count, is_removed in ((3, True), (7, False)):
        rules = PageRules(repeated=frozenset(map(fingerprint, lines[:count])))
        kept = extract(article("Le marché", *own, *lines[:count]), rules=rules).article.paragraphs
        assert list(kept) == (own if is_removed else [*own, *lines])


def test_a_fingerprint_is_the_same_in_any_case_and_in_every_process() -> None:
    assert fingerprint("Le Fanal\u00a0paraît") == fingerprint("le fanal paraît")
    assert fingerprint("Le Fanal paraît") != fingerprint("Le Fanal parait")
    assert fingerprint("x" * 5_000) != fingerprint("x" * (5_000 + 4_096))
    # The store keeps it, as a signed 64-bit integer.
    assert fingerprint("Le Fanal paraît") == 3156134114717097999 < 2**63


def test_a_trace_is_made_only_when_it_is_asked_for() -> None:
    html = article(*STORIES[0], BOX, BOX + " Oui.")
    assert extract(html).trace is None
    made = extract(html, learn=True).trace
    assert isinstance(made, Trace)
    assert [line.fingerprint for line in made.lines] == [
        fingerprint(line) for line in (STORIES[0][1], BOX, BOX + " Oui.")
    ]


def test_the_oldest_of_what_is_remembered_may_be_forgotten() -> None:
    site = read(Site(), STORIES, BOX)
    assert site.knows(BOX) == [True]
    site.seen = site.seen[4:]
    assert site.knows(BOX) == [True]
    site.seen = site.seen[-3:]
    assert site.knows(BOX) == [False]
