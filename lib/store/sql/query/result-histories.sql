-- Of the tests of a corpus that are there.
SELECT c.test, h.runs, h.failures, h.since_failure, h.last, h.last_at, h.rate, h.duration_ms, h.flaky
FROM corpus k JOIN test_case c ON c.corpus = k.id JOIN test_history h ON h.test_case = c.id
WHERE k.name = ?1 AND c.last_seen IS NULL ORDER BY c.test;
