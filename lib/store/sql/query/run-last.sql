SELECT id FROM run WHERE deleted_at IS NULL ORDER BY created_at DESC, seq DESC LIMIT 1;
