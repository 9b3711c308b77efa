-- The last ?2 events, of run ?1 or (NULL) of all.
SELECT seq, at, event, run_id, data, previous, hash FROM (
	SELECT * FROM audit_log WHERE ?1 IS NULL OR run_id = ?1 ORDER BY seq DESC LIMIT ?2)
ORDER BY seq;
