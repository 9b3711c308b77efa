SELECT key, scale, components FROM vector WHERE collection_id = ?1 ORDER BY key;
