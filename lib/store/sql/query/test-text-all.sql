SELECT t.rowid, t.title, t.path, t.body FROM test_case c JOIN test_text t ON t.rowid = c.id
WHERE +c.corpus = ?1 AND c.last_seen IS NULL ORDER BY c.id;
