-- An execution that an event speaks of, of a run that is there, and that is not.
SELECT json_extract(a.data, '$.execution') AS execution
FROM audit_log a JOIN run r ON r.id = a.run_id
WHERE a.event IN ('phase_complete', 'error', 'edit', 'execution_imported', 'phase_executed',
		'phase_failed')
	AND execution IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM phase_execution e WHERE e.id = execution AND e.run_id = a.run_id)
	AND NOT EXISTS (SELECT 1 FROM audit_log p WHERE p.run_id = a.run_id AND p.seq > a.seq
		AND p.event IN ('prune', 'run_pruned'))
ORDER BY a.seq LIMIT 1;
