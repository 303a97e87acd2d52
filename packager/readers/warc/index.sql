-- What a WARC file holds: its records that have content, and what is damaged. `place` is their order in the file.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,
    position TEXT NOT NULL,    -- as window.Position writes it
    length INTEGER NOT NULL,   -- bytes of the block as it is; -1: no record
    type TEXT NOT NULL,        -- WARC-Type; "damage": bytes that belong to no record; "request": declared is its purpose
    address TEXT NOT NULL,     -- WARC-Target-URI
    key TEXT NOT NULL,         -- addresses.key of it
    captured TEXT NOT NULL,    -- ISO 8601
    time INTEGER NOT NULL,     -- the same in seconds, 0: not known
    record TEXT NOT NULL,      -- WARC-Record-ID
    status INTEGER NOT NULL,   -- of the response, 0: states none, 200: a record without HTTP
    declared TEXT NOT NULL,    -- the media type
    holds TEXT NOT NULL,       -- contents.Holds
    digest TEXT NOT NULL,      -- WARC-Payload-Digest
    location TEXT NOT NULL,    -- where a redirect leads
    refers_to TEXT NOT NULL,   -- WARC-Refers-To
    refers_key TEXT NOT NULL,  -- addresses.key of WARC-Refers-To-Target-URI
    refers_time INTEGER NOT NULL,
    trouble TEXT NOT NULL
);
