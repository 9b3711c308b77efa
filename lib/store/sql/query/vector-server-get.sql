SELECT remote_name, remote_id, engine, dimensions, ready FROM vector_server
WHERE url = ?1 AND name = ?2;
