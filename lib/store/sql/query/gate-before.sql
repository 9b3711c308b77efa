-- Other outputs of a phase that were asked about, with the entries that may hold them; ?4 of them at most.
SELECT g.id, g.run_id, g.phase, g.status, g.output_sha256, g.subject_sha256, g.asked_at, g.expires_at,
	g.decided_at, g.decided_by, g.how, g.reason, g.rule, g.origin, e.entry
FROM approval_gate g JOIN run r ON r.id = g.run_id
	JOIN phase_execution e ON e.run_id = g.run_id AND e.phase = g.phase AND e.entry IS NOT NULL
WHERE g.phase = ?2 AND g.output_sha256 <> ?3 AND r.deleted_at IS NULL
	AND (g.run_id = ?1 OR (r.title <> '' AND r.title = (SELECT title FROM run WHERE id = ?1)))
ORDER BY g.run_id = ?1 DESC, g.asked_at DESC, g.id DESC, e.id DESC LIMIT ?4;
