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
