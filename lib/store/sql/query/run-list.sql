-- ?1 deleted ones too, ?2 how many (-1: all), ?3 only this id (NULL: any)
SELECT r.id, r.created_at, r.deleted_at, r.title,
	(SELECT count(DISTINCT e.phase) FROM phase_execution e
		WHERE e.run_id = r.id AND e.status IN ('executed', 'gated')),
	last.phase, last.status
FROM run r LEFT JOIN phase_execution last
	ON last.id = (SELECT max(e.id) FROM phase_execution e WHERE e.run_id = r.id)
WHERE (?1 OR r.deleted_at IS NULL) AND (?3 IS NULL OR r.id = ?3)
ORDER BY r.created_at DESC, r.seq DESC LIMIT ?2;
