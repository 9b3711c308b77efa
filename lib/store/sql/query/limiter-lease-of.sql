SELECT id, pid, until FROM limiter_lease WHERE name = ?1;
