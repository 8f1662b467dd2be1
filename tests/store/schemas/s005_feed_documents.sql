PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO _sqlite_migrations VALUES (1, 'gazette', 's001_first_schema', '2026-11-28 04:26:30.716825+00:00');
INSERT INTO _sqlite_migrations VALUES (2, 'gazette', 's002_article_section_and_tags', '2026-11-28 04:26:30.717685+00:00');
INSERT INTO _sqlite_migrations VALUES (3, 'gazette', 's003_learned_lines', '2026-11-28 04:26:30.718041+00:00');
INSERT INTO _sqlite_migrations VALUES (4, 'gazette', 's004_quiet_times', '2026-11-28 04:26:30.718529+00:00');
INSERT INTO _sqlite_migrations VALUES (5, 'gazette', 's004_moves', '2026-11-28 04:26:30.719676+00:00');
INSERT INTO _sqlite_migrations VALUES (6, 'gazette', 's004_robots', '2026-11-28 04:26:30.719962+00:00');
INSERT INTO _sqlite_migrations VALUES (7, 'gazette', 's005_feed_documents', '2026-11-28 04:26:30.720296+00:00');
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
    , quiet TEXT, moved_url TEXT, move_url TEXT, move_times INTEGER, move_since INTEGER) STRICT;
INSERT INTO feeds VALUES (1, 'https://journal.example/rss.xml', 0, 'Mon Journal', 'Le Journal', 'fr', 'fr', 'https://journal.example/', '"e"', NULL, 'https://journal.example/rss.xml', 'digest-Le', 1800, 1791100800, 1791104400, 0, NULL, NULL, '{"hours":[0,1,23],"days":[6]}', NULL, 'https://journal.example/new', 1, 1791100800);
INSERT INTO feeds VALUES (2, 'https://letter.example/atom.xml', 1, NULL, 'The Letter', NULL, 'en', NULL, '"e"', NULL, 'https://moved.example/atom', 'digest-Th', NULL, 1791705600, 1791709200, 0, NULL, NULL, '{"hours":[0,1,23],"days":[6]}', 'https://moved.example/atom', NULL, NULL, NULL);
INSERT INTO feeds VALUES (3, 'https://courrier.example/flux', 2, 'Le Courrier', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1790848800, 1790856000, 1, 1790848800, 'the server answered 503 Service Unavailable', NULL, NULL, NULL, NULL, NULL);
INSERT INTO feeds VALUES (4, 'https://parti.example/rss', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1790848800, NULL, 1, 1790848800, 'gone for good (410); not asked again', NULL, NULL, NULL, NULL, NULL);
INSERT INTO feeds VALUES (5, 'https://left.example/feed?key=secret', NULL, NULL, 'Left Behind', NULL, NULL, NULL, 'W/"é-1"', 'Thu, 01 Oct 2026 08:00:00 GMT', 'https://left.example/feed?key=secret', 'digest-Le', NULL, 1790841720, 1790845320, 0, NULL, NULL, '{"hours":[0,1,23],"days":[6]}', NULL, NULL, NULL, NULL);
CREATE TABLE feed_tags (
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (feed_id, tag)
    ) STRICT, WITHOUT ROWID;
INSERT INTO feed_tags VALUES (1, 'presse', 0);
INSERT INTO feed_tags VALUES (1, 'à lire', 1);
INSERT INTO feed_tags VALUES (2, 'presse', 0);
CREATE TABLE hosts (
        name TEXT PRIMARY KEY,
        held_until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO hosts VALUES ('old.example:80', 1790845200);
INSERT INTO hosts VALUES ('slow.example:443', 1791057600);
CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        canonical_url TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ok', 'failed')),
        next_try INTEGER,
        last_tried INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT;
INSERT INTO pages VALUES (1, 'https://journal.example/2026/9', 'https://journal.example/2026/9', 'pending', 1790841600, NULL, 0, NULL);
INSERT INTO pages VALUES (2, 'https://journal.example/2026/8', 'https://journal.example/2026/8', 'ok', NULL, 1790842080, 0, NULL);
INSERT INTO pages VALUES (3, 'https://journal.example/2026/6', 'https://journal.example/2026/6', 'ok', NULL, 1790842020, 0, NULL);
INSERT INTO pages VALUES (4, 'https://journal.example/2026/5', 'https://journal.example/2026/5', 'pending', 1790841600, NULL, 0, NULL);
INSERT INTO pages VALUES (5, 'https://journal.example/2026/4', 'https://journal.example/2026/4', 'failed', 1790874000, 1790842140, 1, 'the page holds no article');
INSERT INTO pages VALUES (6, 'https://wire.example/depeche', 'https://wire.example/depeche?utm_source=x', 'ok', NULL, 1790841960, 0, NULL);
INSERT INTO pages VALUES (7, 'https://journal.example/2026/1', 'https://journal.example/2026/1', 'ok', NULL, 1790841900, 0, NULL);
INSERT INTO pages VALUES (8, 'https://journal.example/2026/7', 'https://journal.example/2026/7', 'pending', 1790841600, NULL, 0, NULL);
INSERT INTO pages VALUES (9, 'https://letter.example/2026/3', 'https://letter.example/2026/3', 'pending', 1790841660, NULL, 0, NULL);
INSERT INTO pages VALUES (10, 'https://letter.example/2026/1', 'https://letter.example/2026/1', 'ok', 1791014400, 1790842140, 0, NULL);
INSERT INTO pages VALUES (11, 'https://journal.example/2026/8-bis', 'https://journal.example/2026/8-bis', 'pending', 1791014400, NULL, 0, NULL);
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
    , section TEXT, tags TEXT NOT NULL DEFAULT '[]') STRICT;
