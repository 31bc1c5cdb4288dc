-- What a hub keeps. It opens no batch: these are bytes with an id, a hash and a signature.

CREATE TABLE device (
    device BLOB NOT NULL PRIMARY KEY,
    token  BLOB NOT NULL UNIQUE, -- BLAKE3 of the bearer token
    key    BLOB NOT NULL         -- Ed25519, signs its batches
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    id          INTEGER PRIMARY KEY, -- in order of arrival
    batch       BLOB    NOT NULL,
    device      BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    sig         BLOB    NOT NULL,
    kept        INTEGER NOT NULL,    -- when, the hub's clock
    bytes       BLOB,                -- until the endpoint has answered
    receipt     BLOB,                -- exact bytes
    incarnation INTEGER,             -- of the receipt
    number      INTEGER,
    refused     TEXT,                -- code, when the endpoint will never take it
    UNIQUE (device, batch)
) STRICT;
CREATE INDEX batch_waiting ON batch (id) WHERE bytes IS NOT NULL;
CREATE INDEX batch_receipt ON batch (device, incarnation, number) WHERE receipt IS NOT NULL;
