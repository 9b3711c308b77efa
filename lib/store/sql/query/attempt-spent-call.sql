SELECT coalesce(sum(reserved + coalesce(cost, 0)), 0) FROM attempt WHERE call = ?1;
