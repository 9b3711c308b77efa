INSERT INTO test_case (corpus, test, file, line_sha256, content_sha256, title_terms, path_terms,
	body_terms, first_seen)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
