UPDATE approval_gate SET status = 'pending', asked_at = ?2, expires_at = ?3,
	decided_at = NULL, decided_by = NULL, how = NULL, rule = NULL, reason = NULL
WHERE id = ?1 AND status <> 'pending';
