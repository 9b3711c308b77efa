-- All but the newest ?1 that are not deleted, and what was made before ?2; with the bytes it takes.
SELECT r.id, length(CAST(r.base AS BLOB))
	+ coalesce((SELECT sum(coalesce(length(CAST(e.entry AS BLOB)), 0)
			+ coalesce(length(CAST(e.base AS BLOB)), 0) + length(e.entries) + 300)
		FROM phase_execution e WHERE e.run_id = r.id), 0)
	+ coalesce((SELECT sum(length(v.components) + 20)
		FROM vector_collection c JOIN vector v ON v.collection_id = c.id
		WHERE c.run_id = r.id), 0)
FROM run r WHERE r.created_at < ?2 OR r.seq NOT IN
	(SELECT seq FROM run WHERE deleted_at IS NULL ORDER BY created_at DESC, seq DESC LIMIT ?1)
ORDER BY r.seq;
