SELECT coalesce(sum(reserved + coalesce(cost, 0)), 0) FROM attempt WHERE run_id = ?1;
