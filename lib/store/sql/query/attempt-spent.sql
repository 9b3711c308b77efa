SELECT coalesce(sum(reserved + coalesce(cost, 0)), 0) FROM attempt WHERE started_at > ?1;
