-- The prelist as the office last gave it. `family` holds what the field says of the same families:
-- what was corrected there must neither be taken for the office's word nor hide which row of the
-- office's list it was. A family without a row here was given by its `family` row alone.

CREATE TABLE prelist (
    wil      TEXT    NOT NULL,
    family   BLOB    NOT NULL,
    building INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    head     TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    idsubsls TEXT    NOT NULL,
    code     TEXT,             -- the office's own, when it has one
    PRIMARY KEY (wil, family)
) STRICT;
