-- The keyer's day: paper documents as the office counts them, what is wrong in each, work of keyers.

-- A cache: what the journal says of a document of paper besides its answers.
CREATE TABLE paper (
    document  INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    keyer     BLOB,                  -- officer of the first answer
    begun     INTEGER,               -- when that was; these and what follows in milliseconds
    keyed     INTEGER,               -- finished by the keyer and not reopened: since when
    first     INTEGER,               -- finished for the first time
    finisher  BLOB,                  -- by whom
    parked    TEXT,                  -- laid aside: why
    parked_at INTEGER,
    sheets    INTEGER NOT NULL,      -- sets proven, the first one counted
    verifier  BLOB,                  -- officer of the first field keyed again
    fields    INTEGER NOT NULL,      -- keyed again
    disputed  INTEGER NOT NULL,      -- of them waiting for the third person
    done      INTEGER,               -- keyed again to the end: since when
    last      INTEGER NOT NULL       -- when any of this was last written
) STRICT;
CREATE INDEX paper_keyer ON paper (keyer);
CREATE INDEX paper_disputed ON paper (document) WHERE disputed > 0;

-- A cache: what the engine found in a document, as its summary says; ticks are from the journal.
CREATE TABLE finding (
    document  INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    path      TEXT    NOT NULL,
    rule      TEXT    NOT NULL,
    place     INTEGER NOT NULL,      -- in paper order, from 0
    error     INTEGER NOT NULL,      -- 1: of a hard rule
    member    INTEGER NOT NULL,      -- number of the member, from 1; 0: none
    paper     INTEGER NOT NULL,      -- 1: kept as on paper
    confirmed INTEGER NOT NULL,
    released  INTEGER NOT NULL,
    ticked    INTEGER NOT NULL,
    PRIMARY KEY (document, path, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_rule ON finding (rule, document);

-- The field checker, by code as the document says.
ALTER TABLE document ADD COLUMN checker TEXT NOT NULL DEFAULT '';
CREATE INDEX document_checker ON document (checker) WHERE checker <> '';

-- The work of keyers in the order of their clocks: figures of a day are read without the rest.
CREATE INDEX entry_work ON entry (wall, officer) WHERE mode IN ('keying', 'verifying');

-- Records of SLS and of the office: custody of paper, settings, shifts.
CREATE INDEX family_sls ON family (round, idsubsls) WHERE sls;

-- Names of officers of other laptops, as the endpoint tells them.
CREATE TABLE colleague (
    officer BLOB NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX colleague_code ON colleague (code);

-- Summaries are told anew: they know findings now.
UPDATE document SET stale = 1 WHERE NOT removed;
