-- A gate that was asked in a run that is there, and is gone.
SELECT json_extract(a.data, '$.gate') AS gate
FROM audit_log a JOIN run r ON r.id = a.run_id
WHERE a.event = 'gate_asked'
	AND NOT EXISTS (SELECT 1 FROM approval_gate g WHERE g.id = gate AND g.run_id = a.run_id)
	AND NOT EXISTS (SELECT 1 FROM audit_log p WHERE p.run_id = a.run_id AND p.seq > a.seq
		AND p.event IN ('prune', 'run_pruned'))
ORDER BY a.seq LIMIT 1;
