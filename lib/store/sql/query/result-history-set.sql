INSERT OR REPLACE INTO test_history (test_case, runs, failures, since_failure, last, last_at, rate,
	duration_ms, flaky)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
