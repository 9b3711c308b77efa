UPDATE test_case SET test = ?2, file = ?3, line_sha256 = ?4, content_sha256 = ?5, title_terms = ?6,
	path_terms = ?7, body_terms = ?8, last_seen = NULL, renamed_from = coalesce(?9, renamed_from)
WHERE id = ?1;
