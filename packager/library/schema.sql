-- The catalogue: what was collected and what became of it. It holds no absolute path, no clock and no file time, so that
-- two builds of the same sources hold the same content. PRAGMA user_version names this schema.

-- The ledger: one row an input.
CREATE TABLE inputs (
    source       TEXT NOT NULL,
    locator      TEXT NOT NULL,
    digest       TEXT NOT NULL,               -- sha256 of the input's bytes
    outcome      TEXT NOT NULL CHECK (outcome IN ('article', 'duplicate', 'skipped', 'failed')),
    article      TEXT CHECK ((article IS NULL) = (outcome IN ('skipped', 'failed'))),
    reason       TEXT NOT NULL,
    findings     TEXT NOT NULL,               -- JSON, as reading the input found them
    settled      TEXT NOT NULL DEFAULT '[]',  -- JSON, findings that follow from the other inputs
    dependencies TEXT NOT NULL,               -- JSON, relative name -> digest
    normaliser   TEXT NOT NULL,               -- version, settings and site's rule that made it, "" where there is none
    PRIMARY KEY (source, locator)
) WITHOUT ROWID;

-- What an input became. Copies of an article keep a row each: the same bytes in two folders may differ in topic and
-- in the pictures held beside them, so which of them is bound must not depend on which came last.
-- (With row ids: rows are long, and read by id. What is read of all of them at once comes first.)
CREATE TABLE articles (
    source   TEXT NOT NULL,
    locator  TEXT NOT NULL,
    id       TEXT NOT NULL,
    chosen   INTEGER NOT NULL DEFAULT 1,      -- whether it stands for its id among the copies of that
    bound    TEXT,                            -- id of the article that is bound in its place, which tells nearly the same
    issued   TEXT NOT NULL,                   -- from here to "state": its card, which is what volumes are planned from
    precision TEXT NOT NULL,
    topic    TEXT NOT NULL,
    publisher TEXT NOT NULL,
    host     TEXT NOT NULL,
    language TEXT NOT NULL,
    state    BLOB NOT NULL,                   -- sha256 of all that a volume may show of it
    capture  TEXT NOT NULL,                   -- sha256 of the captured bytes; (id, capture) is a version
    content  TEXT NOT NULL,                   -- sha256 of the canonical XHTML
    metadata TEXT NOT NULL,                   -- JSON, Dublin Core words
    words    INTEGER NOT NULL,
    summary  TEXT NOT NULL,
    pictures TEXT NOT NULL,                   -- JSON, in the article's order
    missing  INTEGER NOT NULL,
    text     INTEGER,                         -- key of its text, in `texts`; NULL where it has none
    likeness INTEGER,                         -- per cent of the words that it has in common with that
    PRIMARY KEY (source, locator),
    FOREIGN KEY (source, locator) REFERENCES inputs (source, locator) ON DELETE CASCADE
);

-- Files that hold several inputs (crawls, feeds, archives), read to their end: theirs are the rows of `inputs` whose
-- locator begins with the container's and "/".
CREATE TABLE containers (
    source   TEXT NOT NULL,
    locator  TEXT NOT NULL,
    digest   TEXT NOT NULL,                   -- sha256 of the file
    beside   TEXT NOT NULL,                   -- key of what it was read with: its sidecar, the other files of its crawl
    findings TEXT NOT NULL,                   -- JSON, what is no single input's
    PRIMARY KEY (source, locator)
) WITHOUT ROWID;

CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_text ON articles (text) WHERE text IS NOT NULL;
CREATE INDEX articles_by_bound ON articles (bound) WHERE bound IS NOT NULL;

-- What articles say, each text once. Those that a chosen article has and that are not short are compared: their least
-- hashes stand in `runs`, and those of them that are nearly the same in `near`, each pair both ways.
CREATE TABLE texts (
    text     INTEGER PRIMARY KEY,             -- 64 bits of a hash of its words
    sketch   BLOB NOT NULL,
    compared INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE runs (
    run  INTEGER NOT NULL,                    -- 32 bits of a hash of three words
    text INTEGER NOT NULL,
    PRIMARY KEY (run, text)
) WITHOUT ROWID;
CREATE TABLE near (
    text     INTEGER NOT NULL,
    other    INTEGER NOT NULL,
    likeness INTEGER NOT NULL,
    PRIMARY KEY (text, other)
) WITHOUT ROWID;

-- Article ids whose copies, and texts whose articles, changed since duplicates were last decided; both are empty
-- whenever anyone reads.
CREATE TABLE unsettled (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE unsettled_texts (
    text INTEGER PRIMARY KEY
);

-- What a person decided about duplicates, as the last run was told: one row, JSON.
CREATE TABLE pins (
    pins TEXT NOT NULL
);

CREATE TABLE publications (
    path           TEXT PRIMARY KEY CHECK (path NOT LIKE '/%'),
    fingerprint    TEXT NOT NULL,             -- of everything the file was made from
    format         TEXT NOT NULL,
    media_type     TEXT NOT NULL,
    topic          TEXT NOT NULL,
    period         TEXT NOT NULL,
    articles       INTEGER NOT NULL,
    images         INTEGER NOT NULL,
    missing_images INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    bound_by       TEXT NOT NULL,             -- the keys: "topic,month"
    findings       TEXT NOT NULL,
    volume         TEXT NOT NULL              -- the path that its parts share, that of the first
) WITHOUT ROWID;
CREATE INDEX publications_by_volume ON publications (volume);

-- Articles that are in no volume, whatever is collected again: the tombstones.
CREATE TABLE withdrawn (
    id     TEXT PRIMARY KEY,
    title  TEXT NOT NULL,
    why    TEXT NOT NULL,
    date   TEXT NOT NULL,                     -- as the person gave it, "" for none
    erased INTEGER NOT NULL                   -- 1: its text and pictures are not kept
) WITHOUT ROWID;

-- What the volumes of an edition held that its readers have, where that was not what they had already.
CREATE TABLE editions (
    number   INTEGER NOT NULL,                -- of the edition
    name     TEXT NOT NULL,
    volume   TEXT NOT NULL,                   -- the path that its parts share
    articles TEXT NOT NULL,                   -- JSON, id -> beginning of its content's digest, title
    PRIMARY KEY (volume, number)
) WITHOUT ROWID;

-- Periods whose volumes stay as they are, whatever comes.
CREATE TABLE frozen (
    period TEXT PRIMARY KEY
) WITHOUT ROWID;
