SELECT id, line_sha256, content_sha256, last_seen IS NOT NULL FROM test_case WHERE +corpus = ?1 ORDER BY id;
