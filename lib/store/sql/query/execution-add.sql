INSERT INTO phase_execution (run_id, phase, status, origin, engine, started_at, duration_ms,
	input_sha256, output_sha256, error, entry, base, entries, score)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
	nullif(?12, (SELECT base FROM run WHERE id = ?1)), ?13, ?14);
