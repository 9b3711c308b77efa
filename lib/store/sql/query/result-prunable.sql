-- Tests of corpus ?1 that have more than ?2 results.
SELECT r.test_case FROM test_result r JOIN test_case c ON c.id = r.test_case
WHERE c.corpus = ?1 GROUP BY r.test_case HAVING count(*) > ?2 ORDER BY r.test_case;
