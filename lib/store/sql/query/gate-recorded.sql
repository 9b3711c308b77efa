-- Each gate beside the last event that is about it.
SELECT g.id, g.status, g.subject_sha256, g.output_sha256, g.decided_at, g.decided_by, g.how, a.event, a.data, a.at,
	g.rule, g.reason
FROM approval_gate g LEFT JOIN audit_log a ON a.seq = (
	SELECT max(e.seq) FROM audit_log e WHERE e.run_id = g.run_id
		AND e.event IN ('gate_asked', 'approval_decision', 'gate_reopened')
		AND json_extract(e.data, '$.gate') = g.id)
WHERE g.origin = 'asked' ORDER BY g.id;
