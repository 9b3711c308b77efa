SELECT id FROM run WHERE id = ?1
	OR (deleted_at IS NULL AND id >= ?1 AND id < ?1 || '~') ORDER BY id LIMIT 2;
