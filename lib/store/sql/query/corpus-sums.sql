SELECT count(*), coalesce(sum(title_terms), 0), coalesce(sum(path_terms), 0),
	coalesce(sum(body_terms), 0)
FROM test_case WHERE +corpus = ?1 AND last_seen IS NULL;
