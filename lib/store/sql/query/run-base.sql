SELECT base FROM run WHERE id = ?1;
