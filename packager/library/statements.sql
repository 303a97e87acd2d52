-- The statements of the catalogue, each after a line "NAME: what it does".

-- touch: the copies of the article that an input was until now have to be settled anew
INSERT OR IGNORE INTO unsettled SELECT id FROM articles WHERE source = ? AND locator = ?

-- touch_article: the copies of an article have to be settled anew
INSERT OR IGNORE INTO unsettled VALUES (?)

-- record: an input's outcome in place of what was known; its old article goes with the old row
REPLACE INTO inputs (source, locator, digest, outcome, article, reason, findings, dependencies, normaliser)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- add: an input's article
INSERT INTO articles (source, locator, id, capture, content, metadata, words, summary, pictures, missing)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

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

-- inside_locators: their locators, and those of the files of several in it
SELECT locator FROM inputs WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'
UNION SELECT locator FROM containers WHERE source = ?1 AND locator > ?2 || '/' AND locator < ?2 || '0'

-- recorded: one row of the ledger
SELECT source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser
FROM inputs WHERE source = ? AND locator = ?

-- records: the ledger
SELECT source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser
FROM inputs ORDER BY source, locator

-- entries: the articles to bind
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles JOIN inputs USING (source, locator)
WHERE outcome = 'article' AND id NOT IN (SELECT id FROM withdrawn) ORDER BY id

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

-- copied: what is on record of an input, with its article
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE source = ? AND locator = ?

-- entry: the article of an input
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles WHERE source = ? AND locator = ?

-- versions: all copies of an article, the bound one first ('article' sorts before 'duplicate')
SELECT id, metadata, content, capture, locator, words, summary, pictures, source
FROM articles JOIN inputs USING (source, locator) WHERE id = ? ORDER BY outcome, source, locator

-- pending: whether anything is left to settle
SELECT EXISTS (SELECT * FROM unsettled)

-- settle_single: a copy that is the only one left of its article is the article
UPDATE inputs SET outcome = 'article', reason = '', settled = '[]'
WHERE outcome = 'duplicate' AND (source, locator) IN (
    SELECT source, locator FROM articles JOIN unsettled USING (id) GROUP BY id HAVING count(*) = 1
)

-- contested: the copies among which one has to be chosen, those of one article together
SELECT id, source, locator, content, capture, missing, metadata
FROM articles
WHERE id IN (SELECT id FROM articles JOIN unsettled USING (id) GROUP BY id HAVING count(*) > 1)
ORDER BY id, source, locator

-- decide: what a copy is among the others
UPDATE inputs SET outcome = ?, reason = ?, settled = ? WHERE source = ? AND locator = ?

-- settled: nothing is left to settle
DELETE FROM unsettled

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

-- clear_unsettled: nothing is to be settled
DELETE FROM unsettled
