SELECT next_at, owed, owed_at, blocked_until FROM limiter WHERE name = ?1;
