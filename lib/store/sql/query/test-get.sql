SELECT test, file, line_sha256, content_sha256, title_terms, path_terms, body_terms
FROM test_case WHERE id = ?1;
