-- The officer's day: records of SLS (ADR 0028), what the listing found, SLS that changed.

-- 1: the record of an SLS, which is no family: it is never counted as one.
ALTER TABLE family ADD COLUMN record   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE family ADD COLUMN listed   TEXT;    -- what verifying the list found: found, new, moved, ...
ALTER TABLE family ADD COLUMN welfare  INTEGER; -- by the listing, code of the form (1 to 3)
-- 1: an officer wrote the birth anew, and that is the listing; 0: the prelist is, where there is one.
ALTER TABLE family ADD COLUMN relisted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE family ADD COLUMN recap    INTEGER; -- of a record: families verified, by the recap
ALTER TABLE family ADD COLUMN approved INTEGER NOT NULL DEFAULT 0; -- of a record

ALTER TABLE across_place ADD COLUMN welfare INTEGER; -- code of the form

ALTER TABLE area_total ADD COLUMN listed   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE area_total ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE area_total ADD COLUMN recap    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE area_total ADD COLUMN approved INTEGER NOT NULL DEFAULT 0;

-- Areas that came of others, once a coordinator settled it; an area renamed came of itself.
CREATE TABLE lineage (
    wil      TEXT NOT NULL,
    round    BLOB NOT NULL,
    idsubsls TEXT NOT NULL,
    parent   TEXT NOT NULL,
    was      TEXT, -- its name before; NULL: there was no such area
    PRIMARY KEY (wil, round, idsubsls, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_parent ON lineage (round, parent, idsubsls);

CREATE INDEX assignment_area ON assignment (round, area);
