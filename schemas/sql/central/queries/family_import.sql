-- The prelist says who there is; what the field found since stands.
INSERT INTO family (wil, family, round, idsubsls, building, number, head, address, found, received, status, finished, visits, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, NULL, 0, 0, 0)
ON CONFLICT (wil, family) DO NOTHING
