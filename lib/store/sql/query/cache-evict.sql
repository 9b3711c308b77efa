DELETE FROM cache WHERE id = (SELECT id FROM cache ORDER BY used_at, id LIMIT 1) RETURNING bytes;
