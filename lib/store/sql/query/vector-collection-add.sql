INSERT INTO vector_collection (name, run_id, engine, dimensions, created_at)
VALUES (?1, ?2, ?3, ?4, ?5);
