SELECT id, engine, indexed_at, tests, title_terms, path_terms, body_terms, frequencies, drifted_tests
FROM corpus WHERE name = ?1;
