SELECT id, title_terms, path_terms, body_terms FROM test_case
WHERE +corpus = ?1 AND last_seen IS NULL ORDER BY id;
