INSERT INTO commit_cache (oid, version, terms, files) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (oid) DO UPDATE SET version = excluded.version, terms = excluded.terms,
	files = excluded.files;
