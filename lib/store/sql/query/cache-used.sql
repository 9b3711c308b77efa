UPDATE cache SET used_at = ?2 WHERE id = ?1;
