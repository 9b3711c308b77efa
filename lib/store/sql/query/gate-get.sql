SELECT id, run_id, phase, status, output_sha256, subject_sha256, asked_at, expires_at,
	decided_at, decided_by, how, reason, rule, origin
FROM approval_gate WHERE run_id = ?1 AND phase = ?2 AND subject_sha256 = ?3 AND origin = 'asked';
