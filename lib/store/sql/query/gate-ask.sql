-- One that only a bundle brought is asked anew.
INSERT INTO approval_gate (run_id, phase, subject_sha256, output_sha256, origin, status, asked_at, expires_at)
VALUES (?1, ?2, ?3, ?4, 'asked', 'pending', ?5, ?6)
ON CONFLICT (run_id, phase, subject_sha256) DO UPDATE
SET origin = 'asked', status = 'pending', asked_at = ?5, expires_at = ?6,
	decided_at = NULL, decided_by = NULL, how = NULL, rule = NULL, reason = NULL
WHERE origin = 'imported';
