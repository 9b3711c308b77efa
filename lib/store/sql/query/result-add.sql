INSERT INTO test_result (test_case, batch, name, status, duration_ms, content_sha256, instances,
	attempts, flaky, message)
SELECT id, ?2, ?3, ?4, ?5, content_sha256, ?6, ?7, ?8, ?9 FROM test_case WHERE id = ?1;
