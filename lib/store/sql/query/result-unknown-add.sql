INSERT OR IGNORE INTO result_unknown (batch, name, status, duration_ms, ambiguous, message)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);
