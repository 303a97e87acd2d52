-- The statements of the catalogue, each after a line "NAME: what it does".

-- touch: the copies of the article that an input was until now have to be settled anew
INSERT OR IGNORE INTO unsettled SELECT id FROM articles WHERE source = ? AND locator = ?

-- touch_text: and so have the articles that say what it said
INSERT OR IGNORE INTO unsettled_texts
SELECT text FROM articles WHERE source = ? AND locator = ? AND text IS NOT NULL

-- touch_article: the copies of an article have to be settled anew
INSERT OR IGNORE INTO unsettled VALUES (?)

-- touch_all: every article that may be another's duplicate has to be settled anew
INSERT OR IGNORE INTO unsettled_texts
SELECT text FROM near
UNION SELECT text FROM articles WHERE text IS NOT NULL AND chosen GROUP BY text HAVING count(*) > 1
UNION SELECT text FROM articles WHERE bound IS NOT NULL

-- touch_texts: and those that say what the copies of one say
INSERT OR IGNORE INTO unsettled_texts SELECT text FROM articles WHERE id = ? AND text IS NOT NULL

-- say: what a copy says, unless its text is not kept
UPDATE articles SET text = ?
WHERE source = ? AND locator = ? AND articles.id NOT IN (SELECT id FROM withdrawn WHERE erased)

-- add_text: what an article says
INSERT OR IGNORE INTO texts (text, sketch) VALUES (?, ?)

-- silence: what the copies of an article say is not kept
UPDATE articles SET text = NULL WHERE id = ? AND text IS NOT NULL

-- silent: the copies of which it is not known what they say, though their objects are kept
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE text IS NULL AND articles.id NOT IN (SELECT id FROM withdrawn WHERE erased)

