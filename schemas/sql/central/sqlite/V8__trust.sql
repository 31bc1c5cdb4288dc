-- Trust: people by role and period, devices by last contact and order.

-- Roles are those of cacah_wire::people::OfficerRole. An ended person may do nothing any more; what
-- was done before is still taken.
ALTER TABLE officer ADD COLUMN role  TEXT NOT NULL DEFAULT 'ppl';
ALTER TABLE officer ADD COLUMN ended INTEGER;

-- The period an area is served in, as the office says it: instants, NULL is open. `since` beside it
-- is when the assignment was made. A round of zeros stands for every round: people of the office.
ALTER TABLE assignment ADD COLUMN begins INTEGER;
ALTER TABLE assignment ADD COLUMN until  INTEGER;

-- When a laptop was heard last (to the minute), and what is told to one that was revoked: lock, wipe.
ALTER TABLE device ADD COLUMN last_seen    INTEGER;
ALTER TABLE device ADD COLUMN revoke_order TEXT;
ALTER TABLE device ADD COLUMN revoke_by     BLOB;
ALTER TABLE device ADD COLUMN revoke_reason TEXT;

-- The audit trail (ADR 0023): each line exactly as it was written. A line names the hash of the one
-- before. One chain for the whole; on PostgreSQL the last row is locked while the next is made.
CREATE TABLE trail (
    seq  INTEGER NOT NULL PRIMARY KEY,
    line TEXT    NOT NULL
) STRICT;

-- Accounts of people who work in a browser. One-time codes are keyed hashes: those with an end invite
-- somebody to set a password, those without stand in for a lost second factor.
CREATE TABLE account (
    officer   BLOB NOT NULL PRIMARY KEY,
    password  TEXT,    -- Argon2id, a PHC string; NULL until the invitation was used
    totp      BLOB,    -- secret of the second factor, sealed with a key outside the database
    totp_step INTEGER  -- newest time step of it that was used; NULL until its first code was shown
) STRICT, WITHOUT ROWID;

CREATE TABLE account_code (
    code    BLOB NOT NULL PRIMARY KEY,
    officer BLOB NOT NULL,
    until   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token   BLOB    NOT NULL PRIMARY KEY, -- BLAKE3 of the cookie's token
    officer BLOB    NOT NULL,
    begun   INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Recovery of forgotten passwords (ADR 0022). The point of a laptop, and the office's key it agreed a
-- secret with; written before the laptop itself, so one without a device is of an enrolment that failed.
CREATE TABLE recovery_point (
    point     BLOB    NOT NULL PRIMARY KEY,
    name      INTEGER NOT NULL, -- as it is read aloud; two points may share one
    device    BLOB    NOT NULL,
    recipient TEXT    NOT NULL  -- age1...
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_point_name ON recovery_point (name);
CREATE INDEX recovery_point_device ON recovery_point (device);

CREATE TABLE recovery_answer (
    id      INTEGER NOT NULL PRIMARY KEY,
    point   BLOB    NOT NULL,
    count   INTEGER NOT NULL, -- of the challenge, modulo 1,024
    at      INTEGER NOT NULL,
    officer BLOB    NOT NULL, -- who answered
    reason  TEXT    NOT NULL
) STRICT;
CREATE INDEX recovery_answer_point ON recovery_answer (point);

-- What the office asks of every laptop (ADR 0027): the last row is in force. NULL leaves it to them.
CREATE TABLE policy (
    number          INTEGER NOT NULL PRIMARY KEY,
    contact_days    INTEGER,
    keep_days       INTEGER,
    curtain_minutes INTEGER,
    lock_minutes    INTEGER
) STRICT;
