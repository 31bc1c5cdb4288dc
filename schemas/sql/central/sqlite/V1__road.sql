-- The endpoint's registry on SQLite. PostgreSQL gets the same tables with BYTEA, UUID and BIGINT;
-- the queries are shared. Rules that keep Citus open (deps.md, "The endpoint at scale"):
-- every registry table starts its key with `wil`, the district of the assignment, set here and
-- never changed; no UNIQUE on NIK or KK; no trigger; times are bound values, milliseconds UTC.
-- Ids are UUIDs of 16 bytes, hashes 32 bytes.

-- Reference tables: small, the same on every node.

CREATE TABLE life (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch  BLOB    NOT NULL,
    since  INTEGER NOT NULL
) STRICT;

CREATE TABLE round (
    round  BLOB    NOT NULL PRIMARY KEY,
    name   TEXT    NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('real', 'practice')),
    form   TEXT    NOT NULL,
    opened INTEGER NOT NULL
) STRICT;

-- Every version of a round's form, for ever; the highest is the one handed out.
CREATE TABLE form (
    round     BLOB    NOT NULL,
    version   INTEGER NOT NULL,
    structure TEXT    NOT NULL,
    rules     TEXT    NOT NULL,
    files     BLOB    NOT NULL, -- zstd of a JSON object: name, text
    added     INTEGER NOT NULL,
    PRIMARY KEY (round, version),
    UNIQUE (round, structure, rules)
) STRICT;

CREATE TABLE officer (
    officer BLOB NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL
) STRICT;

-- Which areas (prefixes of idsubsls) an officer serves. Ended, never deleted: work done under an
-- assignment is accepted whenever it arrives.
CREATE TABLE assignment (
    officer BLOB    NOT NULL,
    round   BLOB    NOT NULL,
    area    TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    ended   INTEGER,
    PRIMARY KEY (officer, round, area)
) STRICT;

-- One-time enrolment codes, by the hash of the code.
CREATE TABLE ticket (
    code        BLOB    NOT NULL PRIMARY KEY,
    officer     BLOB    NOT NULL,
    until       INTEGER NOT NULL,
    device      BLOB
) STRICT;

-- An enrolment: one laptop with one officer. `wil` is where its batches and receipts are kept.
CREATE TABLE device (
    device      BLOB    NOT NULL PRIMARY KEY,
    wil         TEXT    NOT NULL,
    officer     BLOB    NOT NULL,
    token       BLOB    NOT NULL, -- BLAKE3 of the bearer token
    device_key  BLOB    NOT NULL,
    officer_key BLOB    NOT NULL,
    enrolled    INTEGER NOT NULL
) STRICT;
CREATE INDEX device_token ON device (token);

-- Registry tables: `wil` first.

CREATE TABLE area (
    wil      TEXT NOT NULL,
    round    BLOB NOT NULL,
    idsubsls TEXT NOT NULL,
    name     TEXT NOT NULL,
    village  TEXT NOT NULL,
    district TEXT NOT NULL,
    PRIMARY KEY (wil, round, idsubsls)
) STRICT;

CREATE TABLE family (
    wil      TEXT    NOT NULL,
    family   BLOB    NOT NULL,
    round    BLOB    NOT NULL,
    idsubsls TEXT    NOT NULL,
    building INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    head     TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    found    INTEGER NOT NULL, -- 1: born in the field, 0: of the prelist
    received INTEGER NOT NULL, -- stored segments
    status   TEXT,             -- of the document that stands for it; NULL: no document yet
    finished INTEGER NOT NULL,
    visits   INTEGER NOT NULL, -- visits without an answer
    revision INTEGER NOT NULL, -- rises with every batch; a writer that saw an older one starts again
    PRIMARY KEY (wil, family)
) STRICT;
CREATE INDEX family_place ON family (wil, round, idsubsls);

