-- The last number that was given out.
SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'), 0);
