-- A writer that saw an older revision changes nothing and starts again.
INSERT INTO family (wil, family, round, idsubsls, building, number, head, address, found, received, status, finished, visits, revision, record, listed, recap, approved, welfare, relisted, counted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1 - $15)
ON CONFLICT (wil, family) DO UPDATE SET
    idsubsls = EXCLUDED.idsubsls, building = EXCLUDED.building, number = EXCLUDED.number,
    head = EXCLUDED.head, address = EXCLUDED.address, received = EXCLUDED.received,
    status = EXCLUDED.status, finished = EXCLUDED.finished, visits = EXCLUDED.visits,
    listed = EXCLUDED.listed, recap = EXCLUDED.recap, approved = EXCLUDED.approved,
    welfare = EXCLUDED.welfare, relisted = EXCLUDED.relisted,
    revision = EXCLUDED.revision
WHERE family.revision < EXCLUDED.revision
