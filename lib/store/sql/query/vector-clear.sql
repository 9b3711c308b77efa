DELETE FROM vector WHERE collection_id = ?1;
