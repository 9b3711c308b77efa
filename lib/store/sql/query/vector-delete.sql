DELETE FROM vector WHERE collection_id = ?1 AND key = ?2;
