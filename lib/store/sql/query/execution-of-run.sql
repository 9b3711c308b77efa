SELECT id, phase, status, origin, engine, started_at, duration_ms, input_sha256, output_sha256,
	error, entry, base, entries
FROM phase_execution WHERE run_id = ?1 ORDER BY id;
