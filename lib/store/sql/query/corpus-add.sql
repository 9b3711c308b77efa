INSERT INTO corpus (name, engine, created_at, indexed_at, tests, title_terms, path_terms, body_terms,
	drifted_tests)
VALUES (?1, ?2, ?3, ?3, 0, 0, 0, 0, 0);
