-- The last number given out, and the hash of the last row.
SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'), 0),
	(SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1);
