-- $3, $4, $5: the reader's officer, device and incarnation; $7: one who sees documents or paper of others.
SELECT c.seq, c.family, c.segment, c.idsubsls, c.across
FROM change c
LEFT JOIN segment s ON s.wil = c.wil AND s.family = c.family AND s.hash = c.segment
WHERE c.wil = $1 AND c.seq > $2 AND (
    c.segment IS NULL
    OR $7
    OR s.device IN (SELECT device FROM desk)
    OR (s.officer = $3 AND (s.device <> $4 OR s.incarnation < $5))
    OR (s.officer <> $3 AND EXISTS (
        SELECT 1 FROM segment own
        WHERE own.wil = c.wil AND own.family = c.family AND own.officer = $3 AND own.held IS NULL))
    OR EXISTS (SELECT 1 FROM officer o WHERE o.officer = s.officer AND o.role <> 'ppl')
    OR EXISTS (SELECT 1 FROM family r WHERE r.wil = c.wil AND r.family = c.family AND r.record = 1))
ORDER BY c.seq LIMIT $6
