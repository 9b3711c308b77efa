SELECT r.test_case FROM test_requirement r JOIN test_case c ON c.id = r.test_case
WHERE r.corpus = ?1 AND r.requirement = ?2 AND c.last_seen IS NULL ORDER BY r.test_case;
