-- ?1 run, ?2 phase (NULL: any), ?3 only those pending at the time ?4
SELECT g.id, g.run_id, g.phase, g.status, g.output_sha256, g.subject_sha256, g.asked_at, g.expires_at,
	g.decided_at, g.decided_by, g.how, g.reason, g.rule, g.origin
FROM approval_gate g JOIN run r ON r.id = g.run_id
WHERE (g.run_id = ?1 OR (?1 IS NULL AND r.deleted_at IS NULL)) AND (?2 IS NULL OR g.phase = ?2)
	AND (NOT ?3 OR (g.status = 'pending' AND g.expires_at > ?4))
ORDER BY g.asked_at DESC, g.id DESC;
