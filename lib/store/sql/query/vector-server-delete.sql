DELETE FROM vector_server WHERE url = ?1 AND name = ?2;
