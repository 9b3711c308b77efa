UPDATE vector_collection SET engine = ?2, dimensions = ?3, created_at = ?4 WHERE id = ?1;
