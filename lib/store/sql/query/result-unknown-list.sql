-- Names of corpus ?1 that nothing answered to, with what the last report says.
SELECT u.name, u.status, u.ambiguous, count(*), max(b.at), b.source
FROM result_unknown u JOIN result_batch b ON b.id = u.batch
WHERE b.corpus = ?1 GROUP BY u.name ORDER BY u.name;
