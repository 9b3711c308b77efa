UPDATE corpus SET engine = ?2, indexed_at = ?3, tests = ?4, title_terms = ?5, path_terms = ?6,
	body_terms = ?7, frequencies = ?8, drifted_tests = ?9
WHERE id = ?1;
