-- Each execution beside what its event says of it.  phase_executed and phase_failed are what
-- phase_complete and error were called before.
SELECT e.id, e.entry, coalesce(e.base, r.base), e.phase, e.status, e.engine, e.input_sha256,
	e.output_sha256, e.error, e.duration_ms,
	(SELECT a.data FROM audit_log a WHERE a.run_id = e.run_id
		AND a.event IN ('phase_complete', 'error', 'edit', 'execution_imported', 'phase_executed',
			'phase_failed')
		AND json_extract(a.data, '$.execution') = e.id)
FROM phase_execution e JOIN run r ON r.id = e.run_id
WHERE e.origin = 'executed' OR (e.origin = 'imported' AND e.entry IS NOT NULL) ORDER BY e.id;
