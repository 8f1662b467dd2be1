"""A small morning paper in a real store, for tests of the reader and to look at it by hand."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from msgspec.structs import replace

from gazette.article import Figure, Heading, ListItem, Paragraph, Quote, Span, Standfirst, Table
from gazette.feeds.changes import Changes
from gazette.model import FeedFailed, PageExtracted, StoryQuery
from gazette.store import Store, open_store
from gazette.tui.app import GazetteApp, ReaderSettings
from tests.builders import (
    make_article,
    make_entry,
    make_subscription,
    record_entries,
    subscribed,
)

PARIS = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)

# feed, language, hours ago, title
HEADLINES = (
    ("Ouest-Matin", "fr", 0.2, "Loire : la plus longue crue de novembre depuis quarante ans"),
    ("The Harbour", "en", 0.4, "Rate decision splits the bank as services inflation lingers"),
    ("Le Quotidien", "fr", 0.8, "Le Sénat adopte le budget rectifié après une nuit de débats"),
    ("The Harbour", "en", 2, "A quieter Channel: freight moves from lorries to rail"),
    ("Ouest-Matin", "fr", 3, "« Nous n’avons pas le choix » : les maraîchers face au gel"),
    ("Star Atlas", "en", 4, "Telescope finds water ice in the debris disc of a young star"),
    ("Le Quotidien", "fr", 5, "Rugby : un XV de France remanié pour la tournée d’automne"),
    ("The Harbour", "en", 6, "Museum returns bronzes in a ceremony at dawn"),
    ("Carnet de rue", "fr", 19, "Une librairie de quartier rouvre grâce à ses lecteurs"),
    ("Star Atlas", "en", 22, "How small towns are mapping their own air quality"),
    ("Carnet de rue", "fr", 26, "Musique : le retour discret du vinyle de seconde main"),
    ("Le Quotidien", "fr", 75, "Brève"),
)
FEEDS = (
    ("Le Quotidien", ("presse",)),
    ("The Harbour", ("presse",)),
    ("Ouest-Matin", ("presse",)),
    ("Star Atlas", ("sciences",)),
    ("Carnet de rue", ()),
    ("Feuille perdue", ()),
)
BLOCKS = (
    Standfirst(
        "Le fleuve est resté onze jours au-dessus de la cote d’alerte, du jamais-vu depuis 1982."
    ),
    Paragraph(
        "À Orléans, la Loire a dépassé 3,20 m pendant onze jours. « On n’avait pas vu cela depuis"
        " quarante ans », raconte Anne Lemoine, éclusière : « L’eau monte, elle s’arrête, elle"
        " repart. » Dégâts : 86 millions d’euros ; 12 % des communes sont touchées."
    ),
    Heading("Une crue lente"),
    Paragraph(
        "La préfecture attend une décrue à partir de mardi. Quelque 10 000 hectares de prairies"
        " resteront sous l’eau jusqu’à la fin du mois : les éleveurs ont déplacé 2 400 bêtes.",
        (
            Span(3, 13, "link", "https://prefecture.example/crue"),
            Span(32, 49, "em"),
            Span(59, 86, "strong"),
            Span(133, 145, "link", "https://eleveurs.example/"),
        ),
    ),
    Quote("Une crue lente use davantage qu’une crue haute ; c’est la patience qui manque d’abord."),
    ListItem("Orléans : 3,24 m, en baisse"),
    ListItem("Tours : 2,98 m, stable"),
    ListItem("Saumur : 4,10 m, en hausse jusqu’à mercredi selon le bulletin de ce matin à 6 h"),
    Figure(caption="Le quai du Châtelet, samedi.", credit="Photo Paul Ferrand"),
    Table(rows=(("Station", "Cote", "Tendance"), ("Gien", "2,10 m", "stable"))),
    Paragraph(
        "Les secours restent en alerte. Aucune victime n’est à déplorer ; quatre cents habitants"
        " ont passé la nuit dans des gymnases, où des bénévoles servent des repas chauds le soir."
    ),
)


def print_paper(store: Store) -> None:
    """Fill a store with the paper."""
    urls = {title: f"https://{n}.example/rss.xml" for n, (title, _) in enumerate(FEEDS)}
    feeds = subscribed(
        store,
        *(make_subscription(url=urls[title], title=title, tags=tags) for title, tags in FEEDS),
    )
    for feed in feeds:
        entries = [
            make_entry(
                number,
                title=title,
                language=language,
                published=NOW - timedelta(hours=hours),
                summary="" if title == "Brève" else f"{title}. En bref.",
            )
            for number, (source, language, hours, title) in enumerate(HEADLINES, 1)
            if source == feed.title
        ]
        if entries:
            record_entries(store, feed, *entries, now=NOW)
    lost = next(feed for feed in feeds if feed.title == "Feuille perdue")
    store.feeds.record(
        lost,
        FeedFailed(error="the server answered 404 Not Found"),
        Changes(),
        next_check=NOW + timedelta(hours=1),
        now=NOW,
    )
    first = story_ids(store)[0]
    article = make_article(title=HEADLINES[0][3], blocks=BLOCKS, authors=("Jeanne Martin",))
    removed = (("related", 9), ("cookies", 1), ("share", 1))
    [task] = store.pages.of_story(first)
    store.pages.record(task, PageExtracted(article, removed), extractor=1, next_try=None, now=NOW)


def story_ids(store: Store) -> list[int]:
    """Return the ids of all stories, newest first."""
    return [story_id for _, story_id in store.stories.index(StoryQuery())]


def make_settings(path: Path, **fields: object) -> ReaderSettings:
    settings = ReaderSettings(
        store_path=path,
        config_path=path.with_name("feeds.toml"),
        locale="",
        language="fr",
        theme="nuit",
        fetch_command=("false",),
        clock=lambda: NOW,
        zone=PARIS,
    )
    return replace(settings, **fields)  # type: ignore[arg-type]  # a test names what it changes


def make_app(path: Path, **fields: object) -> GazetteApp:
    """Return the reader on a paper that is printed at `path`, if nothing is there yet."""
    if not path.exists():
        store = open_store(path)
        print_paper(store)
        store.close()
    return GazetteApp(make_settings(path, **fields))
