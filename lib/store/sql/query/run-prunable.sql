SELECT id FROM run WHERE deleted_at IS NOT NULL OR seq NOT IN
	(SELECT seq FROM run WHERE deleted_at IS NULL ORDER BY created_at DESC, seq DESC LIMIT ?1)
ORDER BY seq;
