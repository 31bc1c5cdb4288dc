-- The vault of a laptop. What repeats in every entry (actor, family, document, form) is a small
-- integer; its UUID stands once. The journal is the truth; what can be rebuilt from it says so.

CREATE TABLE enrolment (
    officer      BLOB NOT NULL PRIMARY KEY,
    officer_code TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    device       BLOB NOT NULL,
    device_key   BLOB NOT NULL,      -- Ed25519 seed; the officer's is in the key slot
    endpoint_url TEXT NOT NULL,
    certificate  TEXT NOT NULL,      -- PEM
    token        TEXT NOT NULL,
    endpoint_key BLOB NOT NULL,      -- signs receipts
    recovery     TEXT NOT NULL       -- age recipient of the office
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A device in one incarnation. Own ones carry their signed statement.
CREATE TABLE actor (
    id          INTEGER PRIMARY KEY,
    device      BLOB    NOT NULL,
    incarnation INTEGER NOT NULL,
    statement   BLOB,
    UNIQUE (device, incarnation)
) STRICT;

-- Every version of a form that was received or written under; never deleted.
CREATE TABLE form (
    id        INTEGER PRIMARY KEY,
    structure TEXT NOT NULL,         -- BLAKE3, hex
    rules     TEXT NOT NULL,         -- BLAKE3, hex
    files     TEXT,                  -- JSON object, file name to text; absent until received
    UNIQUE (structure, rules)
) STRICT;

CREATE TABLE round (
    id        INTEGER PRIMARY KEY,
    round     BLOB    NOT NULL UNIQUE,
    body      TEXT    NOT NULL,      -- JSON
    form      INTEGER NOT NULL REFERENCES form (id),
    installed INTEGER NOT NULL       -- counts up; the highest is the round in work
) STRICT;

CREATE TABLE area (
    round    INTEGER NOT NULL REFERENCES round (id),
    idsubsls TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    village  TEXT    NOT NULL,
    district TEXT    NOT NULL,
    PRIMARY KEY (round, idsubsls)
) STRICT, WITHOUT ROWID;

CREATE TABLE family (
    id        INTEGER PRIMARY KEY,
    family    BLOB    NOT NULL UNIQUE,
    round     INTEGER NOT NULL REFERENCES round (id),
    home      TEXT    NOT NULL,      -- never changes
    idsubsls  TEXT    NOT NULL,
    building  INTEGER NOT NULL,      -- 0: not known
    number    INTEGER NOT NULL,      -- 0: not known
    head      TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    found     INTEGER NOT NULL,
    own       INTEGER NOT NULL,      -- 1: an entry here says what is above, not the prelist
    told_head TEXT,                  -- the head as the interview says
    visits    INTEGER NOT NULL DEFAULT 0,
    document  INTEGER REFERENCES document (id),   -- the one worked on last
    queued    INTEGER                -- place in the queue while it has entries that no batch claims
) STRICT;
CREATE INDEX family_walk ON family (round, idsubsls, building, number);
CREATE UNIQUE INDEX family_queue ON family (queued) WHERE queued IS NOT NULL;

CREATE TABLE document (
    id       INTEGER PRIMARY KEY,
    document BLOB    NOT NULL UNIQUE,
    family   INTEGER NOT NULL REFERENCES family (id),
    source   TEXT    NOT NULL,
    status   TEXT    NOT NULL DEFAULT 'blank',
    percent  INTEGER NOT NULL DEFAULT 0,
    members  INTEGER,
    finished INTEGER NOT NULL DEFAULT 0,
    stand    TEXT                    -- path of the field the officer stood at
) STRICT;
CREATE INDEX document_family ON document (family);

-- The journal. A family's entries lie together: an answer dirties one page, a family opens from a
-- few. The digest is in the key so that two contents under one dot are both kept.
CREATE TABLE entry (
    family   INTEGER NOT NULL REFERENCES family (id),
    actor    INTEGER NOT NULL REFERENCES actor (id),
    seq      INTEGER NOT NULL,
    digest   BLOB    NOT NULL,       -- BLAKE3 of the entry
    document INTEGER REFERENCES document (id),
    instance BLOB,
    name     TEXT,
    change   TEXT    NOT NULL,       -- JSON
    over     TEXT,                   -- JSON: [[actor, seq], …], actor as in this file
    officer  BLOB    NOT NULL,
    mode     TEXT    NOT NULL,
    form     INTEGER REFERENCES form (id),
    wall     INTEGER NOT NULL,       -- milliseconds
    mono     INTEGER NOT NULL,
    endpoint INTEGER,
    PRIMARY KEY (family, actor, seq, digest)
) STRICT, WITHOUT ROWID;

-- A cache: what the entries of a document amount to. Current while their number is the same.
CREATE TABLE snapshot (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    entries  INTEGER NOT NULL,
    body     TEXT    NOT NULL        -- JSON
) STRICT;

-- A cache: what a family is found by; rowid is family.id. Numbers are only found whole.
CREATE VIRTUAL TABLE search USING fts5 (birth, head, names, tokenize = 'trigram');
CREATE TABLE identity_number (
    number TEXT    NOT NULL,
    family INTEGER NOT NULL REFERENCES family (id),
    PRIMARY KEY (number, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_number_family ON identity_number (family);

CREATE TABLE batch (
    id    INTEGER PRIMARY KEY,       -- in the order of claiming
    batch BLOB    NOT NULL UNIQUE,
    actor INTEGER NOT NULL REFERENCES actor (id),   -- who sends
    bytes BLOB,                      -- absent when every segment has its verdict
    hash  BLOB    NOT NULL,
    sig   BLOB    NOT NULL
) STRICT;
CREATE INDEX batch_unconfirmed ON batch (id) WHERE bytes IS NOT NULL;

CREATE TABLE receipt (
    id           INTEGER PRIMARY KEY,
    actor        INTEGER NOT NULL REFERENCES actor (id),
    number       INTEGER NOT NULL,
    batch        INTEGER NOT NULL REFERENCES batch (id),
    at           INTEGER NOT NULL,   -- the endpoint's clock, milliseconds
    epoch        BLOB    NOT NULL,
    safe_through INTEGER NOT NULL,
    raw          BLOB    NOT NULL,   -- as signed
    UNIQUE (actor, number)
) STRICT;

-- What a batch claims: the entries of a family by one actor, from first to last.
CREATE TABLE segment (
    id      INTEGER PRIMARY KEY,
    batch   INTEGER NOT NULL REFERENCES batch (id),
    hash    BLOB    NOT NULL,
    family  INTEGER NOT NULL REFERENCES family (id),
    actor   INTEGER NOT NULL REFERENCES actor (id),
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    verdict TEXT CHECK (verdict IN ('stored', 'already', 'held', 'unreadable')),
    code    TEXT,
    receipt INTEGER REFERENCES receipt (id),
    UNIQUE (batch, hash),
    CHECK ((verdict IS NULL) = (receipt IS NULL))
) STRICT;
CREATE INDEX segment_family ON segment (family, actor, last);
