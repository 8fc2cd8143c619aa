-- What a moderator is about to do, until it is published or thrown away.
CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL, -- milliseconds since 1970
    body TEXT NOT NULL   -- JSON
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_by_time ON draft (at);