INSERT INTO articles VALUES (2, 'https://journal.example/2026/8', 'Titre de la page', '[]', NULL, NULL, 'fr', 0.75, NULL, NULL, 0, NULL, '[["share",2],["related",1]]', 7, 1790842080, 'Première version.

Suite

Fin.', '[{"type":"paragraph","text":"Première version."},{"type":"heading","text":"Suite","level":2},{"type":"paragraph","text":"Fin."}]', NULL, '[]');
INSERT INTO articles VALUES (3, 'https://journal.example/2026/6', 'Le titre que la page donne', '[]', NULL, NULL, 'fr', 0.75, NULL, NULL, 0, NULL, '[["share",2],["related",1]]', 7, 1790842020, 'Un seul alinéa.', '[{"type":"paragraph","text":"Un seul alinéa."}]', NULL, '[]');
INSERT INTO articles VALUES (6, 'https://wire.example/depeche?utm_source=x', 'Une dépêche', '[]', NULL, NULL, 'fr', 1.0, NULL, NULL, 0, NULL, '[["share",2],["related",1]]', 7, 1790841960, 'La dépêche, une seule fois.', '[{"type":"paragraph","text":"La dépêche, une seule fois."}]', NULL, '[]');
INSERT INTO articles VALUES (7, 'https://journal.example/2026/1', 'Titre de la page', '["La Rédaction"]', 1790838000, 1790841000, 'fr', 0.75, 'Le Journal', 'https://journal.example/l.jpg', 1, 'Cet article a été rédigé par une machine.', '[["share",2],["related",1]]', 7, 1790841900, 'Le chapô de l’article,
sur deux lignes.

Premier alinéa : l’été, l’œuvre et « les élections ».

Un intertitre

« Rien n’est perdu », dit-elle.

un point

un sous-point

troisième

def f(x):

    return x  # \ "quoted"


end

Ville | Voix
Brest | 1 204
 | |

Dernier alinéa.', '[{"type":"standfirst","text":"Le chapô de l’article,\nsur deux lignes."},{"type":"paragraph","text":"Premier alinéa : l’été, l’œuvre et « les élections »."},{"type":"heading","text":"Un intertitre","level":3},{"type":"quote","text":"« Rien n’est perdu », dit-elle."},{"type":"item","text":"un point","number":null,"depth":0},{"type":"item","text":"un sous-point","number":null,"depth":1},{"type":"item","text":"troisième","number":3,"depth":0},{"type":"pre","text":"def f(x):\n\n    return x  # \\ \"quoted\"\n\n\nend"},{"type":"table","rows":[["Ville","Voix"],["Brest","1 204"],["","|"]]},{"type":"figure","caption":"Le port au matin.","credit":"Photo A. Martin","url":"https://journal.example/port.jpg"},{"type":"figure","caption":"","credit":"","url":"https://journal.example/sans-mot.jpg"},{"type":"paragraph","text":"Dernier alinéa."}]', 'Région', '["mer","vote"]');
INSERT INTO articles VALUES (10, 'https://letter.example/2026/1', 'Elections', '["Sam Lee","Kim"]', NULL, NULL, 'en', 0.75, NULL, NULL, 0, NULL, '[["share",2],["related",1]]', 7, 1790842140, 'They were electing a harbour master.', '[{"type":"paragraph","text":"They were electing a harbour master."}]', NULL, '[]');
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
    ) STRICT;
INSERT INTO entries VALUES (1, 1, 'tag:journal:9-bis', 'https://journal.example/2026/9', 'https://journal.example/2026/9', 1, NULL, 'Renommé', '[]', 1790809200, 1790841600, 1790809200, NULL, 'fr', NULL, '[]', 'hjournal9', 'Résumé de la nouvelle 9.');
INSERT INTO entries VALUES (2, 1, 'https://journal.example/2026/8', 'https://journal.example/2026/8-bis', 'https://journal.example/2026/8-bis', 2, 11, 'Édité, avec un nouveau lien', '[]', 1790812800, 1790841600, 1790812800, 1791014400, 'fr', NULL, '[]', 'hj8b', 'Résumé de la nouvelle 8.');
INSERT INTO entries VALUES (3, 1, 'tag:journal:6', 'https://journal.example/2026/6', 'https://journal.example/2026/6', 3, NULL, '', '[]', 1790820000, 1790841600, 1790820000, NULL, 'fr', NULL, '[]', 'hjournal6', 'Résumé de la nouvelle 6.');
INSERT INTO entries VALUES (4, 1, 'tag:journal:5', 'https://journal.example/2026/5', 'https://journal.example/2026/5', 4, NULL, 'Page qui attend', '[]', 1790823600, 1790841600, 1790823600, NULL, 'fr', NULL, '[]', 'hjournal5', 'Résumé de la nouvelle 5.');
INSERT INTO entries VALUES (5, 1, 'tag:journal:4', 'https://journal.example/2026/4', 'https://journal.example/2026/4', 5, NULL, 'Page qui échoue', '[]', 1790827200, 1790841600, 1790827200, NULL, 'fr', NULL, '[]', 'hjournal4', 'Résumé de la nouvelle 4.');
INSERT INTO entries VALUES (6, 1, 'tag:journal:3', NULL, NULL, NULL, NULL, 'Sans lien', '[]', 1790830800, 1790841600, 1790830800, NULL, 'fr', NULL, '[]', 'hjournal3', '');
INSERT INTO entries VALUES (7, 1, 'tag:journal:2', 'https://wire.example/depeche', 'https://wire.example/depeche', 6, NULL, 'Dépêche partagée', '[]', 1790834400, 1790841600, 1790834400, NULL, 'fr', NULL, '[]', 'hjournal2', 'Résumé de la nouvelle 2.');
INSERT INTO entries VALUES (8, 1, 'tag:journal:1', 'https://journal.example/2026/1', 'https://journal.example/2026/1', 7, NULL, 'L’été des élections', '["Ève Martin","J. O’Neil"]', 1790838000, 1790841600, 1790838000, NULL, 'fr', 'https://journal.example/2026/1#c', '[{"url":"https://journal.example/a.mp3","type":"audio/mpeg","length":12345},{"url":"https://journal.example/b.jpg","type":null,"length":null}]', 'hjournal1', 'Résumé de la nouvelle 1.');
INSERT INTO entries VALUES (9, 1, 'tag:journal:7', 'https://journal.example/2026/7', 'https://journal.example/2026/7', 8, NULL, 'Sans date', '[]', NULL, 1790841600, 1790841600, NULL, 'fr', NULL, '[]', 'hjournal7', '');
INSERT INTO entries VALUES (10, 2, 'tag:letter:3', 'https://letter.example/2026/3', 'https://letter.example/2026/3', 9, NULL, 'Nobody knows', '[]', 1790830800, 1790841660, 1790830800, NULL, NULL, NULL, '[]', 'hletter3', 'Résumé de la nouvelle 3.');
INSERT INTO entries VALUES (11, 2, 'tag:letter:2', 'https://wire.example/depeche?utm_source=x', 'https://wire.example/depeche', 6, NULL, 'Shared dispatch', '[]', 1790834400, 1790841660, 1790834400, NULL, 'fr', NULL, '[]', 'hletter2', 'Résumé de la nouvelle 2.');
INSERT INTO entries VALUES (12, 2, 'tag:letter:1', 'https://letter.example/2026/1', 'https://letter.example/2026/1', 10, NULL, 'Elections and ligatures: Œdipe, cœur', '["Sam Lee"]', 1790838000, 1790841660, 1790838000, 1791014400, 'en', NULL, '[]', 'hl1b', 'Edited since.');
INSERT INTO entries VALUES (13, 5, 'tag:left:1', 'https://left.example/2026/1', 'https://left.example/2026/1', NULL, NULL, 'A story of a feed that was left', '[]', 1790838000, 1790841720, 1790838000, NULL, 'en', NULL, '[]', 'hleft1', 'Résumé de la nouvelle 1.');
CREATE TABLE contents (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        text TEXT NOT NULL
    ) STRICT;
INSERT INTO contents VALUES (6, 'Un billet sans lien.

Ses deux alinéas « cités » "droits" \ .');
INSERT INTO contents VALUES (8, 'Le texte entier

que portait le flux.');
INSERT INTO contents VALUES (11, 'What the letter carried of it.');
INSERT INTO contents VALUES (13, 'Its text.');
CREATE TABLE reading (
        entry_id INTEGER PRIMARY KEY REFERENCES entries(id) ON DELETE CASCADE,
        feed_id INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0
    ) STRICT;
INSERT INTO reading VALUES (1, 1, 1790809200, 0, 0);
INSERT INTO reading VALUES (2, 1, 1790812800, 0, 0);
INSERT INTO reading VALUES (3, 1, 1790820000, 0, 0);
INSERT INTO reading VALUES (4, 1, 1790823600, 0, 0);
INSERT INTO reading VALUES (5, 1, 1790827200, 0, 0);
INSERT INTO reading VALUES (6, 1, 1790830800, 0, 1);
INSERT INTO reading VALUES (7, 1, 1790834400, 0, 0);
INSERT INTO reading VALUES (8, 1, 1790838000, 1, 1);
INSERT INTO reading VALUES (9, 1, 1790841600, 0, 0);
INSERT INTO reading VALUES (10, 2, 1790830800, 0, 0);
INSERT INTO reading VALUES (11, 2, 1790834400, 1, 0);
INSERT INTO reading VALUES (12, 2, 1790838000, 0, 0);
INSERT INTO reading VALUES (13, 5, 1790838000, 1, 0);
CREATE TABLE learned_pages (
        page_id INTEGER PRIMARY KEY REFERENCES pages(id) ON DELETE CASCADE,
        site TEXT NOT NULL,
        story INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        topic TEXT NOT NULL,
        lines TEXT NOT NULL
    ) STRICT;
INSERT INTO learned_pages VALUES (7, 'journal.example:443', 123456789012, 1790845200, '[5,77]', '[[-42,31,true],[9,88,false]]');
CREATE TABLE feed_moves (
            id INTEGER PRIMARY KEY,
            feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
            from_url TEXT NOT NULL,
            to_url TEXT NOT NULL,
            moved INTEGER NOT NULL
        ) STRICT;
INSERT INTO feed_moves VALUES (1, 2, 'https://letter.example/atom.xml', 'https://moved.example/atom', 1791705600);
CREATE TABLE robots (
            site TEXT PRIMARY KEY,
            asked INTEGER NOT NULL,
            had INTEGER,
            lines TEXT
        ) STRICT;
INSERT INTO robots VALUES ('https://journal.example:443', 1790928000, 1790928000, 'Disallow: /prive/
Crawl-delay: 2');
INSERT INTO robots VALUES ('https://away.example:443', 1790928000, NULL, NULL);
CREATE TABLE feed_documents (
            feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
            seen TEXT NOT NULL
        ) STRICT;
INSERT INTO feed_documents VALUES (1, '[["print-tag:journal:1","tag:journal:1"],["print-tag:journal:2","tag:journal:2"],["print-tag:journal:3","tag:journal:3"],["print-tag:journal:4","tag:journal:4"],["print-tag:journal:5","tag:journal:5"],["print-tag:journal:6","tag:journal:6"],["print-tag:journal:7","tag:journal:7"],["print-https://journal.example/2026/8","https://journal.example/2026/8"],["print-tag:journal:9-bis","tag:journal:9-bis"]]');
INSERT INTO feed_documents VALUES (2, '[["print-tag:letter:1","tag:letter:1"],["print-tag:letter:2","tag:letter:2"],["print-tag:letter:3","tag:letter:3"]]');
INSERT INTO feed_documents VALUES (5, '[["print-tag:left:1","tag:left:1"]]');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX entries_by_link ON entries(feed_id, canonical_url);
CREATE INDEX entries_by_page ON entries(page_id);
CREATE INDEX entries_by_wanted_page ON entries(wanted_page_id) WHERE wanted_page_id IS NOT NULL;
CREATE INDEX pages_by_url ON pages(url);
CREATE INDEX pages_due ON pages(next_try) WHERE next_try IS NOT NULL;
CREATE INDEX reading_by_moment ON reading(moment, entry_id);
CREATE INDEX reading_by_feed ON reading(feed_id, moment, entry_id);
CREATE INDEX reading_unread ON reading(moment, entry_id) WHERE read = 0;
CREATE INDEX reading_unread_by_feed ON reading(feed_id, moment, entry_id) WHERE read = 0;
CREATE INDEX reading_starred ON reading(moment, entry_id) WHERE starred = 1;
CREATE INDEX learned_pages_by_site ON learned_pages(site, seen);
CREATE INDEX learned_pages_by_time ON learned_pages(seen);
CREATE VIEW feed_list AS SELECT
        feeds.url AS url,
        coalesce(feeds.given_title, feeds.own_title, feeds.url) AS title,
        (
    SELECT json_group_array(tag) FROM (
        SELECT tag FROM feed_tags WHERE feed_id = feeds.id ORDER BY position)) AS tags,
        coalesce(feeds.given_language, feeds.own_language) AS language,
        (SELECT count(*) FROM reading WHERE feed_id = feeds.id) AS stories,
        (SELECT count(*) FROM reading WHERE feed_id = feeds.id AND read = 0) AS unread,
        strftime('%Y-%m-%dT%H:%M:%SZ', feeds.last_checked, 'unixepoch') AS last_checked,
        strftime('%Y-%m-%dT%H:%M:%SZ', nullif(feeds.next_check, 0), 'unixepoch') AS next_check,
        strftime('%Y-%m-%dT%H:%M:%SZ', feeds.failing_since, 'unixepoch') AS failing_since,
        feeds.failures AS failures,
        feeds.error AS error
    FROM feeds WHERE feeds.position IS NOT NULL ORDER BY feeds.position;
CREATE VIEW story_list AS SELECT
        entries.id AS id,
        feeds.url AS feed,
        coalesce(feeds.given_title, feeds.own_title, feeds.url) AS feed_title,
        entries.url AS url,
        coalesce(nullif(entries.title, ''), articles.title, entries.url, entries.guid) AS title,
        CASE WHEN entries.authors = '[]' THEN coalesce(articles.authors, '[]')
             ELSE entries.authors END AS authors,
        strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(entries.published, articles.published), 'unixepoch') AS published,
        strftime('%Y-%m-%dT%H:%M:%SZ', entries.fetched, 'unixepoch') AS fetched,
        entries.language AS language,
        reading.read AS read,
        reading.starred AS starred,
        (
    SELECT json_group_array(tag) FROM (
        SELECT tag FROM feed_tags WHERE feed_id = feeds.id ORDER BY position)) AS tags,
        entries.summary AS summary,
        entries.changed IS NOT NULL AS changed,
        0 AS hidden,
        coalesce(articles.ai_disclosed, 0) AS ai_disclosed,
        entries.comments_url AS comments_url,
        entries.enclosures AS enclosures,
        CASE WHEN entries.page_id IS NULL THEN 'none' ELSE pages.state END AS article,
        pages.error AS article_error,
        coalesce(articles.text, contents.text, entries.summary) AS text,
    CASE WHEN coalesce(articles.text, contents.text, entries.summary) = '' THEN '[]' ELSE
    '["' || replace(replace(replace(replace(coalesce(articles.text, contents.text, entries.summary), '\', '\\'), '"', '\"'),
    char(10) || char(10), '","'), char(10), '\n') || '"]' END
 AS paragraphs,
        entries.guid AS guid
    FROM entries
    JOIN reading ON reading.entry_id = entries.id
    JOIN feeds ON feeds.id = entries.feed_id
    LEFT JOIN contents ON contents.entry_id = entries.id
    LEFT JOIN pages ON pages.id = entries.page_id
    LEFT JOIN articles ON articles.page_id = entries.page_id;
CREATE VIEW learned_lines AS SELECT
        site,
        json_extract(line.value, '$[0]') AS fingerprint,
        json_extract(line.value, '$[1]') AS chars,
        count(DISTINCT story) AS stories,
        count(DISTINCT iif(json_extract(line.value, '$[2]'), story, NULL)) AS stories_alone,
        json_group_array(page_id) AS pages,
        strftime('%Y-%m-%dT%H:%M:%SZ', max(seen), 'unixepoch') AS last_seen
    FROM learned_pages, json_each(lines) AS line
    GROUP BY site, fingerprint;
COMMIT;
