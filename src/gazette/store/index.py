"""The full-text index: its tables, the triggers that keep it true whoever writes, its words.

    entries ┐                (triggers)
    contents├─▶ view search_text ─▶ search_pending ─(`refresh`)─▶ search (FTS5), word_stems
    articles┘

The index holds folded words only. Triggers in plain SQL take a story out of it before its text
changes, while the old text can still be seen in `search_text`, and note it in `search_pending`;
`refresh` puts what is noted in again. Many stories at once take a fifth of the time that they take
one by one in the transactions of a fetch (0.8 s for 50,000 instead of 3.9), and where a statement
was refused half-way ("or ignore"), its story is put back all the same.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from gazette.store.connection import Connection, transaction
from gazette.words import STEMMING, stems, words

if TYPE_CHECKING:
    from sqlite_utils import Database

_MANY_OF: Final = 4
"""Where every fourth story is new, words are not taken from their texts but read off the index."""

_LEARNED: Final = f"{STEMMING}, of all words"
"""What `word_stems` holds; where a store's says another, it is learned anew."""

ONE_STEM: Final = "stem < 'fr:'"
"""True of one row of each word in `word_stems`, the English stem or that of a word without any: as
it stands in the condition of `word_stems_by_word`."""

TOKENIZE: Final = "unicode61 remove_diacritics 2"
_COLUMNS: Final = "title, authors, summary, text"


