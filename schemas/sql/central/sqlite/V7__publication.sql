-- What was handed out, one after the other: the last of a round is in force. Handing out a former
-- version again is how one is taken back; the versions themselves stay for ever.
CREATE TABLE publication (
    round   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (round, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO publication (round, seq, version, at) SELECT round, version, version, added FROM form;
