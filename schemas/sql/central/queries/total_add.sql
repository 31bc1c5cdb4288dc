INSERT INTO area_total (wil, round, idsubsls, prelist, found, received, finished, blank, error, warning, clean, listed, verified, recap, approved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (wil, round, idsubsls) DO UPDATE SET
    prelist = area_total.prelist + EXCLUDED.prelist, found = area_total.found + EXCLUDED.found,
    received = area_total.received + EXCLUDED.received, finished = area_total.finished + EXCLUDED.finished,
    blank = area_total.blank + EXCLUDED.blank, error = area_total.error + EXCLUDED.error,
    warning = area_total.warning + EXCLUDED.warning, clean = area_total.clean + EXCLUDED.clean,
    listed = area_total.listed + EXCLUDED.listed, verified = area_total.verified + EXCLUDED.verified,
    recap = area_total.recap + EXCLUDED.recap, approved = area_total.approved + EXCLUDED.approved
