SELECT name FROM vector_server WHERE url = ?1 ORDER BY name;
