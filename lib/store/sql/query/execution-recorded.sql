-- Each execution beside what its event says of it; phase_executed is what the event was called in
-- stores before schema 5.
SELECT e.id, e.entry, coalesce(e.base, r.base),
	(SELECT a.data FROM audit_log a WHERE a.run_id = e.run_id
		AND a.event IN ('phase_complete', 'edit', 'execution_imported', 'phase_executed')
		AND json_extract(a.data, '$.execution') = e.id)
FROM phase_execution e JOIN run r ON r.id = e.run_id
WHERE e.origin <> 'document' AND e.entry IS NOT NULL ORDER BY e.id;
