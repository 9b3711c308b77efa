UPDATE vector_collection SET ready = ?2 WHERE name = ?1;
