SELECT deleted_at IS NOT NULL FROM run WHERE id = ?1;
