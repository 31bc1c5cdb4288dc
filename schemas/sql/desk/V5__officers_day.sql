-- The officer's day: what is known of a family at its door, records of SLS, who could be whom.

-- 1: the record of an SLS (ADR 0028). It travels like a family and is counted nowhere as one.
ALTER TABLE family ADD COLUMN sls INTEGER NOT NULL DEFAULT 0;
-- A cache: what the family's own entries say of listing, visits, position; JSON. NULL: nothing.
ALTER TABLE family ADD COLUMN door TEXT;
-- The document says that nobody answered to the end.
ALTER TABLE document ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;

-- Welfare as the document says, code of the form.
ALTER TABLE across_place ADD COLUMN welfare INTEGER;

-- A cache: members as the duplicate finder compares them (ADR 0029), and by what they are found.
CREATE TABLE person (
    family   INTEGER NOT NULL REFERENCES family (id),
    instance BLOB    NOT NULL,
    body     TEXT    NOT NULL,       -- JSON
    PRIMARY KEY (family, instance)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_key (
    key      TEXT    NOT NULL,       -- a block of the name, or a birth date
    family   INTEGER NOT NULL REFERENCES family (id),
    instance BLOB    NOT NULL,
    PRIMARY KEY (key, family, instance)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_key_family ON person_key (family);

-- What short words of a search are found by: the first letters of every word of a family's text.
CREATE TABLE prefix (
    letters TEXT    NOT NULL,
    family  INTEGER NOT NULL REFERENCES family (id),
    PRIMARY KEY (letters, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX prefix_family ON prefix (family);

-- Summaries are told anew: they know persons now.
UPDATE document SET stale = 1 WHERE NOT removed;

-- Who serves an area, by code, as the endpoint told it last.
CREATE TABLE team (
    round    INTEGER NOT NULL REFERENCES round (id),
    idsubsls TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    PRIMARY KEY (round, idsubsls, code)
) STRICT, WITHOUT ROWID;
