-- All results of a test but the newest ?2.
DELETE FROM test_result WHERE test_case = ?1 AND batch NOT IN (
	SELECT r.batch FROM test_result r JOIN result_batch b ON b.id = r.batch
	WHERE r.test_case = ?1 ORDER BY b.at DESC, b.id DESC LIMIT ?2);
