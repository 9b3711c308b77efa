SELECT id FROM run WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, seq DESC LIMIT 1;
