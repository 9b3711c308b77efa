-- ?2 among those that are deleted; a whole id fits in any case.
SELECT id FROM run WHERE id = ?1
	OR ((deleted_at IS NOT NULL) = ?2 AND id >= ?1 AND id < ?1 || '~') ORDER BY id LIMIT 2;
