-- What laptops are told, what a supervisor says, what is in a verified backup, and files.

-- By the endpoint's clock. What a revoked laptop sends is held.
ALTER TABLE device ADD COLUMN revoked INTEGER;

-- Number of the last entry. Of rows before this column only the lowest it can be is known.
ALTER TABLE segment ADD COLUMN last INTEGER;
UPDATE segment SET last = first + count - 1;
-- A device's tally is read from this index alone.
CREATE INDEX segment_device ON segment (device, idsubsls, incarnation, last, count, hash);

-- Other ids of a family. Of families joined by them one is counted.
CREATE TABLE alias (
    wil    TEXT NOT NULL,
    family BLOB NOT NULL,
    other  BLOB NOT NULL,
    PRIMARY KEY (wil, family, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_other ON alias (wil, other);
ALTER TABLE family ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;

-- In the order of commit within a district: a segment that entered the state, a family that the
-- office's list gave or corrected, or an area with a new name.
CREATE TABLE change (
    wil      TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    family   BLOB,
    segment  BLOB,
    idsubsls TEXT,
    PRIMARY KEY (wil, seq)
) STRICT, WITHOUT ROWID;

-- The endpoint as one who writes entries: a device for each life of the data, named by its epoch, so
-- that an endpoint restored from a backup never gives a number twice.
CREATE TABLE desk (
    device BLOB    NOT NULL PRIMARY KEY,
    since  INTEGER NOT NULL
) STRICT;

-- By whose word a held segment entered the state.
CREATE TABLE release (
    wil      TEXT    NOT NULL,
    family   BLOB    NOT NULL,
    segment  BLOB    NOT NULL,
    officer  BLOB    NOT NULL,
    reason   TEXT    NOT NULL,
    released INTEGER NOT NULL,
    PRIMARY KEY (wil, family, segment)
) STRICT;

-- Receipts of an actor up to this number are in a verified backup.
CREATE TABLE safe (
    wil         TEXT    NOT NULL,
    device      BLOB    NOT NULL,
    incarnation INTEGER NOT NULL,
    through     INTEGER NOT NULL,
    PRIMARY KEY (wil, device, incarnation)
) STRICT;

-- Sealed pieces of photos and scans. Kept with the device (its `wil`).
CREATE TABLE chunk (
    wil      TEXT    NOT NULL,
    name     BLOB    NOT NULL, -- keyed BLAKE3 of the plain piece
    device   BLOB    NOT NULL,
    bytes    INTEGER NOT NULL,
    hash     BLOB    NOT NULL, -- BLAKE3 of the sealed bytes
    received INTEGER NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (wil, name)
) STRICT;
CREATE INDEX chunk_device ON chunk (wil, device, bytes);
