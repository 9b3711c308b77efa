INSERT INTO blame_cache (key, lines) VALUES (?1, ?2)
ON CONFLICT (key) DO UPDATE SET lines = excluded.lines;
