-- The statements of the search index, each after a line "NAME: what it does".

-- search_form: what the words were cut with
SELECT form FROM search_form

-- search_formed: the index was made
INSERT INTO search_form VALUES (?)

-- unsearched: inputs whose article may have changed
SELECT source, locator FROM unsearched ORDER BY source, locator LIMIT ? OFFSET ?

-- searched: an input whose article is in step
DELETE FROM unsearched WHERE source = ? AND locator = ?

-- indexed: what is indexed of an input
SELECT number, content FROM searchable WHERE source = ? AND locator = ?

-- to_index: what should be
SELECT id, content, metadata FROM articles JOIN inputs USING (source, locator)
WHERE source = ? AND locator = ? AND outcome = 'article' AND articles.id NOT IN (SELECT id FROM withdrawn)

-- index: an article that is indexed
INSERT INTO searchable (source, locator, id, content, issued, topic, publication) VALUES (?, ?, ?, ?, ?, ?, ?)

-- narrowed_by: the same words, perhaps with another date or topic
UPDATE searchable SET id = ?, issued = ?, topic = ?, publication = ? WHERE number = ?

-- unindexed: an article that is not indexed any more
DELETE FROM searchable WHERE number = ?

-- insert_folded: an article's folded words
INSERT INTO search_folded (rowid, title, text) VALUES (?, ?, ?)

-- insert_exact: an article's exact words
INSERT INTO search_exact (rowid, words) VALUES (?, ?)

-- delete_folded: takes them out; the words have to be those that were put in
INSERT INTO search_folded (search_folded, rowid, title, text) VALUES ('delete', ?, ?, ?)

-- delete_exact: takes them out; the words have to be those that were put in
INSERT INTO search_exact (search_exact, rowid, words) VALUES ('delete', ?, ?)

-- check_folded: fails where the index of folded words contradicts itself
INSERT INTO search_folded (search_folded) VALUES ('integrity-check')

-- check_exact: fails where the index of exact words contradicts itself
INSERT INTO search_exact (search_exact) VALUES ('integrity-check')

-- search_counts: how many articles each table has, and how many there should be but for those not yet taken in
SELECT count(*) FROM searchable UNION ALL SELECT count(*) FROM search_folded_docsize
UNION ALL SELECT count(*) FROM search_exact_docsize
UNION ALL SELECT count(*) FROM articles JOIN inputs USING (source, locator)
WHERE outcome = 'article' AND (source, locator) NOT IN (SELECT source, locator FROM unsearched)
AND articles.id NOT IN (SELECT id FROM withdrawn)

-- searchable_article: an article by its number
SELECT source, locator, content FROM searchable WHERE number = ?

-- searchable_topics: all topics
SELECT DISTINCT topic FROM searchable ORDER BY topic

-- exact_title: articles that have the words exactly, and all in the title ("+" has SQLite read the other index once)
SELECT number FROM search_folded JOIN searchable ON number = search_folded.rowid
WHERE search_folded MATCH :title AND +number IN (SELECT rowid FROM search_exact WHERE search_exact MATCH :exact)
/* narrowed */ ORDER BY issued DESC, id LIMIT :limit

-- exact_words: articles that have the words exactly
SELECT number FROM search_exact JOIN searchable ON number = search_exact.rowid
WHERE search_exact MATCH :exact /* narrowed */ ORDER BY issued DESC, id LIMIT :limit

-- exact_phrase: articles that have the words exactly, and the phrases
SELECT number FROM search_folded JOIN searchable ON number = search_folded.rowid
WHERE search_folded MATCH :folded AND +number IN (SELECT rowid FROM search_exact WHERE search_exact MATCH :exact)
/* narrowed */ ORDER BY issued DESC, id LIMIT :limit

-- folded_title: articles that have the words in the title
SELECT number FROM search_folded JOIN searchable ON number = search_folded.rowid
WHERE search_folded MATCH :title /* narrowed */ ORDER BY issued DESC, id LIMIT :limit

-- folded: articles that have the words
SELECT number FROM search_folded JOIN searchable ON number = search_folded.rowid
WHERE search_folded MATCH :folded /* narrowed */ ORDER BY issued DESC, id LIMIT :limit

-- count: how many there are
SELECT count(*) FROM search_folded WHERE search_folded MATCH :folded

-- count_narrowed: how many of those narrowed to
SELECT count(*) FROM search_folded JOIN searchable ON number = search_folded.rowid
WHERE search_folded MATCH :folded /* narrowed */
