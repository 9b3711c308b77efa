INSERT INTO audit_log (seq, at, event, run_id, data, previous, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
