SELECT id, last_seen IS NOT NULL FROM test_case WHERE corpus = ?1 AND test = ?2;
