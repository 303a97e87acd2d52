-- The search index. Everything in it follows from the articles to bind and their objects, so it may be dropped at any time.

DROP TRIGGER IF EXISTS search_added;
DROP TRIGGER IF EXISTS search_changed;
DROP TRIGGER IF EXISTS search_removed;
DROP TRIGGER IF EXISTS search_settled;
DROP TRIGGER IF EXISTS search_withdrawn;
DROP TRIGGER IF EXISTS search_restored;
DROP TABLE IF EXISTS search_form;
DROP TABLE IF EXISTS unsearched;
DROP TABLE IF EXISTS searchable;
DROP TABLE IF EXISTS search_folded;
DROP TABLE IF EXISTS search_exact;

-- What the words were cut with; an index of another form is made anew.
CREATE TABLE search_form (form TEXT NOT NULL);

-- The articles that are indexed, under the row ids of both indexes, with what searches are narrowed by.
CREATE TABLE searchable (
    number      INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,
    locator     TEXT NOT NULL,
    id          TEXT NOT NULL,
    content     TEXT NOT NULL,                -- sha256 of the canonical XHTML that the words are from
    issued      TEXT NOT NULL,                -- "2025-02-21", as far as it is known
    topic       TEXT NOT NULL,                -- as its source writes it
    publication TEXT NOT NULL,                -- spelling of its publisher, else of its host
    UNIQUE (source, locator)
);

-- Neither index holds the texts: to take an article out, its words are cut out of its object once more.
-- The words are ours and parted by spaces; `ascii` takes every other letter for one of a word.
CREATE VIRTUAL TABLE search_folded USING fts5 (title, text, content = '', tokenize = 'ascii');
-- Which exact words an article has, each once: where they stand is only asked of their folded forms.
CREATE VIRTUAL TABLE search_exact USING fts5 (words, content = '', tokenize = 'ascii', detail = 'none');

-- Inputs whose article may differ from what is indexed.
CREATE TABLE unsearched (
    source  TEXT NOT NULL,
    locator TEXT NOT NULL,
    PRIMARY KEY (source, locator)
) WITHOUT ROWID;

CREATE TRIGGER search_added AFTER INSERT ON articles BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.source, new.locator);
END;
CREATE TRIGGER search_changed AFTER UPDATE OF id, content, metadata ON articles BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.source, new.locator);
END;
CREATE TRIGGER search_removed AFTER DELETE ON articles BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (old.source, old.locator);
END;
CREATE TRIGGER search_settled AFTER UPDATE OF outcome ON inputs WHEN old.outcome <> new.outcome BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.source, new.locator);
END;
CREATE TRIGGER search_withdrawn AFTER INSERT ON withdrawn BEGIN
    INSERT OR IGNORE INTO unsearched SELECT source, locator FROM articles WHERE id = new.id;
END;
CREATE TRIGGER search_restored AFTER DELETE ON withdrawn BEGIN
    INSERT OR IGNORE INTO unsearched SELECT source, locator FROM articles WHERE id = old.id;
END;

INSERT INTO unsearched SELECT source, locator FROM articles;
