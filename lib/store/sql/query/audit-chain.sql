-- Rows from ?1 on, and whether each column holds what it should even where the table was made anew.
SELECT seq, at, event, run_id, data, previous, hash,
	typeof(at) = 'integer' AND typeof(event) = 'text' AND typeof(run_id) = 'text'
	AND typeof(data) = 'text' AND typeof(previous) = 'text' AND typeof(hash) = 'text'
FROM audit_log WHERE seq >= ?1 ORDER BY seq;
