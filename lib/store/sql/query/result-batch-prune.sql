-- Reports of corpus ?1 beyond the newest ?2 of which no test has a result any more.
DELETE FROM result_batch WHERE corpus = ?1
	AND NOT EXISTS (SELECT 1 FROM test_result r WHERE r.batch = result_batch.id)
	AND id NOT IN (SELECT id FROM result_batch WHERE corpus = ?1 ORDER BY at DESC, id DESC LIMIT ?2);
