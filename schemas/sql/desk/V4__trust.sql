-- Trust: who did what, how long this laptop was alone, what was let go.

-- The audit trail (ADR 0023): each line exactly as it was written. A line names the hash of the one
-- before.
CREATE TABLE trail (
    seq  INTEGER PRIMARY KEY,
    line TEXT NOT NULL
) STRICT;

-- Entries of an actor that writes here, up to this number, stand in a record of the trail.
CREATE TABLE covered (
    actor   INTEGER NOT NULL PRIMARY KEY REFERENCES actor (id),
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What was written before there was a trail stands in none.
INSERT INTO covered (actor, through)
SELECT e.actor, max(e.seq) FROM entry e JOIN actor a ON a.id = e.actor
WHERE e.came IS NULL AND a.statement IS NOT NULL GROUP BY e.actor;

-- Dates with an unlock since the office was heard.
CREATE TABLE day (
    day TEXT NOT NULL PRIMARY KEY        -- 2022-10-20
) STRICT, WITHOUT ROWID;

-- When the answers were wiped, by the endpoint's clock as it was heard last, milliseconds.
ALTER TABLE family ADD COLUMN wiped_at INTEGER;
