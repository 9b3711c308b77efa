SELECT DISTINCT file FROM test_case WHERE +corpus = ?1 AND last_seen IS NULL ORDER BY file;
