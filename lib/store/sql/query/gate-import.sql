INSERT INTO approval_gate (run_id, phase, subject_sha256, output_sha256, origin, status, asked_at, expires_at,
	decided_at, decided_by, how, reason, rule)
VALUES (?1, ?2, ?3, ?4, 'imported', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (run_id, phase, subject_sha256) DO NOTHING;
