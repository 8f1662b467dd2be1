"""The schema, as numbered migrations. A released step is never edited; a change is a new step.

Times in tables are whole seconds since 1970, UTC; the views give them as ISO 8601 text. The
README documents every table; the views `feed_list` and `story_list` are the stable face and
keep their columns whatever the tables become.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATION_SET: Final = "gazette"


def s001_first_schema(db: "Database") -> None:
    """Feeds, entries, pages, articles, reading state, and the two views."""
    for statement in (*_TABLES, *_INDEXES, *_VIEWS):
        db.execute(statement)


def s002_article_section_and_tags(db: "Database") -> None:
    """The section and the tags that a page gives its article."""
    db.execute("ALTER TABLE articles ADD COLUMN section TEXT")
    db.execute("ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'")


_TABLES: Final = (
    """
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        position INTEGER,
        given_title TEXT,
        own_title TEXT,
        given_language TEXT,
        own_language TEXT,
        site_url TEXT,
        etag TEXT,
        last_modified TEXT,
        validated_url TEXT,
        body_hash TEXT,
        ttl_s INTEGER,
        last_checked INTEGER,
        next_check INTEGER DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        failing_since INTEGER,
        error TEXT
    ) STRICT
    """,
    """
    CREATE TABLE feed_tags (
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (feed_id, tag)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE hosts (
        name TEXT PRIMARY KEY,
        held_until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        canonical_url TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ok', 'failed')),
        next_try INTEGER,
        last_tried INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT
    """,
    """
    CREATE TABLE articles (
        page_id INTEGER PRIMARY KEY REFERENCES pages(id) ON DELETE CASCADE,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        authors TEXT NOT NULL DEFAULT '[]',
        published INTEGER,
        modified INTEGER,
        language TEXT,
        language_confidence REAL NOT NULL DEFAULT 0,
        site TEXT,
        image TEXT,
        ai_disclosed INTEGER NOT NULL DEFAULT 0,
        ai_wording TEXT,
        removed TEXT NOT NULL DEFAULT '[]',
        extractor INTEGER NOT NULL,
        extracted INTEGER NOT NULL,
        text TEXT NOT NULL,
        blocks TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        guid TEXT NOT NULL,
        url TEXT,
        canonical_url TEXT,
        page_id INTEGER REFERENCES pages(id) ON DELETE SET NULL,
        wanted_page_id INTEGER REFERENCES pages(id) ON DELETE SET NULL,
        title TEXT NOT NULL,
        authors TEXT NOT NULL DEFAULT '[]',
        published INTEGER,
        fetched INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        changed INTEGER,
        language TEXT,
        comments_url TEXT,
        enclosures TEXT NOT NULL DEFAULT '[]',
        content_hash TEXT NOT NULL,
        summary TEXT NOT NULL DEFAULT '',
        UNIQUE (feed_id, guid)
    ) STRICT
    """,
    """
    CREATE TABLE contents (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE reading (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        feed_id INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
)

_INDEXES: Final = (
    "CREATE INDEX entries_by_link ON entries(feed_id, canonical_url)",
    "CREATE INDEX entries_by_page ON entries(page_id)",
    "CREATE INDEX entries_by_wanted_page ON entries(wanted_page_id)"
    " WHERE wanted_page_id IS NOT NULL",
    "CREATE INDEX pages_by_url ON pages(url)",
    "CREATE INDEX pages_due ON pages(next_try) WHERE next_try IS NOT NULL",
    "CREATE INDEX reading_by_moment ON reading(moment, entry_id)",
    "CREATE INDEX reading_by_feed ON reading(feed_id, moment, entry_id)",
    "CREATE INDEX reading_unread ON reading(moment, entry_id) WHERE read = 0",
    "CREATE INDEX reading_unread_by_feed ON reading(feed_id, moment, entry_id) WHERE read = 0",
    "CREATE INDEX reading_starred ON reading(moment, entry_id) WHERE starred = 1",
)


def _iso(column: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, 'unixepoch')"


# A JSON array of the paragraphs, made by hand: text holds no control character but the line
# feed, so that quotes and backslashes are all there is to escape.
_PARAGRAPHS: Final = """
    CASE WHEN {text} = '' THEN '[]' ELSE
    '["' || replace(replace(replace(replace({text}, '\\', '\\\\'), '"', '\\"'),
    char(10) || char(10), '","'), char(10), '\\n') || '"]' END
"""
_TEXT: Final = "coalesce(articles.text, contents.text, entries.summary)"
_FEED_TITLE: Final = "coalesce(feeds.given_title, feeds.own_title, feeds.url)"
_TAGS: Final = """(
    SELECT json_group_array(tag) FROM (
        SELECT tag FROM feed_tags WHERE feed_id = feeds.id ORDER BY position))"""

_VIEWS: Final = (
    f"""
    CREATE VIEW feed_list AS SELECT
        feeds.url AS url,
        {_FEED_TITLE} AS title,
        {_TAGS} AS tags,
        coalesce(feeds.given_language, feeds.own_language) AS language,
        (SELECT count(*) FROM reading WHERE feed_id = feeds.id) AS stories,
        (SELECT count(*) FROM reading WHERE feed_id = feeds.id AND read = 0) AS unread,
        {_iso("feeds.last_checked")} AS last_checked,
        {_iso("nullif(feeds.next_check, 0)")} AS next_check,
        {_iso("feeds.failing_since")} AS failing_since,
        feeds.failures AS failures,
        feeds.error AS error
    FROM feeds WHERE feeds.position IS NOT NULL ORDER BY feeds.position
    """,
    f"""
    CREATE VIEW story_list AS SELECT
        entries.id AS id,
        feeds.url AS feed,
        {_FEED_TITLE} AS feed_title,
        entries.url AS url,
        coalesce(nullif(entries.title, ''), articles.title, entries.url, entries.guid) AS title,
        CASE WHEN entries.authors = '[]' THEN coalesce(articles.authors, '[]')
             ELSE entries.authors END AS authors,
        {_iso("coalesce(entries.published, articles.published)")} AS published,
        {_iso("entries.fetched")} AS fetched,
        entries.language AS language,
        reading.read AS read,
        reading.starred AS starred,
        {_TAGS} AS tags,
        entries.summary AS summary,
        entries.changed IS NOT NULL AS changed,
        0 AS hidden,
        coalesce(articles.ai_disclosed, 0) AS ai_disclosed,
        entries.comments_url AS comments_url,
        entries.enclosures AS enclosures,
        CASE WHEN entries.page_id IS NULL THEN 'none' ELSE pages.state END AS article,
        pages.error AS article_error,
        {_TEXT} AS text,
        {_PARAGRAPHS.format(text=_TEXT)} AS paragraphs,
        entries.guid AS guid
    FROM entries
    JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN contents ON contents.entry_id = entries.id
    LEFT JOIN pages ON pages.id = entries.page_id
    LEFT JOIN articles ON articles.page_id = entries.page_id
    """,
)


def s003_learned_lines(db: "Database") -> None:
    """What is remembered of pages, to tell the boilerplate of their sites."""
    for statement in _LEARNED:
        db.execute(statement)


_LEARNED: Final = (
    """
    CREATE TABLE learned_pages (
        page_id INTEGER PRIMARY KEY REFERENCES pages(id) ON DELETE CASCADE,
        site TEXT NOT NULL,
        story INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        topic TEXT NOT NULL,
        lines TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX learned_pages_by_site ON learned_pages(site, seen)",
    "CREATE INDEX learned_pages_by_time ON learned_pages(seen)",
    f"""
    CREATE VIEW learned_lines AS SELECT
        site,
        json_extract(line.value, '$[0]') AS fingerprint,
        json_extract(line.value, '$[1]') AS chars,
        count(DISTINCT story) AS stories,
        count(DISTINCT iif(json_extract(line.value, '$[2]'), story, NULL)) AS stories_alone,
        json_group_array(page_id) AS pages,
        {_iso("max(seen)")} AS last_seen
    FROM learned_pages, json_each(lines) AS line
    GROUP BY site, fingerprint
    """,
)


def s004_quiet_times(db: "Database") -> None:
    """The hours and days at which a feed asks to be left alone, as JSON."""
    db.execute("ALTER TABLE feeds ADD COLUMN quiet TEXT")


def s004_moves(db: "Database") -> None:
    """Where feeds have moved to for good, moves that are not believed yet, and all that were."""
    for column in ("moved_url TEXT", "move_url TEXT", "move_times INTEGER", "move_since INTEGER"):
        db.execute(f"ALTER TABLE feeds ADD COLUMN {column}")
    db.execute(
        """
        CREATE TABLE feed_moves (
            id INTEGER PRIMARY KEY,
            feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
            from_url TEXT NOT NULL,
            to_url TEXT NOT NULL,
            moved INTEGER NOT NULL
        ) STRICT
        """
    )


def s004_robots(db: "Database") -> None:
    """What the robots.txt of sites said."""
    db.execute(
        """
        CREATE TABLE robots (
            site TEXT PRIMARY KEY,
            asked INTEGER NOT NULL,
            had INTEGER,
            lines TEXT
        ) STRICT
        """
    )


def s005_feed_documents(db: "Database") -> None:
    """Which entries stood in each feed the last time: pairs of fingerprint and guid, as JSON."""
    db.execute(
        """
        CREATE TABLE feed_documents (
            feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
            seen TEXT NOT NULL
        ) STRICT
        """
    )


def s005_feed_hub(db: "Database") -> None:
    """The WebSub hub that a feed names."""
    db.execute("ALTER TABLE feeds ADD COLUMN hub TEXT")


def s005_robots_unreachable_since(db: "Database") -> None:
    """Since when a site cannot be asked for its robots.txt."""
    db.execute("ALTER TABLE robots ADD COLUMN unreachable_since INTEGER")


def s006_search(db: "Database") -> None:
    """The full-text index, the triggers that maintain it, and the stems of its words."""
    from gazette.store import index  # a stemmer, and hardly ever needed

    index.create(db)


def s007_lean_tables(db: "Database") -> None:
    """Each thing stored once, one story in several feeds, the stories' own tags, undo."""
    from gazette.store import lean  # as seldom

    lean.create(db)


STEPS: Final[tuple[Callable[["Database"], None], ...]] = (
    s001_first_schema,
    s002_article_section_and_tags,
    s003_learned_lines,
    s004_quiet_times,
    s004_moves,
    s004_robots,
    s005_feed_documents,
    s005_feed_hub,
    s005_robots_unreachable_since,
    s006_search,
    s007_lean_tables,
)
