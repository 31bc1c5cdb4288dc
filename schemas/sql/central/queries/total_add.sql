INSERT INTO area_total (wil, round, idsubsls, prelist, found, received, finished, blank, error, warning, clean)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (wil, round, idsubsls) DO UPDATE SET
    prelist = area_total.prelist + EXCLUDED.prelist, found = area_total.found + EXCLUDED.found,
    received = area_total.received + EXCLUDED.received, finished = area_total.finished + EXCLUDED.finished,
    blank = area_total.blank + EXCLUDED.blank, error = area_total.error + EXCLUDED.error,
    warning = area_total.warning + EXCLUDED.warning, clean = area_total.clean + EXCLUDED.clean
