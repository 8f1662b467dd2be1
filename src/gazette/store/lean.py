"""Step 7 of the schema: each thing stored once, and lists answered by what stands in one row.

    before                              after
    text and blocks of an article       text, and a layout where it is more than paragraphs
    guid, link, hash in two places      64-bit keys; the texts only where they are not the address
    `reading`: moment, read, starred    ... and language, hidden, copy_of: what lists are made by
    stories of a feed counted           kept in `feed_counts` by triggers

A store of a million stories, index aside, became a quarter smaller.

One story in several feeds: entries of one link have one moment and the same marks, and all but the
first of them say in `copy_of` which that is. A link that one feed has twice tells no story (a
status page, a podcast's home), so that such entries stay apart.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from gazette.feeds.identity import key_of, key_of_digest, link_key_of
from gazette.store import index, rows
from gazette.store.copies import COPIES, LISTED, leaving
from gazette.store.layout import text_and_layout
from gazette.store.zones import ZONE

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES: Final = (
    """
    CREATE TABLE lean_entries (
        id INTEGER PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        guid_key INTEGER NOT NULL,
        guid TEXT,
        url TEXT,
        link_key INTEGER,
        canonical_url TEXT,
        page_id INTEGER REFERENCES pages(id) ON DELETE SET NULL,
        wanted_page_id INTEGER REFERENCES pages(id) ON DELETE SET NULL,
        title TEXT NOT NULL,
        authors TEXT,
        published INTEGER,
        fetched INTEGER NOT NULL,
        changed INTEGER,
        language TEXT,
        comments_url TEXT,
        enclosures TEXT,
        content_key INTEGER NOT NULL,
        summary TEXT NOT NULL DEFAULT '',
        UNIQUE (feed_id, guid_key)
    ) STRICT
    """,
    """
    CREATE TABLE lean_pages (
        id INTEGER PRIMARY KEY,
        link_key INTEGER NOT NULL UNIQUE,
        url TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ok', 'failed')),
        next_try INTEGER,
        last_tried INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT
    """,
    """
    CREATE TABLE lean_articles (
        page_id INTEGER PRIMARY KEY REFERENCES pages(id) ON DELETE CASCADE,
        url TEXT,
        title TEXT NOT NULL,
        authors TEXT,
        published INTEGER,
        modified INTEGER,
        language TEXT,
        language_confidence REAL NOT NULL DEFAULT 0,
        site TEXT,
        image TEXT,
        section TEXT,
        tags TEXT,
        ai_disclosed INTEGER NOT NULL DEFAULT 0,
        ai_wording TEXT,
        removed TEXT,
        extractor INTEGER NOT NULL,
        extracted INTEGER NOT NULL,
        text TEXT NOT NULL,
        layout TEXT
    ) STRICT
    """,
    """
    CREATE TABLE lean_reading (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        feed_id INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        language TEXT,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        hidden INTEGER NOT NULL DEFAULT 0,
        copy_of INTEGER
    ) STRICT
    """,
)
_NEW_TABLES: Final = (
    """
    CREATE TABLE story_tags (
        tag TEXT NOT NULL,
        entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
        PRIMARY KEY (tag, entry_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE openings (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        opened INTEGER NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE undo_steps (
        id INTEGER PRIMARY KEY,
        made INTEGER NOT NULL,
        flag TEXT NOT NULL,
        value INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        story_ids TEXT NOT NULL
    ) STRICT
    """,
    # Apart from `feeds`, whose rows are long: each new story writes here.
    """
    CREATE TABLE feed_counts (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
        stories INTEGER NOT NULL DEFAULT 0,
        copies INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
)

_INDEXES: Final = (
    "CREATE INDEX entries_by_link ON entries(link_key, feed_id) WHERE link_key IS NOT NULL",
    "CREATE INDEX entries_without_link ON entries(feed_id, content_key) WHERE link_key IS NULL",
    "CREATE INDEX entries_by_page ON entries(page_id) WHERE page_id IS NOT NULL",
    "CREATE INDEX entries_by_wanted_page ON entries(wanted_page_id)"
    " WHERE wanted_page_id IS NOT NULL",
    "CREATE INDEX entries_with_enclosures ON entries(enclosures) WHERE enclosures IS NOT NULL",
    "CREATE INDEX pages_due ON pages(next_try) WHERE next_try IS NOT NULL",
    "CREATE INDEX articles_by_machine ON articles(page_id) WHERE ai_disclosed = 1",
    f"CREATE INDEX reading_by_moment ON reading(moment, entry_id) WHERE {LISTED}",
    f"CREATE INDEX reading_by_language ON reading(language, moment, entry_id) WHERE {LISTED}",
    "CREATE INDEX reading_by_feed ON reading(feed_id, moment, entry_id, language, hidden)",
    f"CREATE INDEX reading_unread ON reading(moment, entry_id) WHERE read = 0 AND {LISTED}",
    "CREATE INDEX reading_unread_by_language ON reading(language, moment, entry_id)"
    f" WHERE read = 0 AND {LISTED}",
    "CREATE INDEX reading_unread_by_feed ON reading(feed_id, moment, entry_id)"
    " WHERE read = 0 AND hidden = 0",
    f"CREATE INDEX reading_starred ON reading(moment, entry_id) WHERE starred = 1 AND {LISTED}",
    "CREATE INDEX reading_hidden ON reading(moment, entry_id) WHERE hidden = 1",
    f"CREATE INDEX reading_by_zone ON reading({ZONE}, moment)",
    "CREATE INDEX reading_copies ON reading(copy_of, entry_id) WHERE copy_of IS NOT NULL",
    "CREATE INDEX reading_copies_by_moment ON reading(moment, entry_id, copy_of, language)"
    f" WHERE {COPIES}",
    "CREATE INDEX reading_unread_copies ON reading(copy_of, feed_id)"
    " WHERE copy_of IS NOT NULL AND read = 0 AND hidden = 0",
    f"CREATE INDEX word_stems_by_word ON word_stems(word) WHERE {index.ONE_STEM}",
    "CREATE INDEX story_tags_by_story ON story_tags(entry_id)",
)


def _counted(row: str, sign: str) -> str:
    return (
        f"UPDATE feed_counts SET stories = stories {sign} ({row}.hidden = 0),"
        f" copies = copies {sign} ({row}.hidden = 0 AND {row}.copy_of IS NOT NULL)"
        f" WHERE feed_id = {row}.feed_id;"
    )


_TRIGGERS: Final = (
    "CREATE TRIGGER feeds_counted AFTER INSERT ON feeds"
    " BEGIN INSERT INTO feed_counts (feed_id) VALUES (new.id); END",
    # Not AFTER INSERT: it would cost a new story as much as all of its indexes. Whoever inserts
    # counts once for all (`COUNT_IN`).
    f"CREATE TRIGGER stories_out AFTER DELETE ON reading BEGIN {_counted('old', '-')} END",
    "CREATE TRIGGER stories_moved AFTER UPDATE OF feed_id, hidden, copy_of ON reading"
    f" BEGIN {_counted('old', '-')} {_counted('new', '+')} END",
    "CREATE TRIGGER reading_language AFTER UPDATE OF language ON entries"
    " WHEN old.language IS NOT new.language"
    " BEGIN UPDATE reading SET language = new.language WHERE entry_id = new.id; END",
    f"CREATE TRIGGER entries_leave BEFORE DELETE ON entries BEGIN {leaving('old.id')} END",
)


def create(db: "Database") -> None:
    """Bring a store of the sixth step to the seventh."""
    execute = db.execute
    for (name,) in execute(_TRIGGERS_OF_SEARCH).fetchall():
        execute(f"DROP TRIGGER {name}")
    # Else a view of the reader's own, over tables that are away for a moment, would stop it here.
    execute("PRAGMA legacy_alter_table = ON")
    for view in ("story_list", "feed_list", "search_text"):
        execute(f"DROP VIEW {view}")
    for statement in _TABLES:
        execute(statement)
    _move_rows(db.conn)
    for name in ("entries", "pages", "articles", "reading"):
        execute(f"DROP TABLE {name}")
        execute(f"ALTER TABLE lean_{name} RENAME TO {name}")
    execute("PRAGMA legacy_alter_table = OFF")
    for statement in (*_NEW_TABLES, *_INDEXES):
        execute(statement)
    for statement in (*JOIN_ALL_COPIES, COUNT_STORIES):
        execute(statement)
    for statement in (*_TRIGGERS, *_VIEWS, index.LEAN_VIEW, *index.triggers()):
        execute(statement)


_TRIGGERS_OF_SEARCH: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'search_*'"
)


def _move_rows(connection: Any) -> None:
    connection.create_function("key_of", 1, key_of, deterministic=True)
    connection.create_function("link_key_of", 1, _link_key_of, deterministic=True)
    connection.create_function("key_of_digest", 1, key_of_digest, deterministic=True)
    for statement in _MOVES:
        connection.execute(statement)
    with connection.stream(_OLD_ARTICLES) as articles:
        connection.executemany(_NEW_LAYOUT, _layouts(articles))


def _link_key_of(link: str | None) -> int | None:
    return None if link is None else link_key_of(link)


def _layouts(articles: Iterable[Any]) -> Iterator[tuple[str, str, int]]:
    for page_id, blocks in articles:
        text, layout = text_and_layout(rows.BLOCKS.decode(blocks))
        if layout is not None:
            yield layout, text, page_id


# Of an article whose text and blocks differ, which another program may have edited, the text is
# what was searched and listed: it stays, and the layout is left out.
_OLD_ARTICLES: Final = "SELECT page_id, blocks FROM articles"
_NEW_LAYOUT: Final = "UPDATE lean_articles SET layout = ? WHERE text = ? AND page_id = ?"
_MOVES: Final = (
    "INSERT INTO lean_pages SELECT id, link_key_of(canonical_url), url, state,"
    " next_try, last_tried, failures, error FROM pages",
    "INSERT INTO lean_entries SELECT id, feed_id, key_of(guid), nullif(guid, url), url,"
    " link_key_of(canonical_url), nullif(canonical_url, url), page_id, wanted_page_id, title,"
    " nullif(authors, '[]'), published, fetched, changed, language, comments_url,"
    " nullif(enclosures, '[]'), key_of_digest(content_hash), summary FROM entries",
    "INSERT INTO lean_articles SELECT page_id,"
    " (SELECT nullif(articles.url, pages.url) FROM pages WHERE id = page_id), title,"
    " nullif(authors, '[]'), published, modified, language, language_confidence, site, image,"
    " section, nullif(tags, '[]'), ai_disclosed, ai_wording, nullif(removed, '[]'), extractor,"
    " extracted, text, NULL FROM articles",
    "INSERT INTO lean_reading SELECT entry_id, reading.feed_id, reading.moment,"
    " (SELECT language FROM entries WHERE id = entry_id), read, starred, 0, NULL FROM reading",
)

_ONCE: Final = """
    SELECT min(id) AS id, link_key FROM entries WHERE link_key IS NOT NULL
        GROUP BY link_key, feed_id HAVING count(*) = 1
"""
JOIN_ALL_COPIES: Final = (
    f"""
    UPDATE reading SET copy_of = told.first
        FROM (SELECT id, min(id) OVER (PARTITION BY link_key) AS first FROM ({_ONCE})) AS told
        WHERE reading.entry_id = told.id AND told.first <> told.id
    """,
    """
    UPDATE reading SET read = max(read, told.is_read), starred = max(starred, told.is_starred)
        FROM (SELECT copy_of AS first, max(read) AS is_read, max(starred) AS is_starred
              FROM reading WHERE copy_of IS NOT NULL GROUP BY copy_of) AS told
        WHERE reading.entry_id = told.first
    """,
    """
    UPDATE reading SET moment = told.moment, read = told.read, starred = told.starred
        FROM reading AS told WHERE told.entry_id = reading.copy_of
    """,
)
"""What finds the copies of a whole store."""
COUNT_STORIES: Final = """
    INSERT OR REPLACE INTO feed_counts SELECT feeds.id, count(entry_id), count(copy_of)
        FROM feeds LEFT JOIN reading ON reading.feed_id = feeds.id AND hidden = 0
        GROUP BY feeds.id
"""
"""What counts the stories of every feed anew."""


def _iso(column: str) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, 'unixepoch')"


_TEXT: Final = "coalesce(articles.text, contents.text, entries.summary)"
# A JSON array of the paragraphs, made by hand: text holds no control character but the line
# feed, so that quotes and backslashes are all there is to escape.
_PARAGRAPHS: Final = f"""
    CASE WHEN {_TEXT} = '' THEN '[]' ELSE
    '["' || replace(replace(replace(replace({_TEXT}, '\\', '\\\\'), '"', '\\"'),
    char(10) || char(10), '","'), char(10), '\\n') || '"]' END
"""
_FEED_TITLE: Final = "coalesce(feeds.given_title, feeds.own_title, feeds.url)"
_FEED_TAGS: Final = "SELECT tag, position FROM feed_tags WHERE feed_id = feeds.id"
_OWN_TAGS: Final = """
    SELECT tag, 1e9 FROM story_tags
        WHERE entry_id = coalesce(reading.copy_of, reading.entry_id)
        AND tag NOT IN (SELECT tag FROM feed_tags WHERE feed_id = feeds.id)
"""


def _tags(*sources: str) -> str:
    found = " UNION ALL ".join(sources)
    return f"(SELECT json_group_array(tag) FROM ({found} ORDER BY 2, 1))"


_VIEWS: Final = (
    f"""
    CREATE VIEW feed_list AS SELECT
        feeds.url AS url,
        {_FEED_TITLE} AS title,
        {_tags(_FEED_TAGS)} AS tags,
        coalesce(feeds.given_language, feeds.own_language) AS language,
        (SELECT stories FROM feed_counts WHERE feed_id = feeds.id) AS stories,
        (SELECT count(*) FROM reading WHERE feed_id = feeds.id AND read = 0 AND hidden = 0)
            AS unread,
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
        coalesce(entries.authors, articles.authors, '[]') AS authors,
        {_iso("coalesce(entries.published, articles.published)")} AS published,
        {_iso("entries.fetched")} AS fetched,
        entries.language AS language,
        reading.read AS read,
        reading.starred AS starred,
        {_tags(_FEED_TAGS, _OWN_TAGS)} AS tags,
        entries.summary AS summary,
        entries.changed IS NOT NULL AS changed,
        reading.hidden AS hidden,
        coalesce(articles.ai_disclosed, 0) AS ai_disclosed,
        entries.comments_url AS comments_url,
        coalesce(entries.enclosures, '[]') AS enclosures,
        CASE WHEN entries.page_id IS NULL THEN 'none' ELSE pages.state END AS article,
        pages.error AS article_error,
        {_TEXT} AS text,
        {_PARAGRAPHS} AS paragraphs,
        coalesce(entries.guid, entries.url) AS guid
    FROM entries
    JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN contents ON contents.entry_id = entries.id
    LEFT JOIN pages ON pages.id = entries.page_id
    LEFT JOIN articles ON articles.page_id = entries.page_id
    """,
)
