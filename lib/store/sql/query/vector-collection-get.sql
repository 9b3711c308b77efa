SELECT id, dimensions, engine, ready FROM vector_collection WHERE name = ?1;
