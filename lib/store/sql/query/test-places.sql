-- The tests of a corpus that are there, and where they are.
SELECT c.id, c.test, c.file, json_extract(r.record, '$.framework'), json_extract(r.record, '$.line'),
	json_extract(r.record, '$.end_line')
FROM test_case c JOIN test_record r ON r.test_case = c.id
WHERE +c.corpus = ?1 AND c.last_seen IS NULL ORDER BY c.id;
