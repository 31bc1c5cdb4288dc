-- Sending that may be refused, repeated and asked for again; entries of others; files; removals.

-- What keying cost, when the endpoint was heard, and where the entry is from. NULL: nothing.
ALTER TABLE entry ADD COLUMN keys INTEGER;
ALTER TABLE entry ADD COLUMN active INTEGER;      -- milliseconds
ALTER TABLE entry ADD COLUMN heard INTEGER;       -- milliseconds since boot
ALTER TABLE entry ADD COLUMN trip INTEGER;        -- milliseconds
ALTER TABLE entry ADD COLUMN came INTEGER;        -- 1: came down; not ours to send
-- A cache, on a page that is written anyway: what document.percent and .stand would say.
ALTER TABLE entry ADD COLUMN percent INTEGER;
ALTER TABLE entry ADD COLUMN stand TEXT;          -- '/name': in the entry's own instance

ALTER TABLE family ADD COLUMN refused TEXT;       -- no batch can be made of it; why
ALTER TABLE family ADD COLUMN wiped INTEGER NOT NULL DEFAULT 0;

ALTER TABLE document ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;   -- entries came that its summary does not know
ALTER TABLE document ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;  -- percent and stand are those of its newest entry

ALTER TABLE batch ADD COLUMN refused TEXT;        -- refused whole; why
ALTER TABLE batch ADD COLUMN hub BLOB;            -- a hub's signed note that it keeps the batch

-- A cache that knows nothing of what this version reads from the journal.
DELETE FROM snapshot;

-- Lives of the endpoint's data, in the order they were heard of.
CREATE TABLE epoch (
    id    INTEGER PRIMARY KEY,
    epoch BLOB    NOT NULL UNIQUE,
    heard INTEGER NOT NULL           -- counts up; the highest is the life now
) STRICT;
INSERT INTO epoch (epoch, heard) SELECT epoch, min(id) FROM receipt GROUP BY epoch ORDER BY min(id);

-- A life that ended: its receipts of an actor above this number prove nothing any more.
CREATE TABLE ended (
    epoch INTEGER NOT NULL REFERENCES epoch (id),
    actor INTEGER NOT NULL REFERENCES actor (id),
    safe  INTEGER NOT NULL,
    PRIMARY KEY (epoch, actor)
) STRICT, WITHOUT ROWID;

-- An endpoint restored from a backup numbers on from there: numbers are of an epoch.
CREATE TABLE receipt_2 (
    id           INTEGER PRIMARY KEY,
    actor        INTEGER NOT NULL REFERENCES actor (id),
    epoch        INTEGER NOT NULL REFERENCES epoch (id),
    number       INTEGER NOT NULL,
    batch        INTEGER NOT NULL REFERENCES batch (id),
    at           INTEGER NOT NULL,   -- the endpoint's clock, milliseconds
    safe_through INTEGER NOT NULL,
    raw          BLOB    NOT NULL,   -- as signed
    UNIQUE (actor, epoch, number)
) STRICT;
INSERT INTO receipt_2 (id, actor, epoch, number, batch, at, safe_through, raw)
SELECT r.id, r.actor, e.id, r.number, r.batch, r.at, r.safe_through, r.raw
FROM receipt r JOIN epoch e ON e.epoch = r.epoch;

-- An entry is receipted when a segment that is not void has it and a verdict, claimed when one has
-- it without, and waits otherwise.
CREATE TABLE segment_2 (
    id       INTEGER PRIMARY KEY,
    batch    INTEGER NOT NULL REFERENCES batch (id),
    hash     BLOB    NOT NULL,
    family   INTEGER NOT NULL REFERENCES family (id),
    actor    INTEGER NOT NULL REFERENCES actor (id),
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    idsubsls TEXT    NOT NULL,       -- as the segment says
    void     INTEGER NOT NULL DEFAULT 0,   -- 1: its claim is given back; hash and verdict stay
    wiped    INTEGER NOT NULL DEFAULT 0,   -- 1: its entries are no longer here
    verdict  TEXT CHECK (verdict IN ('stored', 'already', 'held', 'unreadable')),
    code     TEXT,
    receipt  INTEGER REFERENCES receipt_2 (id),
    UNIQUE (batch, hash),
    CHECK ((verdict IS NULL) = (receipt IS NULL))
) STRICT;
INSERT INTO segment_2 (id, batch, hash, family, actor, first, last, count, idsubsls, verdict, code, receipt)
SELECT s.id, s.batch, s.hash, s.family, s.actor, s.first, s.last, s.count, f.idsubsls, s.verdict, s.code,
    s.receipt
FROM segment s JOIN family f ON f.id = s.family;

DROP TABLE segment;
DROP TABLE receipt;
ALTER TABLE receipt_2 RENAME TO receipt;
ALTER TABLE segment_2 RENAME TO segment;
CREATE INDEX segment_family ON segment (family, actor, first);
CREATE INDEX segment_hash ON segment (hash);
CREATE INDEX segment_receipt ON segment (receipt);

CREATE TABLE chunk_receipt (
    id    INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL REFERENCES epoch (id),
    at    INTEGER NOT NULL,          -- the endpoint's clock, milliseconds
    hash  BLOB    NOT NULL UNIQUE,   -- BLAKE3 of raw: taking one twice is harmless
    raw   BLOB    NOT NULL           -- as signed
) STRICT;

-- Sealed pieces of photos and scans; they lie beside the vault under their name.
CREATE TABLE chunk (
    name    TEXT    NOT NULL PRIMARY KEY,
    family  INTEGER NOT NULL REFERENCES family (id),
    file    BLOB    NOT NULL,        -- id of the file
    place   INTEGER NOT NULL,        -- in the file, from 0
    hash    BLOB    NOT NULL,        -- BLAKE3 of the sealed bytes
    bytes   INTEGER NOT NULL,
    came    INTEGER NOT NULL,        -- 1: listed by an entry that came down; not ours to send
    receipt INTEGER REFERENCES chunk_receipt (id)
) STRICT;
CREATE INDEX chunk_family ON chunk (family);
CREATE INDEX chunk_hash ON chunk (hash);
CREATE INDEX document_behind ON document (id) WHERE behind;
CREATE INDEX document_stale ON document (id) WHERE stale;
