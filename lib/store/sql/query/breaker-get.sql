SELECT state, failures, recent, recent_at, opened, until, generation FROM breaker WHERE name = ?1;
