UPDATE vector_collection SET engine = ?2, dimensions = ?3, created_at = ?4, ready = 1 WHERE id = ?1;
