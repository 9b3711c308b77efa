-- The results of a test, newest first, ?2 at most.
SELECT r.status, r.duration_ms, r.content_sha256, r.flaky, b.at, b.commit_id
FROM test_result r JOIN result_batch b ON b.id = r.batch
WHERE r.test_case = ?1 ORDER BY b.at DESC, b.id DESC LIMIT ?2;
