INSERT INTO change (wil, seq, family, segment, idsubsls, across)
VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM change WHERE wil = $1), $2, $3, $4, $5)
