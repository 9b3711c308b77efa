INSERT INTO breaker (name, state, failures, recent, recent_at, opened, until, generation)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (name) DO UPDATE SET state = excluded.state, failures = excluded.failures,
	recent = excluded.recent, recent_at = excluded.recent_at, opened = excluded.opened,
	until = excluded.until, generation = excluded.generation;
