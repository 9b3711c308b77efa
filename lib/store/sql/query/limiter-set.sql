INSERT INTO limiter (name, went_at, next_at, owed, owed_at, blocked_until)
VALUES (?1, ?2, ?3, ?4, ?2, 0)
ON CONFLICT (name) DO UPDATE SET went_at = excluded.went_at, next_at = excluded.next_at,
	owed = excluded.owed, owed_at = excluded.owed_at;
