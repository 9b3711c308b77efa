UPDATE vector_server SET ready = 0 WHERE name = ?1;
