-- A run that came and was never pruned since, and is not there.
SELECT a.run_id FROM audit_log a
WHERE a.event = 'run_added' AND NOT EXISTS (SELECT 1 FROM run r WHERE r.id = a.run_id)
	AND NOT EXISTS (SELECT 1 FROM audit_log p WHERE p.run_id = a.run_id AND p.seq > a.seq
		AND p.event IN ('prune', 'run_pruned'))
ORDER BY a.seq LIMIT 1;
