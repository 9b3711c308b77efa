INSERT INTO limiter (name, went_at, next_at, owed, owed_at, blocked_until)
VALUES (?1, 0, 0, 0, 0, ?2)
ON CONFLICT (name) DO UPDATE SET blocked_until = excluded.blocked_until;
