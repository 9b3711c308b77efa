SELECT c.id, r.record FROM test_case c JOIN test_record r ON r.test_case = c.id
WHERE +c.corpus = ?1 AND c.last_seen IS NULL ORDER BY c.id;
