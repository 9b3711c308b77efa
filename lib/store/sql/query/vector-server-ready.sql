UPDATE vector_server SET ready = ?3 WHERE url = ?1 AND name = ?2;
