SELECT key, label FROM vector WHERE collection_id = ?1 ORDER BY key;