CREATE TABLE document (
    wil       TEXT    NOT NULL,
    family    BLOB    NOT NULL,
    document  BLOB    NOT NULL,
    source    TEXT,
    status    TEXT    NOT NULL,
    finished  TEXT,             -- the role that finished it
    answered  INTEGER NOT NULL,
    errors    INTEGER NOT NULL,
    warnings  INTEGER NOT NULL,
    undecided INTEGER NOT NULL, -- paths whose heads differ
    structure TEXT    NOT NULL, -- of the form it was checked with
    rules     TEXT    NOT NULL,
    findings  TEXT    NOT NULL, -- JSON: rule, severity, path, confirmed; no answers
    state     BLOB    NOT NULL, -- zstd of JSON: instances and slots
    PRIMARY KEY (wil, family, document)
) STRICT;

CREATE TABLE member (
    wil      TEXT    NOT NULL,
    family   BLOB    NOT NULL,
    document BLOB    NOT NULL,
    person   BLOB    NOT NULL,
    repeat   TEXT    NOT NULL,
    position INTEGER NOT NULL, -- from 1
    PRIMARY KEY (wil, family, document, person)
) STRICT;

-- Keyed hashes of NIK and KK numbers (a key for each round). Duplicates are findings, not errors.
CREATE TABLE number_index (
    wil      TEXT NOT NULL,
    family   BLOB NOT NULL,
    document BLOB NOT NULL,
    path     TEXT NOT NULL,
    kind     TEXT NOT NULL, -- nik, kk
    hash     BLOB NOT NULL,
    PRIMARY KEY (wil, family, document, path)
) STRICT;
CREATE INDEX number_index_hash ON number_index (wil, hash);

-- The signed segments, one row for each family of a batch.
CREATE TABLE segment (
    wil         TEXT    NOT NULL,
    family      BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    batch       BLOB    NOT NULL,
    device      BLOB    NOT NULL, -- actor
    incarnation INTEGER NOT NULL,
    officer     BLOB    NOT NULL,
    round       BLOB    NOT NULL,
    idsubsls    TEXT    NOT NULL, -- as the laptop claims
    first       INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    held        TEXT,             -- code, when kept aside for a supervisor
    received    INTEGER NOT NULL,
    body        BLOB    NOT NULL, -- zstd of the signed line
    PRIMARY KEY (wil, family, hash)
) STRICT;
CREATE INDEX segment_held ON segment (wil, held) WHERE held IS NOT NULL;

-- Kept with the device (its `wil`, not the families').
CREATE TABLE batch (
    wil         TEXT    NOT NULL,
    device      BLOB    NOT NULL,
    batch       BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    incarnation INTEGER NOT NULL,
    number      INTEGER NOT NULL, -- of the receipt, per actor from 1 without gaps
    received    INTEGER NOT NULL,
    stored      INTEGER NOT NULL, -- segments by verdict
    already     INTEGER NOT NULL,
    held        INTEGER NOT NULL,
    unreadable  INTEGER NOT NULL,
    receipt     BLOB    NOT NULL, -- the exact bytes answered
    PRIMARY KEY (wil, device, batch),
    UNIQUE (wil, device, incarnation, number)
) STRICT;

CREATE TABLE incarnation (
    wil         TEXT    NOT NULL,
    device      BLOB    NOT NULL,
    incarnation INTEGER NOT NULL,
    statement   BLOB    NOT NULL, -- signed by the device
    received    INTEGER NOT NULL,
    PRIMARY KEY (wil, device, incarnation)
) STRICT;

-- Kept in the transaction that changes the families.
CREATE TABLE area_total (
    wil      TEXT    NOT NULL,
    round    BLOB    NOT NULL,
    idsubsls TEXT    NOT NULL,
    prelist  INTEGER NOT NULL,
    found    INTEGER NOT NULL,
    received INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    blank    INTEGER NOT NULL,
    error    INTEGER NOT NULL,
    warning  INTEGER NOT NULL,
    clean    INTEGER NOT NULL,
    PRIMARY KEY (wil, round, idsubsls)
) STRICT;
