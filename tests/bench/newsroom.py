"""Made feeds and the stories that they bring, as rows of the store's tables.

What the tables are filled with is decided here; `make_store` fills them.
"""

import math
import random
import re
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from gazette.article import Article, Block, Figure, Heading, Paragraph
from gazette.feeds.identity import canonical_url, content_hash, key_of, link_key_of
from gazette.model import Enclosure
from gazette.store import rows
from gazette.text import fold
from tests.bench.words import Writer, english, french, surnames

UNREAD = 20_000
YEARS = 5
BATCH = 5_000
_SLUG = re.compile("[a-z0-9]+")

TAGS = """
presse monde france régions politique économie société culture sciences sport environnement santé
éducation québec belgique news world britain america politics business society arts tech science
sports climate health education europe africa asia radio blogs photo cinéma livres musique œuvres
voisinage
""".split()
SECTIONS = {
    "fr": "monde politique economie societe culture sport sciences planete".split(),
    "en": "world politics business society arts sport science climate".split(),
}
TITLES = {
    "fr": ("Le Courrier de {}", "La Gazette de {}", "{} Matin", "L’Écho de {}", "Radio {}"),
    "en": ("The {} Herald", "{} Times", "The {} Post", "{} Today", "Radio {}"),
}
OTHER_LANGUAGES = (*("de", "es", "it", None, None) * 20, "eo")


@dataclass(frozen=True)
class Source:
    """A feed as it is made."""

    id: int
    host: str
    title: str
    tags: tuple[str, ...]
    language: str
    full_text: bool
    carries_articles: bool
    has_media: bool
    declares_language: bool

    @property
    def url(self) -> str:
        return f"https://{self.host}/rss.xml"


