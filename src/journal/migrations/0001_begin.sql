-- Every state that a knowledge file ever had, by the BLAKE3 hash of its bytes, so that none is kept twice.
CREATE TABLE content (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT;

-- One change of the knowledge: who, when, where from. `number` is the order in which they happened.
CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    parent TEXT REFERENCES revision (id),
    at INTEGER NOT NULL, -- milliseconds since 1970
    who TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('disk', 'discord', 'cli', 'import')),
    summary TEXT NOT NULL
) STRICT;

-- What a revision did to each file; NULL is a file that is not there.
CREATE TABLE revised_file (
    revision INTEGER NOT NULL REFERENCES revision (number),
    file TEXT NOT NULL,
    before BLOB REFERENCES content (hash),
    after BLOB REFERENCES content (hash),
    PRIMARY KEY (file, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX revised_file_by_revision ON revised_file (revision);

-- What was asked lately, without who asked or where.
CREATE TABLE question (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL, -- milliseconds since 1970
    text TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('answer', 'clarify', 'abstain')),
    entry TEXT, -- the first candidate
    revision TEXT -- the revision that answered
) STRICT;

CREATE INDEX question_by_time ON question (at);

-- The key of the marks that stand in for people, made with the database.
CREATE TABLE secret (
    name TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
