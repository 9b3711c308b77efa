-- Of runs that are deleted or gone.
SELECT url, name FROM vector_server WHERE run_id IS NOT NULL AND NOT EXISTS
	(SELECT 1 FROM run WHERE run.id = vector_server.run_id AND run.deleted_at IS NULL)
ORDER BY url, name;
