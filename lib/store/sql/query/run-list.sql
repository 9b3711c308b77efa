-- ?1 deleted ones too, ?2 how many (-1: all), ?3 only this id (NULL: any), ?4 a part of the title
-- (NULL: any), ?5 the present.  Of executions the newest counts, of those that came in a document
-- only where there is no other.
SELECT r.id, r.created_at, r.deleted_at, r.title,
	(SELECT count(DISTINCT e.phase) FROM phase_execution e
		WHERE e.run_id = r.id AND e.status IN ('executed', 'gated')),
	last.phase, last.status,
	(SELECT e.score FROM phase_execution e
		WHERE e.run_id = r.id AND e.phase = 'ranking' AND e.score IS NOT NULL
		ORDER BY e.origin = 'document', e.id DESC LIMIT 1),
	(SELECT e.score FROM phase_execution e
		WHERE e.run_id = r.id AND e.phase = 'coverage' AND e.score IS NOT NULL
		ORDER BY e.origin = 'document', e.id DESC LIMIT 1),
	(SELECT group_concat(g.phase || ' ' || CASE
			WHEN g.output_sha256 <> (SELECT e.output_sha256 FROM phase_execution e
				WHERE e.run_id = r.id AND e.phase = g.phase AND e.status <> 'failed'
				ORDER BY e.origin = 'document', e.id DESC LIMIT 1) THEN 'outdated'
			WHEN g.status = 'pending' AND g.expires_at <= ?5 THEN 'rejected'
			ELSE g.status END, ',')
		FROM (SELECT phase, status, output_sha256, expires_at, max(id) FROM approval_gate
			WHERE run_id = r.id AND origin = 'asked' GROUP BY phase) g),
	(SELECT sum(a.cost) FROM attempt a WHERE a.run_id = r.id AND a.status <> 'cached'),
	(SELECT count(*) FROM attempt a
		WHERE a.run_id = r.id AND a.status <> 'cached' AND a.cost IS NULL),
	(SELECT CASE a.event WHEN 'phase_start' THEN json_extract(a.data, '$.phase') END
		FROM audit_log a WHERE a.run_id = r.id
		AND a.event IN ('phase_start', 'phase_complete', 'error') ORDER BY a.seq DESC LIMIT 1),
	last.phase = 'generation' AND json_valid(last.entry) AND json_extract(last.entry, '$.output.gated')
FROM run r LEFT JOIN phase_execution last
	ON last.id = (SELECT max(e.id) FROM phase_execution e WHERE e.run_id = r.id)
WHERE (?1 OR r.deleted_at IS NULL) AND (?3 IS NULL OR r.id = ?3)
	AND (?4 IS NULL OR instr(lower(r.title), lower(?4)))
ORDER BY r.created_at DESC, r.seq DESC LIMIT ?2;