-- record: an input's outcome in place of what was known; its old article goes with the old row
REPLACE INTO inputs (source, locator, digest, outcome, article, reason, findings, dependencies, normaliser)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- add: an input's article
INSERT INTO articles (
    source, locator, id, issued, precision, topic, publisher, host, language, state,
    capture, content, metadata, words, summary, pictures, missing
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- forget: an input and its article
DELETE FROM inputs WHERE source = ? AND locator = ?

-- close: a file of several that was read to its end
REPLACE INTO containers (source, locator, digest, beside, findings) VALUES (?, ?, ?, ?, ?)

-- container: one file of several
SELECT source, locator, digest, beside, findings FROM containers WHERE source = ? AND locator = ?

-- containers: all of them
SELECT source, locator, digest, beside, findings FROM containers ORDER BY source, locator

-- forget_container: one that is none any more
DELETE FROM containers WHERE source = ? AND locator = ?

-- inside: what a file of several holds ("0" comes after "/")
SELECT source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser
FROM inputs WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'

-- held: their locators and findings, and of those that are articles the version, and how many pictures it lacks
SELECT locator, findings, id, capture, missing FROM inputs LEFT JOIN articles USING (source, locator)
WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'

-- containers_inside: the files of several in it
SELECT locator FROM containers WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'

-- article_findings: what was found in an input that is an article, and how many words that has
SELECT findings, words FROM inputs JOIN articles USING (source, locator) WHERE source = ? AND locator = ?

-- leave: an article that is not where it was read from, or cannot be read there now
UPDATE inputs SET digest = '', findings = ? WHERE source = ? AND locator = ?

-- standing: what tells of each input of a source whether it has to be read again
SELECT locator, digest, coalesce(article, ''), normaliser, dependencies, findings
FROM inputs WHERE source = ? ORDER BY locator

-- standing_of: of one input
SELECT locator, digest, coalesce(article, ''), normaliser, dependencies, findings
FROM inputs WHERE source = ? AND locator = ?

-- standing_inside: of each that a file of several holds
SELECT locator, digest, coalesce(article, ''), normaliser, dependencies, findings
FROM inputs WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'

-- recorded: one row of the ledger
SELECT source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser
FROM inputs WHERE source = ? AND locator = ?

-- told: the ledger as the report tells it, with the withdrawals of articles
SELECT source, locator, outcome, coalesce(article, ''), reason, findings, settled, withdrawn.why, withdrawn.date
FROM inputs LEFT JOIN withdrawn ON withdrawn.id = article ORDER BY source, locator

-- holder: the input that an article is bound from, else one of those that its copies came from
SELECT source, locator FROM articles WHERE id = ? ORDER BY chosen AND bound IS NULL DESC, source DESC, locator DESC LIMIT 1

-- records: the ledger
SELECT source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser
FROM inputs ORDER BY source, locator

-- entries: the articles to bind
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE chosen AND bound IS NULL AND id NOT IN (SELECT id FROM withdrawn) ORDER BY id

-- entries_named: some of them
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE id IN (SELECT value FROM json_each(?))
AND chosen AND bound IS NULL AND id NOT IN (SELECT id FROM withdrawn) ORDER BY id

-- cards: the articles to bind, as planning sees them
SELECT id, issued, precision, topic, publisher, host, language, state
FROM articles WHERE chosen AND bound IS NULL AND id NOT IN (SELECT id FROM withdrawn)

-- copies: all copies of all articles whose objects are kept
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE id NOT IN (SELECT id FROM withdrawn WHERE erased) ORDER BY id, source, locator

-- objects: what articles need
SELECT content FROM articles WHERE articles.id NOT IN (SELECT id FROM withdrawn WHERE erased)
UNION SELECT json_extract(value, '$[1]') FROM articles, json_each(pictures)
WHERE coalesce(json_extract(value, '$[1]'), '') <> '' AND articles.id NOT IN (SELECT id FROM withdrawn WHERE erased)

-- erased: what articles needed whose objects are not kept, and no other needs
SELECT content FROM articles WHERE articles.id IN (SELECT id FROM withdrawn WHERE erased)
UNION SELECT json_extract(value, '$[1]') FROM articles, json_each(pictures)
WHERE coalesce(json_extract(value, '$[1]'), '') <> '' AND articles.id IN (SELECT id FROM withdrawn WHERE erased)

-- withdraw: a tombstone
REPLACE INTO withdrawn (id, title, why, date, erased) VALUES (?, ?, ?, ?, ?)

-- restore: no tombstone any more
DELETE FROM withdrawn WHERE id = ?

-- withdrawals: all tombstones
SELECT id, title, why, date, erased FROM withdrawn ORDER BY id

-- doubt: an input that has to be read again, whatever is on record of it
UPDATE inputs SET digest = '' WHERE source = ? AND locator = ?

-- doubt_container: a file of several that has to be read again
UPDATE containers SET digest = '' WHERE source = ?1 AND substr(?2, 1, length(locator) + 1) = locator || '/'

-- publishings: publications with what a new row of theirs needs
SELECT path, media_type, topic, period, articles, images, missing_images, sha256, bytes, bound_by, findings,
       fingerprint, format
FROM publications ORDER BY path

-- copied: the article of an input
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE source = ? AND locator = ?

-- also: the articles that another is bound in place of
SELECT bound, metadata FROM articles WHERE chosen AND bound IS NOT NULL ORDER BY bound, source, locator

-- also_named: those of some
SELECT bound, metadata FROM articles
WHERE bound IN (SELECT value FROM json_each(?)) AND chosen ORDER BY bound, source, locator

-- versions: all copies of an article, the one that stands for it first
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles JOIN inputs USING (source, locator) WHERE id = ? ORDER BY chosen DESC, source, locator

-- duplicates: every input that is a duplicate, with the one that is bound in its place
SELECT
    copy.source, copy.locator, copy.id, copy.metadata, copy.likeness, inputs.settled,
    other.source, other.locator, other.id, other.metadata
FROM inputs
JOIN articles AS copy USING (source, locator)
JOIN articles AS other ON other.id = coalesce(copy.bound, copy.id) AND other.chosen
WHERE inputs.outcome = 'duplicate' AND copy.id NOT IN (SELECT id FROM withdrawn)
ORDER BY other.id, copy.chosen DESC, copy.source, copy.locator

-- pending: whether anything is left to settle
SELECT EXISTS (SELECT * FROM unsettled) OR EXISTS (SELECT * FROM unsettled_texts)

-- settle_single: a copy that is the only one left of its article stands for it
UPDATE articles SET chosen = 1, bound = NULL, likeness = NULL
WHERE (NOT chosen OR bound IS NOT NULL)
AND id IN (SELECT id FROM unsettled CROSS JOIN articles USING (id) GROUP BY id HAVING count(*) = 1)

-- settle_input: and is the article
UPDATE inputs SET outcome = 'article', reason = '', settled = '[]'
WHERE outcome = 'duplicate' AND (source, locator) IN (
    SELECT source, locator FROM unsettled CROSS JOIN articles USING (id) GROUP BY id HAVING count(*) = 1
)

-- contested: the copies among which one has to be chosen, those of one article together
SELECT id, source, locator, content, capture, missing, metadata
FROM articles
WHERE id IN (SELECT id FROM unsettled CROSS JOIN articles USING (id) GROUP BY id HAVING count(*) > 1)
ORDER BY id, source, locator

-- choose: whether a copy stands for its article, or that another article is bound in its place
UPDATE articles SET chosen = ?, bound = ?, likeness = ? WHERE source = ? AND locator = ?

-- decide: what a copy is among the others
UPDATE inputs SET outcome = ?, reason = ?, settled = ? WHERE source = ? AND locator = ?

-- settle_texts: the texts of the articles that were settled have to be settled anew
INSERT OR IGNORE INTO unsettled_texts SELECT text FROM unsettled CROSS JOIN articles USING (id) WHERE text IS NOT NULL

-- settled: every article's copies are settled
DELETE FROM unsettled

-- unsettled_texts: some texts whose articles have to be settled anew
SELECT text FROM unsettled_texts ORDER BY text LIMIT ?

-- settled_texts: the articles of some texts are settled
DELETE FROM unsettled_texts WHERE text IN (SELECT value FROM json_each(?))

-- tellers: the articles that say a text
SELECT source, locator, id, text, words, missing, pictures, metadata, bound
FROM articles WHERE text = ? AND chosen AND articles.id NOT IN (SELECT id FROM withdrawn)

-- states: of some texts the sketch, whether it is compared, how many articles say it, and one more for each not bound
SELECT text, sketch, compared, (
    SELECT count(*) + count(bound) FROM articles
    WHERE articles.text = texts.text AND chosen AND articles.id NOT IN (SELECT id FROM withdrawn)
)
FROM json_each(?) CROSS JOIN texts ON text = value

-- sketches: those of some texts
SELECT text, sketch FROM json_each(?) CROSS JOIN texts ON text = value

-- sweep_texts: those of some texts that no article has any more
DELETE FROM texts WHERE text IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT * FROM articles WHERE articles.text = texts.text)