@dataclass
class Batch:
    """Rows that go in together, a list a table."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)
    reading: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """A story that another feed may bring as well."""

    title: str
    url: str
    canonical_url: str
    summary: str
    page_id: int | None
    feeds: set[int] = field(default_factory=set)
    """Those that have brought it."""


class Newsroom:
    """Makes stories, the oldest first, so that ids follow time as they do in a store in use."""

    def __init__(self, stories: int, sources: Sequence[Source], *, seed: int, until: datetime):
        self._rng = random.Random(seed)
        self._stories = stories
        self._sources = sources
        # Feeds of one class stand side by side: however much the busiest bring, half is French.
        self._weights = list(accumulate(1 / ((s.id - 1) // 16 + 6) for s in sources))
        clauses = min(300_000, 3_000 + stories)
        self._writers = {
            language.code: Writer(language, self._rng, clauses=clauses)
            for language in (french(), english())
        }
        self._until = until
        self._recent: dict[str, deque[Told]] = {c: deque(maxlen=150) for c in self._writers}
        self._unread = unread_ids(stories, self._rng)
        self._last_page = 0

    def batches(self) -> Iterator[Batch]:
        ids = iter(range(1, self._stories + 1))
        while chosen := list(islice(ids, BATCH)):
            batch = Batch()
            for story_id in chosen:
                self._write_story(batch, story_id)
            yield batch

    def _write_story(self, batch: Batch, story_id: int) -> None:
        rng = self._rng
        source = rng.choices(self._sources, cum_weights=self._weights)[0]
        writer, recent = self._writers[source.language], self._recent[source.language]
        fetched = self._fetched(story_id)
        published = self._published(fetched)
        told = rng.choice(recent) if recent and rng.random() < 0.015 else None
        if told is None or source.id in told.feeds:
            told = self._tell(batch, source, writer, story_id, fetched)
            recent.append(told)
        told.feeds.add(source.id)
        text = rng.random() < 0.1 and source.carries_articles
        content = "\n\n".join(writer.paragraphs(250)) if text else ""
        moment = fetched if published is None else min(published, fetched)
        is_changed = rng.random() < 0.02
        language = (
            source.language
            if source.declares_language or rng.random() < 0.97
            else rng.choice(OTHER_LANGUAGES)
        )
        batch.entries.append(
            {
                "id": story_id,
                "feed_id": source.id,
                **_identity(
                    told.url if story_id % 2 else f"{source.host}-{story_id:08d}",
                    told.url + "?utm_source=rss" * (story_id % 5 == 0),
                    told.canonical_url,
                ),
                "page_id": told.page_id,
                "title": told.title if rng.random() < 0.995 or told.page_id is None else "",
                "authors": rows.to_json_or_null(self._authors(writer)),
                "published": published,
                "fetched": fetched,
                "changed": fetched + rng.randrange(600, 90_000) if is_changed else None,
                "language": language,
                "comments_url": f"{told.canonical_url}#comments" if rng.random() < 0.1 else None,
                "enclosures": rows.to_json_or_null(self._enclosures(source, told)),
                "content_key": content_hash(told.title, told.url, content or told.summary),
                "summary": told.summary,
            }
        )
        if content:
            batch.contents.append({"entry_id": story_id, "text": content})
        batch.reading.append(
            {
                "entry_id": story_id,
                "feed_id": source.id,
                "moment": moment,
                "language": language,
                "read": int(story_id not in self._unread),
                "starred": int(rng.random() < 0.003),
            }
        )

    def _tell(
        self, batch: Batch, source: Source, writer: Writer, story_id: int, fetched: int
    ) -> Told:
        rng = self._rng
        title = writer.headline()
        day = time.strftime("%Y/%m/%d", time.gmtime(fetched))
        slug = "-".join(_SLUG.findall(fold(title))[:8])
        section = rng.choice(SECTIONS[source.language])
        url = f"https://{source.host}/{section}/{day}/{slug}-{story_id}.html"
        summary = writer.paragraph(rng.randrange(3, 8)) if rng.random() < 0.96 else ""
        page_id = None
        if source.full_text:
            self._last_page += 1
            page_id = self._last_page
            self._write_page(batch, page_id, url, title, writer, source, fetched)
        return Told(title, url, canonical_url(url), summary, page_id)

    def _write_page(
        self,
        batch: Batch,
        page_id: int,
        url: str,
        title: str,
        writer: Writer,
        source: Source,
        fetched: int,
    ) -> None:
        chance = self._rng.random()
        state = "ok" if chance < 0.8 else "failed" if chance < 0.97 else "pending"
        batch.pages.append(
            {
                "id": page_id,
                "link_key": link_key_of(canonical_url(url)),
                "url": url,
                "state": state,
                "next_try": fetched + 3600 if state == "pending" else None,
                "last_tried": None if state == "pending" else fetched + 60,
                "failures": 3 if state == "failed" else 0,
                "error": "the page holds no article" if state == "failed" else None,
            }
        )
        if state == "ok":
            article = self._article(url, title, writer, source, fetched)
            batch.articles.append(
                {
                    **rows.article_values(article),
                    "url": None,
                    "page_id": page_id,
                    "removed": rows.to_json((("related", 3), ("newsletter", 1))),
                    "extractor": 1,
                    "extracted": fetched + 60,
                }
            )

    def _article(
        self, url: str, title: str, writer: Writer, source: Source, fetched: int
    ) -> Article:
        rng = self._rng
        # Half are shorter than 330 words, the mean is 400, some are ten times as long.
        words = min(6_000, int(rng.lognormvariate(math.log(330), 0.62)))
        blocks: list[Block] = [Paragraph(text) for text in writer.paragraphs(words)]
        if rng.random() < 0.6:
            image = f"https://{source.host}/images/{rng.randrange(10**9)}.jpg"
            blocks.insert(0, Figure(caption=writer.headline(), credit=writer.name(), url=image))
        if len(blocks) > 6:
            blocks.insert(4, Heading(writer.headline()))
        return Article(
            title=title,
            blocks=tuple(blocks),
            url=url,
            authors=self._authors(writer),
            published=datetime.fromtimestamp(fetched - 1800, UTC),
            language=source.language,
            language_confidence=0.98,
            site=source.title,
            image=f"https://{source.host}/images/{rng.randrange(10**9)}.jpg",
            section=rng.choice(SECTIONS[source.language]),
            tags=tuple(rng.sample(TAGS, 3)),
            ai_disclosed=rng.random() < 0.004,
        )

    def _fetched(self, story_id: int) -> int:
        """Return when a story came: they grow denser over the years, and few come at night."""
        days = YEARS * 365 * (story_id / self._stories) ** 0.8
        day, part = divmod(days, 1)
        part += 0.8 * math.sin(2 * math.pi * part) / (2 * math.pi)
        start = self._until - timedelta(days=YEARS * 365)
        return int(start.timestamp() + 86_400 * (day + part))

    def _published(self, fetched: int) -> int | None:
        rng = self._rng
        chance = rng.random()
        if chance < 0.03:
            return None
        if chance < 0.04:  # what a feed held when it was new here
            return fetched - rng.randrange(200 * 86_400)
        if chance < 0.045:
            return fetched + rng.randrange(86_400)
        return fetched - int(rng.expovariate(1 / 2_400))

    def _authors(self, writer: Writer) -> tuple[str, ...]:
        return tuple(writer.name() for _ in range(self._rng.choice((0, 0, 1, 1, 1, 1, 2))))

    def _enclosures(self, source: Source, told: Told) -> tuple[Enclosure, ...]:
        if source.has_media:
            return (Enclosure(f"{told.canonical_url}.mp3", "audio/mpeg", 20_000_000),)
        if self._rng.random() < 0.03:
            return (Enclosure(f"{told.canonical_url}.jpg", "image/jpeg", 90_000),)
        return ()


def _identity(guid: str, url: str, canonical: str) -> dict[str, Any]:
    return {
        "guid_key": key_of(guid),
        "guid": None if guid == url else guid,
        "url": url,
        "link_key": link_key_of(canonical),
        "canonical_url": None if canonical == url else canonical,
    }


def make_sources(number: int, seed: int) -> list[Source]:
    """Return feeds of either language in turn, of several classes in each sixteen."""
    rng = random.Random(seed)
    towns = surnames()[:number]
    found = []
    for place, town in enumerate(towns):
        kind, language = place % 16, ("fr", "en")[place % 2]
        title = rng.choice(TITLES[language]).format(town)
        found.append(
            Source(
                id=place + 1,
                host=f"www.{town.lower()}-{place}.example",
                title=title,
                tags=tuple(
                    rng.sample(
                        TAGS[: max(4, int(len(TAGS) * rng.random()))], rng.choice((1, 2, 2, 3))
                    )
                ),
                language=language,
                full_text=kind in (2, 3, 6, 7),
                carries_articles=kind in (4, 5),
                has_media=kind == 9 and rng.random() < 0.5,
                declares_language=rng.random() < 0.3,
            )
        )
    return found


def unread_ids(stories: int, rng: random.Random) -> set[int]:
    """Return which stories are unread: most of the newest, and some of any age."""
    wanted = min(UNREAD, stories // 5)
    newest = range(max(1, stories - wanted), stories + 1)
    found = set(rng.sample(newest, wanted * 3 // 4))
    while len(found) < wanted:
        found.add(rng.randint(1, stories))
    return found
