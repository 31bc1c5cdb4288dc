-- Checks across families (ADR 0020): what each family's standing document says to others, and what
-- is found. Kept in the transaction that changes a family; no document's status knows of it.

-- NIK and KK numbers by keyed hash (a key for each round), over all districts: this index alone
-- begins with the hash, so that a number of two districts meets on one node.
CREATE TABLE across_number (
    hash   BLOB NOT NULL,
    wil    TEXT NOT NULL,
    family BLOB NOT NULL,
    person BLOB NOT NULL,  -- empty: of the family itself, a KK number
    card   TEXT,           -- main, split: of a KK number
    PRIMARY KEY (hash, wil, family, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_number_family ON across_number (wil, family);

CREATE TABLE across_place (
    wil       TEXT NOT NULL,
    family    BLOB NOT NULL,
    building  INTEGER,
    number    INTEGER,
    head      TEXT,
    recap     INTEGER,       -- families of its SLS, in a recap of the listing
    confirmed TEXT NOT NULL, -- JSON: rule id, reason
    PRIMARY KEY (wil, family)
) STRICT, WITHOUT ROWID;

-- One row for each family of a finding. `scope` is the hash (hex) or the round and SLS it is found
-- in, `spot` where in it.
CREATE TABLE across_finding (
    wil    TEXT    NOT NULL,
    scope  TEXT    NOT NULL,
    rule   TEXT    NOT NULL,
    spot   TEXT    NOT NULL,
    family BLOB    NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (wil, scope, rule, spot, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_finding_scope ON across_finding (scope, rule, spot);
CREATE INDEX across_finding_family ON across_finding (wil, family);

-- 1: what is found of the family across families, not the family itself.
ALTER TABLE change ADD COLUMN across INTEGER NOT NULL DEFAULT 0;
