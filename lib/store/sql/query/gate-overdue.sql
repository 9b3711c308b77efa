SELECT id, run_id, phase, status, output_sha256, subject_sha256, asked_at, expires_at,
	decided_at, decided_by, how, reason, rule, origin
FROM approval_gate WHERE status = 'pending' AND expires_at <= ?1 ORDER BY expires_at, id;