-- compare: whether a text is compared
UPDATE texts SET compared = ? WHERE text = ?

-- add_run: a run of a text
INSERT OR IGNORE INTO runs VALUES (?, ?)

-- forget_run: a run of a text that is not compared any more
DELETE FROM runs WHERE run = ? AND text = ?

-- count_runs: how many texts have each of some runs, counted as far as is asked for
SELECT value, (SELECT count(*) FROM (SELECT * FROM runs WHERE run = value LIMIT ?2)) FROM json_each(?1)

-- texts_of_runs: the texts that have some runs
SELECT run, text FROM json_each(?) CROSS JOIN runs ON run = value

-- near_of_runs: those of them that others are near
SELECT text FROM json_each(?) CROSS JOIN runs ON run = value WHERE text IN (SELECT text FROM near)

-- near: the texts that are near some
SELECT text, other, likeness FROM json_each(?) CROSS JOIN near ON text = value

-- join: two texts that are nearly the same
INSERT INTO near VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- part: two texts that are not any more
DELETE FROM near WHERE text = ? AND other = ?

-- pins: what a person decided
SELECT pins FROM pins

-- unpin: forget it
DELETE FROM pins

-- pin: what a person decides
INSERT INTO pins VALUES (?)

-- publish: a sealed volume in place of what stood at its path
REPLACE INTO publications (
    path, media_type, topic, period, articles, images, missing_images, sha256, bytes, bound_by, findings, fingerprint, format
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- published: the publication at a path
SELECT path, media_type, topic, period, articles, images, missing_images, sha256, bytes, bound_by, findings, fingerprint
FROM publications WHERE path = ?

-- publications: all of them
SELECT path, media_type, topic, period, articles, images, missing_images, sha256, bytes, bound_by, findings
FROM publications ORDER BY path

-- unpublish: a publication whose file is taken away
DELETE FROM publications WHERE path = ?

-- clear_inputs: the ledger and its articles
DELETE FROM inputs

-- clear_containers: all files of several
DELETE FROM containers

-- clear_publications: all of them
DELETE FROM publications

-- clear_withdrawn: all tombstones
DELETE FROM withdrawn

-- clear_texts: what articles say
DELETE FROM texts

-- clear_runs: where it is looked up
DELETE FROM runs

-- clear_near: which texts are nearly the same
DELETE FROM near

-- clear_unsettled: nothing is to be settled
DELETE FROM unsettled

-- clear_unsettled_texts: nor any text
DELETE FROM unsettled_texts
