-- What people think of an answer, as it stood: one vote each, by a mark in place of the person.
CREATE TABLE vote (
    entry TEXT NOT NULL,
    revision TEXT NOT NULL, -- what the entry said then
    voter BLOB NOT NULL CHECK (length(voter) = 16),
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    at INTEGER NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (voter, entry, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX vote_by_time ON vote (at);