def _plain(text: str) -> str:
    """Return an expression for `text` without ligatures, which the tokenizer does not fold."""
    for ligature, letters in (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE")):
        text = f"replace({text}, '{ligature}', '{letters}')"
    return text


TITLE: Final = "coalesce(nullif(entries.title, ''), articles.title, '')"
AUTHORS: Final = "coalesce(entries.authors, articles.authors, '')"
SUMMARY: Final = "entries.summary"
TEXT: Final = "coalesce(articles.text, contents.text, '')"
"""The four texts of a story as they were written, over `entries` with `WITH_TEXTS`."""
WITH_TEXTS: Final = (
    "LEFT JOIN contents ON contents.entry_id = entries.id"
    " LEFT JOIN articles ON articles.page_id = entries.page_id"
)


def _text_view(authors: str) -> str:
    return f"""
        CREATE VIEW search_text AS SELECT
            entries.id AS id,
            {_plain(TITLE)} AS title,
            {_plain(authors)} AS authors,
            {_plain(SUMMARY)} AS summary,
            {_plain(TEXT)} AS text
        FROM entries {WITH_TEXTS}
    """


_VIEW: Final = _text_view("coalesce(nullif(entries.authors, '[]'), articles.authors, '[]')")
LEAN_VIEW: Final = _text_view(AUTHORS)
"""The same over the tables of the seventh step."""

_TABLES: Final = (
    _VIEW,
    f"""
    CREATE VIRTUAL TABLE search USING fts5(
        {_COLUMNS}, content = 'search_text', content_rowid = 'id', tokenize = '{TOKENIZE}')
    """,
    "CREATE TABLE search_pending (entry_id INTEGER PRIMARY KEY) STRICT",
    """
    CREATE TABLE word_stems (
        stem TEXT NOT NULL,
        word TEXT NOT NULL,
        PRIMARY KEY (stem, word)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE search_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE VIRTUAL TABLE search_words USING fts5vocab(search, row)",
    # For conditions that few stories meet.
    "CREATE INDEX articles_by_machine ON articles(page_id) WHERE ai_disclosed = 1",
    "CREATE INDEX entries_with_enclosures ON entries(enclosures) WHERE enclosures <> '[]'",
)


def _note(ids: str) -> str:
    """Return the statement that notes stories to be put in."""
    # Not "or ignore": within a trigger it is what the outer statement says that holds.
    return f"""
        INSERT INTO search_pending (entry_id) SELECT id FROM entries
            WHERE id IN ({ids}) AND id NOT IN (SELECT entry_id FROM search_pending);
    """


def _out(ids: str) -> str:
    """Return the statements that take stories out of the index, by what `search_text` says now."""
    return f"""
        INSERT INTO search (search, rowid, {_COLUMNS}) SELECT 'delete', id, {_COLUMNS}
            FROM search_text WHERE id IN ({ids}) AND id IN (SELECT id FROM search_docsize);
        {_note(ids)}
    """


def _differs(*columns: str) -> str:
    return " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)


def triggers() -> Iterator[str]:
    """Yield the triggers on each table that a story's text comes from."""
    of_page = "SELECT id FROM entries WHERE page_id = {row}.page_id"
    tables = (
        ("entries", "{row}.id", ("title", "authors", "summary", "page_id")),
        ("contents", "{row}.entry_id", ("text",)),
        ("articles", of_page, ("text", "title", "authors")),
    )
    for table, ids, columns in tables:
        old, new = ids.format(row="old"), ids.format(row="new")
        update = f"UPDATE OF {', '.join(columns)} ON {table} WHEN {_differs(*columns)}"
        steps = [("BEFORE", update, _out(old)), ("BEFORE", f"DELETE ON {table}", _out(old))]
        if table == "entries":
            gone = "DELETE FROM search_pending WHERE entry_id = old.id;"
            steps += [
                ("AFTER", f"INSERT ON {table}", _note(new)),
                ("AFTER", f"DELETE ON {table}", gone),
            ]
        else:
            # The story's own text comes or goes.
            steps.append(("BEFORE", f"INSERT ON {table}", _out(new)))
        for when, event, body in steps:
            name = f"search_{when}_{event.split()[0]}_{table}".lower()
            yield f"CREATE TRIGGER {name} {when} {event} BEGIN {body} END"


def create(db: "Database") -> None:
    """Create the index and fill it."""
    for statement in (*_TABLES, *triggers()):
        db.execute(statement)
    db.execute("INSERT INTO search (search) VALUES ('rebuild')")
    db.conn.executemany(_LEARN, _stems_of(row[0] for row in db.execute(_ALL_WORDS)))
    db.execute("INSERT INTO search_meta (name, value) VALUES ('stemming', ?)", (_LEARNED,))


def refresh(connection: Connection, *, at_most: int | None = None) -> None:
    """Put into the index what is noted, and learn its words, so that their forms find each other.

    Where more than `at_most` stories are noted, they are left to another time.

    Raises:
        StoreError: the store cannot be written.
    """
    is_current = connection.execute(
        "SELECT 1 FROM search_meta WHERE name = 'stemming' AND value = ?", (_LEARNED,)
    ).fetchone()
    if is_current and not connection.execute("SELECT 1 FROM search_pending LIMIT 1").fetchone():
        return
    noted, stored = connection.execute(_COUNTS).fetchone()
    if at_most is not None and noted > at_most:
        return
    with transaction(connection):
        found: Iterable[str] | None = None
        if is_current and noted * _MANY_OF < stored:
            with connection.stream(_NOTED_TEXTS) as texts:
                found = {word for row in texts for text in row for word in words(text)}
        connection.execute(_PUT_IN)
        if found is None:
            found = [row[0] for row in connection.execute(_ALL_WORDS)]
        if not is_current:
            connection.execute("DELETE FROM word_stems")
        connection.executemany(_LEARN, _stems_of(found))
        connection.execute("DELETE FROM search_pending")
        connection.execute(
            "INSERT OR REPLACE INTO search_meta (name, value) VALUES ('stemming', ?)", (_LEARNED,)
        )


_NOTED: Final = "SELECT entry_id FROM search_pending"
_NOTED_TEXTS: Final = f"SELECT {_COLUMNS} FROM search_text WHERE id IN ({_NOTED})"
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM search_pending), (SELECT count(*) FROM search_docsize)"
)
_PUT_IN: Final = f"""
    INSERT INTO search (rowid, {_COLUMNS}) SELECT id, {_COLUMNS}
        FROM search_text WHERE id IN ({_NOTED}) AND id NOT IN (SELECT id FROM search_docsize)
"""
_ALL_WORDS: Final = "SELECT term FROM search_words"
_LEARN: Final = "INSERT OR IGNORE INTO word_stems (stem, word) VALUES (?, ?)"


def _stems_of(found: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((stem, word) for word in found for stem in stems(word))
