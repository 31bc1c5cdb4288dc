-- Hubs: programs on office networks that keep batches and carry them on.
CREATE TABLE hub (
    code     BLOB    NOT NULL PRIMARY KEY, -- BLAKE3 of the one-time code
    name     TEXT    NOT NULL,
    hosts    TEXT    NOT NULL,             -- names its certificate may bear, one a line
    until    INTEGER NOT NULL,
    key      BLOB,                         -- Ed25519, once enrolled
    token    BLOB    UNIQUE,               -- BLAKE3 of its bearer token
    enrolled INTEGER
) STRICT, WITHOUT ROWID;
