-- All but the newest that are not deleted.
SELECT id FROM run WHERE seq NOT IN
	(SELECT seq FROM run WHERE deleted_at IS NULL ORDER BY created_at DESC, seq DESC LIMIT ?1)
ORDER BY seq;
