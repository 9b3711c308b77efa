SELECT id, dimensions, engine FROM vector_collection WHERE name = ?1;
