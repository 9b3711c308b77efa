DELETE FROM limiter_lease WHERE id = ?1;
