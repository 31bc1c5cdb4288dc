INSERT INTO segment (wil, family, hash, batch, device, incarnation, officer, round, idsubsls, first, count, held, received, body, last)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
