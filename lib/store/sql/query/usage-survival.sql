-- ?1 1: a row for each model and framework, 0: all in one row; ?2 verified at or after, ?3 only this
-- run (NULL: any).  Of each run that is not deleted the newest verification counts, one that came
-- in a document only where there is no other.
WITH newest (id) AS (
	SELECT (SELECT e.id FROM phase_execution e
		WHERE e.run_id = r.id AND e.phase = 'verification' AND e.status <> 'failed'
		ORDER BY e.origin = 'document', e.id DESC LIMIT 1)
	FROM run r WHERE r.deleted_at IS NULL AND (?3 IS NULL OR r.id = ?3)),
line (run, model, framework, of) AS (
	SELECT e.id, json_extract(s.value, '$.model'), json_extract(s.value, '$.framework'), s.value
	FROM newest n JOIN phase_execution e ON e.id = n.id,
		json_each(CASE WHEN json_valid(e.entry) THEN e.entry ELSE '{}' END, '$.output.survival') s
	WHERE e.started_at >= ?2)
SELECT model, framework, count(DISTINCT run),
	sum(json_extract(of, '$.generated')), sum(json_extract(of, '$.parsed')),
	sum(json_extract(of, '$.built')), sum(json_extract(of, '$.passed')),
	sum(json_extract(of, '$.stable')), sum(json_extract(of, '$.unique')),
	sum(json_extract(of, '$.tied')), sum(json_extract(of, '$.proven')),
	sum(json_extract(of, '$.survived'))
FROM line WHERE typeof(model) = 'text' AND typeof(framework) = 'text'
GROUP BY CASE WHEN ?1 THEN model END, CASE WHEN ?1 THEN framework END
ORDER BY CAST(sum(json_extract(of, '$.survived')) AS REAL) / sum(json_extract(of, '$.generated')) DESC,
	sum(json_extract(of, '$.generated')) DESC, model, framework;
