DELETE FROM vector_collection WHERE name = ?1;
