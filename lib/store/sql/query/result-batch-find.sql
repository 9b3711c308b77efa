SELECT id, source, added_at FROM result_batch WHERE corpus = ?1 AND sha256 = ?2;
