-- Persons who move between families, as each family's own entries have it. Families of two districts
-- may be the two ends of a move: what others say of a family is looked up by its id alone.
CREATE TABLE move (
    wil    TEXT    NOT NULL,
    family BLOB    NOT NULL, -- whose entries say so
    person BLOB    NOT NULL,
    other  BLOB    NOT NULL, -- the family at the other end
    gave   INTEGER NOT NULL, -- 1: given to `other`; 0: taken from it
    PRIMARY KEY (wil, family, person, other, gave)
) STRICT, WITHOUT ROWID;

CREATE INDEX move_other ON move (other, family);

-- Which families' entries name a piece of a file: who may have it is judged by the family.
CREATE TABLE file_chunk (
    name   BLOB NOT NULL,
    wil    TEXT NOT NULL,
    family BLOB NOT NULL,
    PRIMARY KEY (name, wil, family)
) STRICT, WITHOUT ROWID;

CREATE INDEX chunk_name ON chunk (name, hash);
