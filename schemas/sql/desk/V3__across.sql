-- Checks across families within this vault (ADR 0020), and what the endpoint says it found. Caches:
-- no document's status knows of them, and they are told anew from the journal.

CREATE TABLE across_number (
    number TEXT    NOT NULL,
    family INTEGER NOT NULL REFERENCES family (id) ON DELETE CASCADE,
    person BLOB    NOT NULL,         -- empty: of the family itself, a KK number
    card   TEXT,                     -- main, split: of a KK number
    PRIMARY KEY (number, family, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_number_family ON across_number (family);

CREATE TABLE across_place (
    family    INTEGER PRIMARY KEY REFERENCES family (id) ON DELETE CASCADE,
    building  INTEGER,
    number    INTEGER,
    head      TEXT,
    confirmed TEXT NOT NULL          -- JSON: rule id, reason
) STRICT;

-- Two ids of one family; either may be of a family that is not here.
CREATE TABLE across_alias (
    family BLOB NOT NULL,
    other  BLOB NOT NULL,
    PRIMARY KEY (family, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_alias_other ON across_alias (other);

-- One row for each family of a finding that is here: those of one finding are equal up to `family`.
CREATE TABLE across_finding (
    side      TEXT    NOT NULL CHECK (side IN ('laptop', 'endpoint')),
    scope     TEXT    NOT NULL,
    rule      TEXT    NOT NULL,
    spot      TEXT    NOT NULL,
    family    INTEGER NOT NULL REFERENCES family (id) ON DELETE CASCADE,
    since     INTEGER NOT NULL,      -- milliseconds, by the clock of its side
    elsewhere INTEGER NOT NULL,      -- 1: a family outside the officer's areas is concerned too
    PRIMARY KEY (side, scope, rule, spot, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX across_finding_family ON across_finding (family);

-- What was keyed before is told by whoever opens it next.
UPDATE document SET stale = 1 WHERE NOT removed;
