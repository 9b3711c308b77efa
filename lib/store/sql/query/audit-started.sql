-- Is it in the log that phase ?2 of run ?1 started at ?3?
SELECT EXISTS (SELECT 1 FROM audit_log WHERE run_id = ?1 AND event = 'phase_start' AND at = ?3
	AND json_extract(data, '$.phase') = ?2);
