INSERT INTO batch (wil, device, batch, hash, incarnation, number, received, stored, already, held, unreadable, receipt)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
