INSERT INTO vector_server
(url, name, remote_name, remote_id, run_id, engine, dimensions, ready, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8)
ON CONFLICT (url, name) DO UPDATE SET remote_name = excluded.remote_name,
	remote_id = excluded.remote_id, run_id = excluded.run_id, engine = excluded.engine,
	dimensions = excluded.dimensions, ready = 0, created_at = excluded.created_at;
