INSERT INTO document (wil, family, document, source, status, finished, answered, errors, warnings, undecided, structure, rules, findings, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
